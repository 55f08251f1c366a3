"""Forms that draft an evaluation, or the rounds of a year."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kaogong.core.scheme.period import Period
from kaogong.listen.states.surveys import STAGES
from kaogong.org.forms.fields import DayField, LinesField, RowsField
from kaogong.plan.forms import Act


class PeriodField(forms.CharField):
    """A period that is scored, as rulebooks write it."""

    def clean(self, value: Any) -> str:
        """Its one spelling; empty where none was given."""
        words = super().clean(value)
        try:
            return str(Period.parse(words)) if words else ""
        except ValueError as error:
            told = _("“%(words)s”不是计分时期。请写成 2026、2026-H1、2026-Q3 或 2026-09。")
            raise ValidationError(told, "invalid", {"words": words}) from error


class PlanForm(Act):
    """A project and the days of its four stages."""

    name = forms.CharField(label=lazy("名称"), max_length=80)
    year = forms.IntegerField(label=lazy("年度"), min_value=2000, max_value=2200)
    period = PeriodField(
        label=lazy("计分时期"), max_length=10, required=False, help_text=lazy("年度评议留空；半年的写 2026-H1。")
    )
    publicise = DayField(label=lazy("宣传动员开始"))
    evaluate = DayField(label=lazy("实施评议开始"))
    tally = DayField(label=lazy("统计分析开始"))
    report = DayField(label=lazy("结果运用开始"))
    until = DayField(label=lazy("结果运用结束"))

    def clean(self) -> None:
        """Every stage has a day at least."""
        held = [(key, self.cleaned_data.get(key)) for key in (*STAGES, "until")]
        for (before, first), (key, day) in itertools.pairwise(held):
            if first and day and (day < first or (day == first and key != "until")):
                told = {"name": self.fields[before].label, "first": first}
                words = _("须晚于“%(name)s”%(first)s。") if key != "until" else _("不能早于“%(name)s”%(first)s。")
                self.add_error(key, words % told)

    def given(self) -> dict[str, Any]:
        """What was typed, as the verb takes it: a stage ends on the day before the next begins."""
        held = dict(self.cleaned_data)
        begins = [held.pop(key) for key in STAGES]
        ends = [day - dt.timedelta(days=1) for day in begins[1:]] + [held.pop("until")]
        return held | {"stages": dict(zip(STAGES, zip(begins, ends, strict=True), strict=True))}


class RoundsForm(Act):
    """The rounds of a year, each by the last day of its evaluation."""

    name = forms.CharField(label=lazy("名称"), max_length=60)
    year = forms.IntegerField(label=lazy("年度"), min_value=2000, max_value=2200)
    rounds = RowsField(
        {
            "name": forms.CharField(label=lazy("轮次")),
            "period": PeriodField(label=lazy("计分时期")),
            "until": DayField(label=lazy("评议截止日")),
        },
        label=lazy("各轮"),
        help_text=lazy("如：半年｜2026-H1｜2026-06-30。"),
    )
    publicise = forms.IntegerField(label=lazy("宣传动员天数"), min_value=1, initial=15)
    evaluate = forms.IntegerField(label=lazy("实施评议天数"), min_value=1, initial=21)
    tally = forms.IntegerField(label=lazy("统计分析天数"), min_value=1, initial=14)
    report = forms.IntegerField(label=lazy("结果运用天数"), min_value=1, initial=30)
    run_by = LinesField(label=lazy("共同实施方"), required=False)

    def given(self) -> dict[str, Any]:
        """What was typed, as the verb takes it."""
        held = dict(self.cleaned_data)
        days = {key: held.pop(key) for key in STAGES}
        return held | {"rounds": [one | days for one in held["rounds"]]}
