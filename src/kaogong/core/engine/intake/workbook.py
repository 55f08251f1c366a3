"""Workbooks in, cell by cell, with the address of every cell that cannot be taken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook
from xlsxwriter.utility import xl_col_to_name

from kaogong.core.engine.intake.complaints import Complaints, did_you_mean
from kaogong.core.engine.intake.find import NOT_TABLES, File, table_named
from kaogong.core.engine.intake.header import SEARCHED, Header, locate
from kaogong.core.engine.intake.held import Held, cell_text, hold, match_header
from kaogong.core.engine.intake.sheetxml import (
    BadWorkbookError,
    Book,
    Marks,
    column_position,
    inspect,
)
from kaogong.core.engine.intake.tables import Column, Table
from kaogong.core.engine.intake.values import SERIALS, Day
from kaogong.core.problem import Place

DAYS_1904 = 1462
"""Days between the epochs of the two date systems of Excel."""
_RANGE = re.compile(r"([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?")


def read_workbook(file: File, tables: Mapping[str, Table], complaints: Complaints) -> list[Held]:
    """Every table of a workbook. A sheet is a table by its name or, if the only one, by the file's."""
    try:
        book = inspect(file.paths[0])
        source = CalamineWorkbook.from_path(str(file.paths[0]))
        sheets = [(name, list(_all_rows(source, name))) for name in source.sheet_names if name in book.sheets]
    except BadWorkbookError as error:
        complaints.add(error.code, Place(file.name), **error.words)
        return []
    except (CalamineError, OSError, ValueError) as error:
        complaints.add("K501", Place(file.name), reason=str(error))
        return []
    filled = [(name, rows) for name, rows in sheets if name.strip().lower() not in NOT_TABLES and rows]
    held = []
    for name, rows in filled:
        table = table_named(tables, name) or (file.table if len(filled) == 1 else None)
        if table is None:
            near = did_you_mean(name, {word: word for one in tables.values() for word in one.words})
            complaints.add("K513", Place(file.name, sheet=name), name, near=near, tables="、".join(tables))
            continue
        part = _Sheet(file.name, name, table, book, complaints).read(rows)
        held += [part] if part else []
    return held


def _all_rows(source: CalamineWorkbook, name: str) -> Iterator[list[Any]]:
    """The rows of a sheet from the first, each from column A."""
    sheet = source.get_sheet_by_name(name)
    pad = [""] * (sheet.start[1] if sheet.start else 0)
    for row in sheet.iter_rows():
        yield pad + row


class _Sheet:
    """One sheet being read."""

    def __init__(self, file: str, name: str, table: Table, book: Book, complaints: Complaints) -> None:
        self.file = file
        self.name = name
        self.table = table
        self.marks: Marks = book.sheets[name]
        self.from_1904 = book.from_1904
        self.complaints = complaints
        self.positions: dict[str, int] = {}

    def place(self, row: int, column: str) -> Place:
        """The place of a cell (or of a row: its first cell)."""
        return self.at(row, self.positions.get(column, 0))

    def at(self, row: int, position: int) -> Place:
        """The place of a cell by row (from 1) and position (from 0)."""
        return Place(self.file, row, position + 1, self.name, f"{xl_col_to_name(position)}{row}")

    def read(self, rows: Sequence[Sequence[Any]]) -> Held | None:
        """The table, or None when there is no header."""
        top = [[cell_text(cell) for cell in row] for row in rows[: SEARCHED + 2]]
        header = locate(self.table, top)
        if header is None:
            wanted = "、".join(one.title.zh for one in self.table.columns.values() if one.required)
            self.complaints.add("K506", Place(self.file, sheet=self.name), rows=SEARCHED, columns=wanted)
            return None
        if header.title:
            self.complaints.add("K507", self.at(header.row + 1, 0), row=header.row + 1)
        line = header.row + 1
        found = match_header(
            self.table, header.texts, self.complaints, lambda position: self.at(line, max(position, 0))
        )
        self.positions = {column.key: position for position, column in found.items()}
        self._check_marks(header, found)
        return hold(self.table, found, self._records(rows, header, found), self.place, self.complaints)

    def _check_marks(self, header: Header, found: Mapping[int, Column]) -> None:
        """Merged cells, failing formulas and formulas without results, where they touch the table."""
        first = header.row + 1
        for merged in self.marks.merged:
            corners = _RANGE.fullmatch(merged)
            if corners and int(corners[4] or corners[2]) >= first:
                where = Place(self.file, int(corners[2]), 1, self.name, merged.partition(":")[0])
                self.complaints.add("K514", where, range=merged)
        for address, error in self.marks.errors.items():
            if (spot := self._within(address, first, found)) is not None:
                self.complaints.add("K515", spot, error=error)
        for address in sorted(self.marks.uncalculated):
            if (spot := self._within(address, first, found)) is not None:
                self.complaints.add("K516", spot)

    def _within(self, address: str, first: int, found: Mapping[int, Column]) -> Place | None:
        """The place of an address, if it belongs to a column that is read."""
        corner = _RANGE.fullmatch(address)
        if corner is None:
            return None
        row, position = int(corner[2]), column_position(corner[1])
        return self.at(row, position) if row >= first and position in found else None

    def _records(
        self, rows: Sequence[Sequence[Any]], header: Header, found: Mapping[int, Column]
    ) -> Iterator[tuple[int, Sequence[Any]]]:
        """Row number and cells of every row under the header; what is marked as broken reads as empty."""
        days = {position for position, column in found.items() if isinstance(column.spec, Day)}
        broken = {*self.marks.errors, *self.marks.uncalculated}
        for number, row in enumerate(rows[header.row + header.height :], header.row + header.height + 1):
            cells = list(row)
            for position in found:
                if position >= len(cells):
                    continue
                address = f"{xl_col_to_name(position)}{number}" if broken or self.marks.percents else ""
                if address in broken:
                    cells[position] = ""
                elif address in self.marks.percents and isinstance(cells[position], float):
                    cells[position] = cell_text(Fraction(repr(cells[position])) * 100) + "%"
                elif self.from_1904 and position in days:
                    cells[position] = _shifted(cells[position])
            yield number, cells


def _shifted(cell: Any) -> Any:
    """A bare day serial of the 1904 system as one of the 1900 system."""
    if isinstance(cell, float) and cell.is_integer() and SERIALS[0] <= cell + DAYS_1904 <= SERIALS[1]:
        return int(cell) + DAYS_1904
    return cell
