"""Tasks as lists and as figures: who sees which, what is due, what is missing."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kaogong.core.chain import canonical, digest
from kaogong.core.scheme.period import Period
from kaogong.org.models import Account
from kaogong.org.queries import reach
from kaogong.people.queries import acts_for
from kaogong.supervise.models import SourceItem, Task, TaskCheck, TaskEntry, TaskSource, TaskTable
from kaogong.supervise.queries.sight import INSIDE, LOOKING, ROOM
from kaogong.supervise.states.tasks import LIVE, SOURCE_KINDS

NEEDED = {
    "goal": gettext_noop("工作目标"),
    "requirements": gettext_noop("工作要求"),
    "due": gettext_noop("时限"),
    "leader": gettext_noop("责任领导"),
    "department": gettext_noop("责任处室"),
    "handler": gettext_noop("具体承办人员"),
}
"""What a task must say beside its lead and its stages before it is issued (XM-02)."""


@dataclass(frozen=True, slots=True)
class DueCheck:
    """A check a task needs."""

    kind: str
    period: str
    due: dt.date


def missing_of(task: Task) -> list[str]:
    """What a task still lacks, in words."""
    lacking = [words for name, words in NEEDED.items() if getattr(task, name) in (None, "")]
    if not task.stages.all():
        lacking.append(gettext_noop("阶段性任务"))
    if not any(one.role == "lead" for one in task.handlers.all()):
        lacking.append(gettext_noop("主办"))
    return [_(one) for one in lacking]


def seen_tasks(account: Account) -> QuerySet[Task]:
    """The tasks an account may see."""
    found = Task.objects.select_related("source", "leader", "handler", "table").prefetch_related("handlers")
    held = reach(account)
    if any(held.has(one, room=ROOM) for one in LOOKING):
        return found
    units = held.units(*INSIDE)
    if units is None:
        return found
    mine = Q(handlers__unit__in=units)
    if people := acts_for(account):
        mine |= Q(leader__in=people) | Q(handler__in=people)
    return found.filter(mine).exclude(state="draft").distinct()


def find_tasks(found: QuerySet[Task], asked: dict[str, str], day: dt.date) -> QuerySet[Task]:
    """By words, source, state, year, mark, unit, and whether overdue."""
    if words := asked.get("q", ""):
        found = found.filter(Q(number__icontains=words) | Q(name__icontains=words))
    if kind := asked.get("source", ""):
        found = found.filter(source__kind=kind)
    if mark := asked.get("mark", ""):
        found = found.filter(mark=mark)
    if asked.get("unit", "").isdecimal():
        found = found.filter(handlers__unit=int(asked["unit"]))
    if asked.get("table", "").isdecimal():
        found = found.filter(table=int(asked["table"]))
    state = asked.get("state", "")
    if state == "overdue":
        return found.filter(state__in=LIVE, due__lt=day)
    if state == "near":
        return found.filter(state__in=LIVE, due__range=(day, day + dt.timedelta(days=7)))
    return found.filter(state=state) if state else found


def task_counts(found: QuerySet[Task], day: dt.date) -> Counter[str]:
    """How many tasks are in each state, and how many of the live ones are overdue or near."""
    rows = found.order_by().values_list("pk", "state", "due").distinct()
    counts: Counter[str] = Counter()
    for _pk, state, due in rows:
        counts[state] += 1
        if state in LIVE and due is not None:
            counts["overdue"] += due < day
            counts["near"] += day <= due <= day + dt.timedelta(days=7)
    return counts


def source_counts(table: TaskTable) -> list[tuple[str, int]]:
    """How many tasks of a table come from each kind of source, every kind named (XM-01)."""
    kinds = Counter(table.tasks.exclude(state="dropped").values_list("source__kind", flat=True))
    return [(words, kinds[key]) for key, words in SOURCE_KINDS.items() if kinds[key]]


def uncovered(source: TaskSource | None = None) -> QuerySet[SourceItem]:
    """What superiors asked for and no task answers (XM-06)."""
    found = SourceItem.objects.filter(source=source) if source else SourceItem.objects.all()
    live = Task.objects.exclude(state="dropped").filter(item__isnull=False).values("item")
    return found.exclude(pk__in=live).select_related("source")


def content_of(table: TaskTable) -> list[dict[str, Any]]:
    """The table as it stands, to be frozen in an edition."""
    tasks = table.tasks.exclude(state="dropped").order_by("number")
    kept = tasks.select_related("source", "leader", "handler").prefetch_related("handlers__unit", "stages")
    return [_line(one) for one in kept]


def _line(one: Task) -> dict[str, Any]:
    units = list(one.handlers.all())
    return {
        "number": one.number,
        "name": one.name,
        "source": one.source.title,
        "kind": one.source.kind,
        "lead": [each.unit.code for each in units if each.role == "lead"],
        "co": [each.unit.code for each in units if each.role == "co"],
        "goal": one.goal,
        "stages": [[each.name, str(each.due)] for each in one.stages.all()],
        "requirements": one.requirements,
        "due": str(one.due),
        "leader": str(one.leader or ""),
        "department": one.department,
        "handler": str(one.handler or ""),
    }


def sealed(content: list[dict[str, Any]]) -> str:
    """The SM3 of an edition."""
    return digest(canonical(content))


def last_of(day: dt.date) -> dt.date:
    """The last day of the month of a day."""
    return (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)


def _periods(kind: str, first: dt.date, last: dt.date) -> Iterator[Period]:
    for year in range(first.year, last.year + 1):
        named = {
            "month": [f"{year}-{n:02}" for n in range(1, 13)],
            "quarter": [f"{year}-Q{n}" for n in range(1, 5)],
            "half": [f"{year}-H1", f"{year}-H2"],
        }[kind]
        for text in named:
            one = Period.parse(text)
            if first <= one.last <= last:
                yield one


def due_of(table: TaskTable, kind: str, period: str) -> dt.date:
    """The day by which a check of a period is to be done: so many days after it ends."""
    days = {"month": table.month_day, "quarter": table.quarter_day, "half": table.half_day}
    return Period.parse(period).last + dt.timedelta(days=days.get(kind, 0))


def due_checks(task: Task) -> list[DueCheck]:
    """Every check a task needs from its beginning to its limit, by the rhythm of its table."""
    if task.table is None or task.due is None:
        return []
    table, last = task.table, last_of(task.due)
    wanted = {"month": table.monthly, "quarter": table.quarterly, "half": table.half_yearly}
    return [
        DueCheck(kind, str(one), due_of(table, kind, str(one)))
        for kind, on in wanted.items()
        if on
        for one in _periods(kind, task.since, last)
    ]


def told_periods(task: Task) -> set[str]:
    """The months somebody told progress of, or a check was made in."""
    entries = set(task.entries.values_list("period", flat=True))
    return entries | set(task.checks.filter(kind="month").values_list("period", flat=True))


def overdue_checks(task: Task, day: dt.date) -> list[DueCheck]:
    """What should have been told or checked by a day and was not (QD-17)."""
    told = told_periods(task)
    done = set(task.checks.exclude(kind="month").values_list("kind", "period"))
    end = min(filter(None, (day, task.closed_on)))
    return [
        one
        for one in due_checks(task)
        if one.due < end and (one.period not in told if one.kind == "month" else (one.kind, one.period) not in done)
    ]


def missing_months(task: Task, period: str, day: dt.date) -> list[str]:
    """The months of a period of which nothing was told though it was due."""
    whole = Period.parse(period)
    late = (one for one in overdue_checks(task, day) if one.kind == "month")
    return [one.period for one in late if whole.first <= Period.parse(one.period).first <= whole.last]


def planned_on(task: Task, day: dt.date) -> Decimal | None:
    """How far a task is to be on a day, by its stages; nothing where they do not say."""
    found = [one.planned for one in task.stages.all() if one.due <= day and one.planned is not None]
    return max(found, default=None)


def gap_of(share: Decimal | None, planned: Decimal | None) -> Decimal | None:
    """How many points a task is behind; nothing where a figure is missing."""
    return None if share is None or planned is None else max(planned - share, Decimal(0))


def rows_wanted(table: TaskTable, period: str) -> QuerySet[Task]:
    """The tasks of a table that need a row in a check of a period."""
    whole = Period.parse(period)
    found = table.tasks.exclude(state__in=("draft", "dropped")).filter(since__lte=whole.last)
    return found.exclude(closed_on__lt=whole.first)


def rows_lacking(table: TaskTable, kind: str, period: str) -> QuerySet[Task]:
    """Those that have none yet."""
    done = set(TaskCheck.objects.filter(task__table=table, kind=kind, period=period).values_list("task_id", flat=True))
    if kind == "month":
        done |= set(TaskEntry.objects.filter(task__table=table, period=period).values_list("task_id", flat=True))
    return rows_wanted(table, period).exclude(pk__in=done)


def december_only(year: int) -> list[int]:
    """Units all of whose proof of a year came in December: filing in bulk at the end (QH-24)."""
    shown = TaskEntry.objects.filter(on__year=year, proofs__isnull=False).values_list("unit_id", "proofs__on")
    months: dict[int, set[int]] = {}
    for unit, on in shown:
        months.setdefault(unit, set()).add(on.month)
    return sorted(unit for unit, held in months.items() if held == {12})
