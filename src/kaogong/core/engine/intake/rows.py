"""Plain Python rows as a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kaogong.core.engine.intake.complaints import Complaints
from kaogong.core.engine.intake.held import Held, find_column, header_words, hold, match_header
from kaogong.core.engine.intake.tables import Table
from kaogong.core.problem import Place


def hold_rows(table: Table, rows: Iterable[Mapping[str, Any]], complaints: Complaints) -> Held:
    """Read rows given as dicts. Their place is the table's name and the row's number, from 1."""
    given = list(rows)
    header = list(dict.fromkeys(str(key) for row in given for key in row))
    known = header_words(table)
    columns = {name: column for name in header if (column := find_column(known, name))}
    keys = list(dict.fromkeys(column.key for column in columns.values()))
    keys += [key for key, column in table.columns.items() if column.needed_for and key not in keys]
    unknown = [name for name in header if name not in columns]

    def at_column(position: int) -> Place:
        return Place(table.id, 1, position + 1) if position >= 0 else Place(table.id)

    found = match_header(table, [*keys, *unknown], complaints, at_column) if given else {}

    def place(row: int, column: str) -> Place:
        return Place(table.id, row, keys.index(column) + 1 if column in keys else 0)

    def record(row: Mapping[str, Any]) -> list[Any]:
        cells = {columns[name].key: value for name, value in row.items() if name in columns}
        return [cells.get(key) for key in keys]

    return hold(table, found, ((number, record(row)) for number, row in enumerate(given, 1)), place, complaints)
