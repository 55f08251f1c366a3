"""The division of work is issued when every duty has a lead."""

import datetime as dt

import pytest

from kaogong.audit.actions import Refused
from kaogong.org.actions import issue_duties, name_duty, set_duty_lead

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


@pytest.mark.clause("HS-05")
def test_not_while_one_of_ten_duties_has_no_lead(keeper, body, unit, log) -> None:
    """10项职责缺1项牵头：不能印发，并点出是哪一项。"""
    duties = [
        name_duty(by=keeper, body=body, name=f"第{number}项", lead=unit if number != 7 else None)
        for number in range(10)
    ]
    log.news()
    with pytest.raises(Refused, match="第7项") as refused:
        issue_duties(by=keeper, body=body, day=DAY)
    assert "第6项" not in str(refused.value)
    assert log.news() == []
    set_duty_lead(by=keeper, duty=duties[7], lead=unit)
    assert issue_duties(by=keeper, body=body, day=DAY).duties_issued == DAY
    assert log.news() == [("set_duty_lead", "done"), ("issue_duties", "done")]


def test_not_without_any_duty(keeper, body) -> None:
    with pytest.raises(Refused, match="没有列出"):
        issue_duties(by=keeper, body=body, day=DAY)


def test_only_the_office_issues(only_keeper, body) -> None:
    only_keeper(issue_duties, body=body, day=DAY)
