"""Tables read cell by cell: rows of Python values, sheets of a workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

from kaogong.core.engine.intake.complaints import Complaints, did_you_mean
from kaogong.core.engine.intake.messages import MESSAGES
from kaogong.core.engine.intake.tables import IGNORED, Column, Table
from kaogong.core.engine.intake.values import Fault, Spec, Switch, Value, clean
from kaogong.core.problem import Place

NAMED = ("f_", "a_", "d_")
"""How the keys of columns begin that the rulebook names."""
Cell = Any
Meant = TypeVar("Meant", Column, list[Column])
Typed = int | str | None


@dataclass(frozen=True, slots=True)
class Held:
    """A table in memory: typed columns of equal length, and where each row was."""

    table: Table
    columns: Mapping[str, Sequence[Typed]]
    rows: Sequence[int]
    place: Callable[[int, str], Place]
    """The place of a row (its number in the file) and a column key (empty: the row)."""


def cell_text(value: Cell) -> str:
    """A Python value as the text a person would write, exactly; binary floats by their shortest decimal."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(" ") if value.time().isoformat() != "00:00:00" else value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return _fraction_text(value)
    if isinstance(value, Decimal) and value.is_finite():
        return format(value, "f")
    return str(value)


def _fraction_text(value: Fraction) -> str:
    """A fraction as a decimal when it ends, else as `1/3`."""
    for places in range(19):
        scaled = value * 10**places
        if scaled.denominator == 1:
            return format(Decimal(scaled.numerator).scaleb(-places), "f")
    return str(value)


def match_header(
    table: Table, header: Sequence[str], complaints: Complaints, place: Callable[[int], Place]
) -> dict[int, Column]:
    """Which position holds which column; complains of unknown, repeated and missing columns.

    Args:
        table: what is expected.
        header: the texts of the header row.
        complaints: where complaints go.
        place: the place of a position (from 0; -1: the header row).
    """
    known = header_words(table)
    found: dict[int, Column] = {}
    taken: set[str] = set()
    for position, text in enumerate(header):
        column = find_column(known, text)
        if column is None:
            if several := find_column(shared_words(table), text):
                keys = "、".join(one.key for one in several)
                complaints.add("K518", place(position), text, table=table.id, column=text.strip(), keys=keys)
            elif text.strip() and clean(text).lower() not in IGNORED:
                near = did_you_mean(text, {word: word for word in known})
                complaints.add("K508", place(position), text, table=table.id, column=text.strip(), near=near)
        elif column.key in taken:
            complaints.add("K509", place(position), column.key, column=text.strip())
        else:
            taken.add(column.key)
            found[position] = column
    for column in table.columns.values():
        wanted = column.required or column.needed_for
        if wanted and column.key not in taken and column.default is None:
            complaints.add("K510", place(-1), column.key, column=column.title)
    return found


def header_words(table: Table) -> dict[str, Column]:
    """Every header that means exactly one column; keys, then fixed columns, win over other names."""
    found, ambiguous = _header_words(table)
    return {word: column for word, column in found.items() if word and word not in ambiguous}


def shared_words(table: Table) -> dict[str, list[Column]]:
    """Every header that is the name of several declared columns, and those."""
    _, ambiguous = _header_words(table)
    columns = table.columns.values()
    return {word: [one for one in columns if word in one.words and _declared(one)] for word in ambiguous if word}


def _header_words(table: Table) -> tuple[dict[str, Column], set[str]]:
    """The first column of every header, and the headers that several declared columns share."""
    found = {column.key: column for column in table.columns.values()}
    ambiguous: set[str] = set()
    for column in table.columns.values():
        for word in column.words:
            other = found.setdefault(word, column)
            if other is not column and not word.startswith(NAMED) and _declared(other) and _declared(column):
                ambiguous.add(word)
    return found, ambiguous


def _declared(column: Column) -> bool:
    """Whether the rulebook named this column (facts, attributes, details), so that two of them may share a name."""
    return column.key.startswith(NAMED)


