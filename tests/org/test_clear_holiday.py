"""A day is again what its weekday says."""

import datetime as dt

import pytest

from kaogong.audit.actions import Refused
from kaogong.org.actions import clear_holiday, set_holiday
from kaogong.org.queries import calendar

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


def test_it_is_a_working_day_again(keeper, log) -> None:
    set_holiday(by=None, day=DAY, working=False, name="试")
    log.news()
    clear_holiday(by=keeper, day=DAY)
    assert calendar().works(DAY)
    assert log.news() == [("clear_holiday", "done")]


def test_there_must_be_something_to_clear(keeper, log) -> None:
    with pytest.raises(Refused):
        clear_holiday(by=keeper, day=DAY)
    assert log.news() == []


def test_only_the_office_clears(only_keeper) -> None:
    only_keeper(clear_holiday, day=DAY)
