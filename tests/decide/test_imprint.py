"""The imprint (版记) of a circular: at the foot of the last page, which is an even one. Read back from the PDF, to a millimetre."""

import dataclasses
import io
import shutil
import subprocess
from pathlib import Path

import pdfplumber
import pytest
from docx import Document
from docx.oxml.ns import qn

from kaogong.decide.reports import circular_docx, circular_pdf
from kaogong.decide.reports.circular import Block, Circular

MM = 72 / 25.4
"""A millimetre in the units of a PDF."""
NEAR = 1
"""Millimetres a thing may lie from where GB/T 9704 puts it."""
LEFT, RIGHT, BOTTOM = 28, 210 - 26, 297 - 35
"""Edges of the type area."""
COPIES = "抄送：市纪委监委，市委组织部，市审计局。"


def circular(rows):
    """A circular whose annex has so many rows."""
    table = tuple((str(n), "乡镇", "东镇", "80.00", str(n), "良好") for n in range(1, rows + 1))
    return Circular(
        "市委、市政府",
        "示效〔2026〕41号",
        "关于2026年度乡镇等次的通报",
        (Block("to", "各被考核单位："), Block("text", "", "根据办法，经考核计分。" * 12)),
        "2026年度得分、名次与等次",
        ("序号", "范围", "对象", "得分", "名次", "等次"),
        table,
        "市委、市政府",
        "2026年11月10日",
        "（此件公开发布）",
        COPIES,
        "AAAA-BBBB-CCCC",
        "f" * 64,
    )


@pytest.fixture
def printed(monkeypatch):
    """The pages of a circular as they were written, by the rows of its annex."""
    opened = []

    def make(rows):
        monkeypatch.setattr(circular_pdf, "circular_of", lambda publication: circular(rows))
        opened.append(pdfplumber.open(io.BytesIO(circular_pdf.write(None))))
        return opened[-1].pages

    yield make
    for one in opened:
        one.close()


def edges(page):
    """Upper and lower edges of what is drawn across the whole type area, in millimetres, from top to bottom."""
    found = [one for one in page.rects if abs((one["x1"] - one["x0"]) / MM - (RIGHT - LEFT)) < NEAR]
    assert all(abs(one["x0"] / MM - LEFT) < NEAR for one in found)
    return sorted({round(one[side] / MM, 2) for one in found for side in ("top", "bottom")})


def said(page):
    return (page.extract_text() or "").replace(" ", "")


@pytest.mark.parametrize(
    ("rows", "pages", "numbers"),
    [(3, 4, "1234"), (20, 4, "1234"), (44, 6, "1234")],
    ids=["on the back", "with room below the annex", "on a sheet of its own"],
)
def test_it_stands_at_the_foot_of_the_last_even_page(printed, rows, pages, numbers) -> None:
    found = printed(rows)
    assert len(found) == pages
    assert len(found) % 2 == 0
    assert [number for number, page in enumerate(found, 1) if COPIES in said(page)] == [pages]
    first, under_first, middle, under_middle, last, under_last = edges(found[-1])[-6:]
    assert abs(under_last - BOTTOM) < NEAR
    for thick, line in ((0.35, under_first - first), (0.25, under_middle - middle), (0.35, under_last - last)):
        assert abs(line - thick) < 0.02
    assert abs(first - (BOTTOM - 16.95)) < NEAR  # two lines of 8 mm between three of ink
    words = [one for one in found[-1].chars if one["top"] / MM > first and one["bottom"] / MM < BOTTOM]
    assert {round(one["size"]) for one in words} == {14}
    assert abs(min(one["x0"] for one in words) / MM - LEFT - 14 / MM) < NEAR  # one blank on either side
    assert abs(max(one["x1"] for one in words) / MM - RIGHT + 14 / MM) < NEAR
    assert "".join(one for page in found for one in _number(page)) == numbers


def _number(page):
    """The number below the type area, 7 mm from it."""
    line = [one for one in page.chars if one["top"] / MM > BOTTOM + 2 and round(one["size"]) == 14]
    digits = [one for one in line if one["text"].isdigit()]
    for one in digits:
        sign = (one["top"] + one["bottom"]) / 2 / MM - BOTTOM
        assert abs(sign - 7) < 1.5  # the dash beside it, half as high as its box, lies 7 mm below (test_papers)
    return "".join(one["text"] for one in digits)


def test_the_head_stands_where_the_standard_puts_it(printed) -> None:
    page = printed(3)[0]
    red = [one for one in page.rects if one["non_stroking_color"] and one["non_stroking_color"][0] > 0.8]
    (line,) = [one for one in red if abs(one["width"] / MM - (RIGHT - LEFT)) < NEAR]
    number = [one for one in page.chars if one["text"] in "〔〕"]
    middle = sum(one["x0"] + one["x1"] for one in number) / 2 / len(number) / MM
    assert abs(middle - (LEFT + RIGHT) / 2) < 2 * NEAR
    assert line["top"] > number[0]["top"]
    assert abs(min(one["x0"] for one in page.chars if one["text"] == "各") / MM - LEFT) < NEAR


