"""Deadlines: days counted by declared conventions, in calendar or working days.

No clock: every date is given.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Literal

SATURDAY = 5
DAY = timedelta(days=1)

Start = Literal["same_day", "next_day", "next_working_day"]
Roll = Literal["none", "next_working_day", "previous_working_day"]


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working days: Monday to Friday, without the holidays, with the weekend days worked instead."""

    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()

    def works(self, day: date) -> bool:
        """Whether `day` is a working day."""
        return day in self.workdays or (day.weekday() < SATURDAY and day not in self.holidays)

    def working_from(self, day: date, step: timedelta = DAY) -> date:
        """The first working day from `day` on (itself included), going by `step`."""
        while not self.works(day):
            day += step
        return day

    def between(self, first: date, last: date, *, working: bool) -> int:
        """How many days lie after `first` up to and including `last`; 0 when `last` is not later."""
        return _working(self, first, last) if working else max(0, (last - first).days)


@lru_cache(maxsize=1 << 16)
def _working(calendar: Calendar, first: date, last: date) -> int:
    """Lists ask for the same few spans again with every line."""
    return sum(1 for n in range(1, (last - first).days + 1) if calendar.works(first + DAY * n))


@dataclass(frozen=True, slots=True)
class Deadline:
    """So many days from an event, or a fixed day (`by`).

    With the conventions of docs/rulebooks.md section 10.
    """

    days: int = 0
    working: bool = False
    start: Start = "next_day"
    inclusive: bool = True
    roll: Roll = "none"
    by: Mapping[str, Any] | None = None

    @classmethod
    def declared(cls, entry: Mapping[str, Any]) -> Deadline:
        """The deadline of a `deadlines:` entry (its keys are checked by the linter, K303)."""
        return cls(
            days=int(entry.get("days", 0)),
            working=entry.get("days_are", "calendar") == "working",
            start=entry.get("start", "next_day"),
            inclusive=bool(entry.get("inclusive", True)),
            roll=entry.get("roll", "none"),
            by=entry.get("by"),
        )


def due(rule: Deadline, event: date, calendar: Calendar) -> date:
    """The last day on time for something that runs from `event`."""
    last = _fixed(rule.by, event) if rule.by else _counted(rule, event, calendar)
    if rule.roll == "next_working_day":
        return calendar.working_from(last)
    if rule.roll == "previous_working_day":
        return calendar.working_from(last, -DAY)
    return last


def _counted(rule: Deadline, event: date, calendar: Calendar) -> date:
    """Days counted one by one: the words of a rule are about days, so the count is too."""
    day = event if rule.start == "same_day" else event + DAY
    if rule.start == "next_working_day":
        day = calendar.working_from(day)
    counted = 1 if rule.inclusive and (not rule.working or calendar.works(day)) else 0
    while counted < rule.days:
        day += DAY
        if not rule.working or calendar.works(day):
            counted += 1
    return day


def _fixed(by: Mapping[str, Any], event: date) -> date:
    """A day of the calendar: the month's end, a day of the year, or a day so many months later."""
    if by.get("month_end"):
        return event.replace(day=monthrange(event.year, event.month)[1])
    if "month" in by:
        return date(event.year + int(by.get("years_after", 0)), int(by["month"]), int(by["day"]))
    year, month = event.year, event.month + int(by.get("months_after", 0))
    while month > 12:
        year, month = year + 1, month - 12
    return date(year, month, min(int(by["day"]), monthrange(year, month)[1]))
