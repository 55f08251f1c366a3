"""Reading events, and the chain as it is exported."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from kaogong.audit.models import Anchor, Event, PrivateWords
from kaogong.core.chain import GENESIS

BATCH = 2_000


def head() -> tuple[int, str]:
    """Number and hash of the newest event; zero and the genesis hash when there is none."""
    found = Event.objects.order_by("-number").values_list("number", "hash").first()
    return found or (0, GENESIS)


def plain(event: Event) -> dict[str, Any]:
    """An event as it enters the chain: words, whole numbers and lists, nothing else."""
    return {
        "number": event.number,
        "at": event.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "actor": event.actor_name,
        "powers": event.powers,
        "room": event.room,
        "verb": event.verb,
        "subject": event.subject,
        "unit": event.unit,
        "outcome": event.outcome,
        "old": event.old,
        "new": event.new,
        "reason": event.reason,
        "private": event.private,
    }


def chain(upto: int) -> Iterator[dict[str, Any]]:
    """Every event up to a number with its hash, from the first on, a batch at a time."""
    last = 0
    while found := list(Event.objects.filter(number__gt=last, number__lte=upto).order_by("number")[:BATCH]):
        for event in found:
            yield {"event": plain(event), "hash": event.hash}
        last = found[-1].number


def private_words(upto: int) -> Iterator[dict[str, Any]]:
    """The personal data of events up to a number that has not been erased."""
    for one in PrivateWords.objects.filter(event__lte=upto).order_by("event_id", "field").iterator(BATCH):
        yield {"number": one.event_id, "field": one.field, "salt": one.salt, "words": one.words}


def history(subject: str) -> QuerySet[Event]:
    """What happened to one thing, oldest first."""
    return Event.objects.filter(subject=subject).order_by("number")


def events(
    *,
    words: str = "",
    room: str = "",
    outcome: str = "",
    actor: str = "",
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> QuerySet[Event]:
    """Events as an auditor looks for them, newest first. `words`: the beginning of the subject, or the verb."""
    found = Event.objects.order_by("-number")
    if words:
        found = found.filter(Q(subject__startswith=words) | Q(verb=words) | Q(unit=words))
    if room:
        found = found.filter(room=room)
    if outcome:
        found = found.filter(outcome=outcome)
    if actor:
        found = found.filter(actor_name=actor)
    if since:
        found = found.filter(at__gte=_begin(since))
    if until:
        found = found.filter(at__lt=_begin(until + dt.timedelta(days=1)))
    return found


def _begin(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def anchors() -> QuerySet[Anchor]:
    """The heads published, newest first."""
    return Anchor.objects.order_by("-day")
