"""Documents: no space where Chinese meets a figure, figures to the right, the head of a table on every page."""

import io

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

from kaogong.audit.reports.paper import Paper, closed_up, of_figures, shared_out
from kaogong.org.templatetags.papers import paper_table

ROWS = [("甲局", "1,284", "99.10", "优秀", "—"), ("乙局", "−3", "暂缺", "2 级", "")]


@pytest.mark.parametrize(
    ("words", "closed"),
    [
        ("关于2025 年度 A 级单位的通报", "关于2025年度A级单位的通报"),
        ("22 × 30% = 6.6", "22 × 30% = 6.6"),
        ("SM3 9d80046d 与原文相符", "SM3 9d80046d与原文相符"),
        ("本期 3 个，占 30% 以上", "本期3个，占30%以上"),
        ("the 3 reports of the year", "the 3 reports of the year"),
    ],
)
def test_chinese_and_figures_meet_without_a_space(words, closed) -> None:
    assert closed_up(words) == closed


def test_a_column_of_figures_is_one_with_nothing_else_in_it() -> None:
    assert of_figures(ROWS) == {1, 2}
    assert of_figures([]) == frozenset()


def test_figures_stand_to_the_right_in_the_document_and_in_print() -> None:
    made = Paper("关于2025 年度的通报")
    made.table(("单位", "次数", "得分", "等次", "备注"), ROWS)
    found = Document(io.BytesIO(made.sealed("")))
    assert found.paragraphs[0].text == "关于2025年度的通报"
    (table,) = found.tables
    right = {n for n, one in enumerate(table.rows[2].cells) if one.paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.RIGHT}
    assert right == {1, 2}
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    printed = paper_table(("单位", "次数", "得分", "等次", "备注"), ROWS)
    assert '<th scope="col" class="n">次数</th>' in printed
    assert '<td class="n">暂缺</td><td>2级</td>' in printed
    assert "<script>" not in paper_table(("a",), [("<script>",)])


def test_columns_take_the_room_their_words_need_and_fill_the_type_area() -> None:
    wide = shared_out(("序号", "单位", "事由"), [("1", "市市场监督管理局", "资料" * 40), ("2", "甲局", "无")], 12)
    assert round(sum(wide), 6) == 156
    assert wide[0] < wide[1] < wide[2]
    assert wide[1] > 8 * 12 * 25.4 / 72, "the name of a unit stands on one line"


def test_numbers_of_pages_stand_outside_on_both_sides_of_a_sheet() -> None:
    made = Document(io.BytesIO(Paper("通报").sealed("")))
    section = made.sections[0]
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        assert "PAGE" in footer._element.xml
        assert footer.paragraphs[0].alignment == side
    assert made.settings.odd_and_even_pages_header_footer
