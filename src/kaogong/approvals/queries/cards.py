"""Cards as lists and as figures."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from django.db.models import Count, Q, QuerySet

from kaogong.approvals.models import Body, Card, CardRule
from kaogong.org.models import Account
from kaogong.org.models.powers import Power
from kaogong.org.queries import at, reach

ABOVE = (Power.DISCIPLINE, Power.OFFICE, Power.SUPERVISOR, Power.DECISION, Power.COMMITTEE)
INSIDE = (Power.LIAISON, Power.HEAD, Power.LEADER, Power.AUTHORITY, Power.STAFF)


def rules_on(day: dt.date) -> list[CardRule]:
    """The rules that hold on a day."""
    return list(CardRule.objects.filter(at(day)).order_by("id"))


def own_units(account: Account) -> set[int] | None:
    """The units whose cases an account may see; None: all."""
    found = reach(account)
    if any(found.has(one, room="approvals") for one in ABOVE):
        return None
    return found.units(*INSIDE)


def own_bodies(account: Account) -> list[int] | None:
    """The bodies whose cases an account may see; None: all."""
    units = own_units(account)
    return None if units is None else list(Body.objects.filter(unit__in=units).values_list("pk", flat=True))


def seen_cards(account: Account) -> QuerySet[Card]:
    """The cards an account may see."""
    units = own_units(account)
    found = Card.objects.select_related("case", "rule", "unit")
    return found if units is None else found.filter(unit__in=units)


def find_cards(found: QuerySet[Card], words: str = "", colour: str = "", state: str = "") -> QuerySet[Card]:
    """By number of card or case, by colour, by state."""
    if words:
        found = found.filter(Q(number__istartswith=words) | Q(case__number__istartswith=words))
    if colour:
        found = found.filter(colour=colour)
    return found.filter(state=state) if state else found


def card_counts(found: QuerySet[Card]) -> dict[str, Counter[str]]:
    """How many cards of each colour are in each state."""
    counts: dict[str, Counter[str]] = {"yellow": Counter(), "red": Counter()}
    grouped = found.order_by().values_list("colour", "state").annotate(number=Count("pk"))
    for colour, state, number in grouped:
        counts[colour][state] = number
    return counts
