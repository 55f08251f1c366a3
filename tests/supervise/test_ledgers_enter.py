"""Entries: in real time, confirmed by another, contested within the window, settled, corrected beside what was."""

import datetime as dt
from decimal import Decimal

import pytest

from kaogong.audit.actions import Denied, Refused
from kaogong.audit.models import Event
from kaogong.core.scheme.load import load
from kaogong.rulebooks import __path__ as books
from kaogong.supervise import facts
from kaogong.supervise.actions.ledger_checks import compare_hiring, settle_deduction
from kaogong.supervise.actions.ledger_entries import (
    confirm_entry,
    contest_entry,
    correct_entry,
    uphold_entry,
    withdraw_entry,
)
from kaogong.supervise.models import Deduction, LedgerEntry
from kaogong.supervise.queries.ledgers import deductions, history
from supervise.ledgers import *  # noqa: F403

YEAR = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))


@pytest.fixture(scope="module")
def book():
    from pathlib import Path

    return load(Path(books[0]) / "lz_institutions")


def told(book):
    found = facts.tables(book, *YEAR).get("events")
    return [] if found is None else found.to_pylist()


@pytest.mark.clause("LZ-07")
def test_a_deduction_without_an_entry_is_refused_and_a_late_entry_is_marked(
    write, checker, kept, opened, book, open_, section
):
    open_("BZ")
    assert (opened.section, opened.unit, opened.late_days) == ("登记管理科", section, 5)
    with pytest.raises(Refused, match="请先记台账"):
        settle_deduction(by=checker, ledger=opened, unit=kept, year=2026, marks=Decimal(2))
    late = write(happened_on=dt.date(2026, 9, 1))
    assert (late.late, late.entered_on) == (True, dt.date(2026, 9, 21))
    assert not write(happened_on=dt.date(2026, 9, 16), item="公开信息及时更新").late
    with pytest.raises(Refused, match="请先记台账"):
        settle_deduction(by=checker, ledger=opened, unit=kept, year=2026, marks=Decimal(2))
    assert told(book) == []
    confirm_entry(by=checker, entry=late)
    made = settle_deduction(by=checker, ledger=opened, unit=kept, year=2026, marks=Decimal(2))
    assert list(made.entries.all()) == [late]
    assert [(one["ledger"], one["kind"], one["subject"]) for one in told(book)] == [
        ("registration", "annual_report", kept.code)
    ]
    with pytest.raises(Refused, match="合计扣 2 分"):
        settle_deduction(by=checker, ledger=opened, unit=kept, year=2026, marks=Decimal(4))
    assert Deduction.objects.count() == 1


@pytest.mark.clause("LZ-06")
def test_one_person_hired_without_a_plan_is_one_row_under_its_aspect(open_, kept, keeper, desk, checker, book):
    from kaogong.org.models import StaffingRequest

    ledger = open_("BZ")
    assert (len({one.aspect for one in ledger.items.all()}), ledger.items.count()) == (3, 12)
    StaffingRequest.objects.create(unit=kept, year=2026, posts=1, grade="A", state="allotted", asked_on=YEAR[0])
    desk(kept, "N1", "甲", dt.date(2026, 3, 2))
    assert compare_hiring(by=keeper, ledger=ledger, year=2026) == []
    desk(kept, "N2", "乙", dt.date(2026, 6, 1))
    (made,) = compare_hiring(by=keeper, ledger=ledger, year=2026)
    assert compare_hiring(by=keeper, ledger=ledger, year=2026) == []
    assert deductions(ledger, kept, 2026) == []
    confirm_entry(by=checker, entry=made)
    rows = deductions(ledger, kept, 2026)
    assert [(one.item.aspect, one.marks) for one in rows] == [("用编进人计划核准", Decimal(2))]
    (event,) = told(book)
    assert (event["ledger"], event["kind"], event["supplier"]) == ("staffing", "hiring_plan", "市编办")


