"""Whom an event of an appeal concerns."""

from __future__ import annotations

from kaogong.answer.models import Appeal, Change
from kaogong.audit.models import Event
from kaogong.org.models.powers import Power
from kaogong.portal.queries.concerned import holders, key_of, of_people, of_units


def team(_event: Event) -> set[int]:
    """The supervision team."""
    return holders(Power.COMMITTEE)


def of_appeal(event: Event) -> set[int]:
    """Both parties of an appeal, and those who sit."""
    held = Appeal.objects.filter(pk=key_of(event)).first()
    if held is None:
        return set()
    own = of_people([held.person_id]) if held.person_id else of_units([held.unit_id])
    return own | holders(Power.OFFICE) | of_people(held.seats.values_list("person", flat=True))


def moved_by_appeal(event: Event) -> set[int]:
    """The units whose scores a ruling moved."""
    return of_units(Change.objects.filter(appeal=key_of(event)).values_list("unit", flat=True))


def late_hearings(event: Event) -> set[int]:
    """The supervision team, where a hearing is late."""
    return holders(Power.COMMITTEE) if (event.new or {}).get("overdue") else set()
