"""Another unit leads a duty."""

import datetime as dt

import pytest

from kaogong.audit.actions import Refused
from kaogong.audit.models import Event
from kaogong.org.actions import name_duty, set_duty_lead

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def duty(body):
    return name_duty(by=None, body=body, name="数据核验", lead=None)


def test_the_one_before_is_in_the_log(keeper, duty, unit, log) -> None:
    assert set_duty_lead(by=keeper, duty=duty, lead=unit).lead == unit
    assert Event.objects.latest("number").old == {"duty": "数据核验", "lead": ""}
    assert log.news() == [("set_duty_lead", "done")]


def test_a_closed_unit_leads_nothing(keeper, duty, unit) -> None:
    unit.closed = DAY
    with pytest.raises(Refused, match="已经撤销"):
        set_duty_lead(by=keeper, duty=duty, lead=unit)


def test_only_the_office_sets_leads(only_keeper, duty, unit) -> None:
    only_keeper(set_duty_lead, duty=duty, lead=unit)
