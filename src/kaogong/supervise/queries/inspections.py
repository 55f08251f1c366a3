"""Inspections as lists and as figures: which are seen, how they were done, what was missed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from kaogong.approvals.models import Case
from kaogong.monitor.models import Report
from kaogong.org.models import Account, UnitVersion
from kaogong.org.models.powers import Power
from kaogong.org.queries import at, calendar, reach, setting, today
from kaogong.plan.models import Cycle, Target
from kaogong.plan.queries.figures import cut
from kaogong.supervise.models import Inspection, PatrolList, Visit, VisitEntry
from kaogong.supervise.states.inspections import DEFECTS, FIELD, METHODS

ABOVE = (Power.DISCIPLINE, Power.OFFICE, Power.SUPERVISOR, Power.DECISION, Power.COMMITTEE)
INSIDE = (Power.LIAISON, Power.HEAD, Power.LEADER, Power.AUTHORITY, Power.STAFF)
WEEK = dt.timedelta(days=6)


def own_units(account: Account) -> set[int] | None:
    """The units whose findings an account may see; None: all."""
    found = reach(account)
    if any(found.has(one, room="supervise") for one in ABOVE):
        return None
    return found.units(*INSIDE)


def seen_inspections(account: Account) -> QuerySet[Inspection]:
    """The inspections an account may see: units see announced ones and those that are over, members their own."""
    found = Inspection.objects.select_related("lead")
    if own_units(account) is None:
        return found
    shown = Q(announced=True) | Q(state="closed") | Q(team__person=account.person_id or 0)
    return found.filter(shown).exclude(state="draft").distinct()


def share(part: int, whole: int, places: int = 1) -> Decimal | None:
    """A part of a whole in per cent, cut exactly; None of nothing."""
    return cut(Fraction(part * 100, whole), places) if whole else None


@dataclass(frozen=True, slots=True)
class Methods:
    """How much was checked by which method, and how much of it on the spot (CX-06)."""

    counts: dict[str, int]
    whole: int
    field: int
    share: Decimal | None
    short: bool
    """Less than the installation wants."""
    weak: list[Visit]
    """What is scored, and rests on hearing reports alone."""


def methods(first: dt.date, last: dt.date) -> Methods:
    """The methods of some days."""
    held = VisitEntry.objects.annotate(day=TruncDate("at")).filter(day__gte=first, day__lte=last)
    counts = Counter(held.values_list("method", flat=True))
    whole, there = sum(counts.values()), sum(counts[one] for one in FIELD)
    found = share(there, whole)
    scored = Visit.objects.filter(entries__in=held, entries__score__isnull=False).distinct()
    other = VisitEntry.objects.exclude(method="hearing").values("visit")
    weak = list(scored.exclude(pk__in=other).select_related("unit", "inspection"))
    short = found is not None and found < setting("supervise.field_share")
    return Methods({key: counts[key] for key in METHODS if counts[key]}, whole, there, found, short, weak)


def weeks(first: dt.date, last: dt.date) -> list[tuple[dt.date, int, int]]:
    """Monday of every week, how many on-site checks of presence and notices it had, and by how many it is short (XM-50)."""
    monday = first - dt.timedelta(days=first.weekday())
    held = VisitEntry.objects.filter(method__in=FIELD, visit__inspection__kind="presence")
    days = Counter(held.annotate(day=TruncDate("at")).values_list("visit__inspection", "day").distinct())
    wanted, found = setting("supervise.weekly_checks"), []
    while monday <= last:
        number = sum(1 for _one, day in days if monday <= day <= monday + WEEK)
        found.append((monday, number, max(0, wanted - number)))
        monday += dt.timedelta(days=7)
    return found


def quarters(year: int, day: dt.date) -> list[tuple[int, str]]:
    """Quarter and how its concentrated round stands: done, running, missed, or still to come (XJ-11)."""
    found = []
    for quarter in range(1, 5):
        first = dt.date(year, quarter * 3 - 2, 1)
        last = (first + dt.timedelta(days=95)).replace(day=1) - dt.timedelta(days=1)
        held = Inspection.objects.filter(kind="concentrated", since__range=(first, last)).exclude(state="dropped")
        states = set(held.values_list("state", flat=True))
        over = day > last
        standing = "done" if "closed" in states else "running" if states and not over else "missed" if over else "open"
        found.append((quarter, standing))
    return found


def missed_patrols(first: dt.date, last: dt.date) -> list[dt.date]:
    """Working days that are over and had no daily list (XM-49)."""
    there, work = (
        set(PatrolList.objects.filter(day__gte=first, day__lte=last).values_list("day", flat=True)),
        calendar(),
    )
    days = (first + dt.timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if day < today() and work.works(day) and day not in there]


def overdue_cases(day: dt.date) -> list[Case]:
    """Approvals that were past their limit on a day, to be told of in the daily list."""
    held = Case.objects.filter(state="running", cards__rule__trigger="past", cards__issued_on__lte=day)
    return list(held.exclude(cards__state="withdrawn").select_related("body__unit").distinct().order_by("number"))


@dataclass(frozen=True, slots=True)
class Defective:
    """Case files sampled: how many had a defect, by kind and by unit (JQ-18)."""

    files: int
    bad: int
    share: Decimal | None
    kinds: dict[str, int] = field(default_factory=dict)
    units: dict[str, tuple[int, int]] = field(default_factory=dict)


def defects(held: Inspection) -> Defective:
    """What the sampled case files of an inspection showed."""
    found = VisitEntry.objects.filter(visit__inspection=held, visit__subject="file").select_related("visit__unit")
    last = {one.visit_id: one for one in found.order_by("pk")}
    kinds, files, bad = Counter[str](), Counter[str](), Counter[str]()
    for one in last.values():
        files[one.visit.unit.code] += 1
        bad[one.visit.unit.code] += bool(one.defects)
        kinds.update(set(one.defects))
    number = sum(bad.values())
    ordered = {key: kinds[key] for key in DEFECTS if kinds[key]}
    return Defective(
        len(last), number, share(number, len(last)), ordered, {key: (files[key], bad[key]) for key in files}
    )


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far an inspection reached: everybody looked at, some in depth (DX-14)."""

    whole: int
    checked: int
    share: Decimal | None
    deep: int
    deep_share: Decimal | None
    review: list[Visit]
    """Units whose own report and the sample differ too much."""


