"""A leader answers for a unit."""

import datetime as dt

import pytest

from kaogong.audit.actions import Refused
from kaogong.org.actions import assign_portfolio
from kaogong.org.queries import guided_units

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


def test_it_is_in_the_portfolio_from_its_day_on(keeper, person, make_unit, log) -> None:
    other = make_unit()
    log.news()
    assign_portfolio(by=keeper, leader=person, unit=other, kind="manages", since=DAY)
    assert guided_units(person, DAY) == [other.pk]
    assert guided_units(person, DAY - dt.timedelta(days=1)) == []
    assert log.news() == [("assign_portfolio", "done")]


def test_not_twice(keeper, person, unit, log) -> None:
    assign_portfolio(by=keeper, leader=person, unit=unit, kind="manages", since=DAY)
    with pytest.raises(Refused):
        assign_portfolio(by=keeper, leader=person, unit=unit, kind="manages", since=DAY)
    assert log.news() == [("assign_portfolio", "done")]


def test_only_the_office_assigns(only_keeper, person, unit) -> None:
    only_keeper(assign_portfolio, leader=person, unit=unit, kind="manages", since=DAY)
