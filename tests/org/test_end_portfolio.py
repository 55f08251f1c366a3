"""A leader no longer answers for a unit."""

import datetime as dt

import pytest

from kaogong.audit.actions import Refused
from kaogong.org.actions import assign_portfolio, end_portfolio
from kaogong.org.queries import guided_units

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def portfolio(person, unit):
    return assign_portfolio(by=None, leader=person, unit=unit, kind="manages", since=dt.date(2024, 1, 1))


def test_it_ends_on_its_day(keeper, portfolio, person, log) -> None:
    end_portfolio(by=keeper, portfolio=portfolio, until=DAY)
    assert guided_units(person, DAY) == []
    assert log.news() == [("end_portfolio", "done")]


def test_once_and_after_it_began(keeper, portfolio, log) -> None:
    with pytest.raises(Refused):
        end_portfolio(by=keeper, portfolio=portfolio, until=portfolio.since)
    end_portfolio(by=keeper, portfolio=portfolio, until=DAY)
    with pytest.raises(Refused):
        end_portfolio(by=keeper, portfolio=portfolio, until=DAY)
    assert log.news() == [("end_portfolio", "done")]


def test_only_the_office_ends_portfolios(only_keeper, portfolio) -> None:
    only_keeper(end_portfolio, portfolio=portfolio, until=DAY)
