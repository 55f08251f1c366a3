"""A letter or a certificate as an editable document."""

from __future__ import annotations

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from kaogong.audit.reports.paper import BODY, blank, packed
from kaogong.decide.models import Paper
from kaogong.decide.reports.circular_docx import PITCH, RED, TITLE, font, line, pitched
from kaogong.decide.reports.letter import Letter, letter_of

CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


def write(paper: Paper) -> bytes:
    """The document."""
    found = letter_of(paper)
    made = blank()
    pitched(made)
    if found.kind == "certificate":
        _certificate(made, found)
    else:
        _letter(made, found)
    for words in found.paragraphs:
        line(made, words).paragraph_format.first_line_indent = Pt(32)
    for _n in range(2):
        made.add_paragraph()
    for words in (found.issuer, found.day):
        line(made, words, side=RIGHT).paragraph_format.right_indent = Pt(64)
    foot = made.sections[0].footer.paragraphs[0]
    font(foot.add_run(f"核验码 {found.code}　SM3 {found.sm3}"), BODY, 7.5)
    return packed(made)


def _letter(made: Any, found: Letter) -> None:
    """The name of the issuer 30 mm from the edge, a red double line below it, the number to the right, the title."""
    made.sections[0].top_margin = Mm(30)
    head = line(made, found.issuer, TITLE, 40, CENTRE)
    head.runs[0].font.color.rgb = RED
    head.paragraph_format.line_spacing = Pt(46)
    _double(head)
    number = line(made, found.number, side=RIGHT)
    number.paragraph_format.space_before = Pt(14)
    _titled(made, found)


def _certificate(made: Any, found: Letter) -> None:
    """A large title and the number below it."""
    title = line(made, found.title, TITLE, 42, CENTRE)
    title.runs[0].font.color.rgb = RED
    title.paragraph_format.line_spacing, title.paragraph_format.space_before = Mm(20), Mm(35)
    number = line(made, found.number, side=CENTRE)
    number.paragraph_format.space_after = PITCH * 2
    line(made, f"{found.to}：")


def _titled(made: Any, found: Letter) -> None:
    title = line(made, found.title, TITLE, 22, CENTRE)
    title.paragraph_format.space_before, title.paragraph_format.space_after = PITCH * 2, PITCH
    title.paragraph_format.line_spacing = Pt(33)
    line(made, f"{found.to}：")


def _double(head: Any) -> None:
    """A red double line, thick above thin, 4 mm below and 7 mm wider than the type area on each side."""
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for key, value in (("val", "thickThinSmallGap"), ("sz", "24"), ("space", "11"), ("color", "E60000")):
        bottom.set(qn(f"w:{key}"), value)
    borders.append(bottom)
    head._p.get_or_add_pPr().append(borders)  # noqa: SLF001 - the library has no borders of paragraphs
    head.paragraph_format.left_indent, head.paragraph_format.right_indent = Mm(-8), Mm(-6)
