"""An official document as an editable file: A4, the margins of GB/T 9704-2012, 22 lines a page, the body in 仿宋 of 16 points."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

MARGINS: Final = {"top": 37, "bottom": 35, "left": 28, "right": 26}
"""In millimetres."""
WIDTH: Final = 156
"""Of the type area, in millimetres."""
PITCH: Final = Pt(28.95)
"""22 lines a page."""
BODY, SONG, HEI, TITLE = "仿宋", "宋体", "黑体", "方正小标宋简体"
SIDES: Final = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "centre": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


HAN: Final = r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”]"
APART: Final = re.compile(rf"(?<={HAN}) +(?=[0-9A-Za-z])|(?<=[0-9A-Za-z%]) +(?={HAN})")
"""A space between Chinese and a figure or a Latin word, which a page has and a document has not."""
FIGURE: Final = re.compile(r"[-−+]?(0|[1-9][0-9]{0,2}(,[0-9]{3})+|[1-9][0-9]*)(\.[0-9]+)?\s?%?")
"""A number as people write it; codes that begin with a zero are none."""
PADDED: Final = 4.6
"""Millimetres a cell takes beside its words: its edges, and a little that another face takes more."""
YEAR: Final = re.compile(r"20[0-9]{2}")
MISSING: Final = frozenset({"", "—", "暂缺"})
"""What stands in a column of figures where there is none."""


def closed_up(words: str) -> str:
    """Words as a document sets them: no space where Chinese and figures meet; words in Latin keep theirs."""
    return APART.sub("", words)


def of_figures(rows: Iterable[Sequence[str]]) -> frozenset[int]:
    """The columns that hold figures and nothing else but what is missing; they are set to the right. Years are no figures."""
    columns = [[one for one in column if one not in MISSING] for column in zip(*rows, strict=True)]
    return frozenset(at for at, held in enumerate(columns) if _figures(held))


def _figures(held: Sequence[str]) -> bool:
    fit = bool(held) and all(FIGURE.fullmatch(one) for one in held)
    return fit and not all(YEAR.fullmatch(one) for one in held)


def blank() -> Any:
    """An empty document with its page and its face set."""
    made: Any = Document()
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side, size in MARGINS.items():
        setattr(section, f"{side}_margin", Mm(size))
    style = made.styles["Normal"]
    style.font.name, style.font.size = BODY, Pt(16)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), BODY)
    held = style.paragraph_format
    held.space_after = held.space_before = Pt(0)
    held.line_spacing_rule, held.line_spacing = WD_LINE_SPACING.EXACTLY, PITCH
    for lang in made.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:eastAsia"), "zh-CN")
    return made


def font(run: Any, name: str, size: float) -> None:
    """The face of a run, East Asian too. `size`: in points."""
    run.font.name, run.font.size = name, Pt(size)
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)  # noqa: SLF001 - the library has no East Asian fonts


def numbered(made: Any) -> list[tuple[Any, Any]]:
    """Numbers of pages outside, 7 mm below the type area: right on odd pages, left on even ones.

    Returns:
        The two footers, each with the side opposite to its number.
    """
    section = made.sections[0]
    section.footer_distance = Mm(22)
    made.settings.odd_and_even_pages_header_footer = True
    left, right = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT
    for footer, side in ((section.footer, right), (section.even_page_footer, left)):
        row = footer.paragraphs[0]
        row.alignment = side
        font(row.add_run("— "), SONG, 14)
        _number(row)
        font(row.add_run(" —"), SONG, 14)
    return [(section.footer, left), (section.even_page_footer, right)]


def _number(row: Any) -> None:
    """The number of the page."""
    run = row.add_run()
    for kind, words in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = words
        run._r.append(part)  # noqa: SLF001 - the library has no fields
    font(run, SONG, 14)


def shared_out(heads: Sequence[str], rows: Sequence[Sequence[str]], size: float) -> list[float]:
    """How wide the columns of a table are, in millimetres: by their longest words, together as wide as the type area.

    Columns that need less than an equal share get what they need; the others share the rest. `size`: of the letters, in points.
    """
    needs = [max(map(_length, column)) * size * 25.4 / 72 + PADDED for column in zip(heads, *rows, strict=True)]
    left, several = float(WIDTH), dict(enumerate(needs))
    given: dict[int, float] = {}
    while several:
        share = left / len(several)
        small = {at: need for at, need in several.items() if need <= share}
        if not small or len(small) == len(several):
            whole = sum(several.values())
            return [
                (given | {at: left * need / whole if small else share for at, need in several.items()})[at]
                for at in range(len(needs))
            ]
        given |= small
        left -= sum(small.values())
        several = {at: need for at, need in several.items() if at not in small}
    return [given[at] for at in range(len(needs))]


def _length(words: str) -> float:
    """How long words are, in Chinese letters."""
    return sum(1 if ord(one) > 0x2E7F else 0.6 for one in words)


def tabled(made: Any, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table with lines, in 12 points: columns by their words, figures to the right, its head on every page, no row broken."""
    table, right, wide = made.add_table(rows=0, cols=len(heads)), of_figures(rows), shared_out(heads, rows, 12)
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for column, size in zip(table.columns, wide, strict=True):
        column.width = Mm(size)
    for row in (heads, *rows):
        line = table.add_row()
        line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - the library breaks rows
        for at, (cell, words) in enumerate(zip(line.cells, row, strict=True)):
            cell.width, held = Mm(wide[at]), cell.paragraphs[0]
            held.alignment = SIDES["right"] if at in right else None
            held.paragraph_format.line_spacing = Pt(18)
            font(held.add_run(words), BODY, 12)
    _repeated(table.rows[0])


