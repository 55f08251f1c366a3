"""What the acts of planning ask for that have no page of their own."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaogong.audit.actions import Refused
from kaogong.org.forms.acts import text
from kaogong.org.forms.acts import words as line
from kaogong.org.forms.deeds import DeedForm
from kaogong.org.forms.fields import DayField, LinesField, NamedField, PersonField, RowsField, UnitField, UnitsField
from kaogong.org.models import Unit
from kaogong.org.models.powers import Power
from kaogong.plan.forms import ExactField
from kaogong.plan.models import Indicator, Measure, Reference, Target, Task
from kaogong.plan.queries import current

BY_CODE = _("编码或全称")
BOUND = ("issued", "signed", "adjusted")
"""Targets that can be marked as appraised."""


def number(label: Any, *, required: bool = True, **more: Any) -> ExactField:
    """An exact number."""
    box = forms.TextInput(attrs={"inputmode": "decimal"})
    return ExactField(label=label, max_length=40, required=required, widget=box, **more)


class ChainForm(DeedForm):
    """The steps of approval."""

    steps = RowsField(
        {"name": line(_("环节"), 60), "power": NamedField(Power.choices, label=_("由谁办理"))},
        label=_("审批环节"),
        help_text=_("按先后顺序。"),
    )

    def said(self) -> dict[str, Any]:
        """As pairs."""
        return {"steps": [(one["name"], one["power"]) for one in self.cleaned_data["steps"]]}


class AppraiseForm(DeedForm):
    """Whose targets have been appraised."""

    units = UnitsField(label=_("单位"))

    def said(self) -> dict[str, Any]:
        """The targets of these units that bind."""
        bound = Target.objects.filter(cycle=self.thing, unit__in=self.cleaned_data["units"], state__in=BOUND)
        if not bound.exists():
            raise Refused(gettext("这些单位没有已下达、待考核的目标。"), "units")
        return {"targets": list(bound)}


class WaiveForm(DeedForm):
    """A family left out of a unit's letter."""

    unit = UnitField(label=_("单位"), help_text=BY_CODE)
    family = forms.ChoiceField(label=_("门类"))
    reason = text(_("理由"))

    def about(self) -> None:
        """The families of the cycle."""
        self.fields["family"].choices = [(one, one) for one in self.thing.families]  # type: ignore[attr-defined]


class WorkPlanForm(DeedForm):
    """A work plan."""

    title = line(_("名称"), 160)
    unit = UnitField(label=_("制定单位"), help_text=BY_CODE)
    situation = text(_("形势分析"), required=False)
    measures = text(_("措施"), required=False)


class TaskForm(DeedForm):
    """A task, of a work plan or outside it."""

    name = line(_("任务"), 200)
    origin = forms.ChoiceField(label=_("来源"), choices=[one for one in Task.ORIGINS if one[0] != "plan"])
    leads = UnitsField(label=_("牵头单位"), help_text=_("编码或全称，只写一个"))
    supports = UnitsField(label=_("协办单位"), required=False)
    person = PersonField(label=_("责任人工号"), required=False)
    goal = line(_("目标"), 300, required=False)
    standard = line(_("工作标准"), 300, required=False)
    due = DayField(label=_("时限"), required=False)
    given_by = line(_("交办"), 120, required=False, help_text=_("计划外任务须写明来源、交办时间、标准、时限、折算分值"))
    given_on = DayField(label=_("交办日期"), required=False)
    points = number(_("折算分值"), required=False)
    action = forms.ChoiceField(label=_("动作"), choices=Task.ACTIONS)
    priority = line(_("重点类别"), 40, required=False)

    def about(self) -> None:
        """A task of a work plan comes from it."""
        if self.thing is not None:
            self.fields["origin"].choices = [("plan", dict(Task.ORIGINS)["plan"])]  # type: ignore[attr-defined]


class IssueWorkPlanForm(DeedForm):
    """When and how a work plan is deployed."""

    on = DayField(label=_("部署日期"))
    events = LinesField(label=_("部署方式"), required=False, help_text=_("如“召开部署会”。一行一项"))


