"""Two people at one grade, feedback sheet or settlement: the slower sees both side by side, and nothing is overwritten."""

import html
import re
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from kaogong.assess.models import Mark, Result
from kaogong.decide import actions
from kaogong.decide.models import Move
from kaogong.org.models.powers import Power

pytestmark = pytest.mark.usefixtures("files")
FZ = ("fz_three_levels", "80.00分正好是良好", "township_grade")


def browser(account):
    window = Client()
    window.force_login(account)
    return window


def hidden(sent, near):
    """What the form carries that stands nearest behind some words."""
    words = sent.content.decode()
    words = words[words.index(near) :]
    carried = {}
    for name, value in re.findall(r'type="hidden" name="(_\w+)" value="([^"]*)"', words):
        carried.setdefault(name, html.unescape(value))
    assert {"_form", "_page", "_who", "_seen"} <= set(carried)
    return carried


def beside(sent):
    """The rows of what stands there now and what was typed."""
    words = sent.content.decode()
    assert "别人已经改过" in words
    return set(re.findall(r'<tr><th scope="row">(.*?)</th><td[^>]*>(.*?)</td><td[^>]*>(.*?)</td></tr>', words))


@pytest.fixture
def sheet(settle, published, line, office):
    """The feedback sheet of a township, on one lagging indicator."""
    made = settle(*FZ)
    published(made)
    result = Result.objects.get(run=made.run, subject=line(made, "北镇").subject)
    Mark.objects.filter(result__run=made.run).delete()
    Mark.objects.create(result=result, item="i", name="指标", place=1, value=Decimal("1.00"), full=Decimal(10))
    (sheet,) = actions.send_feedback(by=office, settlement=made)
    return sheet


def test_a_feedback_sheet_two_answer_at_the_same_time(sheet, make_account) -> None:
    item, unit = sheet.items.get(), ("liaison", sheet.proposal.unit)
    slow, fast = browser(make_account(unit)), browser(make_account(unit))
    page = reverse("decide:sheet", args=[sheet.pk])
    where = f"i{item.pk}-source_cause"
    late = hidden(slow.get(page), 'method="post">')
    fast.post(page, {where: "投入不足", "keep": ""} | hidden(fast.get(page), 'method="post">'))
    sent = slow.post(page, {where: "人手不够", "keep": ""} | late)
    assert (sent.status_code, sent["Location"]) == (302, page)
    item.refresh_from_db()
    assert item.source_cause == "投入不足"
    again = slow.get(page)
    assert {(now, typed) for _label, now, typed in beside(again)} == {("投入不足", "人手不够")}
    slow.post(page, {where: "人手不够", "keep": ""} | hidden(again, 'method="post" '.rstrip()))
    item.refresh_from_db()
    assert item.source_cause == "人手不够"


def test_a_grade_two_move_at_the_same_time(settle, office, member, make_account, body, line) -> None:
    made = settle(*FZ)
    one = line(made, "西镇")
    page = reverse("decide:line", args=[one.pk])
    slow = browser(office)
    late = hidden(slow.get(page), "登记等次调整")
    votes = {"votes_for": "5", "votes_against": "1", "votes_none": "0"}
    typed = {"grade": "一般", "reason": "我的理由", "body": body.pk} | votes
    other = make_account(Power.OFFICE)
    first = actions.propose_move(by=other, proposal=one, grade="一般", reason="先到", body=body, votes=(5, 1, 0))
    assert slow.post(page, typed | late)["Location"] == page
    assert list(Move.objects.values_list("reason", flat=True)) == ["先到"]
    actions.refuse_move(by=member, move=first, reason="票数有误")
    again = slow.get(page)
    assert ("理由", "", "我的理由") in beside(again)
    assert "票数有误" in again.content.decode(), "what was done meanwhile is told"
    assert slow.post(page, typed | hidden(again, "登记等次调整")).status_code == 302
    assert Move.objects.filter(state="proposed").get().reason == "我的理由"


def test_a_settlement_is_not_dropped_once_somebody_has_begun_its_publicity(settle, office, make_account) -> None:
    made = settle(*FZ)
    page, near = reverse("decide:settlement", args=[made.pk]), reverse("decide:drop", args=[made.pk])
    slow = browser(make_account(Power.OFFICE))
    late = hidden(slow.get(page), near)
    actions.begin_publicity(by=office, settlement=made)
    sent = slow.post(near, {"reason": "数据要重算"} | late)
    assert (sent.status_code, sent["Location"]) == (302, page)
    made.refresh_from_db()
    assert made.state == "open"
    assert ("理由", "", "数据要重算") in beside(slow.get(page))
