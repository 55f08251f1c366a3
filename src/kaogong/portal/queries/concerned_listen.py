"""Whom an event of a complaint concerns."""

from __future__ import annotations

from kaogong.audit.models import Event
from kaogong.listen.guards.complaints import conflict
from kaogong.listen.models import Chase, Complaint, Handler
from kaogong.org.models.powers import Power
from kaogong.org.queries import at, today
from kaogong.portal.queries.concerned import holders, key_of, of_accounts, of_units


def complaint_handlers(event: Event) -> set[int]:
    """The named handlers of complaints, save those whom this one concerns."""
    named = Handler.objects.filter(at(today()), account__is_active=True).select_related("account")
    complaint = Complaint.objects.filter(pk=key_of(event)).first()
    return {one.account_id for one in named if complaint is not None and not conflict(one.account, complaint)}


def chased(event: Event) -> set[int]:
    """Whom a step of urging reaches: the unit, then those who guide it too, then the centre."""
    day = (event.new or {}).get("day")
    found: set[int] = set()
    for one in Chase.objects.filter(sent_on=day).select_related("handling") if day else ():
        unit = one.handling.unit_id
        found |= of_units([unit], Power.LIAISON, *(() if one.step == "near" else (Power.HEAD,)))
        found |= of_units([unit], Power.LEADER) if one.step == "leader" else set()
        found |= (
            of_accounts(Handler.objects.filter(at(today())).values_list("account", flat=True))
            if one.step == "centre"
            else set()
        )
    if (event.new or {}).get("unsorted"):
        found |= holders(Power.DISCIPLINE)
    return found
