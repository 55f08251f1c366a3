"""How the own unit stands: its latest score, place, between which places it may stand, and how it moved."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kaogong.assess.models import Result
from kaogong.assess.queries.results import seen_results
from kaogong.assess.queries.runs import latest_formal
from kaogong.org.models import Account, Post
from kaogong.org.queries import at, today
from kaogong.plan.queries import current

WIDE = 96
"""Of the drawing."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A score as the desk shows it."""

    result: Result
    before: Result | None
    """The same sheet in the period before, in the same run or in that of the year before."""

    @property
    def moved(self) -> Decimal | None:
        """How much the score went up since then."""
        if self.before is None or self.before.total is None or self.result.total is None:
            return None
        found: Decimal = self.result.total - self.before.total
        return found

    @property
    def spots(self) -> tuple[int, int, int] | None:
        """Where the best, the own and the worst place stand in the drawing; None: there is no interval."""
        one = self.result
        if one.rank is None or one.best is None or one.worst is None or one.out_of < 2:
            return None
        best, own, worst = (
            4 + int(Fraction((WIDE - 8) * (place - 1), one.out_of - 1)) for place in (one.best, one.rank, one.worst)
        )
        return best, own, worst


def own_score(account: Account) -> Standing | None:
    """The latest score of the unit somebody works in, of the runs that count; None where they may not see one."""
    if account.person_id is None:
        return None
    posts = Post.objects.filter(at(today()), person=account.person_id, main=True)
    unit, cycle = posts.values_list("unit_id", flat=True).first(), current()
    while unit is not None and cycle is not None:
        run = latest_formal(cycle)
        found = seen_results(account, run).filter(unit=unit).order_by("-period", "sheet") if run else None
        one = found.first() if found is not None else None
        if one is not None:
            return Standing(one, _before(one))
        cycle = cycle.previous
    return None


def _before(one: Result) -> Result | None:
    same = Result.objects.filter(unit=one.unit_id, sheet=one.sheet, period__lt=one.period)
    found = same.filter(run=one.run_id).order_by("-period").first()
    earlier = one.run.cycle.previous
    if found is None and earlier is not None and (run := latest_formal(earlier)) is not None:
        found = same.filter(run=run).order_by("-period").first()
    return found
