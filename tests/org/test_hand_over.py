"""All powers of somebody who leaves go to somebody else."""

import datetime as dt

import pytest

from kaogong.audit.actions import Denied, Refused
from kaogong.org.actions import hand_over
from kaogong.org.queries import powers

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def taker(make_account):
    return make_account()


@pytest.fixture
def giver(make_account, unit):
    return make_account(("liaison", unit), "authority")


def test_one_loses_them_on_the_day_the_other_gets_them(security, giver, taker, unit, log) -> None:
    hand_over(by=security, giver=giver, taker=taker, day=DAY, reason="交接单 7 号")
    assert powers(giver, DAY) == []
    assert {one.power for one in powers(taker, DAY)} == {"liaison", "authority"}
    assert powers(taker, DAY - dt.timedelta(days=1)) == []
    assert log.news() == [("hand_over", "done")]


def test_there_must_be_something_to_hand_over(security, giver, taker, log) -> None:
    with pytest.raises(Refused):
        hand_over(by=security, giver=taker, taker=giver, day=DAY, reason="")
    assert log.news() == []


def test_nobody_else_hands_over(keeper, giver, taker, log) -> None:
    with pytest.raises(Denied):
        hand_over(by=keeper, giver=giver, taker=taker, day=DAY, reason="")
    assert log.news() == [("hand_over", "denied")]
