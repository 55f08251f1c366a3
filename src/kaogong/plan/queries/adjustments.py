"""Adjustments: how much one touches, which step is next, what came before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from django.utils.translation import gettext as _

from kaogong.org.models import Unit
from kaogong.plan.models import Adjustment, ChainStep, Change, Cycle, Target
from kaogong.plan.queries.cycles import adoption_of
from kaogong.plan.queries.editions import adjusted
from kaogong.plan.queries.figures import cut
from kaogong.plan.states import FIXED


class Wanted(NamedTuple):
    """A change asked for: None leaves as it is."""

    target: Target
    value: Decimal | None = None
    points: Decimal | None = None


class Measured(NamedTuple):
    """How large an adjustment is, in per cent of the whole plan, and why it is refused."""

    size: Decimal
    refusals: list[str]


def whole_plan(cycle: Cycle, unit: Unit) -> Fraction:
    """The points of a unit's plan."""
    held = Target.objects.filter(cycle=cycle, unit=unit, person__isnull=True, state__in=FIXED)
    return sum((Fraction(one) for one in held.values_list("points", flat=True) if one is not None), Fraction(0))


def touched(changes: Iterable[Wanted | Change]) -> Fraction:
    """The points some changes touch: those that move; where the value changes, all of the target's."""
    found = Fraction(0)
    for one in changes:
        if isinstance(one, Change):
            value = one.new_value if one.new_value != one.old_value else None
            before, after = one.old_points, one.new_points
        else:
            value, before, after = one.value, one.target.points, one.points
        moved = abs(Fraction(after) - Fraction(before or 0)) if after is not None else Fraction(0)
        found += max(moved, Fraction(before or 0)) if value is not None else moved
    return found


def earlier(cycle: Cycle, unit: Unit) -> list[Adjustment]:
    """Adjustments of a unit that count: under way or done, oldest first."""
    found = Adjustment.objects.filter(cycle=cycle, unit=unit, state__in=("asked", "effective"))
    return list(found.prefetch_related("changes").order_by("asked_on", "id"))


def measure(cycle: Cycle, unit: Unit, changes: Iterable[Wanted], on: dt.date) -> Measured:
    """How large a change of a unit's plan is, and whether the rulebook allows it on a day."""
    adoption = adoption_of(cycle, unit)
    whole = whole_plan(cycle, unit)
    if adoption is None:
        return Measured(Decimal(0), [_("这个单位的类别还没有采用考核办法，不能调整。")])
    if not whole:
        return Measured(Decimal(0), [_("这个单位还没有下达带分值的目标，不能调整。")])
    before = [touched(one.changes.all()) for one in earlier(cycle, unit)]
    size, refusals = adjusted(adoption.edition, whole, touched(changes), on, before)
    return Measured(cut(size * 100, 2), refusals)


def next_step(adjustment: Adjustment) -> ChainStep | None:
    """The step of the chain that is to be taken now; None: all are."""
    taken = {one.step_id for one in adjustment.approvals.all()}
    return next((one for one in adjustment.cycle.chain.all() if one.pk not in taken), None)
