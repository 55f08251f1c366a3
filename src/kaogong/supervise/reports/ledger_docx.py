"""A summary of a ledger as an editable document. It says what was frozen, not what holds today."""

from __future__ import annotations

import io
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle

from kaogong.core.scheme.period import Period
from kaogong.supervise.models import LedgerReview

MARGINS = {"top": 37, "bottom": 35, "left": 28, "right": 26}
"""GB/T 9704-2012, in millimetres."""
BODY = "仿宋"


def title_of(review: LedgerReview) -> str:
    """What a summary is called."""
    when = Period.parse(review.period).first
    told = {"name": review.ledger.name, "y": when.year, "m": when.month, "q": review.period[-1]}
    half = _("%(name)s%(y)s年上半年回顾") if when.month == 1 else _("%(name)s%(y)s年下半年回顾")
    words = {
        "month": _("%(name)s%(y)s年%(m)s月小结"),
        "quarter": _("%(name)s%(y)s年第%(q)s季度大结"),
        "half": half,
        "year": _("%(name)s%(y)s年度回顾"),
    }[review.kind]
    return words % told


@override(settings.LANGUAGE_CODE)
def write(review: LedgerReview) -> bytes:
    """The document."""
    made: Any = Document()
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
    run = title.add_run(title_of(review))
    run.bold, run.font.size = True, Pt(22)
    for words in _paragraphs(review):
        made.add_paragraph(words).paragraph_format.first_line_indent = Pt(32)
    _table(made, review)
    made.add_paragraph(f"SM3 {review.sm3}").runs[0].font.size = Pt(8.5)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _paragraphs(review: LedgerReview) -> list[str]:
    content = review.content
    states = content["states"]
    told = {
        "n": content["entries"], "late": content["late"], "confirmed": states.get("confirmed", 0),
        "contested": states.get("contested", 0), "withdrawn": states.get("withdrawn", 0),
        "section": review.ledger.section,
    }  # fmt: skip
    words = _(
        "%(section)s共记录 %(n)s 条，其中补录 %(late)s 条；已确认 %(confirmed)s 条，有异议 %(contested)s 条，撤销 %(withdrawn)s 条。"
    )
    parts = [_("据以形成的小结：%(parts)s。") % {"parts": _("、").join(content["parts"])}] if content["parts"] else []
    return [words % told, *parts, *([review.remarks] if review.remarks else [])]


def _table(made: Any, review: LedgerReview) -> None:
    heads = [_("方面"), _("记录项"), _("条数"), _("扣分")]
    rows = [[_(one["aspect"]), _(one["item"]), str(one["count"]), one["marks"]] for one in review.content["lines"]]
    table = made.add_table(rows=0, cols=len(heads))
    table.style = "Table Grid"
    for row in (heads, *rows):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
            for one in cell.paragraphs[0].runs:
                one.font.size = Pt(12)
