"""The live board: cases by clock, by office, by item; one case with its timeline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from kaogong.approvals.models import Body, Card, Case, CaseEvent, ItemVersion, Step, WorkDay
from kaogong.approvals.queries.clock import Clock, StepRule, Told, clock
from kaogong.approvals.states import OPEN, PAUSES
from kaogong.audit.queries import kept
from kaogong.org.models import UnitVersion
from kaogong.org.queries import at, today
from kaogong.plan.queries.figures import cut

MOST_CELLS = 30
"""Working days drawn one by one; more are numbers."""
STANDING = """
SELECT body_id, count(*) FILTER (WHERE state <> 'done'), count(*) FILTER (WHERE state = 'suspended'),
  count(*) FILTER (WHERE state = 'suspended' AND reason = 'supplement'),
  count(*) FILTER (WHERE state = 'running' AND due_no < %(now)s),
  count(*) FILTER (WHERE state = 'running' AND due_no = %(now)s),
  count(*) FILTER (WHERE state = 'done'), count(*) FILTER (WHERE state = 'done' AND outcome = 'early'),
  count(*) FILTER (WHERE state = 'done' AND outcome = 'late')
FROM approvals_standing
WHERE (state <> 'done' OR ended_on BETWEEN %(first)s AND %(last)s) AND (%(bodies)s::bigint[] IS NULL OR body_id = ANY(%(bodies)s))
GROUP BY body_id
"""
"""One pass over the narrow table, for the figures on top and for every body."""


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures on top of the board."""

    open: int
    suspended: int
    supplement: int
    late: int
    today: int
    done: int
    early: int
    overdue: int

    @property
    def share(self) -> str:
        """Cases decided early, in per cent, with one place; empty where none was decided."""
        return f"{cut(Fraction(100 * self.early, self.done), 1)}" if self.done else ""


def day_number(day: dt.date | None = None) -> int | None:
    """The ordinal of a day; None where the working days have not been counted."""
    return WorkDay.objects.filter(day=day or today()).values_list("number", flat=True).first()


def days_of_numbers(numbers: Iterable[int]) -> dict[int, dt.date]:
    """The working day of each ordinal."""
    held = WorkDay.objects.filter(number__in=set(numbers), working=True)
    return dict(held.values_list("number", "day"))


