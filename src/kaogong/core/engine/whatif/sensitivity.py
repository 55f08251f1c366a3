"""How firm places are: the weight of each top item a little greater or smaller, the other weights rescaled.

The shift is added to the published total, in whole numbers, in SQL: total + Σ (factor − 1) × contribution. Vetoes, limits and
the carry from last year stay as they struck; a total that a veto changed does not move. Nothing is rounded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

from kaogong.core.engine.aggregates import quoted
from kaogong.core.engine.compose import BEFORE, TOTAL, Composer
from kaogong.core.engine.database import Row
from kaogong.core.engine.names import Names
from kaogong.core.engine.plan import FrameKey, node_column
from kaogong.core.engine.relation import DoneFrame
from kaogong.core.engine.run import Run
from kaogong.core.engine.stage import StageBuilder
from kaogong.core.engine.whatif.parts import RankRange, Sensitivity
from kaogong.core.scheme.model import Item, Sheet

WAS, ALL, PART = "s_was", "s_all", "s_part"
"""Columns of a row: its total, what all items give together, and what each gives, with its number."""
AT_ONCE = 100_000
"""Places up to which one pass over all of them is quicker than a pass for each."""


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
    rows = sorted(_placed(run, sheet, done, tops, change), key=lambda row: (row[1], row[2][0], row[0]))
    for period in done.periods:
        here = [row for row in rows if row[1] == period.number]
        if not here:
            continue
        ranges = tuple(RankRange(subject, places[0], min(places), max(places)) for subject, _, places in here)
        items = tuple(
            (
                top.item.id,
                top.item.name,
                sum(any(one != places[0] for one in places[n : n + 2]) for _, _, places in here),
            )
            for n, top in zip(range(1, 2 * len(tops), 2), tops, strict=True)
        )
        yield Sensitivity(key[0], str(period), change, ranges, items)


def _placed(run: Run, sheet: Sheet, done: DoneFrame, tops: Sequence[_Top], change: Fraction) -> list[Row]:
    """Subject, period, and its places: as published, then with each item greater and smaller in turn."""
    ranking = next((r for r in run.rulebook.ranks if r.sheet in (sheet.id, f"{sheet.id}.{sheet.root.id}")), None)
    pool = StageBuilder(done.frame, {}, 1, sheet.group).pool(ranking.within if ranking else "class")
    within = f"period{', ' + pool if pool else ''}"
    last = f"{quoted(node_column('#last'))}, " if "#last" in done.frame.definitions else ""
    size, unit = _common(tops), done.quantities[node_column(TOTAL)].unit
    weights = sum((top.weight for top in tops), Fraction(0))
    shares = [_shares(top.weight, weights, sign * change) for top in tops for sign in (1, -1)]
    totals = [WAS] + [
        _whole({WAS: unit, ALL: (others - 1) * size, f"{PART}{n >> 1}": (own - others) * tops[n >> 1].unit})
        for n, (own, others) in enumerate(shares)
    ]
    source = _summed(done, tops, size)
    if done.rows * len(totals) > AT_ONCE:
        places = ", ".join(f"RANK() OVER (PARTITION BY {within} ORDER BY {last}{one} DESC)" for one in totals)
        return run.world.database.rows(f"SELECT subject, period, [{places}] FROM ({source})")
    several = f"[{', '.join(totals)}]"
    long = f"SELECT *, UNNEST({several}) AS v, UNNEST(RANGE({len(totals)})) AS k FROM ({source})"
    place = f"RANK() OVER (PARTITION BY {within}, k ORDER BY {last}v DESC)"
    return run.world.database.rows(
        f"SELECT subject, period, LIST(p ORDER BY k) FROM (SELECT subject, period, k, {place} AS p FROM ({long})) "
        "GROUP BY subject, period"
    )


def _summed(done: DoneFrame, tops: Sequence[_Top], size: Fraction) -> str:
    """Rows with a total: it, what each item gives, and what all give together; nothing of what a veto changed."""
    total = quoted(node_column(TOTAL))
    given = [f"COALESCE(CAST({quoted(node_column(top.item.id))} AS HUGEINT), 0)" for top in tops]
    struck = f"{total} = {quoted(node_column(BEFORE))}"
    together = " + ".join(f"{one} * {int(Fraction(top.unit, size))}" for one, top in zip(given, tops, strict=True))
    columns = [f"CAST({total} AS HUGEINT) AS {WAS}", f"CASE WHEN {struck} THEN {together} ELSE 0 END AS {ALL}"]
    columns += [f"CASE WHEN {struck} THEN {one} ELSE 0 END AS {PART}{n}" for n, one in enumerate(given)]
    return f"SELECT *, {', '.join(columns)} FROM {done.table} WHERE {total} IS NOT NULL"


def _common(tops: Sequence[_Top]) -> Fraction:
    """The greatest measure that every unit is a whole multiple of."""
    scale = lcm(*(top.unit.denominator for top in tops))
    return Fraction(gcd(*(int(top.unit * scale) for top in tops)), scale)


def _shares(weight: Fraction, weights: Fraction, change: Fraction) -> tuple[Fraction, Fraction]:
    """By what an item counts when its weight changes, and by what each of the others then does."""
    own = min(1 + change, Fraction(weights, weight))
    return own, Fraction(weights - weight * own, weights - weight)


def _whole(factors: Mapping[str, Fraction]) -> str:
    """A sum of columns in whole numbers in SQL: all items shift as the others do, the one moved by what it differs."""
    scale = lcm(*(one.denominator for one in factors.values()))
    return " + ".join(f"{name} * {int(one * scale)}" for name, one in factors.items())
