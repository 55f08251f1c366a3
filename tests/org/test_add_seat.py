"""A body gets one more seat."""

import datetime as dt

import pytest

from kaogong.audit.actions import Refused
from kaogong.org.actions import add_seat
from kaogong.org.queries import vacancies

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


def test_it_stands_empty(keeper, body, log) -> None:
    add_seat(by=keeper, body=body, role="member", of="统计")
    assert "统计" in [one.of for one in vacancies(body)]
    assert log.news() == [("add_seat", "done")]


def test_not_twice_and_not_beyond_the_limit(keeper, body, log) -> None:
    with pytest.raises(Refused, match="成员"):
        add_seat(by=keeper, body=body, role="member", of="成员")
    body.members_max = 2
    body.save()
    with pytest.raises(Refused, match="最多 2 人，现有 3 人"):
        add_seat(by=keeper, body=body, role="member", of="统计")
    assert log.news() == []


def test_only_the_office_adds_seats(only_keeper, body) -> None:
    only_keeper(add_seat, body=body, role="member", of="统计")
