"""Forms of complaints: what was typed, and where a refusal belongs."""

from __future__ import annotations

import json
import secrets
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kaogong.listen.actions.complaints_intake import Sending, sending_of
from kaogong.listen.models import Complaint, ServicePromise
from kaogong.listen.queries.complaints import file_limits
from kaogong.listen.states.complaints import CHANNELS, ENTERED, FORMS, KINDS, SATISFACTION, TOPICS, VERDICTS, WAYS
from kaogong.listen.states.leads import OUTCOMES
from kaogong.org.forms.fields import AccountField, DayField, PeopleField, PersonField, SealedFiles, UnitField
from kaogong.org.models import Supervisor
from kaogong.org.models.labels import labels
from kaogong.org.queries import at, today
from kaogong.plan.forms import Act, ExactField

CHOOSE = ("", lazy("请选择"))
PAGE = Signer(salt="listen.complain")
"""Signs a page that is given out, so that nobody else's is guessed."""


def sentences(label: Any, rows: int = 3, **given: Any) -> forms.CharField:
    """A field for a few sentences."""
    most = given.pop("max_length", 2000)
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), max_length=most, **given)


def apart(form: type[Any], key: object) -> type[Any]:
    """A form under a name of its own: what was typed into one of several on a page is not put back into another."""
    made: type[Any] = type(f"{form.__name__}_{key}", (form,), {})
    return made


class PromiseField(forms.CharField):
    """A published promise, by its number."""

    def clean(self, value: Any) -> ServicePromise | None:
        """The promise; nothing where nothing was filled in."""
        typed = super().clean(value)
        if not typed:
            return None
        found = ServicePromise.objects.filter(code=typed, state="published").first()
        if found is None:
            raise ValidationError(_("没有编号为“%(code)s”的已公布承诺。请核对。") % {"code": typed})
        return found


class SupervisorField(forms.CharField):
    """A supervisor of today, by the person's number."""

    def clean(self, value: Any) -> Supervisor:
        """The supervisor."""
        typed = super().clean(value)
        found = Supervisor.objects.filter(at(today()), person__code=typed).first()
        if found is None:
            raise ValidationError(_("没有工号为“%(code)s”的在聘效能监督员。请核对。") % {"code": typed})
        return found


class NumberField(forms.CharField):
    """A complaint, by its number."""

    def clean(self, value: Any) -> Complaint:
        """The complaint."""
        typed = super().clean(value).strip().upper()
        found = Complaint.objects.filter(number=typed).first()
        if found is None:
            raise ValidationError(_("没有受理编号为“%(number)s”的投诉。请核对。") % {"number": typed})
        return found


# --- the public -----------------------------------------------------------------------------------------------------


class ComplainForm(Act):
    """What anybody may fill in; name and telephone only if one wants to. What is called complainant is never kept as a draft."""

    about = forms.CharField(
        label=lazy("投诉哪个单位或哪个人"),
        max_length=120,
        required=False,
        help_text=lazy("写单位或个人的名字。下面填了违反的承诺编号的，可以不写。"),
    )
    title = forms.CharField(label=lazy("什么事，一句话"), max_length=80)
    words = sentences(lazy("经过"), 6, max_length=4000, help_text=lazy("写明时间、地点、经过和您的要求。"))
    topic = forms.ChoiceField(label=lazy("事由"), choices=labels(TOPICS), initial="other")
    happened_on = DayField(label=lazy("发生日期"), required=False)
    promise = PromiseField(label=lazy("违反的承诺编号"), required=False, max_length=24)
    file = SealedFiles(
        limits=file_limits,
        label=lazy("照片或材料"),
        required=False,
        help_text=lazy("承办单位看不到，除非投诉中心确认看不出您是谁。"),
    )
    complainant_name = forms.CharField(label=lazy("姓名"), max_length=40, required=False)
    complainant_phone = forms.CharField(
        label=lazy("电话"), max_length=40, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    complainant_address = forms.CharField(label=lazy("联系地址"), max_length=120, required=False)
    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=100)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.initial.setdefault("once", PAGE.sign(secrets.token_urlsafe(12)))

    @property
    def sending(self) -> Sending | None:
        """By what it is known again when it comes twice; none where the page was not given out by the house."""
        held = dict(self.cleaned_data)
        token = held.pop("once")
        try:
            PAGE.unsign(token)
        except BadSignature:
            return None
        files = [(one.name, one.size) for one in held.pop("file")]
        content = {name: str(value) for name, value in held.items()} | {"file": files}
        return sending_of(token, json.dumps(content, ensure_ascii=False, sort_keys=True))

    def given(self) -> dict[str, Any]:
        """What was typed, as the verb takes it; files are sealed by the page."""
        held = dict(self.cleaned_data)
        held.pop("once")
        held["who"] = {name: held.pop(f"complainant_{name}") for name in ("name", "phone", "address")}
        return held


