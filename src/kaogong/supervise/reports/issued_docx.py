"""A document or a circular as an editable file."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle

from kaogong.supervise.reports.issued import Issued

MARGINS = {"top": 37, "bottom": 35, "left": 28, "right": 26}
"""GB/T 9704-2012, in millimetres."""
BODY = "仿宋"


def write(told: Issued) -> bytes:
    """The document."""
    made = Document()
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side, size in MARGINS.items():
        setattr(section, f"{side}_margin", Mm(size))
    style = made.styles["Normal"]
    assert isinstance(style, ParagraphStyle)
    style.font.name, style.font.size = BODY, Pt(16)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), BODY)
    _line(made, told.title, WD_ALIGN_PARAGRAPH.CENTER, size=22, bold=True)
    _line(made, told.number, WD_ALIGN_PARAGRAPH.CENTER)
    if told.to:
        made.add_paragraph(f"{told.to}：")
    for words in told.paragraphs:
        made.add_paragraph(words).paragraph_format.first_line_indent = Pt(32)
    if told.rows:
        _table(made, told)
    _line(made, told.day, WD_ALIGN_PARAGRAPH.RIGHT)
    if told.sm3:
        _line(made, f"SM3 {told.sm3}", WD_ALIGN_PARAGRAPH.LEFT, size=8)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _line(made: Any, words: str, align: Any, size: int = 16, *, bold: bool = False) -> None:
    line = made.add_paragraph()
    line.alignment = align
    run = line.add_run(words)
    run.bold, run.font.size = bold, Pt(size)


def _table(made: Any, told: Issued) -> None:
    table = made.add_table(rows=0, cols=len(told.heads))
    table.style = "Table Grid"
    for row in (told.heads, *told.rows):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
            for one in cell.paragraphs[0].runs:
                one.font.size = Pt(12)
