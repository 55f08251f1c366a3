"""The ledgers of the demonstration city: cards, findings, complaints and late reports of every unit, round by round.

What counts for marks is a round of `assess` whose sheets the office fills in; its items belong to ledgers of the rulebook.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kaogong.assess import actions as assess
from kaogong.assess.models import Item, Round, ScoreSheet, SheetMark
from kaogong.core.engine.city.chance import Chance
from kaogong.core.engine.city.register import House
from kaogong.org.queries import set_in
from kaogong.web.city.bulk import first, put
from kaogong.web.city.people import Cast
from kaogong.web.city.year import YEAR, Year, at

KEEPER = "绩效管理领导小组办公室"
"""Who keeps the ledgers, as the rulebook calls it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Something a ledger counts. `odds`: how often it happens to a unit in half a year, in thousand."""

    ledger: str
    event: str
    name: str
    each: str
    odds: int
    words: tuple[str, ...]


KINDS = (
    Kind("cards", "yellow", "效能黄牌", "0.5", 40, ("窗口超时办结，已核实", "首问责任未落实，已核实")),
    Kind("cards", "red", "效能红牌", "1.5", 6, ("同一事项两次黄牌后仍未整改",)),
    Kind("findings", "plain", "督查一般问题", "0.5", 110, ("台账更新不及时", "任务节点晚于方案", "总结材料缺附件")),
    Kind("findings", "serious", "督查严重问题", "1.5", 12, ("督办事项逾期一个月未办结",)),
    Kind("complaints", "attitude", "态度问题投诉", "0.5", 45, ("群众反映答复生硬，回访属实",)),
    Kind("complaints", "delay", "拖延问题投诉", "1", 30, ("群众反映久拖不办，核查属实",)),
    Kind("misreports", "late", "迟报", "0.25", 90, ("季度报表迟报一次", "专项材料迟报一次")),
    Kind("misreports", "wrong", "错报", "1", 18, ("报表与台账不一致，已退回更正",)),
    Kind("grave", "accident", "重大安全责任事故", "0", 0, ("责任事故已由调查组认定",)),
    Kind("grave", "falsified", "弄虚作假", "0", 0, ("补填台账，已由督查组认定",)),
)
GRAVE = {(2025, "accident"), (2024, "falsified")}
"""What befell one unit of the city in a year."""
OFTEN = 9
"""What happens to more than so many of a thousand, now and then happens twice."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a year with a round of its own, and whether that is closed."""

    kind: str
    period: str
    name: str
    opens: dt.date
    closes: dt.date
    closed: bool = True


def parts(year: int) -> tuple[Part, ...]:
    """The rounds of a year: halves of one that is over, quarters of the one that runs."""
    if year != YEAR:
        return (
            Part("half", f"{year}-H1", "上半年效能台账", dt.date(year, 1, 2), dt.date(year, 6, 30)),
            Part("half", f"{year}-H2", "下半年效能台账", dt.date(year, 7, 1), dt.date(year, 12, 30)),
        )
    return (
        Part("quarter", f"{year}-Q1", "一季度效能台账", dt.date(year, 1, 4), dt.date(year, 3, 31)),
        Part("quarter", f"{year}-Q2", "二季度效能台账", dt.date(year, 4, 1), dt.date(year, 6, 30)),
        Part("quarter", f"{year}-Q3", "三季度效能台账", dt.date(year, 7, 1), dt.date(year, 9, 1), closed=False),
    )


def keep(year: Year, cast: Cast, chance: Chance) -> int:
    """The ledgers of a year; gives how many entries they have."""
    grave = {
        (event, min(cast.houses, key=lambda one: chance.part("grave", event, one.code)).code)
        for when, event in GRAVE
        if when == year.cycle.year
    }
    return sum(
        _keep(year, cast, chance, part, grave if part.period.endswith("H2") else set())
        for part in parts(year.cycle.year)
    )


def _keep(year: Year, cast: Cast, chance: Chance, part: Part, grave: set[tuple[str, str]]) -> int:
    made = _opened(year, cast, part)
    happened = {house.code: found for house in cast.houses if (found := list(_happened(house, part, chance, grave)))}
    _write(made, cast, part, happened)
    if part.closed:
        with set_in(part.closes):
            assess.close_round(by=cast.named["office"], one=made)
        Round.objects.filter(pk=made.pk).update(closed_at=at(part.closes, 17))
    return sum(times for found in happened.values() for _, times, _ in found)


def _opened(year: Year, cast: Cast, part: Part) -> Round:
    items = [
        {
            "code": f"{one.ledger}_{one.event}", "name": one.name, "mode": "deduct", "each": Decimal(one.each),
            "full": Decimal(0), "evidence": False, "unit": "次", "places": 2, "axis": "作风效能",
            "ledger": one.ledger, "event": one.event,
        }
        for one in KINDS
    ]  # fmt: skip
    source = {"kind": "sheet", "name": KEEPER, "who": "office", "required": False}
    with set_in(part.opens):
        made = assess.prepare_round(
            by=cast.named["office"],
            cycle=year.cycle,
            name=part.name,
            kind=part.kind,
            period=part.period,
            opens=part.opens,
            items=items,
            sources=[source],
            entrants=[(cast.units[one.code], None) for one in cast.houses],
            adoption=year.cycle.adoptions.order_by("id").first(),
        )
        assess.open_round(by=cast.named["office"], one=made)
    Round.objects.filter(pk=made.pk).update(opened_at=at(part.opens, 9))
    return made


def _happened(house: House, part: Part, chance: Chance, grave: set[tuple[str, str]]) -> Iterator[tuple[int, int, str]]:
    """What happened to a unit: the place of the kind, how often, in words."""
    scale = 1 if part.kind == "half" else 2
    for place, one in enumerate(KINDS):
        turn = chance.whole(0, 999, "ledger", part.period, one.event, one.ledger, house.code)
        if turn * scale < one.odds or (one.event, house.code) in grave:
            twice = one.odds > OFTEN and turn % OFTEN == 0
            yield place, 2 if twice else 1, one.words[turn % len(one.words)]


def _write(made: Round, cast: Cast, part: Part, happened: dict[str, list[tuple[int, int, str]]]) -> None:
    """A sheet for every unit to which something happened, with a mark on every item."""
    source = made.sources.get()
    items = list(Item.objects.filter(round=made).order_by("place"))
    entrants = dict(made.entrants.values_list("unit__code", "pk"))
    office, start = cast.named["office"].pk, first(ScoreSheet)
    sheets, marks = [], []
    for key, (code, found) in enumerate(happened.items(), start):
        counted = {place: (times, words) for place, times, words in found}
        sheets.append((key, source.pk, entrants[code], "submitted", office, at(part.closes, 15)))
        for place, item in enumerate(items):
            times, words = counted.get(place, (0, ""))
            marks.append((key, item.pk, -(item.each or Decimal(0)) * times if times else Decimal(0), times, words))
    put(ScoreSheet, ("id", "source_id", "entrant_id", "state", "by_id", "submitted_at"), sheets)
    columns: tuple[str, ...] = ("sheet_id", "item_id", "score", "count", "reason")
    rows: list[tuple[Any, ...]] = marks
    put(SheetMark, columns, rows)
