"""A duty of a body is written down."""

import datetime as dt

import pytest

from kaogong.audit.actions import Refused
from kaogong.org.actions import name_duty
from kaogong.org.queries import duties_without_lead

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


def test_with_or_without_a_lead(keeper, body, unit, log) -> None:
    name_duty(by=keeper, body=body, name="数据核验", lead=unit)
    name_duty(by=keeper, body=body, name="结果运用", lead=None)
    assert [one.name for one in duties_without_lead(body)] == ["结果运用"]
    assert log.news() == [("name_duty", "done")] * 2


def test_a_duty_is_listed_once(keeper, body, unit, make_unit, log) -> None:
    name_duty(by=keeper, body=body, name="数据核验", lead=unit)
    with pytest.raises(Refused, match="只有一个牵头"):
        name_duty(by=keeper, body=body, name="数据核验", lead=None)
    assert log.news() == [("name_duty", "done")]


def test_only_the_office_names_duties(only_keeper, body) -> None:
    only_keeper(name_duty, body=body, name="数据核验", lead=None)
