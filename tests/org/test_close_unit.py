"""A unit ends, and a successor takes over."""

import datetime as dt

import pytest

from kaogong.audit.actions import Refused
from kaogong.org.actions import close_unit
from kaogong.org.queries import units

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


def test_it_is_gone_from_its_last_day_on(keeper, unit, make_unit, log) -> None:
    heir = make_unit()
    log.news()
    close_unit(by=keeper, unit=unit, day=DAY, successor=heir, reason="撤并")
    assert [one.unit_id for one in units(DAY)] == [heir.pk]
    unit.refresh_from_db()
    assert (unit.closed, unit.successor) == (DAY, heir)
    assert log.news() == [("close_unit", "done")]


def test_not_with_units_below(keeper, unit, make_unit) -> None:
    make_unit("下属中心", parent=unit)
    with pytest.raises(Refused, match="下属中心"):
        close_unit(by=keeper, unit=unit, day=DAY, successor=None, reason="")


def test_not_twice_not_before_it_began_and_not_to_itself(keeper, unit, log) -> None:
    with pytest.raises(Refused, match="须晚于"):
        close_unit(by=keeper, unit=unit, day=dt.date(2024, 1, 1), successor=None, reason="")
    with pytest.raises(Refused, match="它自己"):
        close_unit(by=keeper, unit=unit, day=DAY, successor=unit, reason="")
    close_unit(by=keeper, unit=unit, day=DAY, successor=None, reason="")
    with pytest.raises(Refused, match="已经撤销"):
        close_unit(by=keeper, unit=unit, day=DAY, successor=None, reason="")
    assert log.news() == [("close_unit", "done")]


def test_only_the_office_closes(only_keeper, unit) -> None:
    only_keeper(close_unit, unit=unit, day=DAY, successor=None, reason="")
