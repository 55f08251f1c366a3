"""Beside the desk: how the own unit stands, what was decided lately, what one has done."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from kaogong.audit.models import Event
from kaogong.monitor.queries import Row, period_now, rows, rules_of, said_period, seen_targets
from kaogong.monitor.states import LIGHTS
from kaogong.org.models import Account, Post
from kaogong.org.queries import at, today, unit_names
from kaogong.plan.queries import current
from kaogong.portal.queries.notices import Told, as_told, notices

WORST = ("red", "yellow", "none", "green")
MOST = 4
"""Targets and decisions that are shown."""
DOORS = {"sign_in", "sign_out", "use_second_key", "choose_mailing"}
"""Coming and going is no work."""


@dataclass(frozen=True, slots=True)
class Lights:
    """The lights of a unit in a period."""

    unit: str
    period: str
    whole: int
    counts: list[tuple[str, str, int]]
    """Light, its name, how many."""
    worst: list[Row]


def own_lights(account: Account) -> Lights | None:
    """The lights of the unit somebody works in; None where it has no targets that bind, or no part of the year has begun."""
    held = (
        Post.objects.filter(at(today()), person=account.person_id, main=True)
        if account.person_id
        else Post.objects.none()
    )
    unit, cycle = held.values_list("unit_id", flat=True).first(), current()
    if unit is None or cycle is None:
        return None
    rules = rules_of(cycle)
    period = period_now(rules)
    found = list(seen_targets(account, cycle).filter(unit=unit)) if period else []
    if not found or period is None:
        return None
    some = sorted(rows(found, period, rules), key=lambda one: WORST.index(one.light.key))
    counts = [(key, _(words), sum(1 for one in some if one.light.key == key)) for key, words in LIGHTS.items()]
    worst = [one for one in some if one.light.key != "green"][:MOST]
    return Lights(unit_names([unit]).get(unit, ""), said_period(period), len(some), counts, worst)


def decisions(account: Account) -> list[Told]:
    """What somebody was told of lately."""
    return as_told(notices(account)[:MOST])


def done(account: Account, since: dt.date | None = None) -> QuerySet[Event]:
    """What somebody has done, the newest first."""
    found = Event.objects.filter(actor=account, outcome="done").exclude(verb__in=DOORS).order_by("-number")
    if since is None:
        return found
    return found.filter(at__gte=timezone.make_aware(dt.datetime.combine(since, dt.time())))
