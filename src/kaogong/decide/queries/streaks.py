"""Grades over the years: of a unit and of those it took over, and of the head, wherever that person was head then."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kaogong.core.scheme.period import Period
from kaogong.decide.models import Proposal
from kaogong.org.models import Person, Post, Unit
from kaogong.org.models.people import Grade
from kaogong.org.queries import at
from kaogong.plan.queries.figures import said

FAR = 5
"""So many earlier years are looked at."""


@dataclass(frozen=True, slots=True)
class Year:
    """How a unit did in a year: itself, or one it took over; who was its head at the end of it."""

    year: int
    grade: str
    score: str
    rank: int | None
    unit: str
    taken_over: bool
    heads: tuple[int, ...]
    head: str


def lineage(unit: Unit) -> list[int]:
    """A unit and those that were merged into it, however far back."""
    found, fresh = [unit.pk], [unit.pk]
    while fresh:
        fresh = list(Unit.objects.filter(successor__in=fresh).exclude(pk__in=found).values_list("pk", flat=True))
        found += fresh
    return found


def years_of(proposal: Proposal) -> list[Year]:
    """The years before, latest first. Of several units merged into one, each has its own line."""
    year = Period.parse(proposal.settlement.period).year
    if proposal.unit is None or proposal.person_id is not None:
        return []
    family = lineage(proposal.unit)
    wanted = [str(one) for one in range(year - FAR, year)]
    held = Proposal.objects.filter(
        unit__in=family, person__isnull=True, settlement__state="published", settlement__period__in=wanted
    ).select_related("settlement", "unit")
    return [_year(one, proposal.unit.pk) for one in held.order_by("-settlement__period", "unit__code")]


def _year(one: Proposal, now: int) -> Year:
    year = Period.parse(one.settlement.period)
    heads = heads_on(one.unit, year.last) if one.unit else []
    return Year(
        year.year,
        one.final,
        said(one.total) or "",
        one.rank,
        one.name,
        one.unit_id != now,
        tuple(each.pk for each in heads),
        "、".join(each.name for each in heads),
    )


def heads_on(unit: Unit, day: dt.date) -> list[Person]:
    """Who headed a unit on a day."""
    held = Post.objects.filter(at(day), unit=unit, grade=Grade.CHIEF, person__isnull=False)
    return list(Person.objects.filter(pk__in=held.values("person")).order_by("sort_key", "code"))


def streak(proposal: Proposal, grades: Collection[str], years: Sequence[Year] | None = None) -> int:
    """How many years in a row, this one included, a unit had one of these grades. A unit it took over had it too."""
    if proposal.final not in grades:
        return 0
    year = Period.parse(proposal.settlement.period).year
    found = years_of(proposal) if years is None else years
    several = 1
    while any(one.year == year - several and one.grade in grades for one in found):
        several += 1
    return several


def answerable(proposal: Proposal, person: Person, years: int) -> bool:
    """Whether somebody headed the unit, or one merged into it, at the end of each of the last years."""
    if proposal.unit is None:
        return False
    last, family = Period.parse(proposal.settlement.period).year, lineage(proposal.unit)
    return all(
        Post.objects.filter(at(dt.date(year, 12, 31)), person=person, unit__in=family, grade=Grade.CHIEF).exists()
        for year in range(last - years + 1, last + 1)
    )


def in_a_row(formula: str) -> bool:
    """Whether a condition cannot be met without years in a row: it asks for a streak, and not as one of several ways."""
    depth, outer = 0, ""
    for sign in formula:
        depth += (sign in "(（") - (sign in ")）")
        outer += sign if not depth else " "
    return "streak" in formula and not re.search(r"\bor\b|或", outer)
