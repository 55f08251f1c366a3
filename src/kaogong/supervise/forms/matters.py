"""What acts on matters and daily supervision ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaogong.listen.models import Result
from kaogong.monitor.forms.deeds import PeriodField
from kaogong.org.forms.acts import text
from kaogong.org.forms.acts import words as line
from kaogong.org.forms.deeds import DeedForm
from kaogong.org.forms.fields import (
    DayField,
    LinesField,
    NamedField,
    PersonField,
    RowsField,
    SealedFile,
    UnitField,
    UnitsField,
)
from kaogong.org.models import Docket
from kaogong.org.models.labels import labels
from kaogong.plan.forms import ExactField
from kaogong.plan.models import Target
from kaogong.plan.queries import current
from kaogong.supervise.models import (
    Circumstance,
    DriveItem,
    Interview,
    MatterPoint,
    SupervisionMandate,
    TargetMark,
    Task,
)
from kaogong.supervise.states.tasks import (
    ASPECTS,
    CHANNELS,
    CHOSEN,
    LEVELS,
    LIVE,
    MANNERS,
    MODES,
    PHASES,
    PROBLEMS,
    WATCHED,
    WAYS,
)

BY_CODE = _("编码或全称")


def choice(label: Any, names: Any, **given: Any) -> forms.ChoiceField:
    """One of the states or kinds that have names."""
    return forms.ChoiceField(label=label, choices=labels(names), **given)


class MandateForm(DeedForm):
    """By what a unit may supervise."""

    unit = UnitField(label=_("单位"), help_text=BY_CODE)
    kind = forms.ChoiceField(label=_("依据"), choices=SupervisionMandate.KINDS)
    letter = line(_("委托书"), 120, required=False)
    since = DayField(label=_("自"))
    until = DayField(label=_("至（不含）"), required=False)


class RuleForm(DeedForm):
    """A supervision rule with its circumstances."""

    title = line(_("名称"), 120)
    matters = text(_("监察事项"))
    division = text(_("分工"))
    methods = text(_("工作方法"))
    circumstances = RowsField(
        {"level": NamedField(labels(LEVELS), label=_("处理")), "words": line(_("情形"), 200)}, label=_("处理情形")
    )

    def said(self) -> dict[str, Any]:
        """As the act takes it."""
        given = dict(self.cleaned_data)
        return given | {"circumstances": [(one["level"], one["words"]) for one in given["circumstances"]]}


class MatterForm(DeedForm):
    """A matter of the annual plan."""

    name = line(_("项目"), 200)
    mode = choice(_("方式"), MODES)
    problem = choice(_("问题类型"), PROBLEMS)
    aspect = choice(_("监察内容"), ASPECTS)
    chosen = choice(_("选题"), CHOSEN)
    reason = line(_("立项理由"), 300)
    channel = choice(_("监督渠道"), CHANNELS)
    opener = UnitField(label=_("立项单位"), help_text=BY_CODE)
    unit = UnitField(label=_("被监察单位"), help_text=BY_CODE)
    key = forms.BooleanField(label=_("重点工作"), required=False)
    points = RowsField(
        {"name": line(_("节点"), 120), "due": DayField(label=_("时限"), required=False)},
        label=_("跟踪节点"),
        required=False,
    )

    def said(self) -> dict[str, Any]:
        """As the act takes it."""
        given = dict(self.cleaned_data)
        return given | {"points": [(one["name"], one["due"]) for one in given["points"]]}


class RecordForm(DeedForm):
    """What was done of a matter."""

    phase = choice(_("阶段"), PHASES)
    manner = choice(_("督查方式"), MANNERS)
    point = forms.ModelChoiceField(MatterPoint.objects.none(), label=_("跟踪节点"), required=False)
    on = DayField(label=_("日期"))
    words = text(_("情况"))
    file = SealedFile(label=_("证据"), required=False)

    def about(self) -> None:
        """The points of the matter."""
        held: Any = self.fields
        held["point"].queryset = self.thing.points.all()


class BreachForm(DeedForm):
    """A breach, coded to a circumstance."""

    circumstance = forms.ModelChoiceField(
        Circumstance.objects.filter(rule__issued_on__isnull=False), label=_("处理情形")
    )
    person = PersonField(label=_("责任人员"), required=False, help_text=_("工号；结项后计入本人考评"))
    words = text(_("事实"))
    on = DayField(label=_("日期"))


class DocketForm(DeedForm):
    """The case file in which a breach is answered for."""

    docket = forms.ModelChoiceField(Docket.objects.filter(kind="accountability"), label=_("责任追究案卷"))


class WatchForm(DeedForm):
    """Something that is watched."""

    kind = choice(_("类别"), WATCHED)
    unit = UnitField(label=_("单位"), help_text=BY_CODE)
    words = line(_("事项"), 300)
    channel = forms.ChoiceField(
        label=_("监督渠道"), choices=[("", "—"), *labels(CHANNELS)], required=False, help_text=_("发现问题必选")
    )
    happened_on = DayField(label=_("发生日期"))
    reported_on = DayField(label=_("报告日期"), required=False)


class ProblemForm(DeedForm):
    """A problem a supervisor reports."""

    unit = UnitField(label=_("单位"), help_text=BY_CODE)
    words = line(_("问题"), 300)
    happened_on = DayField(label=_("发生日期"))


class AttendForm(DeedForm):
    """How somebody took part."""

    way = choice(_("方式"), WAYS)
    on = DayField(label=_("日期"))
    words = text(_("情况"))


class SettleForm(DeedForm):
    """How what is watched went on."""

    how = forms.ChoiceField(
        label=_("登记"), choices=[("reported", _("已报告")), ("corrected", _("已整改")), ("closed", _("已办结"))]
    )
    on = DayField(label=_("日期"))


class RequestForm(DeedForm):
    """A request and who was asked first."""

    unit = UnitField(label=_("单位"), help_text=BY_CODE)
    first = PersonField(label=_("首问责任人"), help_text=_("工号"))
    words = line(_("事项"), 300)


class HandoverForm(DeedForm):
    """To whom a request goes."""

    taker = PersonField(label=_("接收人"), help_text=_("工号"))
    note = line(_("移交说明"), 300)


class AlertForm(DeedForm):
    """A warning."""

    unit = UnitField(label=_("单位"), help_text=BY_CODE)
    person = PersonField(label=_("责任人"), help_text=_("工号"))
    superior = PersonField(label=_("上级"), help_text=_("工号"))
    words = line(_("风险"), 300)


class SignForm(DeedForm):
    """An early sign."""

    unit = UnitField(label=_("单位"), help_text=BY_CODE)
    kind = line(_("问题种类"), 60)
    words = line(_("情况"), 300)
    on = DayField(label=_("日期"))
    plan = text(_("整改方案"), required=False)


class WeakForm(DeedForm):
    """Scores of an indicator by unit, of which the weak ones are talked to."""

    subject = line(_("指标"), 200)
    mean = ExactField(label=_("全市均值"))
    scores = RowsField(
        {"unit": UnitField(label=_("单位")), "score": ExactField(label=_("得分"))}, label=_("各单位得分")
    )

    def said(self) -> dict[str, Any]:
        """As the act takes it."""
        given = dict(self.cleaned_data)
        return given | {"scores": [(one["unit"], one["score"]) for one in given["scores"]]}


class ReviewForm(DeedForm):
    """A released evaluation, by whose figures weak units are talked to."""

    review = forms.ModelChoiceField(
        Result.objects.filter(state="released").select_related("project"), label=_("评议结果"),
        help_text=_("低于均值或末位的单位由结果自动列出"),
    )  # fmt: skip


class TalkForm(DeedForm):
    """The record of a talk."""

    side = forms.ChoiceField(label=_("约谈方"), choices=Interview.SIDES)
    words = text(_("约谈记录"))


class DriveForm(DeedForm):
    """A special supervision of every unit."""

    title = line(_("名称"), 120)
    topics = LinesField(label=_("督查内容"))
    items = RowsField(
        {"name": line(_("督查事项"), 200), "standard": line(_("督查标准"), 300, required=False)}, label=_("逐项标准")
    )
    since = DayField(label=_("起始日期"))

    def said(self) -> dict[str, Any]:
        """As the act takes it."""
        given = dict(self.cleaned_data)
        return given | {"items": [(one["name"], one["standard"]) for one in given["items"]]}


class UnitsForm(DeedForm):
    """Units that get a ledger."""

    units = UnitsField(label=_("单位"))


class LineForm(DeedForm):
    """How an item stands with a unit."""

    item = forms.ModelChoiceField(DriveItem.objects.none(), label=_("督查事项"))
    words = text(_("情况"))
    done = forms.BooleanField(label=_("已办结"), required=False)

    def about(self) -> None:
        """The items of the drive."""
        held: Any = self.fields
        held["item"].queryset = self.thing.drive.items.all()


class HearingForm(DeedForm):
    """A half-year session."""

    period = PeriodField(label=_("时期"), help_text=_("写 2026-H1 或 2026-H2"))
    title = line(_("名称"), 120)
    units = UnitsField(label=_("应汇报单位"))


class ReportForm(DeedForm):
    """What a unit reports."""

    unit = UnitField(label=_("单位"), help_text=BY_CODE)
    words = text(_("汇报"))
    file = SealedFile(label=_("附件"), required=False)


class AssignForm(DeedForm):
    """The task that solves a problem."""

    task = forms.ModelChoiceField(Task.objects.filter(state__in=("draft", *LIVE)), label=_("督办任务"))


class CloseHearingForm(DeedForm):
    """What came of a session."""

    achievements = text(_("总结成绩"))
    exchange = text(_("交流经验"))


class MarkForm(DeedForm):
    """A target that is key or difficult."""

    target = forms.ModelChoiceField(Target.objects.none(), label=_("年度目标"))
    kind = forms.ChoiceField(label=_("类别"), choices=TargetMark.KINDS)

    def about(self) -> None:
        """The targets of the cycle."""
        held: Any = self.fields
        found = Target.objects.filter(cycle=current(), person__isnull=True).select_related("indicator")
        held["target"].queryset = found.order_by("indicator__place", "id")
