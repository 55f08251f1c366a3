"""The results of a run side by side with those of another: totals, places, grades, and stored item values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from kaogong.core.engine.aggregates import quoted
from kaogong.core.engine.compose import TOTAL
from kaogong.core.engine.plan import FrameKey, node_column
from kaogong.core.engine.run import Run
from kaogong.core.engine.whatif.parts import Side

Where = tuple[str, str]
"""Subject and period."""


Result = tuple[int | None, int | None, int | None]
"""Total as the whole number stored, place, grade code (1 = best)."""


@dataclass(slots=True)
class Sheet:
    """What the whole numbers of a sheet's results mean."""

    unit: Fraction
    grades: list[str]


@dataclass(slots=True)
class Sides:
    """Everybody's result in every period, as stored: whole numbers compare quickly."""

    results: dict[Where, Result] = field(default_factory=dict)
    sheet_of: dict[Where, str] = field(default_factory=dict)
    sheets: dict[str, Sheet] = field(default_factory=dict)

    def side(self, where: Where) -> Side | None:
        """A result in words."""
        found = self.results.get(where)
        if found is None:
            return None
        marks, rank, code = found
        sheet = self.sheets[self.sheet_of[where]]
        total = None if marks is None else marks * sheet.unit
        return Side(self.sheet_of[where], total, rank, None if code is None else sheet.grades[code - 1])


def sides(run: Run) -> Sides:
    """The results of a run."""
    found = Sides()
    for sheet in run.rulebook.sheets.values():
        key: FrameKey = (sheet.id, sheet.every)
        done = run.done.get(key)
        if done is None:
            continue
        total = node_column(TOTAL)
        found.sheets[sheet.id] = Sheet(done.quantities[total].unit, _grades(run, key))
        more = [quoted(c) if c in done.quantities else "NULL" for c in ("r_rank", "r_grade")]
        picked = ", ".join(f"CAST({c} AS BIGINT)" for c in (quoted(total), *more))
        texts = {period.number: str(period) for period in done.periods}
        for subject, period, *result in run.world.database.rows(f"SELECT subject, period, {picked} FROM {done.table}"):
            where = (subject, texts[period])
            found.results[where] = tuple(result)
            found.sheet_of[where] = sheet.id
    return found


def _grades(run: Run, key: FrameKey) -> list[str]:
    """The grades of the first scheme whose results the frame holds."""
    for scheme in run.rulebook.grades:
        if f"r_grade_{scheme.id}" in run.done[key].quantities:
            return [rung.grade for rung in scheme.ladder]
    return []


def names(run: Run) -> Mapping[str, str]:
    """Names of subjects by id."""
    if "name" not in run.world.columns("subjects"):
        return {}
    rows = run.world.database.rows("SELECT subject, name FROM subjects WHERE name IS NOT NULL")
    return {str(subject): str(name) for subject, name in rows}


def item_moves(old: Run, new: Run) -> Iterator[tuple[str, Any, int, Fraction]]:
    """Items that are worth something else: sheet.item, name, for how many, and the sum of the differences (as stored)."""
    for sheet in new.rulebook.sheets.values():
        for every in ("year", "half", "quarter", "month"):
            key: FrameKey = (sheet.id, every)
            if key in old.done and key in new.done:
                yield from _frame_moves(old, new, key)


def _frame_moves(old: Run, new: Run, key: FrameKey) -> Iterator[tuple[str, Any, int, Fraction]]:
    ours, theirs = old.done[key], new.done[key]
    root = new.rulebook.sheets[key[0]].root
    items = [i for i in root.walk() if i.every == key[1] and i is not root]
    shared = [i for i in items if i.id in ours.frame.definitions and i.id in theirs.frame.definitions]
    columns = [node_column(i.id) for i in shared]
    if not columns:
        return
    listed = ", ".join(quoted(c) for c in columns)
    before = old.world.database.arrow(f"SELECT subject, period, {listed} FROM {ours.table}")
    new.world.database.register("whatif_before", before)
    parts = []
    units = []
    for column in columns:
        left, right = ours.quantities[column].unit, theirs.quantities[column].unit
        unit = Fraction(_common(left, right))
        units.append(unit)
        a = f"CAST(b.{quoted(column)} AS HUGEINT) * {int(Fraction(left, unit))}"
        b = f"CAST(a.{quoted(column)} AS HUGEINT) * {int(Fraction(right, unit))}"
        parts.append(f"COUNT(CASE WHEN {a} IS DISTINCT FROM {b} THEN 1 END), SUM({b} - {a})")
    query = f"SELECT {', '.join(parts)} FROM {theirs.table} AS a JOIN whatif_before AS b USING (subject, period)"
    row = new.world.database.rows(query)[0]
    for n, item in enumerate(shared):
        if row[2 * n]:
            yield f"{key[0]}.{item.id}", item.name, int(row[2 * n]), int(row[2 * n + 1] or 0) * units[n]


def _common(left: Fraction, right: Fraction) -> Fraction:
    """The greatest unit in which both are whole."""
    from math import gcd, lcm  # noqa: PLC0415

    under = lcm(left.denominator, right.denominator)
    return Fraction(gcd(int(left * under), int(right * under)), under)
