"""Results as lists: whose one may see, filtered and sorted; two runs side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.db.models import F, Q, QuerySet

from kaogong.assess.models import Result, Run
from kaogong.assess.queries.runs import COUNTED, ROOM, latest_formal, runs_of
from kaogong.org.models import Account
from kaogong.org.models.powers import Power
from kaogong.org.queries import reach
from kaogong.plan.models import Cycle

ALL: Final = (Power.OFFICE, Power.DECISION, Power.COMMITTEE, Power.DISCIPLINE)
"""Who reads results of every run their power reaches."""
OWN: Final = (Power.HEAD, Power.LIAISON, Power.LEADER)
"""Who reads the results of their units in the runs that count."""
SORTS: Final[Mapping[str, tuple[str, ...]]] = {
    "rank": ("period", "rank", "subject"),
    "total": ("total", "subject"),
    "name": ("name", "subject"),
    "lacking": ("lacking", "subject"),
}


def seen_results(account: Account, run: Run) -> QuerySet[Result]:
    """The results of a run an account may read."""
    found, held = reach(account), Result.objects.filter(run=run).select_related("run", "run__cycle")
    if any(one.power in ALL and one.unit is None and one.room in ("", ROOM) for one in found.held):
        return held
    wanted = Q(pk__in=())
    if account.person_id is not None:
        wanted |= Q(person=account.person_id)
    for powers in (ALL, OWN) if run.purpose in COUNTED else (ALL,):
        units = found.units(*powers)
        wanted |= Q(unit__isnull=False) if units is None else Q(unit__in=units)
    return held.filter(wanted)


def shown_run(account: Account, cycle: Cycle, wanted: str) -> Run | None:
    """The run a list is about: the one asked for, else the one that counts, else for the office the last done."""
    done = runs_of(cycle).filter(state="done")
    if wanted.isdecimal():
        return done.filter(pk=int(wanted)).first()
    found = latest_formal(cycle)
    if found is None and reach(account).has(Power.OFFICE, room=ROOM):
        found = done.first()
    return found


def sorted_by(found: QuerySet[Result], sort: str) -> QuerySet[Result]:
    """In the order asked for; what is missing comes last."""
    keys = SORTS.get(sort.removeprefix("-"), SORTS["rank"])
    down = sort.startswith("-")
    order = [F(one).desc(nulls_last=True) if down else F(one).asc(nulls_last=True) for one in keys]
    return found.order_by("sheet", *order)


@dataclass(frozen=True, slots=True)
class Change:
    """A subject in two runs; None: it was not in that one."""

    before: Result | None
    after: Result | None

    @property
    def one(self) -> Result:
        """Whichever there is, the later first."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def moved(self) -> bool:
        """Score, place or grade differ."""
        return self._of(self.before) != self._of(self.after)

    @property
    def difference(self) -> Decimal | None:
        """How much the total went up."""
        if self.before is None or self.after is None or self.before.total is None or self.after.total is None:
            return None
        found: Decimal = self.after.total - self.before.total
        return found

    @staticmethod
    def _of(one: Result | None) -> tuple[object, ...]:
        return () if one is None else (one.total, one.rank, one.grade)


def changes(before: Run, after: Run) -> list[Change]:
    """What two runs say of everybody, those that moved first."""
    pairs = [{_key(one): one for one in Result.objects.filter(run=run)} for run in (before, after)]
    keys = dict.fromkeys([*pairs[1], *pairs[0]])
    found = [Change(pairs[0].get(key), pairs[1].get(key)) for key in keys]
    return sorted(found, key=lambda one: (not one.moved, one.one.sheet, one.one.period, one.one.subject))


def _key(one: Result) -> tuple[str, str, str]:
    return one.sheet, one.subject, one.period


def others(run: Run) -> Iterator[Run]:
    """The other runs that can be put beside one: the same edition's book, done."""
    yield from runs_of(run.cycle).filter(state="done", edition__book=run.edition.book).exclude(pk=run.pk)[:20]
