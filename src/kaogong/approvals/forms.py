"""Forms of the room: what was typed, and where a refusal belongs."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from kaogong.approvals.models import Body, CardRule, Change, Confirmation, Finding, Patrol, Source
from kaogong.approvals.states import COLOURS, PAUSES
from kaogong.org.forms.fields import DayField, SealedFile, UnitField
from kaogong.org.models import Account
from kaogong.org.models.labels import labels
from kaogong.plan.forms import Act, ExactField

MOST: Final = 1 << 30
"""Bytes a file of events may have; it is read row by row, never whole."""
MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def words(label: Any, rows: int = 3, **given: Any) -> forms.CharField:
    """A field for a few sentences."""
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **given)


class ReasonForm(Act):
    """A reason that stays with the card."""

    reason = words(_("理由"), 2, max_length=500)


class UrgeForm(Act):
    """What is to be put right."""

    words = words(_("催办内容"), 2, max_length=500)


class TakeForm(Act):
    """A file of events."""

    source = forms.ChoiceField(label=_("来源"))
    file = SealedFile(
        label=_("办件文件"),
        help_text=_(
            "CSV 或 xlsx。必有的列：事件编号、办件编号、事项、发生时间。“事项”写办到哪一步，如受理、环节办结、办结；"
            "审批事项的编码写在“事项编码”里。"
        ),
        only=("txt, csv", "xlsx"),
        most=MOST,
    )
    whole = forms.BooleanField(label=_("有一行错就全部不收"), required=False)

    def __init__(self, *args: Any, sources: list[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["source"].choices = sources  # type: ignore[attr-defined]


class CaseForm(Act):
    """A case as it is taken at the window, or from the net."""

    item = forms.ChoiceField(label=_("审批事项"))
    number = forms.CharField(label=_("办件编号"), max_length=64, help_text=_("本单位的收件号，全市不重复。"))
    channel = forms.ChoiceField(label=_("渠道"), choices=[("window", _("窗口")), ("online", _("网上"))])
    amount = ExactField(label=_("金额(元)"), max_length=20, required=False)

    def __init__(self, *args: Any, items: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["item"].choices = items  # type: ignore[attr-defined]

    def clean_number(self) -> str:
        """Without blanks at its ends, and none of what a file could not hold."""
        typed = str(self.cleaned_data["number"])
        if not typed.isprintable():
            raise forms.ValidationError(_("编号里有看不见的字符。请重新输入。"))
        return typed


class StepForm(Act):
    """The step that is done."""

    step = forms.ChoiceField(label=_("环节"))
    words = forms.CharField(label=_("说明"), max_length=200, required=False)

    def __init__(self, *args: Any, steps: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["step"].choices = steps  # type: ignore[attr-defined]


class SuspendForm(Act):
    """Why the clock stands still."""

    reason = forms.ChoiceField(label=_("中止原因"), choices=[("", _("请选择")), *labels(PAUSES)])
    words = forms.CharField(
        label=_("说明"), max_length=200, required=False, help_text=_("如：缺少验资报告，已书面告知。")
    )


class NoteForm(Act):
    """A few words that stay with the case."""

    words = forms.CharField(label=_("说明"), max_length=200, required=False)


class DropForm(Act):
    """How the application was withdrawn."""

    words = forms.CharField(label=_("撤回情况"), max_length=200)


class DecideForm(Act):
    """What is decided."""

    amount = ExactField(label=_("决定金额(元)"), max_length=20, required=False, help_text=_("没有金额的留空。"))
    multiple = ExactField(label=_("裁量倍数"), max_length=10, required=False, help_text=_("有裁量基准的事项才填。"))
    reason = words(_("理由"), 2, required=False, max_length=150)


class BodyField(forms.ChoiceField):
    """A body that approves."""

    def __init__(self, **given: Any) -> None:
        super().__init__(label=_("审批部门"), **given)


class WithBody(Act):
    """A form about one body."""

    body = BodyField()

    def __init__(self, *args: Any, bodies: list[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["body"].choices = bodies  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        """What was typed, with the body itself."""
        return {**self.cleaned_data, "body": Body.objects.get(pk=self.cleaned_data["body"])}


class FindingForm(WithBody):
    """A breach, how it was found, and what shows it."""

    kind = forms.ChoiceField(label=_("种类"), choices=Finding.KINDS)
    aspect = forms.ChoiceField(
        label=_("违反方面"), choices=[("", "—"), *Finding.ASPECTS], required=False, help_text=_("流程规范必填。")
    )
    channel = forms.ChoiceField(label=_("监察途径"), choices=[("", "—"), *Finding.CHANNELS])
    happened_on = DayField(label=_("日期"))
    words = words(_("事实"), max_length=1000)
    evidence = SealedFile(label=_("证据材料"), help_text=_("照片、视频截图、文档，上传后按内容封存。"))


class PatrolForm(WithBody):
    """What was seen, where and when."""

    kind = forms.ChoiceField(label=_("方式"), choices=Patrol.KINDS)
    at = forms.DateTimeField(label=_("巡查时间"), widget=MOMENT)
    place = forms.CharField(label=_("地点"), max_length=120)
    window = forms.CharField(label=_("窗口"), max_length=60, required=False)
    words = words(_("所见"), max_length=1000)
    evidence = SealedFile(label=_("影像材料"), required=False)


class ChangeForm(WithBody):
    """What changed, when, and who is told."""

    kind = forms.ChoiceField(label=_("种类"), choices=Change.KINDS)
    words = forms.CharField(label=_("内容"), max_length=300, help_text=_("写明原来是什么、改成什么。"))
    happened_on = DayField(label=_("变更日期"))
    to_centre = forms.BooleanField(label=_("报审批中心"), required=False, initial=True)
    to_supervisor = forms.BooleanField(label=_("报监察机关"), required=False, initial=True)


class BodyForm(Act):
    """A unit that approves."""

    unit = UnitField(label=_("单位"), help_text=_("写单位编码或全称。"))
    kind = forms.ChoiceField(label=_("审批权来源"), choices=Body.KINDS)
    level = forms.ChoiceField(label=_("隶属"), choices=Body.LEVELS)
    delegator = UnitField(label=_("委托机关"), required=False, help_text=_("依法委托的必填。"))
    basis = words(_("依据"), 2, required=False, max_length=500)

    def given(self) -> dict[str, Any]:
        """What was typed, as the verb takes it."""
        held = dict(self.cleaned_data)
        delegator = held.pop("delegator")
        return held | {"delegators": [delegator] if delegator else []}


class ItemForm(WithBody):
    """An item of the inventory, from a day on."""

    code = forms.CharField(label=_("事项编码"), max_length=40)
    name = forms.CharField(label=_("事项名称"), max_length=120)
    since = DayField(label=_("自"))
    basis = words(_("法定依据"), 2, max_length=1000)
    conditions = words(_("办理条件"), 2, required=False, max_length=1000)
    statutory_days = forms.IntegerField(label=_("法定期限(工作日)"), min_value=0, max_value=999, required=False)
    promised_days = forms.IntegerField(label=_("承诺期限(工作日)"), min_value=0, max_value=999, required=False)
    fee = ExactField(label=_("收费标准(元)"), max_length=20, required=False)
    office = forms.CharField(label=_("承办科室"), max_length=80, required=False)
    post = forms.CharField(label=_("承办岗位"), max_length=80, required=False)
    steps = words(
        _("环节"),
        5,
        required=False,
        max_length=2000,
        help_text=_("一行一个：编码，名称，期限。期限可不写，如：s1，受理，1"),
    )

    def given(self) -> dict[str, Any]:
        """What was typed, as the verb takes it."""
        held = super().given()
        held["steps"] = [_step(line) for line in held["steps"].splitlines() if line.strip()]
        return held


def _step(line: str) -> dict[str, Any]:
    parts = [one.strip() for one in line.replace("，", ",").split(",")] + ["", ""]
    return {
        "code": parts[0][:60], "name": (parts[1] or parts[0])[:80],
        "days": int(parts[2]) if parts[2].isdecimal() else None,
    }  # fmt: skip


class ConfirmForm(Act):
    """For which department an item is confirmed."""

    office = forms.ChoiceField(label=_("确认部门"), choices=Confirmation.OFFICES)


class RuleForm(Act):
    """What gets a card."""

    name = forms.CharField(label=_("规则"), max_length=60)
    trigger = forms.ChoiceField(label=_("条件"), choices=CardRule.TRIGGERS)
    colour = forms.ChoiceField(label=_("颜色"), choices=labels(COLOURS))
    share = ExactField(label=_("期限的百分比"), max_length=10, required=False, help_text=_("按期限发牌的必填，如 80。"))


class MonthForm(Act):
    """Which month."""

    period = forms.CharField(label=_("月份"), max_length=7, help_text=_("如 2026-08。"))


class SourceForm(Act):
    """A system that will tell of cases."""

    code = forms.CharField(label=_("来源编码"), max_length=40)
    name = forms.CharField(label=_("来源名称"), max_length=80)
    unit = UnitField(
        label=_("主管单位"), required=False, help_text=_("只报本单位办件的，写单位编码或全称；审批中心留空。")
    )
    level = forms.ChoiceField(label=_("层级"), choices=Source.LEVELS, initial="prefecture")


class EndForm(Act):
    """From which day something no longer holds."""

    until = DayField(label=_("自哪天起不再执行"))


class BenchmarkForm(Act):
    """The range in which a decision needs no reason."""

    least = ExactField(label=_("下限(倍)"), max_length=10)
    most = ExactField(label=_("上限(倍)"), max_length=10)


class AuthorityForm(Act):
    """Up to which amount somebody may decide."""

    username = forms.CharField(label=_("账号"), max_length=60)
    most = ExactField(label=_("金额上限(元)"), max_length=20, required=False, help_text=_("不设上限的留空。"))

    def clean_username(self) -> Account:
        """The account."""
        found = Account.objects.filter(username=self.cleaned_data["username"], is_active=True).first()
        if found is None:
            raise forms.ValidationError(_("没有这个账号，或已停用。请核对。"))
        return found
