"""Documents and circulars of an inspection as they print: in whose name, on which day, with the number of the page outside."""

import dataclasses
import io

import pdfplumber
import pytest

from kaogong.org.models import Body
from kaogong.supervise.actions import findings_papers
from kaogong.supervise.reports import issued_docx, issued_pdf
from kaogong.supervise.reports.issued import circular_told, paper_told
from supervise.visits import *  # noqa: F403 - the fixtures
from supervise.visits import BEGIN

pytestmark = pytest.mark.django_db
MM = 72 / 25.4


def printed(told):
    """The words and signs of the pages of a document."""
    with pdfplumber.open(io.BytesIO(issued_pdf.write(told))) as made:
        return [(page.extract_text() or "", page.chars) for page in made.pages]


def test_the_office_signs_in_its_name_and_others_leave_the_place_free(unit, third, inspector) -> None:
    Body.objects.create(name="市绩效管理领导小组办公室", kind="office", founded=BEGIN)
    ours = paper_told(findings_papers.issue_paper(by=third, kind="inquiry", unit=unit, words="请说明。"))
    assert (ours.issuer, ours.title) == ("市绩效管理领导小组办公室", "关于函询有关问题的函")
    assert ours.paragraphs[-1] == "请于2026年5月26日前书面答复。"
    theirs = paper_told(findings_papers.issue_paper(by=inspector, kind="rectify", unit=unit, words="请整改。"))
    assert theirs.issuer == ""
    (words, signs) = printed(ours)[0]
    assert "市绩效管理领导小组办公室\n2026年5月11日" in words
    last = max(one["x1"] for one in signs if one["text"] == "日") / MM
    assert last < 210 - 26 - 4 * 16 / MM + 1, "four characters stay free at the right"
    assert issued_docx.write(ours).startswith(b"PK")


def test_a_circular_nobody_has_signed_says_so(confirmed, inspector, colleague) -> None:
    held = findings_papers.draft_circular(
        by=inspector, title="关于5 月检查情况的通报", words="情况", findings=[confirmed()]
    )
    assert circular_told(held).day == "（拟稿，没有签发）"
    findings_papers.publish_circular(by=colleague, circular=held)
    held.refresh_from_db()
    told = circular_told(held)
    assert told.day == "2026年5月11日"
    assert "关于5月检查情况的通报" in printed(told)[0][0]


def test_pages_are_numbered_outside(third, unit) -> None:
    told = paper_told(findings_papers.issue_paper(by=third, kind="rectify", unit=unit, words="请整改。"))
    pages = printed(dataclasses.replace(told, paragraphs=("段。" * 40,) * 20))
    for number, (words, signs) in enumerate(pages[:2], 1):
        assert f"— {number} —" in words
        dash = [one for one in signs if one["text"] == "—" and one["top"] / MM > 262]
        assert (dash[0]["x0"] / MM > 105) == bool(number % 2)
