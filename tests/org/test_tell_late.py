"""Who is told that something is late, tier by tier."""

import datetime as dt

import pytest

from kaogong.org.actions import assign_portfolio, set_setting, tell_late

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def handler(make_person, unit):
    return make_person("经办人", unit)


@pytest.mark.clause("XM-38")
def test_each_tier_is_told_on_its_day_and_once(keeper, handler, make_person, unit, make_unit, log) -> None:
    """逾期第1日告知经办人和中层，第3日分管领导，第7日主要领导。"""
    middle = make_person("科长", unit, grade="middle")
    chief = make_person("局长", unit, grade="chief")
    leader = make_person("分管市长", make_unit("市政府"))
    assign_portfolio(by=None, leader=leader, unit=unit, kind="manages", since=dt.date(2024, 1, 1))
    log.news()
    told = {}
    for days in range(9):
        sent = tell_late(by=keeper, handler=handler, subject="supervise.task:1", title="任务逾期", days=days, day=DAY)
        if sent:
            told[days] = {one.person for one in sent.recipients.all()}
    assert told == {1: {handler, middle}, 3: {leader}, 7: {chief}}
    assert log.news() == [("tell_late", "done")] * 3


def test_the_days_are_the_installations(keeper, handler, make_person, unit) -> None:
    chief = make_person("局长", unit, grade="chief")
    days = {"handler": 1, "middle": 1, "leader": 3, "chief": 2}
    set_setting(by=keeper, key="escalation.days", value=days, reason="会议纪要")
    sent = tell_late(by=keeper, handler=handler, subject="supervise.task:1", title="逾期", days=2, day=DAY)
    assert {one.person for one in sent.recipients.all()} == {handler, chief}


def test_only_the_office_or_the_system_tells(only_keeper, handler) -> None:
    only_keeper(tell_late, handler=handler, subject="supervise.task:1", title="逾期", days=1, day=DAY)
