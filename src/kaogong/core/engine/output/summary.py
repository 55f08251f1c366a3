"""What came out, in a few lines: how many were scored, best, mean and worst, how many have each grade."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kaogong.core.engine.aggregates import quoted
from kaogong.core.engine.compose import TOTAL
from kaogong.core.engine.exact import rounded
from kaogong.core.engine.output.published import decimal
from kaogong.core.engine.plan import node_column
from kaogong.core.engine.relation import DoneFrame
from kaogong.core.engine.run import Run
from kaogong.core.problem import Text


@dataclass(frozen=True, slots=True)
class Line:
    """One sheet in one period. `best`, `mean`, `worst`: published totals (mean half up as published)."""

    sheet: str
    title: Text
    period: str
    subjects: int
    scored: int
    best: Decimal | None = None
    mean: Decimal | None = None
    worst: Decimal | None = None
    grades: dict[str, int] = field(default_factory=dict)
    consequences: dict[str, int] = field(default_factory=dict)

    @property
    def missing(self) -> int:
        """Subjects without a total."""
        return self.subjects - self.scored


def summary_of(run: Run) -> list[Line]:
    """The lines of every sheet that has a total, sheets as in the rulebook, periods in order."""
    found: list[Line] = []
    for sheet in run.rulebook.sheets.values():
        done = run.done.get((sheet.id, sheet.every))
        if done is not None and node_column(TOTAL) in done.quantities:
            found.extend(_lines(run, done, sheet.root.name))
    return found


def _lines(run: Run, done: DoneFrame, title: Text) -> list[Line]:
    total = quoted(node_column(TOTAL))
    unit = done.quantities[node_column(TOTAL)].unit
    query = f"SELECT period, COUNT(*), COUNT({total}), MAX({total}), SUM({total}), MIN({total}) FROM {done.table}"
    texts = {one.number: str(one) for one in done.periods}
    places, mode = run.rulebook.publish.places, run.rulebook.publish.mode
    grades, struck = _grades(run, done), _consequences(run, done)
    lines = []
    for period, count, scored, *stored in run.world.database.rows(f"{query} GROUP BY period ORDER BY period"):
        number = int(period)
        best = mean = worst = None
        if scored:
            best, whole, worst = (int(value) * unit for value in stored)
            mean = decimal(rounded(whole * Fraction(1, int(scored)), places, mode))
        lines.append(
            Line(
                done.frame.sheet,
                title,
                texts[number],
                int(count),
                int(scored),
                None if best is None else decimal(best),
                mean,
                None if worst is None else decimal(worst),
                grades.get(number, {}),
                struck.get(number, {}),
            )
        )
    return lines


def _grades(run: Run, done: DoneFrame) -> dict[int, dict[str, int]]:
    """How many have each grade of the sheet's first scheme, by period, best grade first."""
    scheme = next((g for g in run.rulebook.grades if f"r_grade_{g.id}" in done.quantities), None)
    if scheme is None:
        return {}
    name = quoted(f"r_grade_{scheme.id}")
    known = f"SELECT period, {name}, COUNT(*) FROM {done.table} WHERE {name} IS NOT NULL"
    query = f"{known} GROUP BY 1, 2 ORDER BY 1, 2"
    found: dict[int, dict[str, int]] = {}
    for period, code, count in run.world.database.rows(query):
        found.setdefault(int(period), {})[scheme.ladder[int(code) - 1].grade] = int(count)
    return found


def _consequences(run: Run, done: DoneFrame) -> dict[int, dict[str, int]]:
    """How many met the condition of each consequence, by period."""
    names = [one.id for one in run.rulebook.consequences if node_column(f"#cons_{one.id}") in done.quantities]
    if not names:
        return {}
    counts = ", ".join(f"COUNT(*) FILTER (WHERE {quoted(node_column('#cons_' + n))} = 1)" for n in names)
    found: dict[int, dict[str, int]] = {}
    rows: list[tuple[Any, ...]] = run.world.database.rows(f"SELECT period, {counts} FROM {done.table} GROUP BY 1")
    for period, *numbers in rows:
        found[int(period)] = {name: int(n) for name, n in zip(names, numbers, strict=True) if n}
    return found
