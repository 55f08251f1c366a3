"""What the acts of monitoring ask for that have no page of their own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaogong.audit.actions import Refused
from kaogong.core.scheme.numbers import number_of
from kaogong.core.scheme.period import Period
from kaogong.monitor.models import Routine, Rules
from kaogong.org.forms.acts import text
from kaogong.org.forms.acts import words as line
from kaogong.org.forms.deeds import DeedForm
from kaogong.org.forms.fields import DayField, LinesField, PeopleField, RowsField, UnitField, UnitsField
from kaogong.org.queries import setting
from kaogong.plan.forms import ExactField
from kaogong.plan.forms.deeds import cycle_now, number
from kaogong.plan.models import Indicator
from kaogong.plan.queries import current

BY_CODE = _("编码或全称")


class PeriodField(forms.CharField):
    """A period, as it is written."""

    def __init__(self, **given: Any) -> None:
        usual: dict[str, Any] = {"max_length": 8, "help_text": _("年写 2026，季写 2026-Q3，月写 2026-09")}
        super().__init__(**usual | given)

    def clean(self, value: Any) -> Any:
        """The period, in its one way of writing."""
        typed = super().clean(value)
        try:
            return str(Period.parse(typed))
        except ValueError as error:
            words = gettext("“%(text)s”不是时期。请写成 2026-Q3 或 2026-09。")
            raise forms.ValidationError(words % {"text": typed}, "period") from error


class MilestonesForm(DeedForm):
    """What a target is to have reached by when: a figure, or words."""

    nodes = RowsField(
        {"period": PeriodField(label=_("时期")), "wanted": line(_("序时数或要求"), 200)},
        label=_("节点"),
        help_text=_("写数字即序时数，写文字即节点要求。"),
    )

    def said(self) -> dict[str, Any]:
        """By period; what reads as a number is one."""
        exact, found = ExactField(), {}
        for one in self.cleaned_data["nodes"]:
            wanted = one["wanted"]
            found[one["period"]] = exact.clean(wanted) if number_of(wanted) is not None else wanted
        return {"nodes": found}


class RulesForm(DeedForm):
    """How often a cycle reports, by when, and from where a light turns."""

    every = forms.ChoiceField(label=_("多久报一次"), choices=Rules.FREQUENCIES)
    due_days = forms.IntegerField(
        label=_("期末后第几个工作日截止"), required=False, help_text=_("负数即期末前；不写则没有截止")
    )
    lock_days = forms.IntegerField(label=_("截止后第几个工作日锁定"), required=False, min_value=0)
    verify_days = forms.IntegerField(label=_("几个工作日内核对"), required=False, min_value=1)
    explain_days = forms.IntegerField(label=_("红灯后几个工作日内说明"), required=False, min_value=1)
    remind_days = LinesField(label=_("截止前第几个工作日提醒"), required=False, help_text=_("一行一个数"))
    green_share = number(_("绿灯不低于序时（%）"), required=False)
    yellow_share = number(_("黄灯不低于序时（%）"), required=False)
    yellow_days = forms.IntegerField(label=_("时限前几日亮黄灯"), required=False, min_value=0)
    jump_share = number(_("环比变动超过须说明（%）"), required=False)
    pieces = forms.IntegerField(label=_("每份进展证据至多几件"), required=False, min_value=1)
    even = forms.BooleanField(label=_("没有序时数的按时间均分"), required=False)
    signed = forms.BooleanField(label=_("须单位负责人签批"), required=False)

    def clean_remind_days(self) -> list[int]:
        """Whole days, the farthest first."""
        typed: list[str] = self.cleaned_data["remind_days"]
        if odd := [one for one in typed if not one.isdecimal()]:
            raise forms.ValidationError(gettext("“%(text)s”不是天数。请一行写一个整数。") % {"text": odd[0]})
        return sorted({int(one) for one in typed}, reverse=True)


class LateForm(DeedForm):
    """Who may report a locked period, until when."""

    unit = UnitField(label=_("单位"), help_text=BY_CODE)
    period = PeriodField(label=_("时期"))
    until = DayField(label=_("补报至"))
    reason = text(_("理由"))


class PartsForm(DeedForm):
    """The figures asked beside that of an indicator."""

    indicator = forms.ModelChoiceField(Indicator.objects.none(), label=_("指标"))
    names = LinesField(label=_("其中项"), help_text=_("一行一项；填报时逐项填写，不大于总数"))

    def about(self) -> None:
        """The indicators of the cycle."""
        there = Indicator.objects.filter(cycle=current()).order_by("place")
        self.fields["indicator"].queryset = there  # type: ignore[attr-defined]


class RoutineForm(DeedForm):
    """Something that comes round, and for whom."""

    name = line(_("名称"))
    every = forms.ChoiceField(label=_("多久一次"), choices=Routine.EVERY)
    units = UnitsField(label=_("承担单位"), required=False)
    people = PeopleField(label=_("承担人员"), required=False)
    parts = LinesField(label=_("须办内容"), required=False, help_text=_("一行一项；不分项则留空"))
    to = LinesField(label=_("报送对象"), required=False)
    due_day = forms.IntegerField(label=_("期末后第几日截止"), min_value=0, max_value=366, initial=0)
    minutes = forms.BooleanField(label=_("须附纪要或材料"), required=False)
    listed = forms.BooleanField(label=_("须附任务清单"), required=False)
    basis = line(_("依据"), 120, required=False)

    def said(self) -> dict[str, Any]:
        """Units and people as those it is for."""
        given = dict(self.cleaned_data)
        units, people = given.pop("units"), given.pop("people")
        if not units and not people:
            raise Refused(gettext("请写明由哪些单位或人员承担。"), "units")
        several = [*({"unit": one} for one in units), *({"person": one} for one in people)]
        return given | {"assignees": several, "cycle": cycle_now()}


class ConstructionForm(DeedForm):
    """What is built, where, in which phase."""

    title = line(_("名称"), 160)
    steps = text(_("实施步骤"))
    content = text(_("建设内容"))
    budget = number(_("资金预算（万元）"))
    sites = RowsField(
        {"unit": UnitField(label=_("单位")), "phase": forms.IntegerField(label=_("期次"), min_value=1, max_value=99)},
        label=_("建设点"),
        required=False,
    )

    def said(self) -> dict[str, Any]:
        """Sites as pairs."""
        pairs = [(one["unit"], one["phase"]) for one in self.cleaned_data["sites"]]
        return self.cleaned_data | {"sites": pairs, "cycle": cycle_now()}


class ActivityForm(DeedForm):
    """An activity."""

    unit = UnitField(label=_("单位"), help_text=BY_CODE)
    title = line(_("名称"), 160)
    medium = forms.ChoiceField(label=_("载体"))
    link = forms.ChoiceField(label=_("环节"))
    on = DayField(label=_("日期"))
    venue = line(_("场合"), 40, required=False)

    def about(self) -> None:
        """The media and links of the installation."""
        for field, key in (("medium", "activity.media"), ("link", "activity.links")):
            self.fields[field].choices = [(one, one) for one in setting(key)]  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """In the cycle being worked on."""
        return self.cleaned_data | {"cycle": cycle_now()}
