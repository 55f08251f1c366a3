"""Whom events of pay and of the use of people concern."""

from __future__ import annotations

from kaogong.audit.models import Event
from kaogong.org.models.powers import Power
from kaogong.people.models.careers import Exit
from kaogong.people.models.pay import PayLine, PayRun
from kaogong.people.queries.career_sight import AUDITORS
from kaogong.portal.queries.concerned import holders, key_of, of_accounts, of_people, of_units


def pay_auditors(event: Event) -> set[int]:
    """Those who audit pay."""
    del event
    return holders(*AUDITORS)


def pay_approvers(event: Event) -> set[int]:
    """Those who approve a run: the decision body, and the head of its unit."""
    units = PayRun.objects.filter(pk=key_of(event), unit__isnull=False).values_list("unit_id", flat=True)
    return holders(Power.DECISION) | of_units(units, Power.HEAD)


def pay_drawer(event: Event) -> set[int]:
    """Who drew a run up."""
    return of_accounts(PayRun.objects.filter(pk=key_of(event)).values_list("drawn_by_id", flat=True))


def payees(event: Event) -> set[int]:
    """Everybody who is in a run that was paid, also those who get nothing or later; not who is outside it."""
    held = PayLine.objects.filter(run=key_of(event)).exclude(state="excluded")
    return of_people(held.values_list("person_id", flat=True))


def released(event: Event) -> set[int]:
    """Whose pay was released."""
    held = PayLine.objects.filter(hold=key_of(event), state="released")
    return of_people(held.values_list("person_id", flat=True))


def of_exit(event: Event) -> set[int]:
    """Who proposed an exit, and whom it is about."""
    found = list(Exit.objects.filter(pk=key_of(event)).values_list("by_id", "person_id"))
    return of_accounts(by for by, _person in found) | of_people(person for _by, person in found)


def case_deciders(event: Event) -> set[int]:
    """The decision body, where the grades of units opened a case or held a head."""
    new = event.new or {}
    return holders(Power.DECISION) if new.get("cases") or new.get("held") else set()
