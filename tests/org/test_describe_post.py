"""A post states its duty, responsibility and integrity demands."""

import datetime as dt

import pytest

from kaogong.audit.actions import Refused
from kaogong.org.actions import describe_post

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


def test_it_is_complete_when_all_is_stated(keeper, post, log) -> None:
    assert not post.complete
    assert describe_post(by=keeper, post=post, duty="核验", accountability="数据真实", integrity="不收礼").complete
    assert log.news() == [("describe_post", "done")]


def test_something_changes(keeper, post, log) -> None:
    with pytest.raises(Refused, match="没有改动"):
        describe_post(by=keeper, post=post, duty="", accountability="", integrity="")
    assert log.news() == []


def test_only_the_office_describes(only_keeper, post) -> None:
    only_keeper(describe_post, post=post, duty="核验", accountability="", integrity="")
