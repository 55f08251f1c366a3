"""An appeal about a day of attendance: granted, the day is put right as a new version; what was stays readable."""

import datetime as dt

import pytest
from django.test import Client

from answer.conftest import SAID, leaders, team
from kaogong.answer import actions
from kaogong.answer.models import Appeal, Seat
from kaogong.audit.actions import Denied, Refused
from kaogong.audit.models import Event
from kaogong.org.queries import today
from kaogong.people.actions.absences import draft_sheet, issue_sheet
from kaogong.people.actions.presence import ask_correction, refuse_correction, restore_day
from kaogong.people.models import AttendanceSheet, Correction, DayRecord
from people.presence import *  # noqa: F403

__all__ = ["leaders", "team"]
FRIDAY = dt.date(2026, 8, 28)
RULED = {"found": "打卡机断电，监控显示 8:50 到岗", "grounds": "考勤办法第三条", "meeting": "第 3 次会议"}


@pytest.fixture
def make_person(employ):
    """People of the bureau; those who hear belong to none."""
    from kaogong.org import actions as register
    from kaogong.org.models import Person

    return lambda name="": register.register_person(
        by=None, code=f"X{Person.objects.count():04d}", name=name or "听证员"
    )


@pytest.fixture
def refused(hours, worker, clerk, keeper, clicks):
    """A clerk came 40 minutes late by the machine, asked for a correction, and was refused."""
    clicks(clerk, [FRIDAY], arrived=dt.time(9, 40))
    asked = ask_correction(by=worker, person=clerk, day=FRIDAY, arrived=dt.time(8, 50), reason="打卡机断电")
    return refuse_correction(by=keeper, correction=asked, reply="无佐证")


def carried(appeal, team, office, make_person):
    """To the end of the hearing."""
    actions.accept_appeal(by=team, appeal=appeal)
    chair, member, clerk = (make_person() for _turn in range(3))
    when = dt.datetime.combine(today(), dt.time(1), dt.UTC)
    actions.call_hearing(by=team, appeal=appeal, on=when, place="会议室", chair=chair, members=[member], clerk=clerk)
    actions.state_case(by=office, appeal=appeal, party="assessor", said=SAID | {"claims": "维持"})
    actions.write_minutes(by=team, appeal=appeal, minutes="双方陈述完毕。")
    Seat.objects.filter(appeal=appeal).update(signed_at=when)
    return actions.close_hearing(by=team, appeal=appeal)


def test_a_granted_appeal_puts_the_day_right(
    refused, worker, clerk, office, team, leaders, make_person, keeper, head, bureau
):
    first = issue_sheet(by=head, sheet=draft_sheet(by=keeper, unit=bureau, month="2026-08"))
    assert [one["late"] for one in first.content["rows"] if one["code"] == clerk.code] == [[str(FRIDAY)]]
    page = Client()
    page.force_login(worker)
    where = f"/people/attendance/corrections/{refused.pk}/"
    assert f"/answer/new/attendance/{refused.pk}/" in page.get(where).text
    assert page.post(f"/answer/new/attendance/{refused.pk}/", SAID).status_code == 302
    appeal = Appeal.objects.get()
    assert appeal.person == clerk
    assert appeal.number in page.get(where).text, "in dispute while it is open"
    carried(appeal, team, office, make_person)
    actions.rule_appeal(by=leaders, appeal=appeal, outcome="changed", **RULED)
    day = DayRecord.objects.get(person=clerk)
    assert (day.arrived, day.late, day.source) == (dt.time(8, 50), 0, "correction")
    fresh = Correction.objects.exclude(pk=refused.pk).get()
    assert (fresh.state, fresh.was_arrived) == ("agreed", dt.time(9, 40)), "a version of its own"
    refused.refresh_from_db()
    assert (refused.state, refused.reply) == ("refused", "无佐证"), "the old one stays as it was"
    event = Event.objects.filter(verb="restore_day").get()
    assert (event.old["arrived"], event.new["arrived"]) == ("09:40", "08:50")
    again = AttendanceSheet.objects.get(edition=2)
    assert again.state == "draft", "the circulation is counted again, to be issued by its own people"
    assert [one["late"] for one in again.content["rows"] if one["code"] == clerk.code] == [[]]
    assert first.content == AttendanceSheet.objects.get(edition=1).content
    assert page.get(f"/people/attendance/corrections/{fresh.pk}/").status_code == 200


def test_only_what_was_refused_and_only_oneself(refused, worker, second, hours, mate, keeper):
    with pytest.raises(Denied):
        actions.lodge_appeal(by=second, kind="attendance", thing=refused.pk, said=SAID)
    open_one = ask_correction(by=second, person=mate, day=FRIDAY, arrived=dt.time(9), reason="忘打卡")
    with pytest.raises(Refused, match="没有这个申诉对象"):
        actions.lodge_appeal(by=second, kind="attendance", thing=open_one.pk, said=SAID)
    with pytest.raises(Refused, match="没有可以恢复的"):
        restore_day(by=keeper, correction=open_one, words="x")
    with pytest.raises(Denied):
        restore_day(by=worker, correction=refused, words="x")


def test_upheld_leaves_the_day(refused, worker, clerk, office, team, leaders, make_person):
    appeal = actions.lodge_appeal(by=worker, kind="attendance", thing=refused.pk, said=SAID)
    carried(appeal, team, office, make_person)
    actions.rule_appeal(by=leaders, appeal=appeal, outcome="upheld", **RULED)
    assert DayRecord.objects.get(person=clerk).arrived == dt.time(9, 40)


def test_who_keeps_records_does_not_appeal_for_others(refused, keeper):
    page = Client()
    page.force_login(keeper)
    where = f"/people/attendance/corrections/{refused.pk}/"
    assert "/answer/new/" not in page.get(where).text
