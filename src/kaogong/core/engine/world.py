"""The world a run is computed in: a rulebook, a database, and the tables of facts registered in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa

from kaogong.core.engine.database import Database
from kaogong.core.engine.facts import Facts
from kaogong.core.scheme.model import EVERY, Every, Rulebook
from kaogong.core.scheme.period import Period

EMPTY: Mapping[str, Sequence[tuple[str, str]]] = {
    "events": [
        *((c, "VARCHAR") for c in ("id", "ledger", "subject", "kind", "severity", "finder", "incident", "state")),
        ("day", "INTEGER"),
        ("quantity", "BIGINT"),
    ],
    "ratings": [
        *((c, "VARCHAR") for c in ("ratings", "question", "subject", "rater", "rater_group")),
        ("month", "INTEGER"),
        ("value", "BIGINT"),
        ("valid", "BOOLEAN"),
    ],
    "links": [*((c, "VARCHAR") for c in ("link", "from_subject", "to_subject")), ("share", "BIGINT")],
    "history": [
        *((c, "VARCHAR") for c in ("subject", "sheet", "grade")),
        *((c, "BIGINT") for c in ("year", "score", "rank")),
    ],
}
"""Tables a rulebook may read although nobody supplied them: no events, no ballots, no links, no past."""
EPOCH = date(1970, 1, 1)
WEEKEND = 5


@dataclass(slots=True)
class World:
    """Rulebook, database and registered tables."""

    rulebook: Rulebook
    database: Database
    facts: Facts
    _columns: dict[str, frozenset[str]] = field(default_factory=dict)

    def open(self) -> None:
        """Register every table of the facts, and empty ones for those that are absent."""
        for name, table in self.facts.tables.items():
            self.database.register(name, table)
            self._columns[name] = _column_names(table)
        for name, columns in EMPTY.items():
            if name not in self.facts.tables:
                picked = ", ".join(f'CAST(NULL AS {kind}) AS "{column}"' for column, kind in columns)
                self.database.create(name, f"SELECT {picked} WHERE FALSE")

    def columns(self, table: str) -> frozenset[str]:
        """The columns of a table; none when it is absent."""
        return self._columns.get(table, frozenset())

    def only_period(self, table: str) -> int | None:
        """The one period of a facts table; None when it has several."""
        low, high = self.database.rows(f"SELECT MIN(period), MAX(period) FROM {table}")[0]
        return int(low) if low is not None and low == high else None

    def open_calendar(self, first: date, last: date) -> None:
        """Register the running number of working days for every day between two dates."""
        start = (first - EPOCH).days
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        own = (
            {int(d): bool(w) for d, w in self.database.rows("SELECT day, working FROM calendar")}
            if self.columns("calendar")
            else {}
        )
        running, numbers = 0, []
        for n, day in enumerate(days):
            running += own.get(start + n, is_working(day))
            numbers.append(running)
        table = pa.table(
            {
                "day": pa.array(range(start, start + len(days)), pa.int32()),
                "running": pa.array(numbers, pa.int64()),
            }
        )
        self.database.register("working_days", table)

    # --- which periods are scored ---------------------------------------------------------------------------------

    def periods(self, every: Every, within: Period | None) -> list[Period]:
        """The scored periods of a length, oldest first.

        Within the period asked for (None: all there is anything for): from the first to the last in which any subject has
        a fact, event or rating; every one when there is nothing. Never outside the edition's effective dates.
        """
        if within is not None and within.every == every:
            return [within]
        held = self._seen(every, within)
        if within is not None:
            inside = within.split(every)
            held = held or [inside[0].number, inside[-1].number]
        if not held:
            return []
        found = [Period(every, number) for number in range(min(held), max(held) + 1)]
        return [p for p in found if self._in_force(p)]

    def _in_force(self, period: Period) -> bool:
        start, end = self.rulebook.effective_from, self.rulebook.effective_to
        return (start is None or period.last >= start) and (end is None or period.first <= end)

    def _seen(self, every: Every, within: Period | None) -> list[int]:
        """Numbers of the first and last period of this length with a fact of it or shorter, an event or a rating, inside the period asked for."""
        ends: list[int] = []
        for shorter in EVERY[: EVERY.index(every) + 1]:
            table = f"facts_{shorter}"
            if self.columns(table):
                query = f"SELECT MIN(period), MAX(period) FROM {table} WHERE {_inside('period', shorter, within)}"
                ends.extend(self._ends(query, shorter, every))
        if self.columns("ratings"):
            query = f"SELECT MIN(month), MAX(month) FROM ratings WHERE {_inside('month', 'month', within)}"
            ends.extend(self._ends(query, "month", every))
        if self.columns("events"):
            inside = "TRUE"
            if within is not None:
                inside = f"day BETWEEN {(within.first - EPOCH).days} AND {(within.last - EPOCH).days}"
            query = f"SELECT MIN(day), MAX(day) FROM events WHERE state = 'confirmed' AND {inside}"
            low, high = self.database.rows(query)[0]
            for day in (low, high):
                if day is not None:
                    moment = EPOCH + timedelta(days=int(day))
                    ends.append(Period("month", moment.year * 12 + moment.month - 1).widen(every).number)
        return sorted({min(ends), max(ends)}) if ends else []

    def _ends(self, query: str, shorter: Every, every: Every) -> list[int]:
        low, high = self.database.rows(query)[0]
        return [Period(shorter, int(n)).widen(every).number for n in (low, high) if n is not None]


def is_working(day: date) -> bool:
    """Whether a day is a working day: by the published holidays where they are known, else Monday to Friday."""
    import chinese_calendar  # noqa: PLC0415 - slow to import, needed only for working days

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < WEEKEND


def _column_names(table: pa.Table | Path) -> frozenset[str]:
    if isinstance(table, Path):
        import pyarrow.parquet as pq  # noqa: PLC0415 - only for files

        return frozenset(pq.read_schema(table).names)
    return frozenset(table.column_names)


def _inside(column: str, every: Every, within: Period | None) -> str:
    """The condition that a column of period numbers lies in the period asked for."""
    if within is None:
        return "TRUE"
    parts = within.split(every)
    return f"{column} BETWEEN {parts[0].number} AND {parts[-1].number}"
