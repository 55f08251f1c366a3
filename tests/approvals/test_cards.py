"""Cards: proposed by rules, verified, contested and withdrawn by people; urging and what follows."""

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client

from kaogong.approvals import actions
from kaogong.approvals.models import Card, Urging
from kaogong.approvals.queries.verified import events
from kaogong.audit.actions import Denied, Refused
from kaogong.audit.models import Event

BEGIN = dt.date(2026, 1, 1)
YEAR = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))


@pytest.fixture
def rules(db):
    """Yellow at 80 per cent, red past the limit, and what has no limit."""
    rows = (
        ("临期", "reached", "yellow", Decimal(80)),
        ("超期", "past", "red", Decimal(100)),
        ("漏办环节", "skipped", "yellow", None),
        ("超标准收费", "fee", "red", None),
        ("网外运行", "offline", "yellow", None),
        ("环节超期", "step_late", "yellow", None),
        ("催办未改", "uncorrected", "red", None),
    )
    for name, trigger, colour, share in rows:
        actions.add_rule(by=None, name=name, trigger=trigger, colour=colour, share=share, since=BEGIN)


@pytest.fixture
def card(rules, tell, make_item, on):
    """A red card to be verified: a case past its limit."""
    make_item()
    tell(("a1", "K1", "accept", "2026-08-03 09:00", {"item": "A1"}))
    actions.issue_cards(by=None)
    return Card.objects.get()


@pytest.mark.clause("WH-18")
def test_yellow_on_day_8_and_red_on_day_11_of_a_limit_of_10(rules, tell, make_item, on):
    make_item(statutory_days=None, promised_days=10)
    tell(("a1", "K1", "accept", "2026-09-01 09:00", {"item": "A1"}))
    seen = {}
    for day in range(1, 31):
        on(dt.date(2026, 9, day))
        if actions.issue_cards(by=None):
            for one in Card.objects.filter(issued_on=dt.date(2026, 9, day)):
                seen[one.colour] = one.used
    assert seen == {"yellow": 8, "red": 11}
    assert Card.objects.count() == 2
    assert set(Card.objects.values_list("state", flat=True)) == {"proposed"}
    assert Card.objects.get(colour="red").raised_from.colour == "yellow"


def test_what_else_gets_a_card(rules, tell, make_item, case):
    make_item(
        "F1",
        fee=Decimal(50),
        steps=[
            {"code": "s1", "name": "受理"},
            {"code": "s2", "name": "初审", "days": 1},
            {"code": "s3", "name": "决定"},
        ],
    )
    tell(
        ("a1", "K1", "accept", "2026-09-14 09:00", {"item": "F1", "channel": "offline"}),
        ("a2", "K1", "step", "2026-09-15 09:00", {"step": "s1"}),
        ("a3", "K1", "step", "2026-09-16 09:00", {"step": "s3"}),
        ("a4", "K1", "fee", "2026-09-16 09:00", {"amount": "60"}),
        ("b1", "K2", "accept", "2026-09-14 09:00", {"item": "F1"}),
        ("b2", "K2", "step", "2026-09-15 09:00", {"step": "s1"}),
        ("b3", "K2", "fee", "2026-09-15 09:00", {"amount": "50"}),
    )
    actions.issue_cards(by=None)
    assert (case("K1").skipped, case("K1").overcharged, case("K2").overcharged) == (1, True, False)
    assert set(Card.objects.values_list("case__number", "rule__name")) == {
        ("K1", "漏办环节"),
        ("K1", "网外运行"),
        ("K1", "超标准收费"),
        ("K2", "环节超期"),
    }
    assert actions.issue_cards(by=None) == 0


def test_a_suspended_case_gets_no_card(rules, tell, make_item):
    make_item()
    tell(
        ("a1", "K1", "accept", "2026-08-03 09:00", {"item": "A1"}),
        ("a2", "K1", "suspend", "2026-08-05 09:00", {"reason": "hearing"}),
    )
    assert actions.issue_cards(by=None) == 0


