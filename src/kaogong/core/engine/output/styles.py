"""Fonts, colours and number formats of the results workbook. The colours are those of the pages."""

from __future__ import annotations

from typing import Any

from xlsxwriter.format import Format

from kaogong.core.problem import Lang

INK = "#1C1D1F"
INK3 = "#676B72"
RULE = "#CFCBC3"
DESK = "#F8F7F4"
WASH = "#F2F0EB"
YELLOW = "#865D00"
YELLOW_TINT = "#FBF6E8"
FACES: dict[Lang, tuple[str, str]] = {"zh": ("宋体", "黑体"), "en": ("Arial", "Arial")}
"""Faces of cells and of titles."""


class Styles:
    """The formats of one workbook, made once."""

    def __init__(self, book: Any, lang: Lang) -> None:
        self._book = book
        face, strong = FACES[lang]
        base = {"font_name": face, "font_size": 10, "valign": "vcenter", "font_color": INK}
        cell = {**base, "border": 1, "border_color": RULE}
        head = {**cell, "bold": True, "text_wrap": True, "align": "center", "bg_color": DESK}
        self._cell = cell
        self.title = book.add_format({**base, "font_name": strong, "font_size": 16, "bold": True})
        self.head = book.add_format(head)
        self.heading = book.add_format({**head, "bg_color": WASH})
        self.full = book.add_format({**cell, "align": "right", "font_color": INK3})
        self.label = book.add_format({**base, "font_color": INK3})
        self.plain = book.add_format(base)
        self.mono = book.add_format({**base, "font_name": "Consolas"})
        self.word = book.add_format({**cell, "text_wrap": True, "indent": 1})
        self.none = book.add_format({**cell, "align": "right", "font_color": INK3})
        self.missing = book.add_format({**cell, "align": "right", "font_color": YELLOW, "bg_color": YELLOW_TINT})
        self._numbers: dict[int, Format] = {}

    def number(self, places: int) -> Format:
        """A number with so many decimal places."""
        if places not in self._numbers:
            code = "0." + "0" * places if places else "0"
            self._numbers[places] = self._book.add_format({**self._cell, "num_format": code, "align": "right"})
        return self._numbers[places]
