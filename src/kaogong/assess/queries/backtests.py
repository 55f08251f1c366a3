"""Back-tests: which there are, what they can be made of, who moves in one, and how places moved, to be drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from django.db.models import ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import Abs

from kaogong.assess.models import BackTest, Mover, Result, Run
from kaogong.assess.queries.runs import latest_formal
from kaogong.plan.models import Cycle, Edition, Exact

SORTS: Final = {
    "name": ("name", "subject"),
    "total": ("total_after", "subject"),
    "rank": ("rank_after", "subject"),
    "moved": ("apart", "subject"),
}
FROM, UNTIL = 46, 288
"""Where a drawing of places begins and ends, in its own units."""
DRAWN = 120
"""Lines of a drawing at most: more are a wall."""


def closed_runs(edition: Edition | None = None) -> list[Run]:
    """The runs that counted in years that are over, the latest year first; `edition`: of the same rulebook only."""
    found = []
    for cycle in Cycle.objects.filter(state="closed").order_by("-year"):
        held = Edition.objects.filter(adoptions__cycle=cycle).distinct()
        if edition is not None:
            held = held.filter(book=edition.book)
        found += [run for one in held if (run := latest_formal(cycle, one)) is not None]
    return found


def editions_to_try(runs: list[Run]) -> QuerySet[Edition]:
    """Editions of the rulebooks of these runs, the latest first."""
    return Edition.objects.filter(book__in={one.edition.book for one in runs}).order_by("-brought_at")


def backtests(edition: int | None = None) -> QuerySet[BackTest]:
    """Back-tests, the latest first; `edition`: of that one only."""
    found = BackTest.objects.select_related("run__cycle", "run__edition", "edition", "asked_by__person")
    return found.filter(edition=edition) if edition else found


def movers(test: BackTest, words: str = "", pool: str = "", only: str = "", sort: str = "") -> QuerySet[Mover]:
    """Who moves; `only`: those whose grade, or whose place, moves."""
    difference = ExpressionWrapper(F("total_after") - F("total_before"), output_field=Exact())
    found = test.movers.annotate(apart=Abs(difference))
    if words:
        found = found.filter(Q(name__icontains=words) | Q(subject__icontains=words))
    if pool:
        found = found.filter(pool=pool)
    if only == "grades":
        found = found.exclude(grade_before=F("grade_after"))
    elif only == "ranks":
        same = Q(rank_before=F("rank_after")) | Q(rank_before__isnull=True, rank_after__isnull=True)
        found = found.exclude(same)
    keys = SORTS.get(sort.removeprefix("-"))
    if keys is None:
        return found.order_by("place")
    down = sort.startswith("-")
    return found.order_by(*(F(one).desc(nulls_last=True) if down else F(one).asc(nulls_last=True) for one in keys))


def pools_of(test: BackTest) -> list[str]:
    """Among whom there were places."""
    held = Result.objects.filter(run=test.run, rank__isnull=False).order_by().values_list("pool", "appraisal_class")
    return sorted({pool or klass for pool, klass in held.distinct()} - {""})


@dataclass(frozen=True, slots=True)
class Slope:
    """How one place moved: where it stood, where it would stand, whether the grade moves with it."""

    name: str
    before: int
    after: int
    graded: bool
    x1: int
    x2: int

    @property
    def moved(self) -> bool:
        """The place differs."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Drawing:
    """Places before above, places after below, a line for each subject; the moved ones are drawn last, over the others."""

    pool: str
    period: str
    whole: int
    slopes: list[Slope]
    ticks: list[tuple[int, int]]

    @property
    def moved(self) -> int:
        """How many places differ."""
        return sum(1 for one in self.slopes if one.moved)


def drawing(test: BackTest, pool: str) -> Drawing | None:
    """The places of one pool in the last period; None where there are too few or too many to be read."""
    held = Result.objects.filter(run=test.run, rank__isnull=False).filter(
        Q(pool=pool) | Q(pool="", appraisal_class=pool)
    )
    period = held.order_by("-period").values_list("period", flat=True).first()
    there = held.filter(period=period).values_list("subject", "name", "rank").order_by("rank", "subject")
    rows = [(subject, name, rank or 0) for subject, name, rank in there]
    if not 2 <= len(rows) <= DRAWN:
        return None
    moved = {one.subject: one for one in test.movers.filter(period=period)}
    most = max(rank for *_, rank in rows)
    some = []
    for subject, name, rank in rows:
        one = moved.get(subject)
        to = one.rank_after if one else rank
        if to is not None:
            some.append(Slope(name, rank, to, bool(one and one.graded), at(rank, most), at(to, most)))
    some.sort(key=lambda one: (one.graded, one.moved, one.before))
    return Drawing(pool, str(period), len(rows), some, list(_ticks(most)))


def at(rank: int, most: int) -> int:
    """Where a place stands in a drawing."""
    return FROM + int(Fraction((UNTIL - FROM) * (rank - 1), max(most - 1, 1)))


def _ticks(most: int) -> Iterator[tuple[int, int]]:
    """Places that are named below: the first, the last, and some between."""
    for rank in sorted({1, *(1 + int(Fraction((most - 1) * part, 4)) for part in (1, 2, 3)), most}):
        yield rank, at(rank, most)


def best_order(test: BackTest) -> dict[str, Any] | None:
    """The rank correlation that is told first: of the sheet with most subjects, in its last period."""
    return max(test.orders, key=lambda one: (one["subjects"], one["period"]), default=None)
