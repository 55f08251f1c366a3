"""Sheets of the results workbook that fit on paper: widths, heights, heads that repeat, cells of one form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any
from unicodedata import east_asian_width

from xlsxwriter.worksheet import Worksheet

from kaogong.core.engine.output.styles import Styles
from kaogong.core.problem import Lang, Text

PAGE = 190
"""Widths of columns, together, that stay readable on the long side of A4."""
LINE = 14
"""Height of a line of text."""
LEAST, MOST = 2, 4
"""Decimal places shown of a column of marks, at least and at most; a cell holds up to six."""
LACKING = Text("暂缺", "missing")
NOTHING = "—"


def wide(words: str) -> int:
    """How wide words are, in widths of a digit."""
    return sum(2 if east_asian_width(one) in "WF" else 1 for one in words)


def lines(words: str, width: int) -> int:
    """How many lines words take in a column."""
    return max(1, len(range(0, wide(words), max(1, width - 3))))


def places(values: Iterable[Any]) -> int:
    """How many decimal places a column shows, the same in every row; counts have none."""
    found = [value for value in values if isinstance(value, Decimal)]
    return min(MOST, max(LEAST, *(_places(value) for value in found))) if found else 0


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


class Paper:
    """The workbook, sheet by sheet."""

    def __init__(self, book: Any, lang: Lang, header: str, footer: str) -> None:
        self.book = book
        self.lang: Lang = lang
        self.styles = Styles(book, lang)
        self._header = f"&L{header.replace('&', '&&')}&R&A"
        self._footer = f"&L{footer}&R&P / &N"
        self._used: set[str] = set()

    def sheet(self, title: str, widths: Sequence[int]) -> Worksheet:
        """A new sheet for A4 in landscape; one too wide goes on to further pages, who and when beside it."""
        name = base = re.sub(r"[\[\]:*?/\\']", " ", title).strip()[:28] or "-"
        number = 1
        while name.lower() in self._used:
            number += 1
            name = f"{base}{number}"
        self._used.add(name.lower())
        sheet = self.book.add_worksheet(name)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(len(range(0, sum(widths), PAGE)), 0)
        sheet.set_margins("0.5", "0.5", "0.7", "0.7")
        sheet.set_header(self._header)
        sheet.set_footer(self._footer)
        sheet.hide_gridlines(2)
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width)
        return sheet

    def table(
        self, sheet: Worksheet, top: int, heads: Sequence[str], rows: Iterable[Sequence[Any]], widths: Sequence[int]
    ) -> int:
        """A plain table with its headings; gives the row after it. A row is as high as its words need."""
        for at, head in enumerate(heads):
            sheet.write_string(top, at, head, self.styles.head)
        listed = [list(row) for row in rows]
        shown = [places(column) for column in zip(*listed, strict=True)]
        for number, row in enumerate(listed, top + 1):
            high = max(lines(one, width) for one, width in zip(row, widths, strict=True) if isinstance(one, str))
            sheet.set_row(number, LINE * high + 4)
            for at, value in enumerate(row):
                self.cell(sheet, number, at, value, shown[at])
        return top + 1 + len(listed)

    def cell(self, sheet: Worksheet, row: int, at: int, value: Any, shown: int = 0, *, lacking: bool = False) -> None:
        """One cell: exact decimals as numbers, words as words; nothing is a dash, and what lacks is said to."""
        if value is None:
            words, style = (LACKING.say(self.lang), self.styles.missing) if lacking else (NOTHING, self.styles.none)
            sheet.write_string(row, at, words, style)
        elif isinstance(value, str):
            sheet.write_string(row, at, value, self.styles.word)
        else:
            sheet.write_number(row, at, value, self.styles.number(0 if isinstance(value, int) else shown))
