"""The years of the demonstration city: their rulebook, cycles, targets and letters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from kaogong.core.engine.city.figures import Course, Figures
from kaogong.core.engine.city.register import House
from kaogong.plan import actions as plan
from kaogong.plan.models import Cycle, Edition, Indicator, Letter, Reference, Round, Signature, Target
from kaogong.plan.queries.figures import sign_of
from kaogong.plan.queries.letters import sealed
from kaogong.web.city.book import BOOK, class_name
from kaogong.web.city.bulk import first, put
from kaogong.web.city.people import Cast

"""The rulebook of the city."""
YEARS = (2024, 2025)
"""Years that are closed."""
YEAR = 2026
ZONE = ZoneInfo("Asia/Shanghai")
KIND = "绩效目标责任书"
HALF = 6
"""So many letters wait for the second signature."""


@cache
def at(day: dt.date, hour: int = 10, minute: int = 0) -> dt.datetime:
    """A moment of a day where the city is."""
    return dt.datetime.combine(day, dt.time(hour, minute), ZONE)


@dataclass(frozen=True, slots=True)
class Aim:
    """A target as it was written, with the figure behind it."""

    key: int
    house: House
    course: Course
    indicator: Indicator


@dataclass(slots=True)
class Year:
    """A cycle with its indicators and targets."""

    cycle: Cycle
    indicators: dict[tuple[str, str], Indicator] = field(default_factory=dict)
    """By class of units and item."""
    aims: list[Aim] = field(default_factory=list)

    def of(self, code: str) -> list[Aim]:
        """The targets of a unit."""
        return [one for one in self.aims if one.house.code == code]


# --- the rules ----------------------------------------------------------------------------------------------------


def bring_edition() -> Edition:
    """The rulebook, checked."""
    edition = plan.bring_edition(by=None, folder=BOOK)
    return plan.check_edition(by=None, edition=edition)


def cycle_of(year: int, cast: Cast, edition: Edition, before: Cycle | None) -> Year:
    """The cycle of a year, open, with the edition adopted for every class."""
    cycle = plan.prepare_cycle(
        by=None,
        year=year,
        title="年度绩效管理",
        since=dt.date(year, 1, 1),
        until=dt.date(year, 12, 31),
        organiser=cast.city,
        body=cast.group,
        previous=before,
    )
    plan.set_calendar(by=None, cycle=cycle, stages=_stages(year))
    plan.set_rules(by=None, cycle=cycle, letter=KIND, years_compared=2, own_items=3, own_points=Decimal(2))
    plan.set_chain(by=None, cycle=cycle, steps=[("绩效办初审", "office"), ("领导小组审定", "decision")])
    classes = dict.fromkeys(one.klass for one in cast.houses)
    plan.adopt_edition(by=None, cycle=cycle, edition=edition, classes={class_name(one): one for one in classes})
    plan.open_cycle(by=None, cycle=cycle)
    found = Year(cycle)
    for one in cycle.indicators.select_related("adoption__edition"):
        found.indicators[one.sheet, one.item] = one
    return found


def _stages(year: int) -> list[tuple[str, dt.date, dt.date, str]]:
    office, group, after = "绩效办", "绩效管理领导小组", year + 1
    return [
        ("plan", dt.date(year, 1, 1), dt.date(year, 2, 28), office),
        ("monitor", dt.date(year, 3, 1), dt.date(year, 12, 31), office),
        ("supervise", dt.date(year, 10, 8), dt.date(year, 12, 31), office),
        ("assess", dt.date(after, 1, 4), dt.date(after, 2, 10), office),
        ("decide", dt.date(after, 2, 11), dt.date(after, 3, 10), group),
        ("answer", dt.date(after, 3, 11), dt.date(after, 3, 31), "考核监督小组"),
    ]


# --- targets ------------------------------------------------------------------------------------------------------

TARGET = (
    "id", "cycle_id", "indicator_id", "unit_id", "period", "state", "value", "baseline", "points", "parent_id",
    "leader_id", "quality", "progress", "due", "appraised_at",
)  # fmt: skip


def set_targets(year: Year, cast: Cast, told: Figures, before: Year | None) -> None:
    """The targets of everybody: signed in the year that runs, appraised in one that is over."""
    when, closed = year.cycle.year, year.cycle.year != YEAR
    reached = {(one.house.code, one.course.figure.fact): one.course.by(12) for one in before.aims} if before else {}
    start = first(Target)
    for key, (house, course) in enumerate(told.courses(cast.houses, when), start):
        indicator = year.indicators[house.klass, course.figure.item]
        year.aims.append(Aim(key, house, course, indicator))
    areas = {(one.house.code, one.course.figure.fact): one.key for one in year.aims if one.house.klass == "district"}
    shared = {one.fact for one in told.of.get("township", ()) if one.nature == "amount"}
    waiting = set(_waiting(cast)) if not closed else set()
    rows = []
    for one in year.aims:
        figure, house = one.course.figure, one.house
        above = (house.parent, figure.fact)
        parent = areas.get(above) if house.klass == "township" and figure.fact in shared else None
        state = "appraised" if closed else "issued" if house.code in waiting else "signed"
        leaders = cast.leaders[house.code]
        leader = leaders[one.key % min(len(leaders), 4)] if leaders else None
        ended = at(dt.date(when + 1, 2, 5)) if closed else None
        rows.append((
            one.key, year.cycle.pk, one.indicator.pk, cast.units[house.code].pk, str(when), state, one.course.target,
            reached.get((house.code, figure.fact)), one.indicator.full, parent, leader.pk if leader else None,
            "按规定标准完成", "按月推进，年底前完成", None, ended,
        ))  # fmt: skip
    put(Target, TARGET, sorted(rows, key=lambda row: row[9] is not None))


def _waiting(cast: Cast) -> list[str]:
    """Units whose letter waits for the second signature."""
    return [one.code for one in cast.houses if one.code[0] == "u"][-HALF:]


def set_references(year: Year, past: Sequence[Year], cast: Cast) -> None:
    """What was reached in the years before, for comparison."""
    columns = ("indicator_id", "kind", "unit_id", "year", "value", "source")
    rows = (
        (year.indicators[one.house.klass, one.course.figure.item].pk, "past", cast.units[one.house.code].pk,
         earlier.cycle.year, one.course.by(12), f"{earlier.cycle.year}年度考核结果")
        for earlier in past
        for one in earlier.aims
    )  # fmt: skip
    put(Reference, columns, rows)


def set_rounds(year: Year, cast: Cast) -> None:
    """How some of the values were agreed: asked from below, answered from above, agreed."""
    columns = ("target_id", "number", "way", "value", "reason", "side_id", "by_id", "at")
    put(Round, columns, _bargains(year, cast))


def _bargains(year: Year, cast: Cast) -> Iterator[tuple[Any, ...]]:
    office, city = cast.named["office"].pk, cast.city.pk
    for one in year.aims:
        if one.key % 9:
            continue
        own, side = cast.liaison[one.house.code].pk, cast.units[one.house.code].pk
        asked = one.course.number(max(one.course.wanted * 97 // 100, 1))
        month = year.cycle.year
        yield one.key, 1, "up", asked, "按上年实绩和今年任务提出", side, own, at(dt.date(month, 1, 9))
        yield one.key, 2, "down", one.course.target, "参照同类单位，适当提高", city, office, at(dt.date(month, 1, 16))
        yield one.key, 3, "agree", one.course.target, "同意", side, own, at(dt.date(month, 1, 21))


# --- letters ------------------------------------------------------------------------------------------------------


def sign_letters(year: Year, cast: Cast) -> None:
    """A letter for every unit, as plan.queries.letters writes it, signed by both sides; a few wait for the second."""
    waiting, start = set(_waiting(cast)), first(Letter)
    letters, signatures = [], []
    names = {one.code: one.short for one in cast.houses}
    mine: dict[str, list[Aim]] = {}
    for one in year.aims:
        mine.setdefault(one.house.code, []).append(one)
    for key, house in enumerate(cast.houses, start):
        content = _content(year, cast, names[house.code], mine[house.code])
        sm3, half = sealed(content), house.code in waiting
        unit, upper = cast.units[house.code].pk, cast.city.pk
        drawn = at(dt.date(YEAR, 2, 9))
        state = "half" if half else "effective"
        letters.append((key, year.cycle.pk, KIND, unit, upper, 1, state, content, sm3, drawn))
        signatures.append((key, "unit", cast.head[house.code].pk, sm3, at(dt.date(YEAR, 2, 11))))
        if not half:
            signatures.append((key, "upper", cast.named["decision"].pk, sm3, at(dt.date(YEAR, 2, 13))))
    columns = ("id", "cycle_id", "kind", "unit_id", "upper_id", "version", "state", "content", "sm3", "drawn_at")
    put(Letter, columns, letters)
    put(Signature, ("letter_id", "party", "by_id", "sm3", "at"), signatures)


def _content(year: Year, cast: Cast, name: str, aims: Sequence[Aim]) -> dict[str, Any]:
    rows = []
    for one in sorted(aims, key=lambda aim: (aim.indicator.place, aim.key)):
        leaders = cast.leaders[one.house.code]
        rows.append({
            "id": one.key,
            "version": 1,
            "family": one.indicator.family,
            "part": one.indicator.part,
            "indicator": one.indicator.name,
            "unit": one.indicator.unit,
            "sign": sign_of(one.indicator.direction, one.indicator.splits),
            "value": f"{one.course.target:f}",
            "points": f"{one.indicator.full:f}",
            "quality": "按规定标准完成",
            "due": "",
            "leader": leaders[one.key % min(len(leaders), 4)].name if leaders else "",
        })  # fmt: skip
    head = {"kind": KIND, "year": year.cycle.year, "cycle": year.cycle.title}
    return head | {"unit": name, "upper": "示范市", "targets": rows, "missing": []}
