"""A responsibility letter as an editable document."""

from __future__ import annotations

import io

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle

from kaogong.plan.models import Letter
from kaogong.plan.reports.letter import heads_of, opening_of, parties_of, rows_of, title_of

MARGINS = {"top": 37, "bottom": 35, "left": 28, "right": 26}
"""GB/T 9704-2012, in millimetres."""
BODY = "仿宋"


def write(letter: Letter) -> bytes:
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
    title = made.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(title_of(letter))
    run.bold, run.font.size = True, Pt(22)
    for words in opening_of(letter):
        made.add_paragraph(words).paragraph_format.first_line_indent = Pt(32)
    heads, rows = heads_of(), rows_of(letter)
    table = made.add_table(rows=1, cols=len(heads))
    table.style = "Table Grid"
    for cell, words in zip(table.rows[0].cells, heads, strict=True):
        cell.text = words
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    for row in table.rows:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                for run in paragraph.runs:
                    run.font.size = Pt(12)
    for words in parties_of(letter):
        made.add_paragraph(words)
    made.add_paragraph(f"SM3 {letter.sm3}").runs[0].font.size = Pt(8.5)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()
