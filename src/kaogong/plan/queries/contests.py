"""Contests: who stands where on each figure, and which figures became indicators (FZ-06)."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from kaogong.plan.models import Contest, Indicator, Measure, Standing


class Place(NamedTuple):
    """A unit's place; equal values share it."""

    rank: int
    unit: int
    value: Decimal


def ranking(measure: Measure) -> list[Place]:
    """Who stands where on a figure."""
    found = list(Standing.objects.filter(measure=measure).values_list("unit_id", "value"))
    found.sort(key=lambda one: one[1], reverse=measure.direction == "higher")
    values = [value for _unit, value in found]
    return [Place(values.index(value) + 1, unit, value) for unit, value in found]


def imported(contest: Contest) -> list[Indicator]:
    """The indicators that came from a contest, each with its figure."""
    return list(Indicator.objects.filter(measure__contest=contest).select_related("measure").order_by("place", "id"))
