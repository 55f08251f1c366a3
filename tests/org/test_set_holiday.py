"""A day is a holiday, or a make-up working day."""

import datetime as dt

import pytest

from kaogong.audit.actions import Refused
from kaogong.audit.models import Event
from kaogong.org.actions import set_holiday
from kaogong.org.queries import calendar

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


def test_a_sunday_is_worked_and_a_monday_is_not(keeper, log) -> None:
    set_holiday(by=keeper, day=dt.date(2026, 9, 20), working=True, name="中秋调休")
    set_holiday(by=keeper, day=dt.date(2026, 9, 21), working=False, name="试")
    found = calendar()
    assert (found.works(dt.date(2026, 9, 20)), found.works(dt.date(2026, 9, 21))) == (True, False)
    assert log.news() == [("set_holiday", "done")] * 2


def test_what_was_said_before_stays_in_the_log(keeper) -> None:
    set_holiday(by=keeper, day=DAY, working=False, name="试")
    set_holiday(by=keeper, day=DAY, working=True, name="改")
    assert Event.objects.latest("number").old == {"working": False, "name": "试"}


def test_a_name_is_needed(keeper) -> None:
    with pytest.raises(Refused):
        set_holiday(by=keeper, day=DAY, working=False, name=" ")


def test_only_the_office_sets_days(only_keeper) -> None:
    only_keeper(set_holiday, day=DAY, working=False, name="试")