def _repeated(row: Any) -> None:
    """A row that stands at the head of the table on every page."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 - the library repeats no heads


def packed(made: Any) -> bytes:
    """The file of a document."""
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


class Paper:
    """A document written from top to bottom."""

    def __init__(self, title: str) -> None:
        self._made = blank()
        numbered(self._made)
        self.line(title, side="centre", size=22, face=TITLE)
        head = self._made.paragraphs[0].paragraph_format
        head.line_spacing, head.space_after = Pt(33), PITCH

    def line(self, words: str, *, side: str = "left", size: float = 16, face: str = BODY) -> None:
        """A line of its own. `side`: left, centre or right; `size`: in points."""
        line = self._made.add_paragraph()
        line.alignment = SIDES[side]
        font(line.add_run(closed_up(words)), face, size)

    def head(self, words: str) -> None:
        """The head of a part, on the page of what it heads."""
        self.line(words, face=HEI)
        about = self._made.paragraphs[-1].paragraph_format
        about.space_before, about.keep_with_next = Pt(14), True

    def text(self, paragraphs: Iterable[str]) -> None:
        """Paragraphs, each begun two characters in."""
        for words in paragraphs:
            self._made.add_paragraph(closed_up(words)).paragraph_format.first_line_indent = Pt(32)

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """A table with lines, in 12 points; its head stands on every page, figures stand to the right."""
        tabled(self._made, heads, [tuple(map(closed_up, row)) for row in rows])

    def signed(self, *lines: str) -> None:
        """Who signs and the day, to the right and four letters in, with room for a seal above; together on one page."""
        rows = [self._made.add_paragraph() for _n in range(2)]
        for words in filter(None, lines):
            self.line(words, side="right")
            rows.append(self._made.paragraphs[-1])
            rows[-1].paragraph_format.right_indent = Pt(64)
        for row in rows[:-1]:
            row.paragraph_format.keep_with_next = True

    def sealed(self, sm3: str) -> bytes:
        """The file, closed with the hash of what it says; none: not sealed yet."""
        if sm3:
            self.line(f"SM3 {sm3}", size=8.5, face="Courier New")
        return packed(self._made)
