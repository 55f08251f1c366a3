"""What is not there and should be: items without traffic, decided cases without approval, items nobody confirmed."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from django.db.models import Count, Q, QuerySet

from kaogong.approvals.models import Body, Case, Confirmation, ItemVersion
from kaogong.org.queries import at
from kaogong.plan.queries.figures import cut


def inventory(day: dt.date) -> QuerySet[ItemVersion]:
    """The items of a day."""
    return ItemVersion.objects.filter(at(day)).select_related("item__body__unit").order_by("item__code")


def omitted(first: dt.date, last: dt.date, body: Body | None = None) -> list[ItemVersion]:
    """Items of the inventory that did not run on the network in a time (WH-30)."""
    ran = Case.objects.filter(accepted_at__date__range=(first, last), item__isnull=False).exclude(channel="offline")
    found = inventory(last).filter(since__lte=first)
    if body is not None:
        found, ran = found.filter(item__body=body), ran.filter(body=body)
    there = set(ran.values_list("item_id", flat=True).distinct())
    return [one for one in found if one.item_id not in there]


def bypasses(first: dt.date, last: dt.date) -> QuerySet[Case]:
    """Cases that need approval and were decided without a record of one (JQ-19)."""
    return finished(first, last).filter(approved=False)


def finished(first: dt.date, last: dt.date) -> QuerySet[Case]:
    """Cases that need approval, decided in a time."""
    return Case.objects.filter(state="done", ended_at__date__range=(first, last), version__needs_approval=True)


def bypass_share(first: dt.date, last: dt.date) -> tuple[int, int, str]:
    """Decided cases that need approval, those without it, and their share in per cent."""
    whole, without = finished(first, last).count(), bypasses(first, last).count()
    return whole, without, f"{cut(_share(without, whole), 1)}" if whole else ""


def _share(part: int, whole: int) -> Fraction:
    return Fraction(100 * part, whole)


def unconfirmed(day: dt.date, body: Body | None = None) -> QuerySet[ItemVersion]:
    """Items that law, staffing and finance have not all confirmed (XJ-23)."""
    found = inventory(day) if body is None else inventory(day).filter(item__body=body)
    return found.annotate(
        agreed=Count("confirmations", filter=Q(confirmations__office__in=dict(Confirmation.OFFICES)))
    ).filter(agreed__lt=len(Confirmation.OFFICES))
