"""Clicks put right: asked with a reason, decided by a second person; and the file of a machine."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile

from kaogong.audit.actions import Denied, Refused, seal
from kaogong.audit.models import Event
from kaogong.audit.queries import Unfit, place
from kaogong.audit.reports.workbook import workbook
from kaogong.people.actions.presence import agree_correction, ask_correction, refuse_correction, take_punches
from kaogong.people.models import Correction, DayRecord, PunchFile
from kaogong.people.queries.punches import read_punches
from people.presence import *  # noqa: F403
from people.presence import DAY

FRIDAY = dt.date(2026, 9, 18)


@pytest.fixture
def asked(hours, worker, clerk, clicks):
    clicks(clerk, [FRIDAY], arrived=dt.time(9, 40))
    return ask_correction(by=worker, person=clerk, day=FRIDAY, arrived=dt.time(8, 50), reason="打卡机故障")


def test_a_second_person_puts_it_right_and_the_old_time_stays(asked, keeper, worker, clerk):
    with pytest.raises(Denied):
        agree_correction(by=worker, correction=asked)
    made = agree_correction(by=keeper, correction=asked)
    held = DayRecord.objects.get(person=clerk)
    assert (held.arrived, held.late, held.source) == (dt.time(8, 50), 0, "correction")
    assert (made.was_arrived, made.state) == (dt.time(9, 40), "agreed")
    event = Event.objects.latest("number")
    assert (event.old["arrived"], event.new["arrived"], event.reason) == ("09:40", "08:50", "打卡机故障")
    with pytest.raises(Refused, match="已更正"):
        refuse_correction(by=keeper, correction=asked, reply="不对")


def test_who_asked_does_not_decide(hours, keeper, clerk, bureau, make_account):
    made = ask_correction(by=keeper, person=clerk, day=FRIDAY, left=dt.time(17, 40), reason="忘打卡")
    with pytest.raises(Denied, match="另一位"):
        agree_correction(by=keeper, correction=made)
    other = make_account(("head", bureau))
    with pytest.raises(Refused, match="理由"):
        refuse_correction(by=other, correction=made, reply=" ")
    assert refuse_correction(by=other, correction=made, reply="无佐证").state == "refused"
    assert not DayRecord.objects.exists()


def test_what_cannot_be_asked(hours, worker, second, clerk, stranger):
    given = {"person": clerk, "day": FRIDAY, "reason": "忘打卡"}
    with pytest.raises(Denied):
        ask_correction(by=second, **given, arrived=dt.time(9))
    with pytest.raises(Denied):
        ask_correction(by=stranger, **given, arrived=dt.time(9))
    with pytest.raises(Refused, match="至少写"):
        ask_correction(by=worker, **given)
    with pytest.raises(Refused, match="今天和以前"):
        ask_correction(by=worker, **given | {"day": DAY + dt.timedelta(days=1)}, arrived=dt.time(9))
    ask_correction(by=worker, **given, arrived=dt.time(9))
    with pytest.raises(Refused, match="待审核"):
        ask_correction(by=worker, **given, arrived=dt.time(9))
    assert Correction.objects.count() == 1


def sealed(rows, name="九月.xlsx"):
    heads = ["工号", "姓名", "日期", "上班时间", "下班时间"]
    data = workbook([("打卡", heads, rows)]) if name.endswith("xlsx") else rows.encode()
    return seal(by=None, file=ContentFile(data, name)), name


def test_all_faults_of_a_file_are_told_together(hours, bureau, clerk, mate):
    proof, name = sealed([
        [clerk.code, clerk.name, "2026-09-17", "8:58", "17:31:20"],
        ["P9999", "", "2026-09-17", "08:58", ""],
        [mate.code, clerk.name, "昨天", "九点", ""],
        [clerk.code, "", "2026-09-17", "08:59", ""],
        [mate.code, "", "2026-12-01", "", ""],
        [mate.code, "", "2026-09-17", "17:00", "09:00"],
    ])  # fmt: skip
    found = read_punches(place(proof.sm3), name, bureau)
    assert [(row, column) for row, column, _words in found.faults] == [
        (3, "工号"), (4, "姓名"), (4, "日期"), (4, "上班时间"), (5, "日期"), (6, "日期"), (6, "上班时间"), (7, "下班时间"),
    ]  # fmt: skip
    assert [one["left"] for one in found.lines] == [dt.time(17, 31)]
    proof, name = sealed("工号,日期\nP1,2026-09-17\n", "短.csv")
    with pytest.raises(Unfit, match="上班时间、下班时间"):
        read_punches(place(proof.sm3), name, bureau)


def test_a_file_is_taken_in_once_and_corrections_stand(asked, hours, bureau, clerk, mate, keeper, stranger):
    agree_correction(by=keeper, correction=asked)
    rows = f"工号,日期,上班时间,下班时间\n{clerk.code},2026-09-18,09:40,17:50\n{mate.code},2026-09-18,09:10,17:00\n"
    proof, name = sealed(rows, "九月.csv")
    lines = read_punches(place(proof.sm3), name, bureau).lines
    with pytest.raises(Denied):
        take_punches(by=stranger, unit=bureau, lines=lines, evidence=proof, name=name)
    made = take_punches(by=keeper, unit=bureau, lines=lines, evidence=proof, name=name)
    assert (made.lines, Event.objects.latest("number").new["sm3"]) == (2, proof.sm3)
    assert DayRecord.objects.get(person=clerk).arrived == dt.time(8, 50)
    held = DayRecord.objects.get(person=mate)
    assert (held.late, held.early, held.file) == (10, 30, made)
    with pytest.raises(Refused, match="已经收下"):
        take_punches(by=keeper, unit=bureau, lines=lines, evidence=proof, name=name)
    assert PunchFile.objects.count() == 1
