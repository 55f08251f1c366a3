"""Lines given to colleagues: which, to whom they may be given, and whether somebody has a line too."""

from __future__ import annotations

from django.db import connection
from django.db.models import Q, QuerySet

from kaogong.org.models import Account, Grant
from kaogong.org.queries import Waiting, at, today
from kaogong.portal.models import Forward
from kaogong.portal.queries import desk

MOST = 12
"""Colleagues that are offered; who is not among them is named."""


def line_of(account: Account, url: str, stage: str = "") -> tuple[str, Waiting] | None:
    """The line of a desk that leads to an address, and its stage; None: there is none."""
    for key, asked in desk.ROOMS:
        if stage in ("", key):
            for one in asked(account):
                if one.url == url:
                    return key, one
    return None


def open_forwards(account: Account) -> tuple[dict[str, Forward], dict[str, Forward]]:
    """What somebody gave away, and what was given to them, by address; as long as it is not ended."""
    if not _forwards(account):
        return {}, {}
    held = Forward.objects.filter(Q(giver=account) | Q(taker=account), state="sent")
    some = list(held.select_related("giver__person", "taker__person"))
    given = {one.url: one for one in some if one.giver_id == account.pk}
    return given, {one.url: one for one in some if one.taker_id == account.pk}


def _forwards(account: Account) -> bool:
    """Whether there is anything of that kind; asked by every desk, and so in plain SQL."""
    asked = "SELECT EXISTS (SELECT FROM portal_forward WHERE state = 'sent' AND (giver_id = %s OR taker_id = %s))"
    with connection.cursor() as cursor:
        cursor.execute(asked, [account.pk, account.pk])
        return bool(cursor.fetchone()[0])


def forwarded_by(account: Account) -> QuerySet[Forward]:
    """What somebody gave away, the latest first."""
    return Forward.objects.filter(giver=account).select_related("taker__person").order_by("-at")


def colleagues(account: Account, stage: str, url: str) -> list[Account]:
    """Those who hold a power somebody holds too, over the same unit or wherever, and who have the line on their desk."""
    own = Grant.objects.filter(at(today()), account=account).values_list("power", "unit")
    alike = Q(pk__in=())
    for power, unit in own:
        alike |= Q(power=power, unit=unit) | Q(power=power, unit__isnull=True)
    held = Grant.objects.filter(at(today())).filter(alike).values("account")
    found = Account.objects.filter(pk__in=held, is_active=True).exclude(pk=account.pk).select_related("person")
    some = list(found.order_by("person__sort_key", "username")[: 3 * MOST])
    return [one for one in some if line_of(one, url, stage) is not None][:MOST]