def test_no_word_of_a_title_is_left_alone_on_its_second_line(monkeypatch) -> None:
    long = dataclasses.replace(circular(3), title="关于2024年度县（市）区和开发区年度考核等次的通报")
    monkeypatch.setattr(circular_pdf, "circular_of", lambda publication: long)
    with pdfplumber.open(io.BytesIO(circular_pdf.write(None))) as made:
        page = [one for one in made.pages[0].chars if round(one["size"]) == 22]
    rows: dict[int, str] = {}
    for one in page:
        rows[round(one["top"])] = rows.get(round(one["top"]), "") + one["text"]
    assert list(rows.values()) == ["关于2024年度县（市）区和开发区", "年度考核等次的通报"]


def test_the_document_has_it_in_a_section_of_an_even_page(monkeypatch) -> None:
    monkeypatch.setattr(circular_docx, "circular_of", lambda publication: circular(3))
    made = Document(io.BytesIO(circular_docx.write(None)))
    assert made.sections[-1]._sectPr.find(qn("w:type")).get(qn("w:val")) == "evenPage"
    for footer in (made.sections[-1].footer, made.sections[-1].even_page_footer):
        (table,) = footer.tables
        assert [row.cells[0].text for row in table.rows] == [COPIES, "市委、市政府\t2026年11月10日印发"]
    assert "PAGE" not in made.sections[-1].footer._element.xml
    assert "PAGE" in made.sections[0].footer._element.xml


def test_the_name_of_a_long_issuer_stays_on_one_line_and_the_last_words_of_a_title_together(monkeypatch) -> None:
    long = dataclasses.replace(
        circular(3), issuer="示范市绩效管理领导小组", title="关于2024年度县（市）区和开发区年度考核等次的通报"
    )
    monkeypatch.setattr(circular_docx, "circular_of", lambda publication: long)
    head, _number, title, *_more = Document(io.BytesIO(circular_docx.write(None))).paragraphs
    narrow = int(head.runs[0]._r.rPr.find(qn("w:w")).get(qn("w:val")))
    assert head.text == "示范市绩效管理领导小组文件"
    assert 145 < len(head.text) * 40 * narrow / 100 * 25.4 / 72 <= 150
    assert title.text.split("\n") == ["关于2024年度县（市）区和开发区", "年度考核等次的通报"]


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed: the document is not laid out")
def test_the_document_lays_out_with_it_at_the_foot(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(circular_docx, "circular_of", lambda publication: circular(3))
    (tmp_path / "circular.docx").write_bytes(circular_docx.write(None))
    own = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    asked = ["soffice", own, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "circular.docx"]
    subprocess.run(asked, check=True, capture_output=True, timeout=300)
    if not (tmp_path / "circular.pdf").exists():
        pytest.skip("this LibreOffice has no Writer: the document is not laid out")
    with pdfplumber.open(Path(tmp_path / "circular.pdf")) as made:
        assert len(made.pages) % 2 == 0
        assert COPIES in said(made.pages[-1])
        day = [one for one in made.pages[-1].chars if one["text"] == "印"]
        assert BOTTOM - 12 < day[-1]["bottom"] / MM < BOTTOM + NEAR
        assert abs(max(one["bottom"] for one in made.pages[-1].rects + made.pages[-1].lines) / MM - BOTTOM) < NEAR
        signed = next(page for page in made.pages if "附件：2026" in said(page))
        assert "经考核计分。" in said(signed), "the end of the text goes over the page with its signature"


@pytest.mark.parametrize("lines", range(14, 26))
def test_no_page_has_only_the_signature_or_the_note_below_it(monkeypatch, lines) -> None:
    """The last paragraph goes over the page with what closes the circular, wherever the text ends."""
    body = tuple(Block("text", "", f"第{n}段。") for n in range(lines))
    held = dataclasses.replace(circular(3), blocks=(*body, Block("text", "", "末段在此。")))
    monkeypatch.setattr(circular_pdf, "circular_of", lambda publication: held)
    with pdfplumber.open(io.BytesIO(circular_pdf.write(None))) as made:
        pages = [said(page) for page in made.pages]
        (where,) = [page for page, words in zip(made.pages, pages, strict=True) if "末段在此" in words]
        assert "附件：2026" in said(where)
        assert "2026年11月10日" in said(where)
        assert "（此件公开发布）" in said(where)
        top = {one: min(c["top"] for c in where.chars if c["text"] == one) / MM for one in ("附", "布")}
    assert round((top["布"] - top["附"]) / 10.227) == 5  # two lines for the seal, the signature, the day, the note


def test_the_second_line_of_those_who_get_a_copy_begins_under_the_first_name(monkeypatch) -> None:
    many = dataclasses.replace(circular(3), copies="抄送：" + "，".join(["市纪委监委"] * 9) + "。")
    monkeypatch.setattr(circular_pdf, "circular_of", lambda publication: many)
    with pdfplumber.open(io.BytesIO(circular_pdf.write(None))) as made:
        words = [one for one in made.pages[-1].chars if round(one["size"]) == 14 and one["bottom"] / MM < BOTTOM]
    rows: dict[int, list[dict]] = {}
    for one in words:
        rows.setdefault(round(one["top"]), []).append(one)
    first, second = [rows[at] for at in sorted(rows)][:2]
    assert "".join(one["text"] for one in first).startswith("抄送：市")
    assert abs(first[3]["x0"] - second[0]["x0"]) / MM < NEAR
