"""The year against its goals: what was set at the start, what was changed since, what was reached, and the places (DX-13)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from kaogong.monitor.models import Report
from kaogong.monitor.states import SURE
from kaogong.org.queries import unit_names
from kaogong.plan.models import Change, Cycle, Target
from kaogong.plan.queries.figures import cut
from kaogong.plan.states import FIXED

HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal as it was set at the start, as it stands, as somebody wants it, and what was reached."""

    target: Target
    start: Decimal | None
    now: Decimal | None
    done: Decimal | None
    changed_on: dt.date | None = None
    waiting: bool = False

    @property
    def changed(self) -> bool:
        """It is not what it was at the start, or is asked to be otherwise."""
        return self.changed_on is not None

    @property
    def share(self) -> Fraction | None:
        """How much of the goal of the start was reached, at most all of it; None where it cannot be told."""
        if self.start is None or self.done is None:
            return None
        wanted, done = Fraction(self.start), Fraction(self.done)
        if self.target.indicator.direction == "lower":
            return Fraction(1) if done <= wanted else Fraction(wanted, done)
        return None if wanted <= 0 else max(Fraction(0), min(Fraction(1), Fraction(done, wanted)))


@dataclass
class Standing:
    """A unit with its goals and its place. What they come to is reckoned once, when all goals are there."""

    unit: int
    name: str
    goals: list[Goal] = field(default_factory=list)
    place: int | None = None

    @cached_property
    def lacking(self) -> int:
        """Goals of which nothing can be told yet."""
        return sum(1 for one in self.goals if one.share is None)

    @cached_property
    def whole(self) -> Fraction | None:
        """The share of all goals, by their points where all have some, else each alike; None while something lacks."""
        if not self.goals or self.lacking:
            return None
        points = [Fraction(one.target.points or 0) for one in self.goals]
        weights = points if all(points) else [Fraction(1)] * len(self.goals)
        reached = sum((weight * (one.share or 0) for weight, one in zip(weights, self.goals, strict=True)), Fraction(0))
        return Fraction(reached, sum(weights, Fraction(0)))

    @property
    def percent(self) -> Decimal | None:
        """The share in per cent, to two places."""
        return None if self.whole is None else cut(self.whole * HUNDRED, 2)

    @cached_property
    def changed(self) -> list[Goal]:
        """The goals that were changed."""
        return [one for one in self.goals if one.changed]


def standings(cycle: Cycle, units: Iterable[int] | None = None) -> list[Standing]:
    """The units of a cycle by what they reached of the goals they had at the start, best first; who lacks figures last."""
    held = Target.objects.filter(cycle=cycle, person__isnull=True, state__in=FIXED, track="").exclude(
        indicator__direction="none"
    )
    if units is not None:
        held = held.filter(unit__in=list(units))
    targets = list(held.select_related("indicator").order_by("unit__code", "indicator__place", "id"))
    goals = _goals(targets)
    names = unit_names({one.unit_id for one in targets})
    found: dict[int, Standing] = {}
    for one in targets:
        standing = found.setdefault(one.unit_id, Standing(one.unit_id, names.get(one.unit_id, "")))
        standing.goals.append(goals[one.pk])
    told = sorted(found.values(), key=lambda one: (one.whole is None, -(one.whole or 0), one.name))
    for place, held_by in enumerate(told, 1):
        before = told[place - 2] if place > 1 else None
        same = before is not None and before.whole == held_by.whole
        held_by.place = None if held_by.whole is None else before.place if same and before else place
    return told


def _goals(targets: Sequence[Target]) -> dict[int, Goal]:
    reports = Report.objects.filter(target__in=[one.pk for one in targets], state__in=SURE, value__isnull=False)
    last_ones = reports.order_by("target_id", "-period", "-pk").distinct("target_id")
    done = {one.target_id: one.value for one in last_ones.only("target", "value")}
    first: dict[int, Change] = {}
    last: dict[int, Change] = {}
    changes = Change.objects.filter(target__in=targets, adjustment__state__in=("asked", "effective"))
    for one in changes.select_related("adjustment").order_by("adjustment__asked_on", "pk"):
        first.setdefault(one.target_id, one)
        last[one.target_id] = one
    return {one.pk: _goal(one, first.get(one.pk), last.get(one.pk), done.get(one.pk)) for one in targets}


def _goal(target: Target, first: Change | None, last: Change | None, done: Decimal | None) -> Goal:
    if first is None or last is None or first.old_value == last.new_value == target.value:
        return Goal(target, target.value, target.value, done)
    waiting = last.adjustment.state == "asked"
    return Goal(target, first.old_value, last.new_value, done, last.adjustment.asked_on, waiting)
