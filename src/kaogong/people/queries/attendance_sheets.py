"""The monthly record of a bureau, and of one person: every day told, counted, and what it costs (XM-44, QH-42)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max, Q

from kaogong.core.scheme.period import Period
from kaogong.org.models import Unit
from kaogong.org.queries import calendar, setting, today
from kaogong.people.models import Absence, AttendanceSheet, DayRecord
from kaogong.people.queries.bureaus import Worker, sections, workers
from kaogong.people.queries.presence import covering, kind_of, working_days
from kaogong.people.states.presence import KINDS, MARKS, TRIP

MARKED = tuple(MARKS)


@dataclass(slots=True)
class Row:
    """The month of one person."""

    worker: Worker
    workdays: int = 0
    complete: int = 0
    trip: int = 0
    late_minutes: int = 0
    early_minutes: int = 0
    leave: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    days: dict[str, list[dt.date]] = field(default_factory=lambda: {one: [] for one in MARKED})

    @property
    def leave_days(self) -> int:
        """Working days on leave of any kind."""
        return sum(self.leave.values())

    @property
    def points(self) -> int:
        """Marks lost by the common indicator, as configured."""
        each: dict[str, int] = setting("attendance.points")
        return sum(len(self.days[one]) * each.get(one, 0) for one in MARKED)

    def plain(self) -> dict[str, Any]:
        """As it is frozen."""
        return {
            "code": self.worker.code, "name": self.worker.name, "title": self.worker.title, "workdays": self.workdays,
            "complete": self.complete, "trip": self.trip, "leave": dict(sorted(self.leave.items())),
            "late_minutes": self.late_minutes, "early_minutes": self.early_minutes, "points": self.points,
            **{one: [str(day) for day in self.days[one]] for one in MARKED},
        }  # fmt: skip


def month_rows(unit: int, month: str, people: Iterable[int] | None = None) -> list[Row]:
    """The month of everybody of a bureau, as far as it is over; a row each, whether or not anything happened.

    On a day on which nobody of the bureau clicked attendance was not kept: nobody was absent.
    """
    when = Period.parse(month)
    over = min(when.last, today() - dt.timedelta(days=1))
    held = workers(sections(unit, min(when.last, today())), when.first, when.last)
    if people is not None:
        wanted = set(people)
        held = [one for one in held if one.person in wanted]
    kept = kept_days(unit, when)
    keys = {one.person for one in held}
    records = {(one.person_id, one.day): one for one in _records(keys, when)}
    away: dict[int, list[Absence]] = defaultdict(list)
    for one in covering(when.first, when.last).filter(person__in=keys):
        away[one.person_id].append(one)
    rows: dict[int, Row] = {}
    for worker in held:
        row = rows.setdefault(worker.person, Row(worker))
        for day in _span(worker, when.first, when.last):
            _count(
                row, day, records.get((worker.person, day)), away[worker.person], over if day in kept else dt.date.min
            )
    return list(rows.values())


def kept_days(unit: int, when: Period) -> set[dt.date]:
    """The days of a month on which somebody of a bureau clicked."""
    held = DayRecord.objects.filter(unit=unit, day__range=(when.first, when.last))
    return set(held.values_list("day", flat=True).distinct())


def _records(people: set[int], when: Period) -> Iterable[DayRecord]:
    return DayRecord.objects.filter(person__in=people, day__range=(when.first, when.last))


def _span(worker: Worker, first: dt.date, last: dt.date) -> Iterable[dt.date]:
    """The days of a month on which somebody held a post."""
    begin = max(first, worker.since)
    end = min(last, worker.until - dt.timedelta(days=1)) if worker.until else last
    return (begin + dt.timedelta(days=one) for one in range((end - begin).days + 1))


def _count(row: Row, day: dt.date, record: DayRecord | None, away: Iterable[Absence], over: dt.date) -> None:
    if not calendar().works(day):
        return
    row.workdays += 1
    found = next((one for one in away if one.first <= day <= one.last and not _back(one, day)), None)
    kind = kind_of(day, record, found, over)
    if kind == "trip":
        row.trip += 1
    elif kind == "leave" and found is not None:
        row.leave[found.kind] += 1
    elif kind in ("absent", "incomplete"):
        row.days[kind].append(day)
    elif kind == "complete":
        row.complete += 1
    if found is None and record is not None:
        if record.late:
            row.days["late"].append(day)
            row.late_minutes += record.late
        if record.early:
            row.days["early"].append(day)
            row.early_minutes += record.early


def _back(one: Absence, day: dt.date) -> bool:
    return one.returned_on is not None and day >= one.returned_on


def content_of(unit: Unit, month: str) -> dict[str, Any]:
    """What a circulation freezes."""
    rows = [one.plain() for one in month_rows(unit.pk, month)]
    when = Period.parse(month)
    kept = kept_days(unit.pk, when)
    bare = [str(day) for day in working_days(when.first, when.last) if day not in kept]
    each = dict(setting("attendance.points"))
    return {"unit": unit.code, "month": month, "points": each, "not_kept": bare, "rows": rows}


def summed(content: Mapping[str, Any]) -> dict[str, int]:
    """The totals of a circulation."""
    rows = content["rows"]
    found = {one: sum(len(row[one]) for row in rows) for one in MARKED}
    found |= {"people": len(rows), "points": sum(row["points"] for row in rows)}
    found["trip"] = sum(row["trip"] for row in rows)
    found["leave"] = sum(sum(row["leave"].values()) for row in rows)
    return found


def latest_issued(first: dt.date, last: dt.date) -> list[AttendanceSheet]:
    """Of every bureau and month that lie between two days, the edition issued last."""
    months = [str(one) for one in _months(first, last)]
    held = AttendanceSheet.objects.filter(state="issued", month__in=months)
    newest = held.values("unit", "month").annotate(top=Max("edition")).values_list("unit", "month", "top")
    wanted = Q(pk__in=())
    for unit, month, top in newest:
        wanted |= Q(unit=unit, month=month, edition=top)
    return list(held.filter(wanted).select_related("unit", "unit").order_by("month", "unit__code"))


def _months(first: dt.date, last: dt.date) -> list[Period]:
    begin, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    found = [Period("month", one) for one in range(begin, end + 1)]
    return [one for one in found if one.first >= first and one.last <= last]


def year_of(person: int, unit: int, year: int) -> list[tuple[str, Row]]:
    """The months of a year of one person, as far as they have begun and attendance was kept (个人考勤结果)."""
    last = min(dt.date(year, 12, 31), today())
    months = [str(Period("month", year * 12 + one)) for one in range(last.month)] if year <= today().year else []
    kept = [one for one in months if kept_days(unit, Period.parse(one))]
    return [(month, row) for month in kept for row in month_rows(unit, month, [person])]


def leave_words(leave: Mapping[str, int]) -> list[tuple[str, int]]:
    """Leave by kind, as it is called."""
    return [(KINDS[kind], number) for kind, number in leave.items() if kind != TRIP]