@pytest.mark.clause("WH-23")
def test_a_withdrawn_card_takes_nothing_and_keeps_its_reason(card, inspector):
    assert events(*YEAR) == []
    actions.withdraw_card(by=inspector, card=card, reason="审批系统停机，计时有误。")
    card.refresh_from_db()
    assert (card.state, card.reason, card.settled_by) == ("withdrawn", "审批系统停机，计时有误。", inspector)
    assert events(*YEAR) == []
    assert Event.objects.latest("number").reason == "审批系统停机，计时有误。"


def test_a_verified_card_counts(card, inspector):
    before = Event.objects.count()
    actions.verify_card(by=inspector, card=card)
    assert Event.objects.count() == before + 1
    assert [(one["ledger"], one["kind"]) for one in events(*YEAR)] == [("card", "red"), ("general", "time_limit")]
    card.refresh_from_db()
    with pytest.raises(Refused):
        actions.verify_card(by=inspector, card=card)


def test_a_contested_card_waits_for_another_than_who_verified_it(card, inspector, colleague, liaison, stranger):
    actions.verify_card(by=inspector, card=card)
    with pytest.raises(Denied):
        actions.contest_card(by=stranger, card=card, reason="不是我们。")
    actions.contest_card(by=liaison, card=card, reason="补正 3 日误计入。")
    assert events(*YEAR) == []
    card.refresh_from_db()
    with pytest.raises(Denied, match="另一位"):
        actions.withdraw_card(by=inspector, card=card, reason="成立")
    with pytest.raises(Refused, match="理由"):
        actions.withdraw_card(by=colleague, card=card, reason=" ")
    actions.uphold_card(by=colleague, card=card, reason="补正通知晚于期限。")
    card.refresh_from_db()
    assert (card.state, len(events(*YEAR))) == ("verified", 2)
    window = Client()
    window.force_login(colleague)
    page = window.get(f"/approvals/cards/{card.pk}/").content.decode()
    assert "异议不成立：补正通知晚于期限。" in page
    assert f"已用 {card.used} 个工作日，期限 {card.limit} 个工作日" in page


def test_who_may_not_verify(card, liaison, stranger):
    for who in (liaison, stranger):
        with pytest.raises(Denied):
            actions.verify_card(by=who, card=card)
    assert Event.objects.latest("number").outcome == "denied"


def test_urged_and_not_put_right(card, inspector, on):
    with pytest.raises(Refused, match="核实"):
        actions.urge_card(by=inspector, card=card, words="请三日内办结。")
    actions.verify_card(by=inspector, card=card)
    made = actions.urge_card(by=inspector, card=card, words="请办结。")
    assert made.due_on == dt.date(2026, 9, 29)
    assert actions.escalate(by=None)["uncorrected"] == 0
    on(dt.date(2026, 9, 30))
    assert actions.escalate(by=None) == {"corrected": 0, "uncorrected": 1, "raised": 0, "to_task": 1}
    assert Urging.objects.get().state == "uncorrected"
    assert Card.objects.get().to_task == dt.date(2026, 9, 30)
    assert [one["kind"] for one in events(*YEAR)] == ["red", "time_limit", "uncorrected"]


def test_a_yellow_one_leads_to_a_red_one(rules, tell, make_item, inspector, on):
    make_item()
    tell(("a1", "K1", "accept", "2026-09-08 09:00", {"item": "A1"}))
    actions.issue_cards(by=None)
    yellow = Card.objects.get()
    actions.verify_card(by=inspector, card=yellow)
    actions.urge_card(by=inspector, card=yellow, words="请抓紧。")
    on(dt.date(2026, 9, 30))
    assert actions.escalate(by=None)["raised"] == 1
    red = Card.objects.get(colour="red")
    assert (red.raised_from, red.state) == (yellow, "proposed")


def test_the_rules_are_kept_by_those_who_supervise(liaison, inspector):
    with pytest.raises(Denied):
        actions.add_rule(by=liaison, name="我的", trigger="fee", colour="red")
    with pytest.raises(Refused, match="百分比"):
        actions.add_rule(by=inspector, name="我的", trigger="past", colour="red")
    rule = actions.add_rule(by=inspector, name="我的", trigger="fee", colour="red")
    actions.end_rule(by=inspector, rule=rule, until=dt.date(2027, 1, 1))
