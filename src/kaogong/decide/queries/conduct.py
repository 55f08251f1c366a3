"""Records of conduct: who sees them, the year by type, and the violations of somebody that are not closed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from django.db.models import QuerySet

from kaogong.decide.models import ConductEntry, ConductRecord
from kaogong.org.models import Person
from kaogong.supervise.models import Finding


def seen_conduct() -> QuerySet[ConductRecord]:
    """All records; who may see them is for the guard."""
    return ConductRecord.objects.select_related("entry", "person", "unit")


def conduct_year(year: int) -> dict[str, Counter[str]]:
    """The records of a year by kind and type."""
    found: dict[str, Counter[str]] = {kind: Counter() for kind, _name in ConductEntry.KINDS}
    for kind, name in ConductRecord.objects.filter(on__year=year).values_list("entry__kind", "entry__name"):
        found[kind][name] += 1
    return found


def _punished(person: Person) -> int:
    return ConductRecord.objects.filter(person=person, entry__kind="penalty", state="open").count()


def _found(person: Person) -> int:
    """Violations confirmed on an inspection whose rectification is not closed."""
    held = Finding.objects.filter(person=person, violation=True, state="confirmed")
    return held.exclude(rectification__state="closed").count()


VIOLATIONS: tuple[Callable[[Person], int], ...] = (_punished, _found)
"""Where violations of people are kept, source by source."""


def open_violations(person: Person) -> int:
    """How many violations of somebody are not closed."""
    return sum(count(person) for count in VIOLATIONS)
