"""A body ends."""

import datetime as dt

import pytest

from kaogong.audit.actions import Refused
from kaogong.org.actions import dissolve_body
from kaogong.org.queries import bodies

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


def test_it_is_no_longer_listed(keeper, body, log) -> None:
    dissolve_body(by=keeper, body=body, day=DAY, reason="改革")
    assert not bodies(DAY).exists()
    assert bodies(DAY - dt.timedelta(days=1)).exists()
    assert log.news() == [("dissolve_body", "done")]


def test_once(keeper, body, log) -> None:
    dissolve_body(by=keeper, body=body, day=DAY, reason="")
    with pytest.raises(Refused):
        dissolve_body(by=keeper, body=body, day=DAY, reason="")
    assert log.news() == [("dissolve_body", "done")]


def test_only_the_office_dissolves(only_keeper, body) -> None:
    only_keeper(dissolve_body, body=body, day=DAY, reason="")
