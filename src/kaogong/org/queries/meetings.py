"""Meetings and exchanges: how many were due, how many held, what is still to be done."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from kaogong.org.models import Body, Meeting, Task
from kaogong.org.queries.people import share


@dataclass(frozen=True, slots=True)
class Kept:
    """How a plan of meetings was kept."""

    planned: int
    held: int
    missed: list[Meeting]

    @property
    def percent(self) -> Decimal | None:
        """The share held."""
        return share(self.held, self.planned)


def kept(body: Body, year: int, day: dt.date) -> Kept:
    """The meetings and exchanges of a year: how many are planned, how many were held, which are missed by a day."""
    found = Meeting.objects.filter(body=body, due__year=year)
    missed = list(found.filter(held_on__isnull=True, due__lt=day))
    return Kept(found.count(), found.filter(held_on__isnull=False).count(), missed)


def meetings(body: Body) -> QuerySet[Meeting]:
    """The meetings of a body, the next and the newest first."""
    return Meeting.objects.filter(body=body).order_by("-due", "partner")


def tasks(body: Body) -> QuerySet[Task]:
    """What the meetings of a body decided, oldest first."""
    return Task.objects.filter(meeting__body=body).select_related("unit", "owner", "meeting").order_by("id")


def opens_with(meeting: Meeting) -> tuple[list[Task], list[Task]]:
    """With what a meeting opens: tasks of earlier meetings that are done, and those still open (DX-01)."""
    before = list(tasks(meeting.body).filter(meeting__due__lt=meeting.due))
    return [one for one in before if one.done_on], [one for one in before if not one.done_on]
