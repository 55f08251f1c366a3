"""Whether a year's appraisal is complete: partners, kinds and levels covered, nobody left out, nobody without a parent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, IntegerField, QuerySet, Value, When

from kaogong.org.models import Programme, StaffingRequest, UnitVersion
from kaogong.org.models.units import Level
from kaogong.org.queries.days import today
from kaogong.org.queries.people import share
from kaogong.org.queries.units import tree, units


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a programme covers of what it has to, and what it leaves out."""

    wanted: int
    covered: int
    left_out: list[UnitVersion]
    """Units within its kinds and levels that it does not cover."""
    kinds_missing: list[str]
    """Kinds of body of which no unit is covered."""
    orphans: list[UnitVersion]
    """Units below the highest level under no unit of the level above."""

    @property
    def percent(self) -> Decimal | None:
        """The share covered."""
        return share(self.covered, self.wanted)

    @property
    def whole(self) -> bool:
        """Nothing is left out."""
        return not (self.left_out or self.kinds_missing or self.orphans)


def coverage(programme: Programme, day: dt.date | None = None) -> Coverage:
    """What a programme covers (YL-01, HB-20, FZ-02)."""
    there = units(day)
    if programme.kinds:
        there = there.filter(track__in=programme.kinds)
    if programme.levels:
        there = there.filter(level__in=programme.levels)
    wanted = list(there)
    covered = set(programme.covered.values_list("unit_id", flat=True))
    kept = [one for one in wanted if one.unit_id in covered]
    missing = set(programme.kinds) - {one.track for one in kept}
    return Coverage(
        wanted=len(wanted),
        covered=len(kept),
        left_out=[one for one in wanted if one.unit_id not in covered],
        kinds_missing=[kind for kind in programme.kinds if kind in missing],
        orphans=orphans(wanted, day),
    )


def orphans(wanted: Iterable[UnitVersion], day: dt.date | None = None) -> list[UnitVersion]:
    """Townships that stand under no county, and units whose parent is not there (FZ-02)."""
    found = tree(day)
    counties = set(units(day).filter(level=Level.COUNTY).values_list("unit_id", flat=True))
    lost = set(found.orphans)
    return [
        one
        for one in wanted
        if one.unit_id in lost or (one.level == Level.TOWNSHIP and not counties & set(found.above(one.unit_id)))
    ]


def by_level(programme: Programme, day: dt.date | None = None) -> dict[str, Decimal | None]:
    """The share covered on each level the programme has to cover."""
    covered = set(programme.covered.values_list("unit_id", flat=True))
    found: dict[str, Decimal | None] = {}
    for level in programme.levels:
        there = units(day).filter(level=level)
        whole = list(there.filter(track__in=programme.kinds) if programme.kinds else there)
        lost = {one.unit_id for one in orphans(whole, day)}
        good = sum(one.unit_id in covered and one.unit_id not in lost for one in whole)
        found[level] = share(good, len(whole))
    return found


def partners_missing(programme: Programme) -> list[str]:
    """Partners the programme must have and that are not yet named (FZ-01)."""
    there = set(programme.named.values_list("name", flat=True))
    return [name for name in programme.partners if name not in there]


def programmes(year: int | None = None) -> QuerySet[Programme]:
    """The programmes of a year, or of all."""
    found = Programme.objects.select_related("lead", "decides").order_by("-year", "title")
    return found.filter(year=year or today().year) if year else found


def staffing() -> QuerySet[StaffingRequest]:
    """Every request for posts: those that wait first, of a year the best graded, then in the order they asked (LZ-38)."""
    first = Case(When(state="asked", then=Value(0)), default=Value(1), output_field=IntegerField())
    return StaffingRequest.objects.select_related("unit").order_by(first, "-year", "grade", "asked_on", "id")
