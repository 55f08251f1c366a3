"""A list as a workbook or as CSV, for every room."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

import xlsxwriter
from django.http import HttpResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take words for a formula."""


def workbook(sheets: Iterable[tuple[str, Sequence[object], Iterable[Sequence[object]]]]) -> bytes:
    """Sheets of name, heads and rows. Everything is written as text, so that nothing is taken for a formula."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        text = book.add_format({"num_format": "@"})
        for name, heads, rows in sheets:
            sheet = book.add_worksheet(name[:31])
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(heads) - 1, 18, text)
            for column, words in enumerate(heads):
                sheet.write_string(0, column, str(words), bold)
            for number, row in enumerate(rows, 1):
                for column, value in enumerate(row):
                    sheet.write_string(number, column, _words(value))
    return out.getvalue()


def comma_separated(heads: Sequence[object], rows: Iterable[Sequence[object]]) -> bytes:
    """The same as CSV; what a spreadsheet would take for a formula is preceded by an apostrophe."""
    out = io.StringIO()
    made = csv.writer(out)
    made.writerow([_tame(str(one)) for one in heads])
    made.writerows([_tame(_words(one)) for one in row] for row in rows)
    return ("\ufeff" + out.getvalue()).encode()


def _words(value: object) -> str:
    return "" if value is None else str(value)


def _tame(words: str) -> str:
    return "'" + words if words.startswith(RISKY) else words


def sent(name: str, heads: Sequence[object], rows: Iterable[Sequence[object]], form: str = "xlsx") -> HttpResponse:
    """A list as a file to be kept."""
    if form == "csv":
        found = HttpResponse(comma_separated(heads, rows), content_type="text/csv; charset=utf-8")
    else:
        found = HttpResponse(workbook([(name, heads, rows)]), content_type=XLSX)
    found["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return found
