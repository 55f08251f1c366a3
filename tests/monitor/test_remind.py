"""Reminders before a deadline and steps of escalation after it, by working days, each sent once."""

import datetime as dt

import pytest

from kaogong.audit.actions import Refused
from kaogong.monitor import actions
from kaogong.monitor.jobs import remind_day
from kaogong.monitor.models import Urge
from kaogong.monitor.queries import waiting_for
from kaogong.org import actions as register


def steps(cycle, day):
    found = actions.remind(by=None, cycle=cycle, day=day)
    return sorted({one.step for one in found if one.period == "2026-10"})


def test_by_working_days(office, cycle, road, events):
    assert steps(cycle, dt.date(2026, 10, 21)) == []
    assert steps(cycle, dt.date(2026, 10, 22)) == ["before"]  # three working days before 27 October
    assert steps(cycle, dt.date(2026, 10, 22)) == []
    assert steps(cycle, dt.date(2026, 10, 28)) == ["handler", "middle"]
    assert steps(cycle, dt.date(2026, 10, 30)) == ["leader"]
    assert steps(cycle, dt.date(2026, 11, 5)) == ["chief"]
    assert events()[-1] == "remind"


def test_the_calendar_of_the_installation_counts(cycle, road):
    register.set_holiday(by=None, day=dt.date(2026, 10, 28), working=False, name="放假")
    actions.remind(by=None, cycle=cycle, day=dt.date(2026, 9, 30))
    due = Urge.objects.filter(period="2026-10").first()
    assert due is None
    assert steps(cycle, dt.date(2026, 10, 23)) == ["before"]


def test_what_is_handed_in_is_not_urged(liaison, leader, cycle, road, make_report):
    actions.remind(by=None, cycle=cycle, day=dt.date(2026, 10, 30))
    assert any("10 月" in one.about for one in waiting_for(leader))
    before = Urge.objects.filter(period="2026-10").count()
    actions.submit_report(by=liaison, report=make_report(road))
    assert steps(cycle, dt.date(2026, 11, 9)) == []
    assert Urge.objects.filter(period="2026-10").count() == before
    assert not any("10 月" in one.about for one in waiting_for(leader))


def test_the_job_of_the_day(cycle, road):
    moment = dt.datetime(2026, 10, 28, 0, 30, tzinfo=dt.UTC)
    remind_day(int(moment.timestamp()))
    assert set(Urge.objects.filter(period="2026-10").values_list("step", flat=True)) == {"handler", "middle"}


def test_by_hand(office, leader, liaison, road, events, denied):
    made = actions.urge(by=leader, target=road, period="2026-10", words="请于 25 日前报送")
    assert (made.step, made.due) == ("hand", dt.date(2026, 10, 27))
    assert events()[-1] == "urge"
    denied(actions.urge, by=liaison, target=road, period="2026-10", words="x")
    denied(actions.remind, by=liaison, cycle=road.cycle)
    with pytest.raises(Refused, match="写明催办什么"):
        actions.urge(by=office, target=road, period="2026-10", words=" ")
