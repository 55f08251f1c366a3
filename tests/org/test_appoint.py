"""A person takes a post."""

import datetime as dt

import pytest

from kaogong.audit.actions import Refused
from kaogong.org.actions import appoint
from kaogong.org.queries import posts

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


def test_a_new_main_post_ends_the_one_before(keeper, person, post, make_unit, log) -> None:
    other = make_unit()
    log.news()
    appoint(by=keeper, person=person, unit=other, title="科长", grade="middle", since=DAY)
    assert [one.title for one in posts(DAY)] == ["科长"]
    assert [one.title for one in posts(DAY - dt.timedelta(days=1))] == ["科员"]
    assert log.news() == [("appoint", "done")]


def test_a_second_post_beside_it(keeper, person, make_unit) -> None:
    appoint(by=keeper, person=person, unit=make_unit(), title="兼职", grade="staff", since=DAY, main=False)
    assert posts(DAY).filter(person=person).count() == 2


def test_the_day_follows_the_post_before(keeper, person, unit, log) -> None:
    with pytest.raises(Refused, match="2024-01-01"):
        appoint(by=keeper, person=person, unit=unit, title="科长", grade="middle", since=dt.date(2024, 1, 1))
    assert log.news() == []


def test_only_the_office_appoints(only_keeper, person, unit) -> None:
    only_keeper(appoint, person=person, unit=unit, title="科长", grade="middle", since=DAY)
