"""Days: what holds on one, and which are worked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from kaogong.audit.queries import kept
from kaogong.core.scheme.days import Calendar, Deadline, due
from kaogong.org.models import Holiday

_set_in: ContextVar[dt.date | None] = ContextVar("set_in", default=None)


def today() -> dt.date:
    """Today where the installation is; in the demonstration city the day it is set in (settings.TODAY)."""
    return _set_in.get() or settings.TODAY or timezone.localdate()


@contextmanager
def set_in(day: dt.date) -> Iterator[None]:
    """The acts of the block belong to a day: what is brought in from years that are over. Events keep the true time."""
    before = _set_in.set(day)
    try:
        yield
    finally:
        _set_in.reset(before)


def at(day: dt.date) -> Q:
    """Rows with `since` and `until` that hold on a day."""
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))


def calendar() -> Calendar:
    """The working days of the installation."""
    return kept("calendar", ("org",), _calendar)


def _calendar() -> Calendar:
    days = dict(Holiday.objects.values_list("day", "working"))
    return Calendar(
        frozenset(day for day, working in days.items() if not working),
        frozenset(day for day, working in days.items() if working),
    )


def after_days(day: dt.date, days: int) -> dt.date:
    """So many working days later."""
    return due(Deadline(days, working=True, start="next_day"), day, calendar())


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of a desk: a piece of work that waits for an account. Every room answers `waiting_for(account)` with these."""

    title: str
    """What it is: 报送 10 月进展."""
    about: str
    """Who, where, which number: 12 项指标待报."""
    do: str
    """The word on the button, named for what it does: 填报."""
    url: str
    """Where it is done."""
    due: dt.date | None = None
    """The last day on time; a datetime where the hour counts."""
    since: dt.date | None = None
    """The day it began to wait, from which working days are counted."""


def days_of(year: int) -> QuerySet[Holiday]:
    """The days of a year that are not what their weekday says."""
    return Holiday.objects.filter(day__year=year).order_by("day")
