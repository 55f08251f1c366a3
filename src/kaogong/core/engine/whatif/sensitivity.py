"""How firm places are: the weight of each top item a little greater or smaller, the other weights rescaled.

The shift is added to the published total, in whole numbers, in SQL: total + Σ (factor − 1) × contribution. Vetoes, limits and
the carry from last year stay as they struck; a total that a veto changed does not move. Nothing is rounded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from kaogong.core.engine.aggregates import quoted
from kaogong.core.engine.compose import BEFORE, TOTAL, Composer
from kaogong.core.engine.names import Names
from kaogong.core.engine.plan import FrameKey, node_column
from kaogong.core.engine.relation import DoneFrame
from kaogong.core.engine.run import Run
from kaogong.core.engine.stage import StageBuilder
from kaogong.core.engine.whatif.parts import RankRange, Sensitivity
from kaogong.core.scheme.model import Item, Sheet


@dataclass(frozen=True, slots=True)
class _Top:
    """A top item, its weight (or full marks), and the marks a unit of its column is worth in the total."""

    item: Item
    weight: Fraction
    unit: Fraction


def sensitivities(run: Run, change: Fraction) -> Iterator[Sensitivity]:
    """For every sheet whose total is a sum or weighted sum of two items or more, and every period."""
    for sheet in run.rulebook.sheets.values():
        done = run.done.get((sheet.id, sheet.every))
        if done is None or sheet.root.combine not in ("sum", "weighted", "start"):
            continue
        tops = _tops(run, sheet, done)
        if len(tops) > 1:
            yield from _ranged(run, sheet, done, tops, change)


def _tops(run: Run, sheet: Sheet, done: DoneFrame) -> list[_Top]:
    composer = Composer(run.rulebook, sheet, Names(run.rulebook, sheet, sheet.every))
    weighted = sheet.root.combine == "weighted"
    found = []
    for item in sheet.root.items:
        column = node_column(item.id)
        if item.role != "score" or column not in done.quantities:
            continue
        weight = (item.weight or Fraction(0)) if weighted else composer.full(item)
        worth = done.quantities[column].unit * (weight if weighted else 1)
        if weight > 0:
            found.append(_Top(item, weight, worth))
    return found


def _ranged(run: Run, sheet: Sheet, done: DoneFrame, tops: Sequence[_Top], change: Fraction) -> Iterator[Sensitivity]:
    key: FrameKey = (sheet.id, sheet.every)
    ranking = next((r for r in run.rulebook.ranks if r.sheet in (sheet.id, f"{sheet.id}.{sheet.root.id}")), None)
    pool = StageBuilder(done.frame, {}, 1, sheet.group).pool(ranking.within if ranking else "class")
    last = f"{quoted(node_column('#last'))}, " if "#last" in done.frame.definitions else ""
    over = f"PARTITION BY period{', ' + pool if pool else ''} ORDER BY {last}"
    total = quoted(node_column(TOTAL))
    places = [f"RANK() OVER ({over}{total} DESC)"]
    for top in tops:
        for sign in (1, -1):
            places.append(f"RANK() OVER ({over}{_shifted(done, tops, top, sign * change)} DESC)")
    listed = ", ".join(f"{sql} AS p{n}" for n, sql in enumerate(places))
    query = f"SELECT subject, period, {listed} FROM {done.table} WHERE {total} IS NOT NULL"
    names = [f"p{n}" for n in range(len(places))]
    moved = ", ".join(f"p{1 + 2 * n} <> p0 OR p{2 + 2 * n} <> p0" for n in range(len(tops)))
    rows = run.world.database.rows(
        f"SELECT subject, period, p0, LEAST({', '.join(names)}), GREATEST({', '.join(names)}), {moved} "
        f"FROM ({query}) ORDER BY period, p0, subject"
    )
    for period in done.periods:
        here = [row for row in rows if row[1] == period.number]
        if not here:
            continue
        ranges = tuple(RankRange(str(s), int(p), int(best), int(worst)) for s, _, p, best, worst, *_ in here)
        items = tuple((top.item.id, top.item.name, sum(bool(row[5 + n]) for row in here)) for n, top in enumerate(tops))
        yield Sensitivity(key[0], str(period), change, ranges, items)


def _shifted(done: DoneFrame, tops: Sequence[_Top], moved: _Top, change: Fraction) -> str:
    """The total with the weight of one item changed and the others rescaled, as a whole number in SQL."""
    whole = sum((top.weight for top in tops), Fraction(0))
    rest = whole - moved.weight
    own = min(1 + change, Fraction(whole, moved.weight))
    others = Fraction(whole - moved.weight * own, rest)
    unit = done.quantities[node_column(TOTAL)].unit
    shifts = [((own if top is moved else others) - 1) * top.unit for top in tops]
    scale = lcm(unit.denominator, *(shift.denominator for shift in shifts))
    parts = [
        f"COALESCE(CAST({quoted(node_column(top.item.id))} AS HUGEINT), 0) * {int(shift * scale)}"
        for top, shift in zip(tops, shifts, strict=True)
    ]
    total = f"CAST({quoted(node_column(TOTAL))} AS HUGEINT) * {int(unit * scale)}"
    struck = f"{quoted(node_column(TOTAL))} = {quoted(node_column(BEFORE))}"
    return f"{total} + CASE WHEN {struck} THEN {' + '.join(parts)} ELSE 0 END"
