"""Forms of the room: what was typed, and where a refusal belongs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kaogong.decide.guards import entitled
from kaogong.decide.models import Disclosure, FeedbackItem, Nomination, Proposal, Publication, Settlement
from kaogong.org.forms.fields import DayField, PersonField, SealedFile
from kaogong.org.models import Body, Meeting
from kaogong.org.queries import bodies
from kaogong.plan.forms import Act, ExactField

FILE_TYPES = lazy("PDF、图片、docx 或 xlsx；上传后按内容存证。")


def _words(label: Any, hint: Any = "", rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, widget=forms.Textarea(attrs={"rows": rows}), **more)


class DrawForm(Act):
    """Which run and grade scheme to settle."""

    source = forms.ChoiceField(label=lazy("计分与考核表"))

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["source"].choices = choices  # type: ignore[attr-defined]


class CorrectForm(DrawForm):
    """A correction of what was published."""

    why = _words(lazy("更正理由"), lazy("写明错在哪里、怎样发现。原结果留存并注明已被更正。"), max_length=500)


class MoveForm(Act):
    """What a body decided about one grade."""

    grade = forms.ChoiceField(label=lazy("调整为"))
    reason = _words(lazy("理由"), lazy("与计算等次一并留存，公布时可查。"), max_length=1000)
    body = forms.ModelChoiceField(Body.objects.none(), label=lazy("决定机构"), empty_label=None)
    meeting = forms.ModelChoiceField(
        Meeting.objects.none(), label=lazy("会议"), required=False, help_text=lazy("已召开的会议。")
    )
    votes_for = forms.IntegerField(label=lazy("赞成票"), min_value=0)
    votes_against = forms.IntegerField(label=lazy("反对票"), min_value=0, initial=0)
    votes_none = forms.IntegerField(label=lazy("弃权票"), min_value=0, initial=0)
    minutes = SealedFile(label=lazy("会议纪要"), required=False, help_text=FILE_TYPES)

    def __init__(self, *args: Any, proposal: Proposal, **more: Any) -> None:
        super().__init__(*args, **more)
        open_to = [one for one in proposal.settlement.grades if one != proposal.final]
        unsaid = [("", _("请选择"))] if len(open_to) > 1 else []
        self.fields["grade"].choices = [*unsaid, *((one, one) for one in open_to)]  # type: ignore[attr-defined]
        able = [one.pk for one in bodies() if not entitled(one)]
        self.fields["body"].queryset = Body.objects.filter(pk__in=able)  # type: ignore[attr-defined]
        held = Meeting.objects.filter(body__in=able, held_on__isnull=False).order_by("-held_on")
        self.fields["meeting"].queryset = held  # type: ignore[attr-defined]


class ApproveForm(Act):
    """The approval of a settlement."""

    number = forms.CharField(label=lazy("批准文号"), max_length=60, help_text=lazy("例如 示委〔2026〕15号"))
    body = forms.ModelChoiceField(Body.objects.none(), label=lazy("审定机构"), empty_label=None)
    meeting = forms.ModelChoiceField(Meeting.objects.none(), label=lazy("会议"), required=False)
    day = DayField(label=lazy("审定日期"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        able = [one.pk for one in bodies() if one.kind in ("leading", "committee")]
        self.fields["body"].queryset = Body.objects.filter(pk__in=able)  # type: ignore[attr-defined]
        held = Meeting.objects.filter(body__in=able, held_on__isnull=False).order_by("-held_on")
        self.fields["meeting"].queryset = held  # type: ignore[attr-defined]


class PublishForm(Act):
    """The publication of a settlement."""

    number = forms.CharField(label=lazy("文号"), max_length=60, help_text=lazy("例如 示效〔2026〕41号"))
    issuer = forms.CharField(label=lazy("发布机关"), max_length=120)
    audience = forms.ChoiceField(label=lazy("范围"), choices=Publication.AUDIENCES)
    publish_on = DayField(label=lazy("公布日期"), help_text=lazy("到这一天才能看到；之前只有绩效办和决策机构可见。"))


class ObjectForm(Act):
    """An objection."""

    proposal = forms.ModelChoiceField(Proposal.objects.none(), label=lazy("涉及对象"), required=False)
    source = forms.ChoiceField(label=lazy("来源"), choices=())
    words = _words(
        lazy("异议"), lazy("写明对什么有异议、为什么。交后有回执号，答复会写明采不采纳。"), 5, max_length=2000
    )

    def __init__(self, *args: Any, settlement: Settlement, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["proposal"].queryset = settlement.proposals.order_by("pool", "rank")  # type: ignore[attr-defined]
        kinds = [("unit", _("被考核单位")), ("staff", _("工作人员")), ("public", _("社会公众（来信来电登记）"))]
        self.fields["source"].choices = kinds  # type: ignore[attr-defined]


class AnswerForm(Act):
    """The answer to an objection."""

    upheld = forms.ChoiceField(
        label=lazy("是否采纳"), choices=(("no", lazy("不采纳")), ("yes", lazy("采纳"))), widget=forms.RadioSelect
    )
    answer = _words(lazy("答复"), max_length=2000)


class ExecuteForm(Act):
    """A consequence was carried out."""

    day = DayField(label=lazy("执行日期"))
    words = _words(lazy("执行情况"), lazy("文书编号、谈话时间、发放金额等。"), max_length=1000, required=False)
    proof = SealedFile(label=lazy("执行凭证"), required=False, help_text=FILE_TYPES)


class SetForm(Act):
    """What the measure left open."""

    what = forms.CharField(label=lazy("事项"), max_length=300)
    executor = forms.CharField(label=lazy("执行"), max_length=120)
    due_on = DayField(label=lazy("期限"))
    clause = forms.CharField(label=lazy("依据"), max_length=200, help_text=lazy("哪次会议、哪份文件定的。"))


class UseForm(Act):
    """How a result was used."""

    use = _words(lazy("使用情况"), lazy("用在什么决定上，结果如何。"), max_length=1000)


class NominateForm(Act):
    """A nomination for an honour."""

    kind = forms.ChoiceField(label=lazy("用途"), choices=Nomination.KINDS, required=False)
    honour = forms.CharField(label=lazy("荣誉、职称或职务"), max_length=120)
    person = PersonField(label=lazy("人员工号"), required=False, help_text=lazy("评单位的不填。"))
    points = ExactField(label=lazy("评分"), required=False, help_text=lazy("几个人竞争时填；同分的按考核等次定先后。"))
    reason = _words(lazy("理由"), lazy("名次靠后的须写明。"), max_length=1000, required=False)
    answer = _words(lazy("对提醒的说明"), lazy("有提醒的须说明，如内控得分偏低。"), max_length=1000, required=False)

    def clean_kind(self) -> str:
        """An honour, where nothing was chosen."""
        return self.cleaned_data["kind"] or "honour"


class DiscloseForm(Act):
    """Something made public."""

    kind = forms.ChoiceField(label=lazy("类别"), choices=Disclosure.KINDS)
    title = forms.CharField(label=lazy("名称"), max_length=200)
    words = _words(lazy("内容"), max_length=4000, required=False)
    lines = _words(lazy("名单"), lazy("一行一个；没有名单不填。"), required=False)
    publish_on = DayField(label=lazy("公布日期"))

    def clean_lines(self) -> list[str]:
        """One a line."""
        return [one.strip() for one in self.cleaned_data["lines"].splitlines() if one.strip()]


class ItemForm(Act):
    """The four answers to one lagging indicator."""

    def __init__(self, data: Any = None, *, item: FeedbackItem) -> None:
        begin = {part: getattr(item, part) for part, _name in FeedbackItem.PARTS}
        super().__init__(data, initial=begin, prefix=f"i{item.pk}")
        self.item = item
        for part, name in FeedbackItem.PARTS:
            self.fields[part] = _words(name, "", 2, max_length=1000, required=False)
