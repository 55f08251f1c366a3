"""From checked rows to frozen tables: defaults filled in, long facts made wide, provenance set apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pyarrow as pa

from kaogong.core.engine.check import kind_of
from kaogong.core.engine.intake.complaints import Complaints
from kaogong.core.engine.intake.held import Held, Typed
from kaogong.core.engine.intake.layout import (
    FIXED,
    PROVENANCE,
    arrow_table,
    events_layout,
    facts_layout,
    subjects_layout,
)
from kaogong.core.engine.intake.pool import HeldPool, Spot
from kaogong.core.engine.intake.specs import authority, discretions
from kaogong.core.engine.intake.tables import PROVENANCE as WITNESS
from kaogong.core.engine.intake.tables import Table
from kaogong.core.problem import Place, Text
from kaogong.core.scheme.model import EVERY, Every, Rulebook
from kaogong.core.scheme.period import Period

Row = Mapping[str, Typed]


def finish_subjects(rulebook: Rulebook, pool: HeldPool) -> pa.Table:
    """The frozen subjects."""
    layout = subjects_layout(pool.table)
    columns: dict[str, list[object]] = {name: [row.get(name) for row in pool.rows] for name in layout}
    pairs = list(zip(columns["kind"], columns["class"], strict=True))
    columns["kind"] = [kind_of(rulebook, _word(kind), _word(of_class)) for kind, of_class in pairs]
    columns["name"] = [row.get("name") or row.get("subject") for row in pool.rows]
    return arrow_table(layout, columns)


def _word(value: object) -> str | None:
    """A cell that holds a word, or nothing."""
    return value if isinstance(value, str) else None


def finish_events(rulebook: Rulebook, pool: HeldPool) -> pa.Table:
    """The frozen events: one row an event (`times` repeats a row), ids for those that have none."""
    rows: list[dict[str, Typed]] = []
    for row in pool.rows:
        times = row.get("times")
        rows += [_event(rulebook, row)] * (times if isinstance(times, int) else 1)
    counted: dict[tuple[Typed, ...], int] = {}
    whole = events_layout(pool.table)
    rows.sort(key=lambda row: [str(row.get(name) or "") for name in whole])
    taken: set[Typed] = set()
    for position, row in enumerate(rows):
        if row.get("id") is None or row["id"] in taken:
            key = (row.get("id"), row["ledger"], row["subject"], row["day"])
            counted[key] = counted.get(key, 0) + 1
            rows[position] = {**row, "id": event_id(row, counted[key])}
        taken.add(row.get("id"))
    return arrow_table(whole, {name: [row.get(name) for row in rows] for name in whole})


def event_id(row: Row, number: int) -> str:
    """The id of an event that came without one or is repeated: ledger, subject, day and number."""
    head = row.get("id") or f"{row['ledger']}/{row['subject']}/{row['day']}"
    return f"{head}#{number}"


def _event(rulebook: Rulebook, row: Row) -> dict[str, Typed]:
    """An event with the only kind of its ledger, where there is one, and its source."""
    ledger = rulebook.events.get(str(row.get("ledger")))
    only = next(iter(ledger.kinds)) if ledger and len(ledger.kinds) == 1 else None
    return {**row, "kind": row.get("kind") or only, "source": row.get("source") or row.get("supplier")}


def finish_ratings(pool: HeldPool) -> pa.Table:
    """The frozen ballots. A ballot without a value is not valid."""
    layout = FIXED["ratings"]
    columns: dict[str, list[object]] = {name: [row.get(name) for row in pool.rows] for name in layout}
    columns["valid"] = [row.get("valid") == 1 and row.get("value") is not None for row in pool.rows]
    return arrow_table(layout, columns)


def finish_plain(name: str, pool: HeldPool) -> pa.Table:
    """The frozen links, history or calendar."""
    layout = FIXED[name]
    columns: dict[str, list[object]] = {key: [row.get(key) for row in pool.rows] for key in layout}
    for key, kind in layout.items():
        if kind == "BOOLEAN":
            columns[key] = [None if value is None else bool(value) for value in columns[key]]
    if name == "history":
        columns["sheet"] = [value or None for value in columns["sheet"]]
    return arrow_table(layout, columns)


class Merge:
    """Facts from long and wide tables, one value for each subject, period and fact."""

    def __init__(self, rulebook: Rulebook, tables: Mapping[str, Table], complaints: Complaints, reasons: bool) -> None:
        self.rulebook = rulebook
        self.tables = tables
        self.complaints = complaints
        self.manual = discretions(rulebook)
        self.reasons = reasons
        self.cells: dict[tuple[Typed, Typed, str], tuple[Typed, Spot]] = {}
        self.witness: list[dict[str, Typed]] = []

    def take(self, pool: HeldPool) -> None:
        """Add the values of a long or wide table."""
        every = pool.table.every
        for row, spot in zip(pool.rows, pool.spots, strict=True):
            if row.get("subject") is None or row.get("period") is None:
                continue
            for column, fact, value in _values(pool.table, row):
                if value is not None:
                    self._check(row, spot, column, fact, wide=every is not None)
                    self._put(row, spot, column, fact, value)

    def _put(self, row: Row, spot: Spot, column: str, fact: str, value: Typed) -> None:
        """One value, unless there is one already."""
        key = (row["subject"], row["period"], fact)
        declared = self.rulebook.facts[fact]
        other = self.cells.setdefault(key, (value, spot))
        if other[1] is not spot:
            spoken = {"subject": row["subject"], "fact": declared.name, "other": other[1](column)}
            period = Period(declared.every, _number(row["period"]))
            if other[0] == value:
                self.complaints.add("K546", spot(column), column, period=period, **spoken)
            else:
                values = "、".join(str(one) for one in (other[0], value))
                self.complaints.add("K545", spot(column), column, period=period, values=values, **spoken)
            return
        reason = row.get("reason") or row.get(f"r_{fact}")
        told = {name: row.get(name) for name in WITNESS} | {"reason": reason}
        if any(one is not None for one in told.values()):
            where = {"subject": key[0], "period": key[1], "every": declared.every, "fact": fact}
            self.witness.append({**where, **told, "source": source_text(spot(""))})

    def _check(self, row: Row, spot: Spot, column: str, fact: str, *, wide: bool) -> None:
        """Who supplied a value of a wide row, and whether discretion has its reason."""
        declared = self.rulebook.facts[fact]
        supplier = row.get("supplier")
        may = authority(self.rulebook, fact, self.manual) if wide and supplier is not None else ()
        if may and supplier not in may:
            words = {"text": supplier, "fact": Text(declared.name.zh, fact), "authority": "、".join(may)}
            self.complaints.add("K536", spot("supplier"), column, **words)
        wanted = self.reasons and fact in self.manual and self.manual[fact].reasoned
        if wanted and not (row.get("reason") or row.get(f"r_{fact}")):
            self.complaints.add("K537", spot(column), column, fact=Text(declared.name.zh, fact))

    def finish(self) -> dict[str, pa.Table]:
        """The frozen fact tables, and the provenance."""
        found: dict[str, pa.Table] = {}
        for every in EVERY:
            rows: dict[tuple[Typed, Typed], dict[str, Typed]] = {}
            for (subject, period, fact), (value, spot) in self.cells.items():
                if self.rulebook.facts[fact].every == every:
                    rows.setdefault((subject, period), {})[f"f_{fact}"] = value
                    if len(rows[subject, period]) == 1:
                        check_period(self.rulebook, every, _number(period), spot, self.complaints)
            if rows:
                layout = facts_layout(self.tables[f"facts_{every}"].facts)
                columns: dict[str, list[object]] = {key: [row.get(key) for row in rows.values()] for key in layout}
                columns["subject"] = [subject for subject, _ in rows]
                columns["period"] = [period for _, period in rows]
                found[f"facts_{every}"] = arrow_table(layout, columns)
        if self.witness:
            columns = {name: [row.get(name) for row in self.witness] for name in PROVENANCE}
            found["provenance"] = arrow_table(PROVENANCE, columns)
        return found


def _values(table: Table, row: Row) -> Iterator[tuple[str, str, Typed]]:
    """Column, fact and value of every fact a row gives."""
    if table.every is None:
        if row.get("fact") is not None:
            yield "value", str(row["fact"]), row.get("value")
        return
    for key in table.facts:
        if key in row:
            yield key, key.removeprefix("f_"), row[key]


def source_text(place: Place) -> str:
    """Where a row is, for the provenance: `file:row` or `file[sheet]:row`."""
    return f"{place.file}[{place.sheet}]:{place.line}" if place.sheet else f"{place.file}:{place.line}"


def _number(value: Typed) -> int:
    """A period that is known to be a number."""
    return value if isinstance(value, int) else 0


def check_period(rulebook: Rulebook, every: Every, number: int, spot: Spot, complaints: Complaints) -> None:
    """Warn of a period after the edition's end. Earlier periods serve comparisons with the past."""
    if rulebook.effective_to is not None and Period(every, number).first > rulebook.effective_to:
        start = rulebook.effective_from or "—"
        words = {"period": Period(every, number), "from": start, "to": rulebook.effective_to}
        complaints.add("K549", spot("period"), "period", **words)


def held_pools(tables: Mapping[str, Table], parts: Sequence[Held]) -> dict[str, HeldPool]:
    """The parts in memory, gathered by table; there is always a table of subjects."""
    found = {name: HeldPool(table, [one for one in parts if one.table.id == name]) for name, table in tables.items()}
    return {name: pool for name, pool in found.items() if pool.rows or name == "subjects"}
