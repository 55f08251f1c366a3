"""A monthly bulletin as an editable document."""

from __future__ import annotations

import io

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle

from kaogong.approvals.models import Month
from kaogong.approvals.reports.bulletin import bulletin_of

MARGINS = {"top": 37, "bottom": 35, "left": 28, "right": 26}
"""GB/T 9704-2012, in millimetres."""
BODY = "仿宋"


def write(month: Month) -> bytes:
    """The document."""
    found, made = bulletin_of(month), Document()
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side, size in MARGINS.items():
        setattr(section, f"{side}_margin", Mm(size))
    style = made.styles["Normal"]
    assert isinstance(style, ParagraphStyle)
    style.font.name, style.font.size = BODY, Pt(16)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), BODY)
    title = made.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(found.title)
    run.bold, run.font.size = True, Pt(22)
    for words in found.paragraphs:
        made.add_paragraph(words).paragraph_format.first_line_indent = Pt(32)
    table = made.add_table(rows=0, cols=len(found.heads))
    table.style = "Table Grid"
    for row in (found.heads, *found.rows):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
            for one in cell.paragraphs[0].runs:
                one.font.size = Pt(12)
    made.add_paragraph(f"SM3 {found.sm3}").runs[0].font.size = Pt(8.5)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()
