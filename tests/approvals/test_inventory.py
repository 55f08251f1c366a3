"""The inventory: who approves, what, by which ground, agreed by whom; changes reported in time; what is missing from it."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile

from kaogong.approvals import actions
from kaogong.approvals.models import Finding
from kaogong.approvals.queries.compare import bypass_share, omitted, unconfirmed
from kaogong.approvals.queries.verified import events
from kaogong.audit.actions import Denied, Refused, seal

AUGUST = (dt.date(2026, 8, 1), dt.date(2026, 8, 31))
SEPTEMBER = (dt.date(2026, 9, 1), dt.date(2026, 9, 30))


@pytest.mark.clause("WH-02")
def test_three_grounds_and_no_other(make_unit, inspector):
    with pytest.raises(Refused, match="三者都不是"):
        actions.register_body(by=inspector, unit=make_unit(), kind="habit")
    delegated = make_unit()
    with pytest.raises(Refused, match="委托机关"):
        actions.register_body(by=inspector, unit=delegated, kind="delegated")
    made = actions.register_body(by=inspector, unit=delegated, kind="delegated", delegators=[make_unit()])
    assert (made.get_kind_display(), made.delegators.count(), made.get_level_display()) == ("依法委托机关", 1, "市直")
    for kind in ("statutory", "authorised"):
        assert actions.register_body(by=inspector, unit=make_unit(), kind=kind, level="central").pk


@pytest.mark.clause("XJ-23")
def test_law_staffing_and_finance_agree_to_every_item(make_item, body, inspector):
    versions = [make_item(f"I{n:02}") for n in range(29)] + [make_item("I99", basis="")]
    for one in versions[:28]:
        for office in ("legal", "staffing", "finance"):
            actions.confirm_item(by=inspector, version=one, office=office)
    actions.confirm_item(by=inspector, version=versions[28], office="legal")
    assert [one.item.code for one in unconfirmed(dt.date(2026, 9, 1), body)] == ["I28", "I99"]
    with pytest.raises(Refused, match="法定依据"):
        actions.confirm_item(by=inspector, version=versions[29], office="legal")


def test_an_item_is_what_it_was_on_the_day(make_item, tell, case, liaison):
    make_item(promised_days=10)
    make_item(promised_days=5, since=dt.date(2026, 9, 8))
    tell(
        ("a", "K1", "accept", "2026-09-07 09:00", {"item": "A1"}),
        ("b", "K2", "accept", "2026-09-08 09:00", {"item": "A1"}),
    )
    assert (case("K1").limit, case("K2").limit) == (10, 5)
    with pytest.raises(Refused, match="长于"):
        make_item("A2", statutory_days=5, promised_days=6)
    with pytest.raises(Denied):
        actions.set_item(by=liaison, body=case("K1").body, code="A3", since=dt.date(2026, 1, 1), name="事项")


@pytest.mark.clause("WH-30")
def test_items_without_traffic_are_listed_for_verification(make_item, tell, inspector, body):
    for n in range(25):
        make_item(f"I{n:02}")
    tell(*((f"e{n}", f"K{n}", "accept", "2026-08-05 09:00", {"item": f"I{n:02}"}) for n in range(22)))
    assert [one.item.code for one in omitted(*AUGUST, body)] == ["I22", "I23", "I24"]
    found = actions.compare(by=inspector, first=AUGUST[0], last=AUGUST[1])
    assert found["evasion"] == 3
    assert set(Finding.objects.values_list("kind", "state")) == {("evasion", "proposed")}
    assert events(*AUGUST) == []
    assert actions.compare(by=inspector, first=AUGUST[0], last=AUGUST[1])["evasion"] == 0


@pytest.mark.clause("JQ-19")
def test_matters_that_went_past_their_approval(make_item, tell, inspector):
    make_item("N", needs_approval=True)
    rows = []
    for n in range(200):
        rows += [
            (f"a{n}", f"K{n}", "accept", "2026-09-01 09:00", {"item": "N"}),
            (f"d{n}", f"K{n}", "decide", "2026-09-04 09:00"),
        ]
        rows += [(f"p{n}", f"K{n}", "approve", "2026-09-03 09:00")] if n < 193 else []
    tell(*rows)
    assert bypass_share(*SEPTEMBER) == (200, 7, "3.5")
    assert actions.compare(by=inspector, first=SEPTEMBER[0], last=SEPTEMBER[1])["bypass"] == 7
    assert Finding.objects.filter(kind="bypass").count() == 7


def test_a_change_is_told_to_both_in_time(body, liaison, inspector, on, days):
    late = actions.report_change(
        by=liaison, body=body, kind="handler", words="甲换乙", happened_on=dt.date(2026, 9, 14)
    )
    half = actions.report_change(
        by=liaison, body=body, kind="handler", words="丙换丁", happened_on=dt.date(2026, 9, 18), to_supervisor=False
    )
    good = actions.report_change(by=liaison, body=body, kind="item", words="改期限", happened_on=dt.date(2026, 9, 18))
    assert [one.in_time for one in (late, half, good)] == [False, False, True]
    assert (late.due_on, good.due_on) == (dt.date(2026, 9, 17), dt.date(2026, 9, 22))
    on(dt.date(2026, 9, 28))
    assert actions.compare(by=inspector, first=SEPTEMBER[0], last=SEPTEMBER[1])["unreported_change"] == 2
    actions.complete_change(by=liaison, change=half)
    assert not half.in_time


@pytest.mark.clause("WH-10")
def test_a_deduction_needs_a_channel_and_evidence(body, inspector, colleague):
    given = {"body": body, "kind": "follow_up", "happened_on": dt.date(2026, 9, 10), "words": "批后未检查。"}
    clip = seal(by=inspector, file=ContentFile("时间,窗口\n10:15,3号\n".encode(), "视频监察.csv"))
    shown = [(clip, "视频监察.csv")]
    with pytest.raises(Refused, match="监察途径"):
        actions.add_finding(by=inspector, channel="", evidence=shown, **given)
    with pytest.raises(Refused, match="证据"):
        actions.add_finding(by=inspector, channel="video", **given)
    made = actions.add_finding(by=inspector, channel="video", evidence=shown, **given)
    assert (made.get_channel_display(), made.proofs.count()) == ("视频监察", 1)
    assert [str(name) for _key, name in Finding.CHANNELS] == [
        "系统数据监察",
        "视频监察",
        "现场查访",
        "群众举报",
        "效能投诉查办",
    ]
    with pytest.raises(Denied, match="两人"):
        actions.confirm_finding(by=inspector, finding=made)
    actions.confirm_finding(by=colleague, finding=made)
    (row,) = events(*SEPTEMBER)
    assert (row["ledger"], row["kind"], row["evidence_hash"]) == ("general", "follow_up", clip.sm3)
    actions.withdraw_finding(by=colleague, finding=made, reason="查无实据")
    assert events(*SEPTEMBER) == []


def test_a_patrol_is_kept(body, inspector, liaison):
    from django.utils import timezone

    at = dt.datetime(2026, 9, 10, 10, 15, tzinfo=timezone.get_default_timezone())
    given = {"body": body, "kind": "video", "at": at, "place": "政务大厅", "words": "窗口无人"}
    with pytest.raises(Denied):
        actions.patrol(by=liaison, **given)
    assert actions.patrol(by=inspector, window="3 号", **given).window == "3 号"
