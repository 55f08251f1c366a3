"""E-supervision in a real browser, at both widths: the board, a card on its way, a case, the month."""

import datetime as dt
from decimal import Decimal

import pytest

from approvals.conftest import (
    body,
    clerk,
    colleague,
    days,
    evidence_here,
    inspector,
    liaison,
    make_account,
    make_item,
    make_unit,
    on,
    september,
    source,
    tell,
    unit,
)
from kaogong.approvals import actions
from kaogong.approvals.models import Card, Case

__all__ = [
    "body",
    "clerk",
    "colleague",
    "days",
    "evidence_here",
    "inspector",
    "liaison",
    "make_account",
    "make_item",
    "make_unit",
    "on",
    "september",
    "source",
    "tell",
    "unit",
]
SECRET = "correct-horse-9"
BEGIN = dt.date(2026, 1, 1)


@pytest.fixture
def told(tell, make_item, inspector, colleague):
    """Cases of every kind, their cards, and the month."""
    steps = [{"code": "s1", "name": "受理", "days": 1}, {"code": "s2", "name": "初审", "days": 4}]
    make_item(name="道路运输经营许可", steps=steps, fee=Decimal(50))
    make_item("A2", name="涉路施工许可", promised_days=15)
    tell(
        ("a1", "XK-2026-10387", "accept", "2026-09-15 09:00", {"item": "A1", "handler": "甲岗", "channel": "online"}),
        ("a2", "XK-2026-10387", "step", "2026-09-16 09:00", {"step": "s1", "handler": "甲岗"}),
        ("b1", "XK-2026-10365", "accept", "2026-09-01 09:00", {"item": "A2"}),
        ("b2", "XK-2026-10365", "suspend", "2026-09-03 09:00", {"reason": "supplement"}),
        ("c1", "XK-2026-10329", "accept", "2026-09-02 09:00", {"item": "A1"}),
        ("c2", "XK-2026-10329", "fee", "2026-09-02 10:00", {"amount": "60"}),
        ("d1", "XK-2026-10376", "accept", "2026-09-08 09:00", {"item": "A1"}),
        ("e1", "XK-2026-10211", "accept", "2026-09-01 09:00", {"item": "A1"}),
        ("e2", "XK-2026-10211", "decide", "2026-09-09 09:00"),
    )
    rules = (("用时达到期限 80%", "reached", "yellow", Decimal(80)), ("超过期限", "past", "red", Decimal(100)))
    for name, trigger, colour, share in (*rules, ("收费超过标准", "fee", "red", None)):
        actions.add_rule(by=None, name=name, trigger=trigger, colour=colour, share=share, since=BEGIN)
    actions.issue_cards(by=None)
    actions.verify_card(by=inspector, card=Card.objects.filter(colour="red").first())
    actions.approve_month(by=colleague, month=actions.draft_month(by=inspector, period="2026-09"))


@pytest.fixture
def signed(window, inspector):
    """A window in which somebody who supervises is signed in."""
    inspector.set_password(SECRET)
    inspector.save(update_fields=["password"])
    return window.sign_in(inspector.username, SECRET)


def test_the_board_and_what_it_leads_to(told, signed):
    signed.go("/approvals/").keep("approvals-board")
    case = Case.objects.get(number="XK-2026-10387")
    signed.go(f"/approvals/cases/{case.pk}/").keep("approvals-case")
    signed.go("/approvals/cards/").keep("approvals-cards")
    signed.go(f"/approvals/cards/{Card.objects.filter(colour='yellow').first().pk}/").keep("approvals-card")
    with signed.page.expect_navigation():
        signed.page.get_by_role("button", name="核实", exact=True).click()
    assert Card.objects.filter(colour="yellow", state="verified").count() == 1
    signed.go("/approvals/months/2026-09/").keep("approvals-month")
    for name in ("items", "intakes", "findings", "gaps", "platform", "rules", "changes"):
        signed.go(f"/approvals/{name}/").keep(f"approvals-{name}")


def test_an_office_without_a_system_handles_a_case(told, window, clerk, on):
    clerk.set_password(SECRET)
    clerk.save(update_fields=["password"])
    desk = window.sign_in(clerk.username, SECRET)
    page = desk.go("/approvals/").page
    with page.expect_navigation():
        page.get_by_role("link", name="收件登记").click()
    desk.keep("approvals-new-case")
    page.get_by_label("办件编号").fill("XK-2026-10329")
    with page.expect_navigation():
        page.get_by_role("button", name="收件").click()
    page.get_by_text("已有编号为").first.wait_for()
    desk.complaints.clear()  # the browser says of a refused form that it was refused
    desk.keep("approvals-new-case-wrong")
    page.get_by_label("办件编号").fill("SJ-2026-00017")
    with page.expect_navigation():
        page.get_by_role("button", name="收件").click()
    desk.keep("approvals-handle")
    page.get_by_text("您是这件的受理人，不能由您办结").wait_for()
    assert page.get_by_role("button", name="办结", exact=True).count() == 0
    page.locator("#suspend_reason").select_option("supplement")
    page.locator("#suspend_words").fill("缺少验资报告，已书面告知。")
    with page.expect_navigation():
        page.get_by_role("button", name="中止计时").click()
    desk.keep("approvals-handle-suspended")
    assert Case.objects.get(number="SJ-2026-00017").state == "suspended"
