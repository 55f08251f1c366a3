"""Two clicks a day: what they make of a day, who may click, what cannot be done."""

import datetime as dt

import pytest

from kaogong.audit.actions import Denied, Refused
from kaogong.audit.models import Event
from kaogong.people.actions.presence import click, come_back, go_out, remind_clicks, set_hours
from kaogong.people.models import DayRecord, WorkHours
from kaogong.people.queries import waiting_for
from kaogong.people.queries.presence import board, hours_of, kind_of
from kaogong.people.states.presence import CLICKS
from kaogong.portal.queries.notices import told
from people.presence import *  # noqa: F403
from people.presence import BEGIN, DAY


@pytest.mark.clause("XM-43")
def test_two_clicks_make_a_day_complete_and_ten_past_nine_is_ten_minutes_late(hours, worker, on):
    assert list(CLICKS.values()) == ["上班", "下班"]
    assert len(CLICKS) == 2
    made = click(by=worker, what="arrive", at=dt.time(9, 10))
    assert (made.late, made.early, made.complete) == (10, None, False)
    on(DAY + dt.timedelta(days=1))
    assert kind_of(DAY, made, None) == "incomplete"
    on(DAY)
    made = click(by=worker, what="leave", at=dt.time(17, 30))
    assert (made.late, made.early, kind_of(DAY, made, None)) == (10, 0, "complete")
    event = Event.objects.latest("number")
    assert (event.verb, event.new) == ("click", {"what": "leave", "at": "17:30", "day": "2026-09-21"})


def test_clicking_twice_or_backwards_is_refused(hours, worker):
    click(by=worker, what="arrive", at=dt.time(8, 55))
    with pytest.raises(Refused, match="08:55 已打过"):
        click(by=worker, what="arrive", at=dt.time(9, 0))
    with pytest.raises(Refused, match="早于上班"):
        click(by=worker, what="leave", at=dt.time(8, 0))
    click(by=worker, what="leave", at=dt.time(12, 0))
    later = click(by=worker, what="leave", at=dt.time(17, 35))
    assert (later.left, later.early) == (dt.time(17, 35), 0)
    with pytest.raises(Refused, match="请选"):
        click(by=worker, what="lunch")
    assert Event.objects.filter(verb="click").count() == 3


def test_who_has_no_post_cannot_click(keeper):
    with pytest.raises(Denied, match="没有对应的岗位"):
        click(by=keeper, what="arrive")
    assert Event.objects.latest("number").outcome == "denied"


def test_on_leave_one_does_not_click(worker, clerk, absence):
    absence(clerk, last=DAY + dt.timedelta(days=2))
    with pytest.raises(Refused, match="先销假"):
        click(by=worker, what="arrive")


def test_without_hours_nobody_is_late(worker):
    made = click(by=worker, what="arrive", at=dt.time(10, 0))
    assert made.late is None


def test_hours_have_a_history_and_the_past_stays(hours, office, head, keeper, bureau, worker, on):
    with pytest.raises(Denied):
        set_hours(by=keeper, starts=dt.time(8), ends=dt.time(17), since=DAY, unit=bureau)
    with pytest.raises(Refused, match="已过的日子不改"):
        set_hours(by=office, starts=dt.time(8), ends=dt.time(17), since=BEGIN)
    with pytest.raises(Refused, match="晚于上班"):
        set_hours(by=office, starts=dt.time(8), ends=dt.time(7), since=DAY)
    set_hours(by=head, starts=dt.time(8, 30), ends=dt.time(17), since=dt.date(2026, 10, 1), unit=bureau)
    assert hours_of(bureau.pk, DAY).starts == dt.time(9)
    assert hours_of(bureau.pk, dt.date(2026, 10, 8)).starts == dt.time(8, 30)
    assert WorkHours.objects.count() == 2
    on(dt.date(2026, 10, 8))
    assert click(by=worker, what="arrive", at=dt.time(9, 0)).late == 30


def test_going_out_and_coming_back_show_on_the_board(hours, worker, second, clerk, bureau):
    click(by=worker, what="arrive", at=dt.time(8, 50))
    made = go_out(by=worker, place="市政务中心", words="送材料", back_by=dt.time(11, 0), at=dt.time(9, 30))
    shown = {one.worker.person: one for one in board({bureau.pk}, DAY)}
    assert (shown[clerk.pk].state, shown[clerk.pk].place, shown[clerk.pk].until) == (
        "out",
        "市政务中心",
        dt.time(11, 0),
    )
    with pytest.raises(Refused, match="已登记外出"):
        go_out(by=worker, place="别处")
    with pytest.raises(Denied):
        come_back(by=second, outing=made)
    come_back(by=worker, outing=made, at=dt.time(10, 40))
    assert next(one for one in board({bureau.pk}, DAY) if one.worker.person == clerk.pk).state == "in"
    with pytest.raises(Refused):
        come_back(by=worker, outing=made)


def test_who_forgot_a_click_is_told_on_the_next_working_day(hours, worker, clerk, bureau, on):
    friday = dt.date(2026, 9, 18)
    DayRecord.objects.create(person=clerk, unit=bureau, day=friday, arrived=dt.time(8, 50), late=0)
    assert [one.do for one in waiting_for(worker)] == ["申请更正", "打卡"]
    assert remind_clicks(by=None, day=DAY) == [clerk.code]
    assert Event.objects.latest("number").new == {"day": "2026-09-18", "people": [clerk.code]}
    assert told(Event.objects.latest("number")) == {worker.pk}
    click(by=worker, what="arrive", at=dt.time(8, 50))
    assert [one.do for one in waiting_for(worker)] == ["申请更正"]