class ReviseForm(DeedForm):
    """What a unit's own indicator says."""

    basis = line(_("依据"), 120)
    unit = line(_("计量单位"), 20, required=False)
    direction = forms.ChoiceField(label=_("方向"), choices=Indicator.DIRECTIONS)
    source = line(_("数据来源"), 120, required=False)
    full = number(_("满分"), required=False)
    places = forms.IntegerField(label=_("小数位数"), min_value=0, max_value=9)
    reason = line(_("修改理由"), 200)


class CoverForm(DeedForm):
    """What an indicator answers."""

    task = forms.ModelChoiceField(Task.objects.none(), label=_("承接任务"), required=False)
    upper = forms.ModelChoiceField(Indicator.objects.none(), label=_("承接上级指标"), required=False)

    def about(self) -> None:
        """Tasks and indicators of the same cycle."""
        cycle = self.thing.cycle
        tasks = Task.objects.filter(cycle=cycle).exclude(state="refused").order_by("number")
        self.fields["task"].queryset = tasks  # type: ignore[attr-defined]
        upper = Indicator.objects.filter(cycle=cycle).exclude(pk=self.thing.pk).order_by("place")
        self.fields["upper"].queryset = upper  # type: ignore[attr-defined]


class ReferencesForm(DeedForm):
    """Figures to compare with."""

    rows = RowsField(
        {
            "kind": NamedField(Reference.KINDS, label=_("种类")),
            "unit": UnitField(label=_("单位"), required=False),
            "whom": line(_("参照对象"), 80, required=False),
            "year": forms.IntegerField(label=_("年度"), min_value=1949, max_value=2999),
            "value": ExactField(label=_("数值"), max_length=40),
            "source": line(_("来源"), 200, required=False),
        },
        label=_("参照数值"),
        help_text=_("同一年、同一对象再写即更正。"),
    )

    def said(self) -> dict[str, Any]:
        """As the act takes them."""
        order = ("kind", "unit", "whom", "year", "value", "source")
        return {"rows": [tuple(one[name] for name in order) for one in self.cleaned_data["rows"]]}


class ContestForm(DeedForm):
    """A contest with its figures."""

    name = line(_("竞赛名称"))
    rows = RowsField(
        {
            "measure": line(_("指标"), 120),
            "unit": line(_("计量单位"), 20, required=False),
            "direction": NamedField(Measure.DIRECTIONS, label=_("方向")),
            "area": UnitField(label=_("单位")),
            "value": ExactField(label=_("数值"), max_length=40),
        },
        label=_("各单位数值"),
    )

    def said(self) -> dict[str, Any]:
        """The rows by their figure."""
        found: dict[str, tuple[str, str, dict[Unit, Decimal]]] = {}
        for one in self.cleaned_data["rows"]:
            found.setdefault(one["measure"], (one["unit"], one["direction"], {}))[2][one["area"]] = one["value"]
        return {"name": self.cleaned_data["name"], "measures": found}


class ImportForm(DeedForm):
    """Which figures become indicators, of whom."""

    names = forms.MultipleChoiceField(label=_("竞赛指标"), widget=forms.CheckboxSelectMultiple)
    owner = UnitField(label=_("设定单位"), help_text=BY_CODE)

    def about(self) -> None:
        """The figures of the contest."""
        self.fields["names"].choices = [(one.name, one.name) for one in self.thing.measures.all()]  # type: ignore[attr-defined]


class ClaimForm(DeedForm):
    """A thing counted in a target."""

    what = line(_("内容"), 160, help_text=_("同一内容计入两项目标时，名称须一致"))
    amount = number(_("数量"))
    share = number(_("份额（%）"), required=False, help_text=_("计入两项时填写，合计须为 100"))


def cycle_now() -> Any:
    """The cycle being worked on.

    Raises:
        Refused: there is none.
    """
    found = current()
    if found is None:
        raise Refused(gettext("还没有考核周期。请绩效办先建立年度周期。"))
    return found
