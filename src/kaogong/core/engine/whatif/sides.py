"""The results of a run side by side with those of another: totals, places, grades, and stored item values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from kaogong.core.engine.aggregates import quoted
from kaogong.core.engine.compose import TOTAL
from kaogong.core.engine.plan import FrameKey, node_column
from kaogong.core.engine.run import Run
from kaogong.core.engine.whatif.parts import Side

Where = tuple[str, str]
"""Subject and period."""


def sides(run: Run) -> dict[Where, Side]:
    """Everybody's result in every period."""
    found: dict[Where, Side] = {}
    for sheet in run.rulebook.sheets.values():
        key: FrameKey = (sheet.id, sheet.every)
        done = run.done.get(key)
        if done is None:
            continue
        grades = _grades(run, key)
        total = node_column(TOTAL)
        unit = done.quantities[total].unit
        more = [quoted(c) if c in done.quantities else "NULL" for c in ("r_rank", "r_grade")]
        texts = {period.number: str(period) for period in done.periods}
        query = f"SELECT subject, period, {quoted(total)}, {more[0]}, {more[1]} FROM {done.table}"
        values: dict[int, Fraction] = {}
        for subject, period, marks, rank, grade in run.world.database.rows(query):
            if marks is not None and marks not in values:
                values[marks] = int(marks) * unit
            found[str(subject), texts[int(period)]] = Side(
                sheet.id,
                None if marks is None else values[marks],
                None if rank is None else int(rank),
                None if grade is None else grades[int(grade) - 1],
            )
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
