"""Complaints as figures: by channel, kind, cause, unit and state, in time, satisfying, handled again; leads stage by stage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from kaogong.listen.models import Complaint, Concern, Handling, Lead, Rating
from kaogong.listen.states.complaints import (
    CHANNELS,
    COMPLAINT_NAMES,
    KINDS,
    OPEN,
    SATISFACTION,
    TOPICS,
    UPHELD,
    VERDICTS,
)
from kaogong.listen.states.leads import STAGES
from kaogong.org.models.labels import labels
from kaogong.org.queries import today, unit_names
from kaogong.plan.queries.figures import cut


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole; without a whole there is no share."""

    part: int
    whole: int

    @property
    def words(self) -> str:
        """Per cent with one place; a dash where there is none."""
        if not self.whole:
            return "—"
        return f"{cut(Fraction(100 * self.part, self.whole), 1)}%"


@dataclass(frozen=True, slots=True)
class OfUnit:
    """A unit in figures."""

    unit: int
    name: str
    sent: int
    open: int
    late: int
    in_time: Share
    satisfied: Share
    upheld: int
    reopened: int


def counted(found: QuerySet[Complaint], field: str, names: Mapping[str, str]) -> list[tuple[str, Any, int]]:
    """How many there are of each: key, name, number; those there are none of too."""
    held = dict(found.order_by().values_list(field).annotate(number=Count("pk", distinct=True)))
    return [(key, name, held.get(key, 0)) for key, name in labels(names)]


def overview(found: QuerySet[Complaint], day: dt.date | None = None) -> dict[str, Any]:
    """Everything about some complaints at once."""
    when = day or today()
    keys = found.order_by().values("pk")
    sent = Handling.objects.filter(complaint__in=keys)
    said = _satisfaction(Rating.objects.filter(complaint__in=keys))
    ended = found.filter(state="closed")
    return {
        "total": found.count(), "open": found.filter(state__in=OPEN).count(),
        "late": sent.filter(ended=False, replied_on=None, due_on__lt=when).count(),
        "channels": counted(found, "channel", CHANNELS), "kinds": counted(found.exclude(state="joined"), "kind", KINDS),
        "topics": counted(found, "topic", TOPICS), "states": counted(found, "state", COMPLAINT_NAMES),
        "verdicts": counted(ended, "verdict", VERDICTS), "in_time": in_time(sent, when), "said": said,
        "satisfied": Share(said["satisfied"] + said["basic"], sum(said.values())),
        "reopened": found.filter(reopened__gt=0).count(),
    }  # fmt: skip


def in_time(sent: QuerySet[Handling], when: dt.date) -> Share:
    """Of those answered, or not answered though the limit is over: how many were answered in time."""
    done = sent.filter(replied_on__isnull=False)
    late = sent.filter(replied_on=None, due_on__lt=when).count()
    return Share(done.filter(replied_on__lte=F("due_on")).count(), done.count() + late)


def _satisfaction(some: QuerySet[Rating]) -> dict[str, int]:
    held = dict(some.order_by().values_list("satisfaction").annotate(number=Count("pk")))
    return {key: held.get(key, 0) for key in SATISFACTION}


def by_unit(found: QuerySet[Complaint], day: dt.date | None = None) -> list[OfUnit]:
    """The units complaints were sent to, those with most first."""
    when, keys = day or today(), found.order_by().values("pk")
    late, done = Q(replied_on=None, due_on__lt=when), Q(replied_on__isnull=False)
    rows = Handling.objects.filter(complaint__in=keys).order_by().values("unit").annotate(
        sent=Count("complaint", distinct=True), open=Count("pk", filter=Q(ended=False)),
        late=Count("pk", filter=late & Q(ended=False)), part=Count("pk", filter=Q(replied_on__lte=F("due_on"))),
        whole=Count("pk", filter=done | late),
        upheld=Count("complaint", distinct=True, filter=Q(complaint__state="closed", complaint__verdict__in=UPHELD)),
        reopened=Count("complaint", distinct=True, filter=Q(complaint__reopened__gt=0)),
    )  # fmt: skip
    said: dict[int, list[int]] = {}
    pairs = Rating.objects.filter(complaint__in=keys).order_by().values_list("complaint__unit", "satisfaction")
    for unit, satisfaction in pairs:
        held = said.setdefault(unit or 0, [0, 0])
        held[0] += satisfaction != "dissatisfied"
        held[1] += 1
    names = unit_names([one["unit"] for one in rows], when)
    found_ = [
        OfUnit(
            one["unit"], names.get(one["unit"], ""), one["sent"], one["open"], one["late"],
            Share(one["part"], one["whole"]), Share(*said.get(one["unit"], (0, 0))), one["upheld"], one["reopened"],
        )
        for one in rows
    ]  # fmt: skip
    return sorted(found_, key=lambda one: (-one.sent, one.name))


# --- leads ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of investigation: how many reached it, and which share of those at the stage before."""

    key: str
    name: Any
    number: int
    share: Share


def funnel(found: QuerySet[Lead]) -> list[Stage]:
    """The stages in order, each counted by the day it was reached, so that a case that goes on stays counted (QH-11)."""
    numbers = [found.filter(**{f"{key}_on__isnull": False}).count() for key, _name in STAGES]
    whole = [0, *numbers[:-1]]
    names = dict(labels(dict(STAGES)))
    return [
        Stage(key, names[key], number, Share(number, before))
        for (key, _words), number, before in zip(STAGES, numbers, whole, strict=True)
    ]


def month_sheet(first: dt.date, last: dt.date, topic: str = "") -> list[dict[str, Any]]:
    """Complaints of a month by unit: received, closed, and each one proved true by its number (WH-32)."""
    some = Complaint.objects.exclude(state="joined").filter(unit__isnull=False)
    some = some.filter(topic=topic) if topic else some
    received = dict(
        some.filter(received_on__range=(first, last)).order_by().values_list("unit").annotate(n=Count("pk"))
    )
    lines: dict[int, dict[str, Any]] = {
        unit or 0: {"unit": unit, "received": number, "upheld": [], "unfounded": 0} for unit, number in received.items()
    }
    for one in some.filter(state="closed", closed_on__range=(first, last)).order_by("closed_on", "pk"):
        line = lines.setdefault(one.unit_id or 0, {"unit": one.unit_id, "received": 0, "upheld": [], "unfounded": 0})
        if one.verdict in UPHELD:
            line["upheld"].append(one)
        else:
            line["unfounded"] += 1
    names = unit_names(lines, last)
    return sorted((line | {"name": names.get(unit, "")} for unit, line in lines.items()), key=lambda one: one["name"])


def open_concerns(units: set[int] | None) -> QuerySet[Concern]:
    """What is looked into, of some units or all."""
    found = Concern.objects.select_related("unit").prefetch_related("complaints")
    return found if units is None else found.filter(unit__in=units)
