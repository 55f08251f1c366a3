"""A post ends."""

import datetime as dt

import pytest

from kaogong.audit.actions import Refused
from kaogong.org.actions import end_post
from kaogong.org.queries import posts

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


def test_it_is_no_longer_held(keeper, post, log) -> None:
    end_post(by=keeper, post=post, until=DAY, reason="退休")
    assert not posts(DAY).exists()
    assert posts(DAY - dt.timedelta(days=1)).exists()
    assert log.news() == [("end_post", "done")]


def test_not_before_it_began_and_not_twice(keeper, post, log) -> None:
    with pytest.raises(Refused, match="2024-01-01"):
        end_post(by=keeper, post=post, until=post.since, reason="")
    end_post(by=keeper, post=post, until=DAY, reason="")
    with pytest.raises(Refused, match="2026-09-01"):
        end_post(by=keeper, post=post, until=DAY, reason="")
    assert log.news() == [("end_post", "done")]


def test_only_the_office_ends_posts(only_keeper, post) -> None:
    only_keeper(end_post, post=post, until=DAY, reason="")
