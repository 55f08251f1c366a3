"""Fonts, colours and number formats of the results workbook."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from xlsxwriter.format import Format

INK = "#1F2933"
RULE = "#C9D1D9"
BAND = "#E8EDF2"
STRONG = "#D5DFE9"


class Styles:
    """The formats of one workbook, made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._base = {"font_name": "宋体", "font_size": 10, "valign": "vcenter", "font_color": INK}
        cell = {**self._base, "border": 1, "border_color": RULE}
        self._cell = cell
        head = {**cell, "bold": True, "text_wrap": True, "align": "center", "bg_color": BAND}
        self.title = book.add_format({**self._base, "font_name": "黑体", "font_size": 16, "bold": True})
        self.head = book.add_format(head)
        self.heading = book.add_format({**head, "bg_color": STRONG})
        self.full = book.add_format({**cell, "align": "center", "font_color": "#6B7785", "italic": True})
        self.label = book.add_format({**self._base, "font_color": "#6B7785"})
        self.mono = book.add_format({**self._base, "font_name": "Consolas"})
        self.word = book.add_format({**cell, "text_wrap": True})
        self.missing = book.add_format({**cell, "align": "center", "font_color": "#B42318", "bg_color": "#FDECEA"})
        self._numbers: dict[str, Format] = {}

    def number(self, value: Any, places: int) -> Format:
        """A number with at least so many places, and as many more as it has; counts and places have none."""
        code = "0" if isinstance(value, int) else "0." + "0" * max(places, _places(value))
        if code not in self._numbers:
            self._numbers[code] = self._book.add_format({**self._cell, "num_format": code, "align": "right"})
        return self._numbers[code]


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0
