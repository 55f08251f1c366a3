"""Lights: how a figure stands against its schedule, and how near its deadline is. Every light carries its rule in words."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from kaogong.core.scheme.period import Period
from kaogong.monitor.models import Milestone, Report, Rules
from kaogong.monitor.states import LIGHTS, SENT
from kaogong.org.queries import today
from kaogong.plan.models import Target
from kaogong.plan.queries.figures import cut, places_of, said

WORST = ("red", "yellow", "green", "none")
WHERE: Mapping[str, str] = {
    "green": gettext_noop("%(over)s ÷ %(under)s = %(share)s%%，不低于 %(green)s%%（序时取自%(source)s）"),
    "yellow": gettext_noop(
        "%(over)s ÷ %(under)s = %(share)s%%，在 %(yellow)s%%–%(green)s%% 之间（序时取自%(source)s）"
    ),
    "red": gettext_noop("%(over)s ÷ %(under)s = %(share)s%%，低于 %(yellow)s%%（序时取自%(source)s）"),
}
"""What a share means, with its arithmetic."""


@dataclass(frozen=True, slots=True)
class Rounded:
    """A share that is rounded only where it is read."""

    percent: Fraction

    def __str__(self) -> str:
        return said(cut(self.percent, 1))


@dataclass(frozen=True, slots=True)
class Light:
    """A light with the rule that turned it."""

    key: str
    saying: str
    """The rule, with places for `told`."""
    told: Mapping[str, object] = field(default_factory=dict)
    percent: Fraction | None = None
    """What was reached of the schedule, in %, unrounded."""

    @property
    def rule(self) -> str:
        """The rule in words, with its figures."""
        told = {name: said(one) if isinstance(one, Decimal) else str(one) for name, one in self.told.items()}
        return _(self.saying) % told if told else _(self.saying)

    @property
    def share(self) -> Decimal | None:
        """What was reached of the schedule, in %, to one place."""
        return None if self.percent is None else cut(self.percent, 1)

    @property
    def words(self) -> str:
        """What the light is called."""
        return _(LIGHTS[self.key])


@dataclass(frozen=True, slots=True)
class Expected:
    """What a target is to have reached by the end of a period, and where that comes from."""

    value: Decimal
    source: str | Promise


@functools.cache
def months_of(period: str) -> range:
    """The months of a period."""
    return Period.parse(period).months


def expected(target: Target, period: Period, rules: Rules, nodes: Mapping[str, Milestone]) -> Expected | None:
    """The schedule: a milestone of the period; a limit or a level holds all year; else, where the cycle says so, an even share."""
    node = nodes.get(str(period)) if nodes else None
    if node is not None and node.value is not None:
        return Expected(node.value, gettext_lazy("节点"))
    if target.value is None:
        return None
    months = months_of(target.period)
    holds = target.indicator.direction != "higher" or target.indicator.splits == "carried"
    if holds or period.months[-1] >= months[-1]:
        return Expected(target.value, gettext_lazy("目标"))
    if not rules.even:
        return None
    gone = sum(1 for month in months if month <= period.months[-1])
    share = Fraction(Fraction(target.value) * gone, len(months))
    return Expected(cut(share, max(places_of(target.value), target.indicator.places)), gettext_lazy("按时间均分"))


def share_of(target: Target, value: Decimal, want: Decimal) -> Fraction | None:
    """What was reached of what was wanted, 1 is all; for a limit, how far below it. None where that cannot be said."""
    have, need = Fraction(value), Fraction(want)
    if target.indicator.direction == "lower":
        have, need = need, have
        if need <= 0:
            return Fraction(1)
    return Fraction(have, need) if need > 0 else None


def by_value(target: Target, value: Decimal | None, want: Expected | None, rules: Rules) -> Light:
    """The light of a figure. Nothing reported is a ring, whatever the schedule."""
    if value is None:
        return Light("none", gettext_noop("还没有报数，未报不按数值亮灯。"))
    if want is None:
        return Light("none", gettext_noop("本期没有序时数，不按数值亮灯。"))
    if rules.green_share is None or rules.yellow_share is None:
        return Light("none", gettext_noop("本周期没有设亮灯界限，不按数值亮灯。"))
    found = share_of(target, value, want.value)
    if found is None:
        return Light("none", gettext_noop("序时数为零，比例无从计算，不按数值亮灯。"))
    percent = found * 100
    key = "green" if percent >= rules.green_share else "yellow" if percent >= rules.yellow_share else "red"
    over, under = (want.value, value) if target.indicator.direction == "lower" else (value, want.value)
    told = {"over": over, "under": under, "share": Rounded(percent), "source": want.source}
    return Light(key, WHERE[key], {**told, "green": rules.green_share, "yellow": rules.yellow_share}, percent)


def by_day(due: dt.date | None, done: bool, rules: Rules, day: dt.date) -> Light | None:
    """The light of a deadline: yellow some days before, red after it, cleared by completion; None where none is asked."""
    if due is None or rules.yellow_days is None:
        return None
    told = {"due": due, "days": rules.yellow_days}
    if done:
        return Light("green", gettext_noop("已完成，时限 %(due)s。"), told)
    if day > due:
        return Light("red", gettext_noop("时限 %(due)s 已过，还没有完成。"), told)
    if day >= due - dt.timedelta(days=rules.yellow_days):
        return Light("yellow", gettext_noop("距时限 %(due)s 不足 %(days)s 日。"), told)
    return None


def joined(value: Light, day: Light | None) -> Light:
    """The worse of two lights; completion before the deadline clears what the deadline alone would say."""
    if day is None:
        return value
    return min((value, day), key=lambda one: WORST.index(one.key))


def milestones_of(targets: Iterable[Target], period: Period | None = None) -> dict[int, dict[str, Milestone]]:
    """The milestones of some targets, by target and period; `period`: of that one alone."""
    found: dict[int, dict[str, Milestone]] = {}
    held = Milestone.objects.filter(target__in=[target.pk for target in targets])
    for one in held if period is None else held.filter(period=str(period)):
        found.setdefault(one.target_id, {})[one.period] = one
    return found


def light_of(
    target: Target,
    report: Report | None,
    period: Period,
    rules: Rules,
    nodes: Mapping[str, Milestone],
    day: dt.date | None = None,
) -> Light:
    """The light of a target in a period, from what was handed in."""
    return light_against(expected(target, period, rules, nodes), target, report, rules, day)


def light_against(
    want: Expected | None, target: Target, report: Report | None, rules: Rules, day: dt.date | None = None
) -> Light:
    """The same, against what was expected."""
    sent = report if report is not None and report.state in SENT else None
    done = sent is not None and sent.standing == "finished"
    if sent is not None and sent.value is None and target.value is None:
        key = "red" if sent.standing in {"unfinished", "trouble"} else "green"
        value = Light(key, gettext_noop("已报情况：%(state)s。"), {"state": sent.get_standing_display()})
    else:
        value = by_value(target, sent.value if sent else None, want, rules)
    return joined(value, by_day(target.due, done, rules, day or today()))


def lights(targets: list[Target], period: Period, rules: Rules, day: dt.date | None = None) -> dict[int, Light]:
    """The lights of many targets, with two queries."""
    nodes = milestones_of(targets, period)
    held = Report.objects.filter(target__in=[one.pk for one in targets], period=str(period))
    reports = {one.target_id: one for one in held}
    return {one.pk: light_of(one, reports.get(one.pk), period, rules, nodes.get(one.pk, {}), day) for one in targets}


def percent(part: int, whole: int) -> Decimal | None:
    """So many of so many, in %, to one place; None of nothing."""
    return cut(Fraction(part * 100, whole), 1) if whole else None
