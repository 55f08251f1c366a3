"""Whom an event of archives and staff appraisal concerns."""

from __future__ import annotations

from kaogong.audit.models import Event
from kaogong.org.models import Person
from kaogong.people.models import AnnualForm, LeaderAppraisal, StaffLine, StaffObjection
from kaogong.portal.queries.concerned import key_of, of_accounts, of_people


def of_staff_round(event: Event) -> set[int]:
    """Everybody who is appraised in a quarter."""
    return of_people(StaffLine.objects.filter(round=key_of(event)).values_list("person_id", flat=True))


def objecting(event: Event) -> set[int]:
    """Who objected to a name on the list of a quarter."""
    held = StaffObjection.objects.filter(round=key_of(event), line__person__code=(event.new or {}).get("person", ""))
    return of_accounts(held.values_list("by_id", flat=True))


def of_annual(event: Event) -> set[int]:
    """Whose annual form it is."""
    return of_people(AnnualForm.objects.filter(pk=key_of(event)).values_list("person_id", flat=True))


def of_leader(event: Event) -> set[int]:
    """Whose own appraisal it is."""
    return of_people(LeaderAppraisal.objects.filter(pk=key_of(event)).values_list("person_id", flat=True))


def named_person(event: Event) -> set[int]:
    """The person an event names by code."""
    code = event.subject.partition(":")[2]
    return of_people(Person.objects.filter(code=code).values_list("pk", flat=True))


def honoured(event: Event) -> set[int]:
    """The people a commendation names."""
    codes = (event.new or {}).get("people", [])
    return of_people(Person.objects.filter(code__in=codes).values_list("pk", flat=True))
