"""A paper a case ends in, as an editable document: supervision advice, a sanction, a transfer."""

from __future__ import annotations

import io

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle

from kaogong.listen.models import CasePaper
from kaogong.org.queries import unit_names

MARGINS = {"top": 37, "bottom": 35, "left": 28, "right": 26}
"""GB/T 9704-2012, in millimetres."""
BODY = "仿宋"


@override(settings.LANGUAGE_CODE)
def lines_of(paper: CasePaper) -> tuple[str, str, list[str]]:
    """The title, to whom it goes, and its paragraphs; a document, so its language is not that of whoever reads the pages."""
    involved = paper.involved
    unit = unit_names([involved.unit_id], paper.made_on).get(involved.unit_id or 0, "") if involved.unit_id else ""
    to = paper.to if paper.kind == "transfer" else unit or paper.to
    told = {"name": involved.name, "unit": unit, "case": paper.lead.number, "words": paper.words}
    head = _("经查，%(unit)s%(name)s在案件 %(case)s 中的问题属实。") % told
    then = {
        "advice": _("现提出监察建议：%(words)s") % told,
        "discipline": _("现决定：%(words)s") % told,
        "transfer": _("现将该人涉嫌犯罪的问题移送你单位依法处理。%(words)s") % told,
    }
    return str(paper.get_kind_display()), to, [head, then[paper.kind]]


def write(paper: CasePaper) -> bytes:
    """The document."""
    title, to, paragraphs = lines_of(paper)
    made = Document()
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side, size in MARGINS.items():
        setattr(section, f"{side}_margin", Mm(size))
    style = made.styles["Normal"]
    assert isinstance(style, ParagraphStyle)
    style.font.name, style.font.size = BODY, Pt(16)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), BODY)
    for words, size in ((title, 22), (paper.number, 16)):
        line = made.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = line.add_run(words)
        run.bold, run.font.size = size > 16, Pt(size)
    made.add_paragraph(f"{to}：")
    for words in paragraphs:
        made.add_paragraph(words).paragraph_format.first_line_indent = Pt(32)
    for end in (settings.INSTALLATION, f"{paper.made_on.year}年{paper.made_on.month}月{paper.made_on.day}日"):
        made.add_paragraph(str(end)).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    made.add_paragraph(f"SM3 {paper.sm3}").runs[0].font.size = Pt(8.5)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()
