"""An official document as an editable file: A4, the margins of GB/T 9704-2012, the body in 仿宋 of 16 points."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

MARGINS: Final = {"top": 37, "bottom": 35, "left": 28, "right": 26}
"""In millimetres."""
BODY: Final = "仿宋"
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
    for lang in made.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:eastAsia"), "zh-CN")
    return made


def repeated(row: Any) -> None:
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
        self.line(title, side="centre", size=22, bold=True)

    def line(self, words: str, *, side: str = "left", size: float = 16, bold: bool = False) -> None:
        """A line of its own. `side`: left, centre or right; `size`: in points."""
        line = self._made.add_paragraph()
        line.alignment = SIDES[side]
        run = line.add_run(closed_up(words))
        run.bold, run.font.size = bold, Pt(size)

    def text(self, paragraphs: Iterable[str]) -> None:
        """Paragraphs, each begun two characters in."""
        for words in paragraphs:
            self._made.add_paragraph(closed_up(words)).paragraph_format.first_line_indent = Pt(32)

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """A table with lines, in 12 points; its head stands on every page, figures stand to the right."""
        several = [tuple(row) for row in rows]
        table, right = self._made.add_table(rows=0, cols=len(heads)), of_figures(several)
        table.style = "Table Grid"
        for row in (heads, *several):
            for at, (cell, words) in enumerate(zip(table.add_row().cells, row, strict=True)):
                cell.text = closed_up(words)
                cell.paragraphs[0].alignment = SIDES["right"] if at in right else None
                for run in cell.paragraphs[0].runs:
                    run.font.size = Pt(12)
        repeated(table.rows[0])

    def sealed(self, sm3: str) -> bytes:
        """The file, closed with the hash of what it says; none: not sealed yet."""
        if sm3:
            self.line(f"SM3 {sm3}", size=8.5)
        return packed(self._made)
