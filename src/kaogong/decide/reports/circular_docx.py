"""A circular as an editable document, laid out by GB/T 9704-2012."""

from __future__ import annotations

from typing import Any

from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from kaogong.audit.reports.paper import BODY, blank, closed_up, of_figures, packed, repeated
from kaogong.decide.models import Publication
from kaogong.decide.reports.circular import Circular, circular_of

WIDTH = 156
"""Of the type area, in millimetres."""
BELOW = 25.7
"""Millimetres from the lower edge of the page to the head of the code below an imprint."""
PITCH = Pt(28.95)
"""22 lines a page."""
TITLE, HEI, KAI, SONG = "方正小标宋简体", "黑体", "楷体", "宋体"
RED = RGBColor(0xE6, 0, 0)


def write(publication: Publication) -> bytes:
    """The document."""
    found = circular_of(publication)
    made = blank()
    _page(made, found)
    head = line(made, f"{found.issuer}文件", TITLE, 40, WD_ALIGN_PARAGRAPH.CENTER)
    head.runs[0].font.color.rgb = RED
    head.paragraph_format.space_before, head.paragraph_format.line_spacing = Mm(35), Pt(46)
    number = line(made, found.number, BODY, 16, WD_ALIGN_PARAGRAPH.CENTER)
    number.paragraph_format.space_before = PITCH * 2
    _ruled(number)
    title = line(made, found.title, TITLE, 22, WD_ALIGN_PARAGRAPH.CENTER)
    title.paragraph_format.space_before, title.paragraph_format.space_after = PITCH * 2, PITCH
    title.paragraph_format.line_spacing = Pt(33)
    for block in found.blocks:
        _block(made, block.kind, block.lead, block.words)
    _close(made, found)
    _annex(made, found)
    _imprint(made, found)
    return packed(made)


def _page(made: Any, found: Circular) -> None:
    section = made.sections[0]
    section.footer_distance = Mm(22)
    pitched(made)
    made.settings.odd_and_even_pages_header_footer = True
    _foot(section.footer, found.code, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT)
    _foot(section.even_page_footer, found.code, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT)


def pitched(made: Any) -> None:
    """22 lines a page."""
    style = made.styles["Normal"]
    style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)
    style.paragraph_format.line_spacing_rule, style.paragraph_format.line_spacing = WD_LINE_SPACING.EXACTLY, PITCH


def _foot(footer: Any, code: str, page: WD_ALIGN_PARAGRAPH, other: WD_ALIGN_PARAGRAPH) -> None:
    """The number of the page outside, the verification code opposite."""
    row = footer.paragraphs[0]
    row.alignment = page
    font(row.add_run("— "), SONG, 14)
    _field(row)
    font(row.add_run(" —"), SONG, 14)
    _code(footer.add_paragraph(), code, other)


def _code(row: Paragraph, code: str, side: WD_ALIGN_PARAGRAPH) -> None:
    """The verification code."""
    row.alignment, row.paragraph_format.line_spacing = side, Pt(10.5)
    font(row.add_run(f"核验码 {code}"), BODY, 8.5)


def _field(row: Paragraph) -> None:
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


def font(run: Any, name: str, size: float) -> None:
    """The face of a run, East Asian too."""
    run.font.name, run.font.size = name, Pt(size)
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)  # noqa: SLF001 - nor East Asian fonts


def line(made: Any, words: str, face: str = BODY, size: float = 16, side: Any = None) -> Paragraph:
    """A line of its own."""
    found: Paragraph = made.add_paragraph()
    font(found.add_run(words), face, size)
    found.alignment = side
    return found


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
    table = made.add_table(rows=1, cols=len(found.heads))
    table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
    right = of_figures(found.rows)
    for row in (found.heads, *found.rows):
        cells = table.rows[0].cells if row is found.heads else table.add_row().cells
        for at, (cell, words) in enumerate(zip(cells, row, strict=True)):
            held = cell.paragraphs[0]
            held.paragraph_format.line_spacing = Pt(18)
            held.alignment = WD_ALIGN_PARAGRAPH.RIGHT if at in right else None
            font(held.add_run(words), BODY, 12)
    repeated(table.rows[0])
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
