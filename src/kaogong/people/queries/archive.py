"""Results and archives as they are read: what counts now, what was before, whether it is still what was sealed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from kaogong.core.chain import canonical, digest
from kaogong.core.scheme.period import Period
from kaogong.org.models import Account, Person, Post, Unit
from kaogong.org.models.powers import Power
from kaogong.org.queries import at, reach, today
from kaogong.people.models import ArchiveEntry, PersonResult
from kaogong.people.queries.archive_sight import HIDDEN

EXCELLENT = "优秀"


def sealed(content: Mapping[str, Any]) -> str:
    """The SM3 of what an entry says."""
    return digest(canonical(content))


def unaltered(entry: ArchiveEntry) -> bool:
    """Whether an entry still says what was sealed."""
    return sealed(entry.content) == entry.sm3


def plain(score: Decimal | None) -> str | None:
    """A score as text, exact; none stays none."""
    return None if score is None else f"{score:f}"


def results_of(
    person: Person | Iterable[Person], *, kind: str = "", every: str = "", year: int | None = None, whole: bool = False
) -> QuerySet[PersonResult]:
    """The results of a person or several, in the order of time; by default only what counts now.

    Args:
        person: whose.
        kind: of one kind of appraisal only.
        every: month, quarter, half or year only.
        year: of one year only.
        whole: with what was corrected since.
    """
    several = [person] if isinstance(person, Person) else list(person)
    found = PersonResult.objects.filter(person__in=several).select_related("person", "unit")
    if not whole:
        found = found.filter(corrected_by__isnull=True)
    if kind:
        found = found.filter(kind=kind)
    if every:
        found = found.filter(every=every)
    if year is not None:
        found = found.filter(period__startswith=str(year))
    return found.order_by("person", "period", "kind", "pk")


def result_of(person: Person, period: str, kind: str = "staff") -> PersonResult | None:
    """What counts now of one period."""
    return results_of(person, kind=kind).filter(period=str(Period.parse(period))).first()


def excellent_quarters(person: Person, year: int) -> list[str]:
    """The quarters of a year in which a person was excellent (XM-09)."""
    found = results_of(person, kind="staff", every="quarter", year=year).filter(grade=EXCELLENT)
    return list(found.values_list("period", flat=True))


def archive_of(subject: Person | Unit, *, holder: str = "central", kind: str = "") -> QuerySet[ArchiveEntry]:
    """The entries about a person or a unit that a holder has; withdrawn ones stay in sight, destroyed copies do not."""
    found = ArchiveEntry.objects.filter(holder=holder).exclude(state="discarded")
    found = found.filter(person=subject) if isinstance(subject, Person) else found.filter(unit=subject, person=None)
    return (found.filter(kind=kind) if kind else found).select_related("person", "unit", "keeper")


def copies_of(entry: ArchiveEntry) -> list[ArchiveEntry]:
    """The other copies of the same content."""
    held = ArchiveEntry.objects.filter(
        sm3=entry.sm3, kind=entry.kind, period=entry.period, person=entry.person_id, unit=entry.unit_id
    )
    return list(held.exclude(pk=entry.pk).select_related("keeper").order_by("holder", "pk"))


def seen_people(account: Account, *, keeping: bool, day: dt.date | None = None) -> QuerySet[Person]:
    """The people whose archives an account may open. `keeping`: it keeps archives, so everybody's."""
    found = reach(account)
    everybody = Person.objects.order_by("sort_key", "code")
    if account.administers:
        return everybody.none()
    if keeping or any(found.has(one, room="people") for one in (Power.DECISION, Power.DISCIPLINE)):
        return everybody
    units = found.units(Power.HEAD, Power.LEADER)
    if units is None:
        return everybody
    held = Post.objects.filter(at(day or today()), unit__in=units, main=True)
    return everybody.filter(Q(pk__in=held.values("person")) | Q(pk=account.person_id or 0))


def seen_entries(account: Account, *, keeping: bool) -> QuerySet[ArchiveEntry]:
    """The entries an account may see, of people and of units."""
    found = ArchiveEntry.objects.select_related("person", "unit", "keeper")
    held = reach(account)
    if account.administers:
        return found.none()
    if keeping or any(held.has(one, room="people") for one in (Power.DECISION, Power.DISCIPLINE)):
        return found
    units = held.units(Power.HEAD, Power.LIAISON, Power.LEADER)
    about = Q(person__in=seen_people(account, keeping=False).values("pk"))
    units_too = (
        Q(person__isnull=True)
        if units is None or held.has(Power.OFFICE, room="people")
        else Q(person__isnull=True, unit__in=units)
    )
    return found.filter(about | units_too, filed_on__lte=today()).exclude(kind__in=HIDDEN)
