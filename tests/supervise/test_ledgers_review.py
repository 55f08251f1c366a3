"""Summaries of ledgers: 18 a ledger a year, made from entries, frozen, approved by another, in order."""

import datetime as dt
import io

import pytest
from docx import Document

from kaogong.audit.actions import Denied, Refused
from kaogong.supervise.actions.ledger_reviews import approve_review, draft_review
from kaogong.supervise.models import LedgerReview
from kaogong.supervise.queries.ledger_reviews import reviews_due, unaltered
from kaogong.supervise.queries.ledgers import silent
from kaogong.supervise.reports.ledger_docx import write as document
from supervise.ledgers import *  # noqa: F403


def summed(keeper, checker, ledger, *periods):
    for one in periods:
        approve_review(by=checker, review=draft_review(by=keeper, ledger=ledger, period=one))


@pytest.mark.clause("LZ-18")
def test_two_ledgers_need_36_and_without_march_the_quarter_is_not_closed(opened, open_, keeper, checker):
    due = reviews_due([opened, open_("BZ")], 2026)
    kinds = [one.kind for one in due if one.ledger == opened]
    assert len(due) == 36
    assert [kinds.count(one) for one in ("month", "quarter", "half")] == [12, 4, 2]
    summed(keeper, checker, opened, "2026-01", "2026-02")
    quarter = draft_review(by=keeper, ledger=opened, period="2026-Q1")
    with pytest.raises(Refused, match="2026-03"):
        approve_review(by=checker, review=quarter)
    summed(keeper, checker, opened, "2026-03")
    assert approve_review(by=checker, review=quarter).state == "approved"
    half = draft_review(by=keeper, ledger=opened, period="2026-H1")
    with pytest.raises(Refused, match="2026-Q2"):
        approve_review(by=checker, review=half)
    assert sum(1 for one in reviews_due([opened], 2026) if one.review) == 5


def test_a_summary_says_what_it_said(write, opened, keeper, checker, judge, liaison, on):
    made = write(happened_on=dt.date(2026, 8, 3))
    review = draft_review(by=keeper, ledger=opened, period="2026-08", remarks="迟报 1 家。")
    assert review.content["entries"] == review.content["late"] == 1
    assert review.content["numbers"] == [[made.number, "entered", "2026-08-03"]]
    with pytest.raises(Denied):
        approve_review(by=liaison, review=review)
    approve_review(by=checker, review=review)
    write(happened_on=dt.date(2026, 8, 4), item="公开信息及时更新")
    review.refresh_from_db()
    assert (review.content["entries"], unaltered(review)) == (1, True)
    with pytest.raises(Refused, match="不能重拟"):
        draft_review(by=keeper, ledger=opened, period="2026-08")
    LedgerReview.objects.filter(pk=review.pk).update(remarks="没有迟报。")
    assert not unaltered(LedgerReview.objects.get(pk=review.pk))


def test_whoever_drafted_it_does_not_approve_it(opened, checker, judge):
    review = draft_review(by=checker, ledger=opened, period="2026-08")
    with pytest.raises(Denied, match="另一位"):
        approve_review(by=checker, review=review)
    assert approve_review(by=judge, review=review).state == "approved"
    with pytest.raises(Refused, match="已经审定"):
        approve_review(by=judge, review=review)


@pytest.mark.parametrize(("period", "words"), [("2026-09", "还没有结束"), ("八月", "不是月"), ("2026-W3", "不是月")])
def test_what_is_no_period_or_not_over_is_refused(opened, keeper, period, words):
    with pytest.raises(Refused, match=words):
        draft_review(by=keeper, ledger=opened, period=period)


def test_a_section_that_entered_nothing_in_a_month_is_named(opened, write, keeper, checker):
    assert silent("2026-08") == [opened]
    assert silent("2026-09") == []
    summed(keeper, checker, opened, "2026-08")
    assert silent("2026-08") == []
    write()
    assert silent("2026-09", dt.date(2026, 10, 1)) == []


def test_the_summary_as_a_document(write, opened, keeper, checker, entry):
    review = draft_review(by=keeper, ledger=opened, period="2026-08", remarks="没有新的问题。")
    made = Document(io.BytesIO(document(review)))
    text = "\n".join(one.text for one in made.paragraphs)
    assert "登记管理日常监管台账2026年8月小结" in text
    assert "没有新的问题。" in text
    assert review.sm3 in text
    assert len(made.tables[0].rows) == 21


def test_a_month_is_summed_up_once_however_it_was_written(opened, keeper):
    made = draft_review(by=keeper, ledger=opened, period="2026年8月")
    assert made.period == "2026-08"
    assert draft_review(by=keeper, ledger=opened, period="2026-08") == made
