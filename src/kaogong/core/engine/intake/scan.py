"""Tables too large for memory: cells are checked and turned into integers by SQL while the file streams past.

Cells in plain form take the short cuts of `lower.py`. The others are gathered (each different text
once), read by the parsers of `values.py`, and joined back. One pass counts what is odd; only what is odd
costs more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

import duckdb
import pyarrow as pa

from kaogong.core.engine.intake.complaints import SHOWN, Complaints
from kaogong.core.engine.intake.held import fault_words
from kaogong.core.engine.intake.lower import Plain, plain, text_form
from kaogong.core.engine.intake.messages import MESSAGES
from kaogong.core.engine.intake.sql import text_of
from kaogong.core.engine.intake.tables import Column, Table
from kaogong.core.engine.intake.values import Fault, OneOf, Spec, Switch, Value, Word
from kaogong.core.problem import Place

ODD_LIMIT = 1_000_000
"""How many different texts in unusual form one column may hold."""
_serial = count()
_ODD = pa.schema(
    [
        ("key", pa.string()),
        ("sel", pa.string()),
        ("text", pa.string()),
        ("num", pa.int64()),
        ("word", pa.string()),
        ("code", pa.string()),
        ("dropped", pa.bool_()),
    ]
)


@dataclass(frozen=True, slots=True)
class Scanned:
    """A table in a file, as SQL. `columns`: key → (name, type). `numbered` has `_file` and `_row`."""

    table: Table
    columns: Mapping[str, tuple[str, str]]
    relation: str
    numbered: str
    place: Callable[[str, int, str], Place]


@dataclass(frozen=True, slots=True)
class Cell:
    """How a column is read: when a cell is odd, its value, the join that brings what odd texts mean."""

    odd: str
    value: str
    join: str


def words_kept(spec: Spec | Switch) -> bool:
    """Whether a column is kept as text (else as an integer)."""
    if isinstance(spec, Switch):
        return all(isinstance(one, Word | OneOf) for one in spec.specs.values())
    return isinstance(spec, Word | OneOf)


class Typed:
    """A scanned table whose cells have been read; complaints about cells have been made.

    Raises:
        duckdb.Error: the file cannot be read.
    """

    def __init__(self, con: duckdb.DuckDBPyConnection, part: Scanned, complaints: Complaints) -> None:
        self.con = con
        self.part = part
        self.complaints = complaints
        self.odd = f"odd_{next(_serial)}"
        self.odd_keys: set[str] = set()
        self.dropping: set[str] = set()
        self._store([], create=True)
        given = [column for key, column in part.table.columns.items() if key in part.columns]
        self.given = given
        by = {column.spec.by for column in given if isinstance(column.spec, Switch)}
        self.selectors = [column for column in given if column.key in by]
        others = [column for column in given if column.key not in by]
        if self._read(self.selectors, with_others=others):
            self._read(others)

    # --- reading cells ---

    def _read(self, columns: list[Column], with_others: list[Column] | None = None) -> bool:
        """Count what is odd and what is empty; look into the columns that have any.

        When nothing among `columns` is odd, the others, which may depend on them, are done in the same pass;
        otherwise they must be counted again (true).
        """
        asked = [*columns, *(with_others or ())]
        counts = [f"count(*) FILTER ({self._cell(one).odd}), count(*) FILTER ({self._empty(one)})" for one in asked]
        if not counts:
            return False
        counted = self.con.execute(f"SELECT {', '.join(counts)} FROM {self._level(False)} AS t").fetchall()[0]
        again = False
        for number, column in enumerate(asked):
            if again and number >= len(columns):
                return True
            if counted[2 * number]:
                self._understand(column, counted[2 * number])
                again |= bool(with_others) and number < len(columns)
            if counted[2 * number + 1]:
                self._complain_empty(column, counted[2 * number + 1])
        return again

    def _level(self, numbered: bool) -> str:
        """The rows that hold anything, with the values of the columns on which others depend."""
        source = self.part.numbered if numbered else self.part.relation
        filled = " OR ".join(f"{name} IS NOT NULL" for name, _ in self.part.columns.values())
        alive = f"SELECT * FROM {source} WHERE {filled}"
        if not self.selectors:
            return f"({alive})"
        cells = [self._cell(column) for column in self.selectors]
        named = [f'{cell.value} AS "s_{column.key}"' for cell, column in zip(cells, self.selectors, strict=True)]
        return f"(SELECT t.*, {', '.join(named)} FROM ({alive}) AS t {' '.join(cell.join for cell in cells)})"

    def _cell(self, column: Column) -> Cell:
        """How one column is read."""
        name, sql_type = self.part.columns[column.key]
        short = self._short(column.spec, name, sql_type)
        odd = f"({name} IS NOT NULL AND ({short.condition}) IS NOT TRUE)" if short.condition != "true" else "false"
        if column.key not in self.odd_keys:
            return Cell(odd, short.value, "")
        alias = f'"o_{column.key}"'
        kept = f"{alias}.{'word' if words_kept(column.spec) else 'num'}"
        join = f"LEFT JOIN {self.odd} AS {alias} ON {self._matches(column, alias)}"
        return Cell(odd, f"CASE WHEN {short.condition} THEN {short.value} ELSE {kept} END", join)

    def _matches(self, column: Column, alias: str) -> str:
        """The condition under which an odd text is this cell's."""
        text = text_form(*self.part.columns[column.key])
        of_column = f"{alias}.key = {text_of(column.key)} AND {alias}.sel = {self._selector(column)}"
        return f"{of_column} AND {alias}.text = {text}"

    def _selector(self, column: Column) -> str:
        """The value on which a column's spec depends, or an empty text."""
        return f"coalesce({self._chosen(column.spec.by)}, '')" if isinstance(column.spec, Switch) else "''"

    def _chosen(self, by: str) -> str:
        """The value of a column on which others depend, with its default; null where it could not be read."""
        default = self.part.table.columns[by].default
        literal = "NULL::VARCHAR" if default is None else text_of(str(default))
        return f'coalesce("s_{by}", {literal})' if by in self.part.columns else literal

    def _short(self, spec: Spec | Switch, name: str, sql_type: str) -> Plain:
        """The short cut of a column; with a switch, the short cut of each different spec."""
        if not isinstance(spec, Switch):
            return plain(spec, name, sql_type)
        groups: dict[Spec, list[str]] = {}
        for selected, one in spec.specs.items():
            groups.setdefault(one, []).append(selected)
        chosen = self._chosen(spec.by)
        conditions, values = [f"WHEN {chosen} IS NULL THEN true"], [f"WHEN {chosen} IS NULL THEN NULL"]
        for one, selected_by in groups.items():
            short = plain(one, name, sql_type)
            among = f"{chosen} IN ({', '.join(text_of(word) for word in selected_by)})"
            when = among if len(groups) > 1 else "true"
            conditions.append(f"WHEN {when} THEN {short.condition}")
            values.append(f"WHEN {when} THEN {short.value}")
        return Plain(f"CASE {' '.join(conditions)} ELSE false END", f"CASE {' '.join(values)} END")

    def _empty(self, column: Column) -> str:
        """The condition under which a required cell is empty."""
        if column.default is not None or not (column.required or column.needed_for):
            return "false"
        empty = f"{self.part.columns[column.key][0]} IS NULL"
        if not isinstance(column.spec, Switch):
            return empty
        among = f"IN ({', '.join(map(text_of, sorted(column.needed_for)))})" if column.needed_for else "<> ''"
        return f"{empty} AND {self._selector(column)} {among}"

    # --- odd texts ---

    def _understand(self, column: Column, odd: int) -> None:
        """Read every different odd text of a column, and complain of those that are faults."""
        text, selector = text_form(*self.part.columns[column.key]), self._selector(column)
        query = f"""
            SELECT DISTINCT {selector}, {text} FROM {self._level(False)} AS t
            WHERE {self._cell(column).odd} LIMIT {ODD_LIMIT + 1}"""
        found = self.con.execute(query).fetchall()
        if len(found) > ODD_LIMIT:
            self.complaints.add("K517", self.part.place("", 0, column.key), column.key, count=odd, limit=ODD_LIMIT)
            return
        read = [(selected, said, self._parse(column, selected, said)) for selected, said in found]
        self._store([_odd_row(column, selected, said, value) for selected, said, value in read])
        self.odd_keys.add(column.key)
        codes = {value.code for _, _, value in read if isinstance(value, Fault)}
        self.dropping |= {column.key} if any(MESSAGES[code].severity == "warning" for code in codes) else set()
        for code in sorted(codes):
            self._complain(column, code)

    def _parse(self, column: Column, selected: str, text: str) -> Value:
        """What an odd text means."""
        spec = column.spec.specs.get(selected) if isinstance(column.spec, Switch) else column.spec
        value = spec.parse(text) if spec else None
        needed = column.required or selected in column.needed_for
        if value is None and spec and needed and column.default is None:
            return Fault("K533", {"column": column.title})
        return value

    def _store(self, rows: list[dict[str, Any]], *, create: bool = False) -> None:
        """Keep what odd texts mean where SQL can see it."""
        self.con.register("odd_rows", pa.Table.from_pylist(rows, schema=_ODD))
        verb = f"CREATE TEMP TABLE {self.odd} AS" if create else f"INSERT INTO {self.odd}"
        self.con.execute(f"{verb} SELECT * FROM odd_rows")
        self.con.unregister("odd_rows")

    def _complain(self, column: Column, code: str) -> None:
        """Name the first cells that have a fault, and count the rest."""
        source = f"AS t JOIN {self.odd} AS o ON {self._matches(column, 'o')} AND o.code = {text_of(code)}"
        total = self.con.execute(f"SELECT count(*) FROM {self._level(False)} {source}").fetchall()[0][0]
        query = f"SELECT _file, _row, o.sel, o.text FROM {self._level(True)} {source} ORDER BY 1, 2 LIMIT {SHOWN}"
        shown = self.con.execute(query).fetchall()
        for file, row, selected, text in shown:
            fault = self._parse(column, selected, text)
            if isinstance(fault, Fault):
                place = self.part.place(file, row, column.key)
                self.complaints.add(code, place, column.key, **fault_words(fault))
        if total > len(shown):
            self.complaints.more(code, self.part.place(shown[0][0], 0, column.key), column.key, total - len(shown))

    def _complain_empty(self, column: Column, total: int) -> None:
        """Name the first rows in which a required cell is empty, and count the rest."""
        where = f"WHERE {self._empty(column)} ORDER BY 1, 2 LIMIT {SHOWN}"
        shown = self.con.execute(f"SELECT _file, _row FROM {self._level(True)} AS t {where}").fetchall()
        for file, row in shown:
            place = self.part.place(file, row, column.key)
            self.complaints.add("K533", place, column.key, column=column.title)
        if total > len(shown):
            self.complaints.more("K533", self.part.place(shown[0][0], 0, column.key), column.key, total - len(shown))

    # --- the typed relation ---

    def select(self, *, numbered: bool = False, number: int = 0) -> str:
        """The typed relation: the table's columns by key; with `_part`, `_file`, `_row` when numbered."""
        cells = {column.key: self._cell(column) for column in self.given if column not in self.selectors}
        named = []
        for column in self.part.table.columns.values():
            if self.part.table.every and column.key not in {*self.part.columns, "subject", "period"}:
                continue
            named.append(f'{self._value(column, cells)} AS "{column.key}"')
        if numbered:
            named += [f"{number} AS _part", "_file", "_row"]
        joins = " ".join(cell.join for cell in cells.values())
        kept = " AND ".join(f'"o_{key}".dropped IS NOT TRUE' for key in sorted(self.dropping)) or "true"
        return f"SELECT {', '.join(named)} FROM {self._level(numbered)} AS t {joins} WHERE {kept}"

    def _value(self, column: Column, cells: Mapping[str, Cell]) -> str:
        """The value of a column, with its default where it is empty."""
        kind = "VARCHAR" if words_kept(column.spec) else "BIGINT"
        default = "NULL" if column.default is None else text_of(str(column.default))
        if column.key not in self.part.columns:
            return f"{default}::{kind}"
        value = cells[column.key].value if column.key in cells else f'"s_{column.key}"'
        return f"({value})::{kind}" if column.default is None else f"coalesce({value}, {default}::{kind})"


def _odd_row(column: Column, selected: str, text: str, value: Value) -> dict[str, Any]:
    """One odd text and what it means, as a row for SQL."""
    code = value.code if isinstance(value, Fault) else None
    return {
        "key": column.key,
        "sel": selected,
        "text": text,
        "num": value if isinstance(value, int) else None,
        "word": value if isinstance(value, str) else None,
        "code": code,
        "dropped": code is not None and MESSAGES[code].severity == "warning",
    }
