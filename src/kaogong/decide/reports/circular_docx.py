"""A circular as an editable document, laid out by GB/T 9704-2012."""

from __future__ import annotations

from typing import Any

from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from kaogong.audit.reports.paper import (
    BODY,
    HEI,
    PITCH,
    TITLE,
    WIDTH,
    blank,
    closed_up,
    font,
    numbered,
    packed,
    tabled,
)
from kaogong.decide.models import Publication
from kaogong.decide.reports.circular import Circular, circular_of, parted

BELOW = 25.7
"""Millimetres from the lower edge of the page to the head of the code below an imprint."""
KAI = "楷体"
HEAD = 40
"""Points of the name of the issuer."""
RED = RGBColor(0xE6, 0, 0)


def write(publication: Publication) -> bytes:
    """The document."""
    found = circular_of(publication)
    made = blank()
    _page(made, found)
    headed(made, f"{found.issuer}文件", 150).paragraph_format.space_before = Mm(35)
    number = line(made, found.number, BODY, 16, WD_ALIGN_PARAGRAPH.CENTER)
    number.paragraph_format.space_before = PITCH * 2
    _ruled(number)
    titled(made, found.title)
    for block in found.blocks:
        _block(made, block.kind, block.lead, block.words)
    _close(made, found)
    _annex(made, found)
    _imprint(made, found)
    return packed(made)


def _page(made: Any, found: Circular) -> None:
    for footer, side in numbered(made):
        _code(footer.add_paragraph(), found.code, side)


def _code(row: Paragraph, code: str, side: WD_ALIGN_PARAGRAPH) -> None:
    """The verification code."""
    row.alignment, row.paragraph_format.line_spacing = side, Pt(10.5)
    font(row.add_run(f"核验码 {code}"), BODY, 8.5)


def line(made: Any, words: str, face: str = BODY, size: float = 16, side: Any = None) -> Paragraph:
    """A line of its own."""
    found: Paragraph = made.add_paragraph()
    font(found.add_run(words), face, size)
    found.alignment = side
    return found


def headed(made: Any, words: str, wide: int) -> Paragraph:
    """The name of the issuer, in red, on one line: as narrow as `wide` millimetres ask."""
    row = line(made, words, TITLE, HEAD, WD_ALIGN_PARAGRAPH.CENTER)
    row.paragraph_format.line_spacing = Pt(46)
    row.runs[0].font.color.rgb = RED
    narrow = OxmlElement("w:w")
    narrow.set(qn("w:val"), str(min(100, wide * 72000 // (254 * HEAD * len(words)))))
    about = row.runs[0]._r.get_or_add_rPr()  # noqa: SLF001 - the library sets no width of letters
    about.find(qn("w:color")).addnext(narrow)
    return row


def titled(made: Any, words: str) -> Paragraph:
    """The title, two lines below what stands above; where it takes two lines, its last words stand together on the second."""
    first, last = parted(words)
    row = line(made, first, TITLE, 22, WD_ALIGN_PARAGRAPH.CENTER)
    if len(words) * 22 * 254 > WIDTH * 720 and first and last:
        row.runs[0].add_break()
    font(row.add_run(last), TITLE, 22)
    row.paragraph_format.space_before, row.paragraph_format.space_after = PITCH * 2, PITCH
    row.paragraph_format.line_spacing = Pt(33)
    return row


def _ruled(row: Paragraph) -> None:
    """The red line under the number."""
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for key, value in (("val", "single"), ("sz", "12"), ("space", "8"), ("color", "E60000")):
        bottom.set(qn(f"w:{key}"), value)
    borders.append(bottom)
    row._p.get_or_add_pPr().append(borders)  # noqa: SLF001 - nor borders of paragraphs


def _block(made: Any, kind: str, lead: str, words: str) -> None:
    face = {"one": HEI, "two": KAI}.get(kind, BODY)
    row = line(made, lead or closed_up(words), face)
    if lead and words:
        font(row.add_run(closed_up(words)), BODY, 16)
    row.paragraph_format.keep_with_next = kind == "one"
    if kind != "to":
        row.paragraph_format.first_line_indent = Pt(32)


def _close(made: Any, found: Circular) -> None:
    made.add_paragraph()
    line(made, f"附件：{found.annex}").paragraph_format.first_line_indent = Pt(32)
    for _n in range(2):
        made.add_paragraph()
    for words in (found.signed, found.day):
        row = line(made, words, side=WD_ALIGN_PARAGRAPH.RIGHT)
        row.paragraph_format.right_indent = Pt(64)
    for row in made.paragraphs[-7:]:  # the end of the text goes over the page with its signature
        row.paragraph_format.keep_with_next = True
    line(made, found.open_to).paragraph_format.first_line_indent = Pt(32)


def _annex(made: Any, found: Circular) -> None:
    tag = line(made, "附件", HEI)
    tag.paragraph_format.page_break_before = True
    title = line(made, found.annex, TITLE, 22, WD_ALIGN_PARAGRAPH.CENTER)
    title.paragraph_format.line_spacing, title.paragraph_format.space_after = Pt(33), PITCH
    tabled(made, found.heads, found.rows)
    font(line(made, f"SM3 {found.sm3}").runs[0], "Courier New", 8.5)


def _imprint(made: Any, found: Circular) -> None:
    """The imprint (版记) at the foot of an even page of its own, which has no number: where the text ends is not known here.

    It stands in the footer, so that every office suite puts it on the lower edge of the type area.
    """
    section = made.add_section(WD_SECTION.EVEN_PAGE)
    section.footer_distance = Mm(BELOW - 4)
    lines = [one for one in (found.copies, f"{found.signed}\t{found.day}印发") if one.strip()]
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.LEFT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.RIGHT),
    ):
        footer.is_linked_to_previous = False
        first = footer.paragraphs[0]
        _ruled_off(footer.add_table(rows=len(lines), cols=1, width=Mm(WIDTH)), found, lines)
        footer._element.append(first._p)  # noqa: SLF001 - a table is put behind the first line, which it stands above
        _code(first, found.code, side)
        first.paragraph_format.space_before = Mm(35 - BELOW)


def _ruled_off(table: Any, found: Circular, lines: list[str]) -> None:
    """The lines of the imprint, between the three lines of the standard."""
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for number, words in enumerate(lines):
        table.cell(number, 0).width = Mm(WIDTH)
        row = table.cell(number, 0).paragraphs[0]
        font(row.add_run(words), BODY, 14)
        row.paragraph_format.line_spacing = Mm(8)
        row.paragraph_format.left_indent = row.paragraph_format.right_indent = Pt(14)
        if words == found.copies:  # its second line begins under the first name
            row.paragraph_format.left_indent, row.paragraph_format.first_line_indent = Pt(56), Pt(-42)
        row.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH) - Pt(14), WD_TAB_ALIGNMENT.RIGHT)
    borders = OxmlElement("w:tblBorders")
    for side, size in (("top", "8"), ("bottom", "8"), ("insideH", "6")):  # eighths of a point: 0.35 and 0.25 mm
        line_of = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", size), ("space", "0"), ("color", "000000")):
            line_of.set(qn(f"w:{key}"), value)
        borders.append(line_of)
    table._tbl.tblPr.append(borders)  # noqa: SLF001 - nor borders of tables