def month_bounds(day: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """The first moment of the month of a day, and of the month after."""
    zone, first = timezone.get_default_timezone(), day.replace(day=1)
    after = (first + dt.timedelta(days=32)).replace(day=1)
    return dt.datetime.combine(first, dt.time(), zone), dt.datetime.combine(after, dt.time(), zone)


Ranked = list[tuple[int, str, int, int]]


def standing(bodies: Sequence[int] | None) -> tuple[Summary, Ranked]:
    """Cases in hand and those decided this month; and by body, with its name: how many are in hand, how many overdue.

    Counted once after every act of the room or of the register, and every day anew.
    """
    key = ("standing", None if bodies is None else tuple(sorted(bodies)), today())
    return kept(key, ("org", "approvals"), lambda: _standing(bodies))


def _standing(bodies: Sequence[int] | None) -> tuple[Summary, Ranked]:
    first = today().replace(day=1)
    last = (first + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)
    given = {"now": day_number() or 0, "bodies": None if bodies is None else list(bodies), "first": first, "last": last}
    with connection.cursor() as cursor:
        cursor.execute(STANDING, given)
        held = cursor.fetchall()
    found = Summary(*(sum(row[place] for row in held) for place in range(1, 9)))
    known = [row for row in held if row[0] is not None and row[1]]
    names = body_names(row[0] for row in known)
    ranked = sorted(known, key=lambda row: (-row[4], -row[1], row[0]))
    return found, [(row[0], names.get(row[0], ""), row[1], row[4]) for row in ranked]


def open_cases(bodies: Sequence[int] | None) -> QuerySet[Case]:
    """Cases in hand, what is due first in front."""
    found = Case.objects.filter(state__in=OPEN).order_by("due_no", "id")
    return found if bodies is None else found.filter(body__in=bodies)


def ended_cases(bodies: Sequence[int] | None, month: str, *, early: bool) -> QuerySet[Case]:
    """Cases decided in a month, the last in front; `early`: only those before their limit."""
    first, last = month_bounds(month_of(month))
    found = Case.objects.filter(state="done", ended_at__gte=first, ended_at__lt=last).order_by("-ended_at", "id")
    if early:
        found = found.filter(outcome="early")
    return found if bodies is None else found.filter(body__in=bodies)


def month_of(words: str) -> dt.date:
    """The first day of a month as it stands in an address; of this month where it is none."""
    try:
        return dt.date.fromisoformat(f"{words}-01")
    except ValueError:
        return today().replace(day=1)


def find_cases(found: QuerySet[Case], asked: dict[str, str]) -> QuerySet[Case]:
    """By number, body, item, state, and how far the clock is."""
    now = day_number() or 0
    if words := asked.get("q", "").strip():
        found = found.filter(number__startswith=words)
    for name, key in (("body", "body"), ("item", "item")):
        if asked.get(name, "").isdecimal():
            found = found.filter(**{key: int(asked[name])})
    clocks: dict[str, dict[str, Any]] = {
        "late": {"state": "running", "due_no__lt": now},
        "today": {"state": "running", "due_no": now},
        "near": {"state": "running", "due_no__range": (now, now + 2)},
        "suspended": {"state": "suspended"},
    }
    return found.filter(**clocks[asked["clock"]]) if asked.get("clock") in clocks else found


@dataclass(slots=True)
class Line:
    """A case as the board shows it."""

    case: Case
    name: str
    unit: str
    used: int
    due: dt.date | None
    left: int | None
    still: int = 0
    """Working days the clock stood still."""
    cards: list[Card] = field(default_factory=list)

    @property
    def over(self) -> int:
        """Working days past the limit."""
        return max(self.used - self.case.limit, 0) if self.case.limit is not None else 0

    @property
    def another_year(self) -> bool:
        """Whether it is due in another year than this one, so that the year must be said."""
        return self.due is not None and self.due.year != today().year

    @property
    def cells(self) -> list[str]:
        """The clock, one word a working day; empty where it is too long to draw."""
        limit = self.case.limit
        if limit is None or not 0 < limit + self.still + self.over <= MOST_CELLS:
            return []
        within = min(self.used, limit)
        return ["used"] * within + ["held"] * self.still + ["left"] * (limit - within) + ["over"] * self.over

    @property
    def words(self) -> str:
        """How much time is left."""
        if self.case.state == "done":
            return self.case.get_outcome_display() or _("已办结")
        if self.case.state == "suspended":
            return _("中止：%(reason)s") % {"reason": _(PAUSES.get(self.case.reason, "其他法定情形"))}
        if self.case.limit is None:
            return _("没有期限")
        if self.over:
            return _("超 %(n)s 日") % {"n": self.over}
        return _("今天到期") if self.left == 0 else _("剩 %(n)s 个工作日") % {"n": self.left}


def lines(some: Sequence[Case]) -> list[Line]:
    """Cases with names, clocks and cards, by a handful of queries."""
    now = day_number() or 0
    names = dict(ItemVersion.objects.filter(pk__in={one.version_id for one in some}).values_list("pk", "name"))
    units = _unit_names(some)
    days = days_of_numbers(one.due_no for one in some if one.due_no is not None)
    cards: dict[int, list[Card]] = {}
    for card in Card.objects.filter(case__in=[one.pk for one in some]).order_by("-colour", "pk"):
        cards.setdefault(card.case_id, []).append(card)
    return [
        Line(
            one,
            names.get(one.version_id or 0, _("事项待定")),
            units.get(one.body_id or 0, ""),
            used_of(one, now),
            days.get(one.due_no or -1),
            None if one.due_no is None or one.state != "running" else max(one.due_no - now, 0),
            still_of(one, now),
            cards.get(one.pk, []),
        )
        for one in some
    ]


def used_of(case: Case, now: int) -> int:
    """Working days a case has used by a day."""
    if case.accepted_no is None:
        return 0
    last = case.ended_no if case.ended_no is not None else case.paused_no if case.paused_no is not None else now
    return max(last - case.accepted_no - case.paused, 0)


def still_of(case: Case, now: int) -> int:
    """Working days the clock of a case has stood still by a day."""
    return case.paused + (max(now - case.paused_no, 0) if case.paused_no is not None else 0)


def _unit_names(some: Sequence[Case]) -> dict[int, str]:
    return body_names(one.body_id for one in some if one.body_id)


def body_names(bodies: Iterable[int]) -> dict[int, str]:
    """What the units of bodies are called today."""
    units = dict(Body.objects.filter(pk__in=list(bodies)).values_list("pk", "unit_id"))
    held = dict(UnitVersion.objects.filter(at(today()), unit__in=units.values()).values_list("unit_id", "name"))
    return {pk: held.get(unit, "") for pk, unit in units.items()}


@dataclass(frozen=True, slots=True)
class Timeline:
    """A case with all that is known of it."""

    case: Case
    events: list[CaseEvent]
    clock: Clock
    steps: list[Step]
    days: dict[int, dt.date]


def timeline(case: Case) -> Timeline:
    """What happened to a case, corrected events too, and its clock told step by step."""
    events = list(case.story.select_related("source").order_by("at", "number"))
    zone = timezone.get_default_timezone()
    dates = {one.at.astimezone(zone).date() for one in events}
    numbers = dict(WorkDay.objects.filter(day__in=dates).values_list("day", "number"))
    steps = list(Step.objects.filter(version=case.version_id)) if case.version_id else []
    rules = [StepRule(one.place, one.code, one.days, one.compulsory) for one in steps]
    told = [
        Told(one.at, one.number, one.verb, one.step, one.reason) for one in events if one.live and one.verb != "void"
    ]
    found = clock(told, lambda moment: numbers[moment.astimezone(zone).date()], rules)
    wanted = {one.began for one in found.steps} | {one.ended for one in found.steps}
    return Timeline(case, events, found, steps, days_of_numbers(wanted))
