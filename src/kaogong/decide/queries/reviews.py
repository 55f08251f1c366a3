"""What a deciding body must look at one by one: evidence that does not go with a good grade (QH-10, CX-18)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from django.db.models import Q, QuerySet

from kaogong.assess.models import Mark
from kaogong.decide.models import ReviewPoint, Settlement
from kaogong.org.queries import setting


def contradictions(settlement: Settlement) -> list[ReviewPoint]:
    """The points a settlement raises, not yet kept.

    A zero in an item that asks for a first one is looked at whatever the grade; too low a share of the targets, where the
    grade is good. What is missing contradicts nothing.
    """
    there = {one.subject: one for one in settlement.proposals.all()}
    good, below = set(setting("review.good_grades")), Fraction(setting("review.target_below"), 100)
    found = []
    for kind, mark in _marked(settlement):
        line = there.get(mark.result.subject)
        if line is None or mark.value is None or not mark.full:
            continue
        low = Fraction(mark.value) < below * Fraction(mark.full) and line.final in good
        if mark.value == 0 if kind == "zero" else low:
            point = ReviewPoint(
                settlement=settlement, proposal=line, kind=kind, item=mark.name, value=mark.value, full=mark.full
            )
            found.append(point)
    return found


def _marked(settlement: Settlement) -> Iterator[tuple[str, Mark]]:
    marks = Mark.objects.filter(
        result__run=settlement.run_id, result__sheet=settlement.sheet, result__period=settlement.period
    ).select_related("result")
    for kind, key in (("zero", "review.zero_items"), ("contradiction", "review.target_items")):
        words = [str(one) for one in setting(key)]
        if words:
            named = Q()
            for one in words:
                named |= Q(name__contains=one)
            for mark in marks.filter(named).order_by("result__subject", "place"):
                yield kind, mark


def points_of(settlement: Settlement) -> QuerySet[ReviewPoint]:
    """What is to be looked at in a settlement."""
    return settlement.points.select_related("proposal__unit", "by__person").order_by("state", "kind", "proposal")


def unheeded(settlement: Settlement) -> list[str]:
    """Lines that should be changed as the body said, and stand as they were computed."""
    held = settlement.points.filter(verdict="change").select_related("proposal")
    return sorted({one.proposal.name for one in held if one.proposal.final == one.proposal.computed})


def low_share(settlement: Settlement) -> tuple[int, int]:
    """How many have a grade that is not good, and how many there are."""
    grades = Counter(settlement.proposals.values_list("final", flat=True))
    good = set(setting("review.good_grades"))
    return sum(n for grade, n in grades.items() if grade and grade not in good), sum(grades.values())
