"""A letter or a certificate as an editable document."""

from __future__ import annotations

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from kaogong.audit.reports.paper import BODY, PITCH, TITLE, blank, font, packed
from kaogong.decide.models import Paper
from kaogong.decide.reports.circular_docx import RED, headed, line, titled
from kaogong.decide.reports.letter import Letter, letter_of

CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


def write(paper: Paper) -> bytes:
    """The document."""
    found = letter_of(paper)
    made = blank()
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
    _double(headed(made, found.issuer, 156))
    number = line(made, found.number, side=RIGHT)
    number.paragraph_format.space_before = Pt(14)
    titled(made, found.title)
    line(made, f"{found.to}：")


def _certificate(made: Any, found: Letter) -> None:
    """A large title and the number below it, in a frame."""
    made.sections[0].footer_distance = Mm(24)
    _framed(made)
    title = line(made, found.title, TITLE, 42, CENTRE)
    title.runs[0].font.color.rgb = RED
    title.paragraph_format.line_spacing, title.paragraph_format.space_before = Mm(20), Mm(35)
    number = line(made, found.number, side=CENTRE)
    number.paragraph_format.space_after = PITCH * 2
    line(made, f"{found.to}：")


def _framed(made: Any) -> None:
    """A red frame round the page, thick outside and thin inside."""
    borders = OxmlElement("w:pgBorders")
    borders.set(qn("w:offsetFrom"), "page")
    for side, kind in (("top", "thickThin"), ("left", "thickThin"), ("bottom", "thinThick"), ("right", "thinThick")):
        edge = OxmlElement(f"w:{side}")
        for key, value in (("val", f"{kind}MediumGap"), ("sz", "24"), ("space", "28"), ("color", "E60000")):
            edge.set(qn(f"w:{key}"), value)
        borders.append(edge)
    made.sections[0]._sectPr.find(qn("w:pgMar")).addnext(borders)  # noqa: SLF001 - nor borders of pages


def _double(head: Any) -> None:
    """A red double line, thick above thin, 4 mm below and 7 mm wider than the type area on each side."""
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for key, value in (("val", "thickThinSmallGap"), ("sz", "24"), ("space", "11"), ("color", "E60000")):
        bottom.set(qn(f"w:{key}"), value)
    borders.append(bottom)
    head._p.get_or_add_pPr().append(borders)  # noqa: SLF001 - the library has no borders of paragraphs
    head.paragraph_format.left_indent, head.paragraph_format.right_indent = Mm(-8), Mm(-6)