class FollowForm(Act):
    """The number and the code."""

    number = forms.CharField(label=lazy("受理编号"), max_length=24, help_text=lazy("如 TS-2026-00001。"))
    code = forms.CharField(
        label=lazy("查询码"),
        max_length=20,
        help_text=lazy("提交时给您的 10 位查询码。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class RateForm(Act):
    """What the complainant says of the answer."""

    satisfaction = forms.ChoiceField(label=lazy("您对答复"), choices=labels(SATISFACTION), widget=forms.RadioSelect)
    words = sentences(lazy("意见"), 3, required=False, help_text=lazy("不满意的请写明哪里不满意。"))


# --- the centre -----------------------------------------------------------------------------------------------------


class EnterForm(ComplainForm):
    """A call, a letter or a visit, as the centre enters it."""

    channel = forms.ChoiceField(label=lazy("渠道"), choices=[one for one in labels(CHANNELS) if one[0] in ENTERED])
    unit = UnitField(label=lazy("被投诉单位"), required=False, help_text=lazy("写单位编码或全称；拿不准的留空。"))
    person = PersonField(label=lazy("被投诉人工号"), required=False)
    field_order = ("channel", "about", "unit", "person", "title")


class AcceptForm(Act):
    """Of which kind it is and whom it concerns."""

    kind = forms.ChoiceField(label=lazy("类别"), choices=[CHOOSE, *labels(KINDS)])
    topic = forms.ChoiceField(label=lazy("事由"), choices=labels(TOPICS))
    unit = UnitField(label=lazy("被投诉单位"), required=False, help_text=lazy("写单位编码或全称。效能投诉必填。"))
    person = PersonField(label=lazy("被投诉人工号"), required=False)


class ReasonForm(Act):
    """A reason that stays with it."""

    reason = sentences(lazy("理由"), 2, max_length=500)


class JoinForm(Act):
    """The complaint it is the same as."""

    into = NumberField(label=lazy("并入哪一件"), max_length=24, help_text=lazy("写受理编号。"))


class AnswerForm(Act):
    """An answer to the complainant."""

    answer = sentences(lazy("给投诉人的话"), 4)


class ReferForm(AnswerForm):
    """Where it is handed over to."""

    to = forms.CharField(label=lazy("移交机关"), max_length=80)
    field_order = ("to", "answer")


class TransferForm(Act):
    """What the unit is sent."""

    unit = UnitField(label=lazy("承办单位"), help_text=lazy("写单位编码或全称。"))
    words = sentences(lazy("转办内容"), 5, help_text=lazy("承办单位只看这一段。不得写投诉人的姓名、电话、地址。"))
    days = forms.IntegerField(label=lazy("期限(工作日)"), min_value=1, max_value=60)


class ReplyForm(Act):
    """What the unit found and did."""

    reply = sentences(lazy("核查情况"), 5, help_text=lazy("查了什么、事实如何、怎样处理。"))
    measures = sentences(lazy("整改措施"), 3, required=False)
    file = SealedFiles(limits=file_limits, label=lazy("佐证材料"), required=False)


class ReturnForm(ReasonForm):
    """What the reply lacks."""

    days = forms.IntegerField(
        label=lazy("重新给期限(工作日)"),
        min_value=1,
        max_value=60,
        required=False,
        help_text=lazy("不写的，原期限不变。"),
    )


class ReviewForm(AnswerForm):
    """The verdict."""

    verdict = forms.ChoiceField(label=lazy("核查结论"), choices=[CHOOSE, *labels(VERDICTS)])
    field_order = ("verdict", "answer")


class VisitForm(Act):
    """What the complainant said when asked."""

    way = forms.ChoiceField(label=lazy("回访方式"), choices=[one for one in labels(WAYS) if one[0] != "own"])
    satisfaction = forms.ChoiceField(label=lazy("满意度"), choices=labels(SATISFACTION))
    words = sentences(lazy("意见"), 2, required=False)


class ExtendForm(ReasonForm):
    """How many more days, and why."""

    days = forms.IntegerField(label=lazy("延长工作日"), min_value=1, max_value=60)
    field_order = ("days", "reason")


class CompensateForm(Act):
    """How a broken promise is made good."""

    form = forms.ChoiceField(label=lazy("方式"), choices=labels(FORMS))
    amount = ExactField(label=lazy("金额(元)"), max_length=20, required=False, help_text=lazy("退费和赔偿金必填。"))
    words = sentences(lazy("说明"), 2)


class OutcomeForm(Act):
    """What came of looking into a unit."""

    outcome = sentences(lazy("督查结果"), 3)


class LeadForm(Act):
    """A lead of case investigation."""

    title = forms.CharField(label=lazy("标题"), max_length=80)
    words = sentences(lazy("反映的问题"), 4, help_text=lazy("不得写举报人、投诉人是谁。"))


class NewLeadForm(LeadForm):
    """A lead from elsewhere."""

    source = forms.CharField(label=lazy("来源"), max_length=80, initial=lazy("群众举报"))
    unit = UnitField(label=lazy("涉及单位"), required=False, help_text=lazy("写单位编码或全称。"))
    received_on = DayField(label=lazy("受理日期"), required=False)


class TeamForm(Act):
    """A team that sorts leads."""

    name = forms.CharField(label=lazy("工作组"), max_length=60)
    since = DayField(label=lazy("自"))
    until = DayField(label=lazy("至(不含)"))
    members = PeopleField(label=lazy("成员"))


class InvolvedForm(Act):
    """Somebody a case is about."""

    name = forms.CharField(label=lazy("姓名"), max_length=40, required=False, help_text=lazy("写了工号的可不写。"))
    person = PersonField(label=lazy("工号"), required=False)
    unit = UnitField(label=lazy("单位"), required=False)


class DecideForm(Act):
    """What is decided of somebody."""

    outcome = forms.ChoiceField(label=lazy("处理"), choices=[CHOOSE, *labels(OUTCOMES)])
    words = sentences(lazy("处理内容"), 2, required=False, help_text=lazy("党纪政纪责任须写给予什么处分。"))


class CloseForm(Act):
    """How a case ends."""

    conclusion = sentences(lazy("结案结论"), 3)
    judicial = forms.CharField(
        label=lazy("移送机关"), max_length=80, required=False, help_text=lazy("有人移送司法机关的必填。")
    )


class DropForm(Act):
    """Why nothing comes of it."""

    conclusion = sentences(lazy("为什么了结"), 2)


class PromiseForm(Act):
    """What a unit promises."""

    code = forms.CharField(label=lazy("承诺编号"), max_length=24)
    unit = UnitField(label=lazy("承诺单位"), help_text=lazy("写单位编码或全称。"))
    title = forms.CharField(label=lazy("承诺事项"), max_length=80)
    words = sentences(lazy("承诺内容"), 3)
    remedy = sentences(lazy("违诺赔偿"), 2, required=False)
    watcher = forms.CharField(label=lazy("监督机构"), max_length=80, required=False, help_text=lazy("公布前必填。"))
    hotline = forms.CharField(label=lazy("举报电话"), max_length=40, required=False, help_text=lazy("公布前必填。"))


class ContactForm(Act):
    """A key enterprise and its first liaison."""

    name = forms.CharField(label=lazy("企业"), max_length=80)
    supervisor = SupervisorField(label=lazy("第一联络员工号"), max_length=40, help_text=lazy("须是C类效能监督员。"))


class ProblemForm(Act):
    """A problem of an enterprise."""

    unit = UnitField(label=lazy("请哪个单位解决"), help_text=lazy("写单位编码或全称。"))
    title = forms.CharField(label=lazy("问题，一句话"), max_length=80)
    words = sentences(lazy("情况和要求"), 4)


class HandlerForm(Act):
    """Who is to handle complaints."""

    account = AccountField(label=lazy("账号"), max_length=60)