def test_the_events_of_ledgers_are_scored_by_the_rulebook(entry, book, kept):
    from kaogong.core.engine.facts import Facts

    keep = ("ledger", "subject", "day", "kind", "supplier")
    rows = [{key: one[key] for key in keep} for one in told(book)]
    found = Facts.from_rows(
        book, subjects=[{"subject": kept.code, "class": "health", "department": "某局", "school": "否"}], events=rows
    )
    assert found.digest
    for name in {event for one in entry.ledger.items.all() for event in one.events}:
        ledger, _dot, kind = name.partition(".")
        assert kind in book.events[ledger].kinds


def test_another_confirms_and_one_event_is_left(write, keeper, checker, make_account, bystander):
    made = write()
    assert made.number == "DJ-2026-00001"
    for who in (keeper, bystander):
        with pytest.raises(Denied):
            confirm_entry(by=who, entry=made)
    before = Event.objects.count()
    found = confirm_entry(by=checker, entry=made)
    assert Event.objects.count() == before + 1
    assert (found.state, found.contest_due) == ("confirmed", dt.date(2026, 9, 28))
    with pytest.raises(Refused, match="已确认"):
        confirm_entry(by=checker, entry=made)


def test_nobody_else_enters_and_what_is_missing_is_told(write, bystander, liaison, opened):
    with pytest.raises(Denied, match="登记管理科"):
        write(by=liaison)
    with pytest.raises(Refused, match="今天"):
        write(happened_on=dt.date(2026, 9, 22))
    with pytest.raises(Refused, match="来源"):
        write(source=" ")
    write(key="年报-1")
    with pytest.raises(Refused, match="已经记录过"):
        write(key="年报-1")


def test_a_contested_entry_does_not_count_until_another_settles_it(
    entry, liaison, bystander, checker, judge, keeper, book
):
    assert len(told(book)) == 1
    with pytest.raises(Denied):
        contest_entry(by=bystander, entry=entry, reason="不对")
    with pytest.raises(Refused, match="理由"):
        contest_entry(by=liaison, entry=entry, reason=" ")
    contest_entry(by=liaison, entry=entry, reason="系统停机一日。")
    assert told(book) == []
    with pytest.raises(Denied, match="另一位"):
        uphold_entry(by=checker, entry=entry, reason="不成立")
    found = uphold_entry(by=judge, entry=entry, reason="停机已扣除。")
    assert (found.state, found.settled_by, len(told(book))) == ("confirmed", judge, 1)
    with pytest.raises(Refused, match="已经裁定"):
        contest_entry(by=liaison, entry=entry, reason="再来")


def test_an_objection_that_holds_withdraws_the_entry(entry, liaison, judge, book):
    contest_entry(by=liaison, entry=entry, reason="已按期报送。")
    assert withdraw_entry(by=judge, entry=entry, reason="查有回执。").state == "withdrawn"
    assert told(book) == []
    assert Event.objects.latest("number").reason == "查有回执。"


def test_the_window_of_five_working_days_closes(entry, liaison, on):
    on(dt.date(2026, 9, 29))
    with pytest.raises(Refused, match="2026-09-28"):
        contest_entry(by=liaison, entry=entry, reason="晚了")


def test_a_correction_stands_beside_what_it_corrects(entry, keeper, checker, book, proof):
    made = correct_entry(by=keeper, entry=entry, reason="日数算错。", words="报告迟报 2 日。", evidence=proof())
    old = LedgerEntry.objects.get(pk=entry.pk)
    assert (old.state, old.words, old.reason) == ("corrected", "报告迟报 3 日。", "日数算错。")
    assert (made.state, made.words, made.corrects) == ("entered", "报告迟报 2 日。", old)
    assert made.evidence_name == "记录.csv"
    assert told(book) == []
    confirm_entry(by=checker, entry=made)
    assert [one["incident"] for one in told(book)] == [made.number]
    assert [one.pk for one in history(made)] == [one.pk for one in history(old)] == [old.pk, made.pk]
    with pytest.raises(Refused, match="已更正"):
        correct_entry(by=keeper, entry=old, reason="再改")
