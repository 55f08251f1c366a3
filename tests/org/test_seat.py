"""A person takes a seat."""

import datetime as dt

import pytest

from kaogong.audit.actions import Refused
from kaogong.org.actions import seat
from kaogong.org.queries import vacancies

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


def test_taken_and_left_again(keeper, body, person, unit, log) -> None:
    place = body.seats.first()
    seat(by=keeper, place=place, person=person, unit=unit, since=DAY)
    assert len(vacancies(body)) == 1
    seat(by=keeper, place=place, person=None, unit=unit, since=DAY)
    assert len(vacancies(body)) == 2
    assert log.news() == [("seat", "done")] * 2


def test_nobody_sits_on_two_seats(keeper, body, person, unit) -> None:
    first, second = body.seats.all()
    seat(by=keeper, place=first, person=person, unit=unit, since=DAY)
    with pytest.raises(Refused, match="张三"):
        seat(by=keeper, place=second, person=person, unit=unit, since=DAY)


def test_only_the_office_seats(only_keeper, body, person) -> None:
    only_keeper(seat, place=body.seats.first(), person=person, unit=None, since=DAY)
