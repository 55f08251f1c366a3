"""What acts on tasks ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaogong.monitor.forms.deeds import PeriodField
from kaogong.org.forms.acts import text
from kaogong.org.forms.acts import words as line
from kaogong.org.forms.deeds import DeedForm
from kaogong.org.forms.fields import DayField, LinesField, PersonField, RowsField, SealedFile, UnitField, UnitsField
from kaogong.org.models.labels import labels
from kaogong.org.queries import unit_names
from kaogong.plan.forms import ExactField
from kaogong.supervise.models import EntryTask, SourceItem, Task, TaskSource, TaskTable
from kaogong.supervise.queries.ledgers import joinable
from kaogong.supervise.states.tasks import CHECKS, SOURCE_KINDS

BY_CODE = _("编码或全称")
NUMBER = _("工号")


class SourceForm(DeedForm):
    """Where tasks come from."""

    kind = forms.ChoiceField(label=_("来源类别"), choices=labels(SOURCE_KINDS))
    title = line(_("名称"), 160)
    reference = line(_("文号或批示"), required=False)
    issuer = line(_("交办机关或领导"), required=False)
    given_on = DayField(label=_("交办日期"))
    items = LinesField(label=_("交办事项"), required=False, help_text=_("一行一项；每一项都要有督办号才能交办完"))


class JoinForm(DeedForm):
    """What a meeting agreed, that this task carries on."""

    entry = forms.ModelChoiceField(
        EntryTask.objects.none(), label=_("议定事项"),
        help_text=_("只列承办单位相同、没有办结、还没有列入督办的事项；任务销号时一并办结"),
    )  # fmt: skip

    def about(self) -> None:
        """What is open for the units of the task."""
        held: Any = self.fields
        held["entry"].queryset = joinable(self.thing).select_related("entry__ledger", "unit")


class TableForm(DeedForm):
    """A table of a year and its rhythm."""

    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    title = line(_("名称"), 120)
    monthly = forms.BooleanField(label=_("每月报告"), required=False, initial=True)
    month_day = forms.IntegerField(label=_("月后几日前报告"), min_value=1, max_value=28, initial=5)
    quarterly = forms.BooleanField(label=_("每季调度"), required=False, initial=True)
    quarter_day = forms.IntegerField(label=_("季后几日前调度"), min_value=1, max_value=28, initial=10)
    half_yearly = forms.BooleanField(label=_("每半年督查"), required=False, initial=True)
    half_day = forms.IntegerField(label=_("半年后几日前督查"), min_value=1, max_value=28, initial=10)
    remind_days = LinesField(label=_("到期前几日提醒"), initial="7", help_text=_("一行一个整数"))

    def clean_remind_days(self) -> list[int]:
        """Whole days, the farthest first."""
        typed: list[str] = self.cleaned_data["remind_days"]
        if odd := [one for one in typed if not one.isdecimal()]:
            raise forms.ValidationError(_("“%(text)s”不是天数。请一行写一个整数。") % {"text": odd[0]})
        return sorted({int(one) for one in typed}, reverse=True)


STAGES = RowsField(
    {
        "name": line(_("阶段性任务"), 200),
        "due": DayField(label=_("时限")),
        "planned": ExactField(label=_("计划进度（%）"), required=False),
    },
    label=_("阶段性任务"),
    required=False,
)


class TaskForm(DeedForm):
    """A task."""

    source = forms.ModelChoiceField(TaskSource.objects.none(), label=_("来源"))
    item = forms.ModelChoiceField(SourceItem.objects.none(), label=_("交办事项"), required=False)
    table = forms.ModelChoiceField(
        TaskTable.objects.none(), label=_("任务分解表"), required=False, help_text=_("不选即单独立项")
    )
    name = line(_("任务"), 200)
    mark = forms.ChoiceField(label=_("类别"), choices=Task.MARKS, required=False)
    lead = UnitField(label=_("主办单位"), help_text=BY_CODE)
    co = UnitsField(label=_("协办单位"), required=False)
    goal = text(_("工作目标"), required=False)
    stages = STAGES
    requirements = text(_("工作要求"), required=False)
    since = DayField(label=_("起始日期"))
    due = DayField(label=_("时限"), required=False)
    leader = PersonField(label=_("责任领导"), required=False, help_text=NUMBER)
    department = line(_("责任处室"), required=False)
    handler = PersonField(label=_("具体承办人员"), required=False, help_text=NUMBER)

    def about(self) -> None:
        """What there is to choose from."""
        held: Any = self.fields
        held["source"].queryset = TaskSource.objects.filter(state="open")
        held["item"].queryset = SourceItem.objects.filter(source__state="open").select_related("source")
        held["table"].queryset = TaskTable.objects.order_by("-year", "title")

    def said(self) -> dict[str, Any]:
        """As the act takes it."""
        given = dict(self.cleaned_data)
        rows = [(one["name"], one["due"], one["planned"]) for one in given.pop("stages")]
        leads = [given.pop("lead")]
        return given | {"leads": leads, "stages": rows}


class ChangeForm(DeedForm):
    """What of a task is adjusted in the year."""

    name = line(_("任务"), 200)
    goal = text(_("工作目标"))
    requirements = text(_("工作要求"))
    leader = PersonField(label=_("责任领导"), help_text=NUMBER)
    department = line(_("责任处室"))
    handler = PersonField(label=_("具体承办人员"), help_text=NUMBER)
    reason = text(_("调整事由"))


class StagesForm(DeedForm):
    """The stages of a draft."""

    stages = STAGES

    def said(self) -> dict[str, Any]:
        """As the act takes it."""
        return {"stages": [(one["name"], one["due"], one["planned"]) for one in self.cleaned_data["stages"]]}


class ProgressForm(DeedForm):
    """What was done in a month, with proof."""

    unit = forms.TypedChoiceField(label=_("填报单位"), coerce=int)
    period = PeriodField(label=_("时期"))
    share = ExactField(label=_("累计进度（%）"), required=False)
    words = text(_("进展情况"))
    file = SealedFile(label=_("佐证"), required=False)

    def about(self) -> None:
        """The units of the task."""
        units = [one.unit_id for one in self.thing.handlers.all()] if self.thing else []
        names = unit_names(units)
        held: Any = self.fields
        held["unit"].choices = [(one, names.get(one, str(one))) for one in units]


class CheckForm(DeedForm):
    """A row of a check."""

    kind = forms.ChoiceField(label=_("种类"), choices=labels(CHECKS))
    period = PeriodField(label=_("时期"))
    share = ExactField(label=_("进度（%）"), required=False)
    planned = ExactField(label=_("计划进度（%）"), required=False, help_text=_("留空则按阶段性任务"))
    problems = text(_("问题"), required=False)
    remedies = text(_("解决办法和对策"), required=False)


class RoundForm(DeedForm):
    """A check of a table that is over."""

    kind = forms.ChoiceField(label=_("种类"), choices=[one for one in labels(CHECKS) if one[0] != "random"])
    period = PeriodField(label=_("时期"))


class ClosingForm(DeedForm):
    """The task is done, and this shows it."""

    words = text(_("完成情况"))
    file = SealedFile(label=_("佐证"))


class VerdictForm(DeedForm):
    """Whether the limit moves."""

    agreed = forms.TypedChoiceField(
        label=_("审批"), choices=[("yes", _("同意延期")), ("no", _("不同意"))], coerce=lambda one: one == "yes"
    )
    words = text(_("审批意见"), required=False)


class BookForm(DeedForm):
    """A workbook of tasks; looked at first, or taken at once."""

    file = SealedFile(label=_("表格"), help_text=_("xlsx，按模板填写"), only=("xlsx",))
