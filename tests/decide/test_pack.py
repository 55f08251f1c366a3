"""The pack for a meeting: what there is in full, what there is not in one line, figures to the right."""

import io

import pdfplumber
import pytest
from docx import Document

from kaogong.decide import actions
from kaogong.decide.reports import pack_files
from kaogong.decide.reports.pack import pack_of
from kaogong.plan.queries.figures import said

pytestmark = pytest.mark.usefixtures("files")
FZ = ("fz_three_levels", "80.00分正好是良好", "township_grade")


def test_what_there_is_not_is_said_in_one_line(settle) -> None:
    pack = pack_of(settle(*FZ))
    assert [one.title for one in pack.sections] == [
        "一、总体情况",
        "二、名额",
        "三、连续偏低的",
        "附：得分、名次与拟定等次",
    ]
    (_counted, absent) = pack.sections[0].words
    assert absent.startswith("没有以下情形：与计算等次不同的、一票否决和不得评为最高等次的、")
    assert absent.endswith("公示异议。")
    assert not any(words == "没有。" for one in pack.sections for words in one.words)


def test_what_there_is_has_a_part_of_its_own_and_is_not_named_among_what_there_is_not(
    settle, line, member, body, office
):
    made = settle(*FZ)
    last = line(made, "北镇")
    grade = next(one for one in made.grades if one != last.final and not last.bars.get(one))
    move = actions.propose_move(
        by=office,
        proposal=last,
        grade=grade,
        reason="年内被通报",
        body=body,
        votes=(3, 0, 0),
        meeting=None,
        evidence=None,
    )
    actions.approve_move(by=member, move=move)
    pack = pack_of(made)
    moved = next(one for one in pack.sections if one.title == "三、与计算等次不同的")
    assert [row[0] for row in moved.rows] == ["北镇"]
    assert "与计算等次不同的" not in pack.sections[0].words[1]


def test_a_pool_all_are_in_is_said_once_and_takes_no_column(settle) -> None:
    made = settle(*FZ)
    pool = made.proposals.values_list("pool_name", flat=True).distinct().get()
    pack = pack_of(made)
    assert pack.sections[0].words[0].startswith(pool)
    assert all(pool not in row for one in pack.sections for row in one.rows)
    assert "范围" not in pack.sections[-1].heads


def test_scores_stand_to_the_right_and_the_day_is_not_broken(settle) -> None:
    made = settle(*FZ)
    with pdfplumber.open(io.BytesIO(pack_files.pdf(made))) as opened:
        words = [one for page in opened.pages for one in page.extract_words()]
        (head,) = [one for one in words if one["text"] == "总分"]
        totals = {said(one) for one in made.proposals.values_list("total", flat=True)}
        scores = [one for one in words if one["text"] in totals and round(one["x1"]) == round(head["x1"])]
        assert len(scores) == made.proposals.count()
        assert any("2026年11月" in one["text"] and "日" in one["text"] for one in words)
        assert made.title.replace(" ", "") in opened.pages[0].extract_text()
    told = Document(io.BytesIO(pack_files.docx(made)))
    assert any(one.text.startswith("没有以下情形") for one in told.paragraphs)


def test_the_title_of_a_settlement_has_no_stray_space(settle) -> None:
    made = settle(*FZ)
    assert made.title.startswith(f"{made.period}年度")