def coverage(held: Inspection) -> Coverage:
    """The coverage of an inspection."""
    visits = list(held.visits.exclude(state="skipped").select_related("unit").prefetch_related("entries"))
    units = {one.unit_id for one in visits}
    checked = {one.unit_id for one in visits if one.state == "done"}
    deep = {one.unit_id for one in visits if one.deep and one.state == "done"}
    most = setting("supervise.difference")
    review = [one for one in visits if one.deep and (apart := gap(one)) is not None and abs(apart) >= most]
    whole = len(units)
    return Coverage(whole, len(checked), share(len(checked), whole), len(deep), share(len(deep), whole), review)


def gap(visit: Visit) -> Decimal | None:
    """By how much what was reported is above what was found; None: not known."""
    found = [one.value for one in visit.entries.all() if one.value is not None]
    return None if visit.reported is None or not found else visit.reported - found[-1]


def missing_scores(held: Inspection) -> list[Visit]:
    """What must be scored on the spot and is not yet (XM-21)."""
    waiting = held.visits.filter(scored=True).exclude(entries__score__isnull=False).exclude(state="skipped")
    return list(waiting.select_related("unit"))


def allowed_items(unit: int) -> list[str] | None:
    """The items verification may cover at a unit by its level; None: the open list of counties is only a least one."""
    level = UnitVersion.objects.filter(at(today()), unit=unit).values_list("level", flat=True).first()
    return None if level == "county" else list(setting("supervise.unit_items"))


def lacking_items(held: Inspection) -> dict[int, list[str]]:
    """Counties in an inspection of items, and which of their items it leaves out (YL-11)."""
    wanted = list(setting("supervise.county_items"))
    there: dict[int, set[str]] = {}
    for unit, name in held.visits.filter(subject="item").values_list("unit_id", "name"):
        there.setdefault(unit, set()).add(name)
    counties = UnitVersion.objects.filter(at(today()), unit__in=there, level="county").values_list("unit_id", flat=True)
    found = {unit: [one for one in wanted if one not in there[unit]] for unit in counties}
    return {unit: several for unit, several in found.items() if several}


def unfed(held: Inspection) -> list[Visit]:
    """Projects whose lead unit has no way of collecting data (XJ-12)."""
    return list(held.visits.filter(subject="project", fed=False).select_related("unit"))


def blocked(number: str) -> str:
    """Why an application may not be approved yet; empty: it may (SD-16)."""
    if not setting("supervise.registry_on_site"):
        return ""
    held = Visit.objects.filter(subject="application", name=number, released_on__isnull=True)
    told = held.exclude(entries__conclusion__gt="").first()
    if told is None:
        return ""
    return _("登记申请 %(number)s 有疑点“%(problem)s”，还没有现场核查结论，不能批准。") % {
        "number": number, "problem": told.problem
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Jump:
    """A claim at the end of the year above what the process record says (CX-26)."""

    target: Target
    claimed: Decimal
    process: Decimal
    period: str
    points: Decimal


def jumps(cycle: Cycle) -> list[Jump]:
    """Claims above the last verified figure of the year by so many points of the target or more."""
    final = f"{cycle.year}-12"
    claims = Report.objects.filter(cycle=cycle, period=final, target__isnull=False, value__isnull=False)
    earlier = Report.objects.filter(
        cycle=cycle, state__in=("verified", "locked"), target__isnull=False, value__isnull=False, period__lt=final
    )
    held: dict[int | None, tuple[str, Any]] = {}
    for target, period, value in earlier.order_by("period").values_list("target_id", "period", "value"):
        held[target] = (period, value)
    most, found = setting("supervise.jump"), []
    for one in claims.exclude(state="draft").select_related("target__unit", "target__indicator"):
        aim = one.target
        if aim is None or aim.pk not in held or not aim.value or one.value is None:
            continue
        period, value = held[aim.pk]
        claimed, process = (cut(Fraction(part) * 100 / Fraction(aim.value), 2) for part in (one.value, value))
        if claimed - process >= most:
            found.append(Jump(aim, claimed, process, period, claimed - process))
    return sorted(found, key=lambda jump: -jump.points)
