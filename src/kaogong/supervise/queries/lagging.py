"""Targets that need targeted supervision: past their limit unmet, or far behind their plan (QH-50, HB-32)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from kaogong.core.scheme.period import Period
from kaogong.monitor.models import Report
from kaogong.monitor.queries import rules_of
from kaogong.monitor.queries.lights import expected, milestones_of
from kaogong.monitor.states import SENT
from kaogong.org.queries import setting
from kaogong.plan.models import Cycle, Target
from kaogong.plan.states import FIXED
from kaogong.supervise.models import TargetMark

DAYS = 30
"""Until when a gap is to be closed, in days."""


@dataclass(frozen=True, slots=True)
class Lagging:
    """A target to be supervised, and why."""

    target: Target
    words: str
    mark: str = ""
    days: int = DAYS


def lapsed(cycle: Cycle, day: dt.date) -> Iterator[Lagging]:
    """Targets past their limit that nobody reported finished or reached."""
    found = Target.objects.filter(cycle=cycle, due__lt=day, person__isnull=True, state__in=FIXED)
    for one in found.select_related("indicator", "unit", "leader"):
        if not _met(one):
            yield Lagging(one, _("%(name)s：%(due)s 到期未完成") % {"name": one.indicator.name, "due": one.due})


def _met(target: Target) -> bool:
    last = Report.objects.filter(target=target, state__in=SENT).order_by("-period").first()
    if last is None:
        return False
    if last.standing == "finished":
        return True
    if last.value is None or target.value is None:
        return False
    lower = target.indicator.direction == "lower"
    return bool(last.value <= target.value if lower else last.value >= target.value)


def lagging(cycle: Cycle, day: dt.date) -> Iterator[Lagging]:
    """Key and difficult targets further behind their plan than the installation allows."""
    marks = list(TargetMark.objects.filter(target__cycle=cycle).select_related("target__indicator", "target__unit"))
    rules, most = rules_of(cycle), setting("tasks.gap")
    nodes = milestones_of([one.target for one in marks])
    for one in marks:
        last = Report.objects.filter(target=one.target, state__in=SENT, value__isnull=False).order_by("-period").first()
        if last is None or last.value is None or not one.target.value:
            continue
        period = Period.parse(last.period)
        want = expected(one.target, period, rules, nodes.get(one.target_id, {}))
        if want is None or period.first > day:
            continue
        behind = Fraction(Fraction(want.value - last.value) * 100, Fraction(one.target.value))
        if behind > most:
            told = {"name": one.target.indicator.name, "n": round(behind), "most": most}
            yield Lagging(one.target, _("%(name)s：落后计划 %(n)s 个百分点（界限 %(most)s）") % told, one.kind)
