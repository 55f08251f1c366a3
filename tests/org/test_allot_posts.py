"""Posts are allotted within what is approved, units of grade A first."""

import datetime as dt
import re

import pytest

from kaogong.audit.actions import Refused
from kaogong.org.actions import allot_posts, ask_posts

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


@pytest.mark.clause("LZ-38")
def test_grade_a_comes_first_and_beyond_the_total_both_are_refused(keeper, make_unit, log, page) -> None:
    """两家同争最后1个编制，A等在前；合计超过核定500个，两家都不批。"""
    second, first = make_unit("乙中心"), make_unit("甲中心")
    later = dt.timedelta(days=1)
    b = ask_posts(by=keeper, unit=second, year=2026, posts=1, grade="B", day=DAY)
    a = ask_posts(by=keeper, unit=first, year=2026, posts=1, grade="A", day=DAY + later)
    assert re.findall("[甲乙]中心", page(keeper, "/org/staffing/")) == ["甲中心", "乙中心"]
    log.news()
    with pytest.raises(Refused, match="核定编制 500，已用 499，申请 2，超出 1"):
        allot_posts(by=keeper, asked=[a, b], filled=499)
    assert "已批" not in page(keeper, "/org/staffing/")
    allot_posts(by=keeper, asked=[a], filled=499)
    assert re.findall("[甲乙]中心", page(keeper, "/org/staffing/")) == ["乙中心", "甲中心"]
    with pytest.raises(Refused, match="超出 1"):
        allot_posts(by=keeper, asked=[b], filled=500)
    assert log.news() == [("allot_posts", "done")]


def test_one_request_a_year_for_at_least_one_post(keeper, unit, log) -> None:
    ask_posts(by=keeper, unit=unit, year=2026, posts=1, grade="A", day=DAY)
    for posts in (0, 1):
        with pytest.raises(Refused):
            ask_posts(by=keeper, unit=unit, year=2026, posts=posts, grade="A", day=DAY)
    assert log.news() == [("ask_posts", "done")]


def test_only_the_office_allots(only_keeper, unit) -> None:
    asked = ask_posts(by=None, unit=unit, year=2026, posts=1, grade="A", day=DAY)
    only_keeper(allot_posts, asked=[asked], filled=0)