def find_column(known: Mapping[str, Meant], text: str) -> Meant | None:
    """The column a header means: as written, or without a unit in brackets at its end."""
    plain = "".join(text.split()).strip("\ufeff*＊")
    for word in (text.strip(), plain, plain.lower(), clean(plain)):
        if word in known:
            return known[word]
    bracket = max(plain.rfind("（"), plain.rfind("("))
    return known.get(plain[:bracket]) if bracket > 0 else None


def hold(
    table: Table,
    found: Mapping[int, Column],
    records: Iterable[tuple[int, Sequence[Cell]]],
    place: Callable[[int, str], Place],
    complaints: Complaints,
) -> Held:
    """Read records cell by cell into typed columns.

    A row whose every cell is empty is skipped. A fault that is only a warning drops the row (an event outside
    the edition's time); any other fault leaves the cell missing and refuses the table in the end.
    """
    order = sorted(found.items(), key=lambda pair: isinstance(pair[1].spec, Switch))
    reader = _Reader(table, order, place, complaints)
    for number, cells in records:
        reader.take(number, [cell_text(cells[position]) if position < len(cells) else "" for position, _ in order])
    return Held(table, reader.columns, reader.rows, place)


class _Reader:
    """Reads row after row into typed columns, remembering every text already understood."""

    def __init__(
        self,
        table: Table,
        order: Sequence[tuple[int, Column]],
        place: Callable[[int, str], Place],
        complaints: Complaints,
    ) -> None:
        self.table = table
        self.order = [column for _, column in order]
        self.place = place
        self.complaints = complaints
        self.rows: list[int] = []
        absent = [one for one in table.columns.values() if one not in self.order and one.default is not None]
        self.defaults = {one.key: one.default for one in absent}
        self.columns: dict[str, list[Typed]] = {one.key: [] for one in [*self.order, *absent]}
        self.memo: dict[tuple[str, str, str], Value] = {}

    def take(self, number: int, texts: Sequence[str]) -> None:
        """Read one row."""
        if not any(text and not text.isspace() for text in texts):
            return
        row: dict[str, Typed] = dict(self.defaults)
        dropped = False
        for column, text in zip(self.order, texts, strict=True):
            value = self.parse(column, text, row)
            if isinstance(value, Fault):
                self.complaints.add(value.code, self.place(number, column.key), column.key, **fault_words(value))
                dropped |= MESSAGES[value.code].severity == "warning"
                value = None
            elif value is None:
                value = column.default
                if value is None and self.needed(column, row):
                    self.complaints.add("K533", self.place(number, column.key), column.key, column=column.title)
            row[column.key] = value
        if not dropped:
            self.rows.append(number)
            for key, values in self.columns.items():
                values.append(row[key])

    def needed(self, column: Column, row: Mapping[str, Typed]) -> bool:
        """Whether the cell must be filled. One whose selector was not understood need not."""
        if not isinstance(column.spec, Switch):
            return column.required
        selector = row.get(column.spec.by)
        return selector is not None and (column.required or selector in column.needed_for)

    def parse(self, column: Column, text: str, row: Mapping[str, Typed]) -> Value:
        """The value of one cell. A cell whose spec depends on another, unreadable one is not read."""
        selector = str(row.get(column.spec.by) or "") if isinstance(column.spec, Switch) else ""
        key = (column.key, selector, text)
        if key not in self.memo:
            spec: Spec | None
            spec = column.spec.specs.get(selector) if isinstance(column.spec, Switch) else column.spec
            value = spec.parse(text) if spec else None
            if len(self.memo) > 100_000:
                self.memo.clear()
            self.memo[key] = value
        return self.memo[key]


def fault_words(fault: Fault) -> dict[str, Any]:
    """The words of a fault's message."""
    words = dict(fault.words)
    if fault.code == "K536":
        return {"text": words["text"], "fact": words["what"], "authority": words["known"]}
    return words
