"""Two people at one sheet, self-report, review or vote: the slower sees both side by side, and nothing is overwritten."""

import html
import re
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from kaogong.assess import actions
from kaogong.assess.models import Outcome, Review, ScoreSheet, SelfMark, SelfReport, SheetMark, Vote
from kaogong.audit.models import Event
from kaogong.org.models import Draft

pytestmark = pytest.mark.usefixtures("files", "november")
BOTH = [("self", "自评"), ("review", "复核")]


def browser(account):
    window = Client()
    window.force_login(account)
    return window


def hidden(sent, near=""):
    """What the form carries that stands nearest behind some words."""
    words = sent.content.decode()
    words = words[words.index(near) :] if near else words
    found = re.findall(r'type="hidden" name="(_?\w+)" value="([^"]*)"', words)
    carried = {}
    for name, value in found:
        carried.setdefault(name, html.unescape(value))
    assert {"_form", "_page", "_who"} <= set(carried)
    return carried


def done(verb):
    return Event.objects.filter(verb=verb, outcome="done").count()


def beside(sent):
    """The rows of what stands there now and what was typed."""
    words = sent.content.decode()
    assert "别人已经改过" in words
    return set(re.findall(r'<tr><th scope="row">(.*?)</th><td[^>]*>(.*?)</td><td[^>]*>(.*?)</td></tr>', words))


@pytest.fixture
def sheet(make_round, make_account, bureau):
    """The page of a sheet that two leaders of the unit may fill in, and its item."""
    one = make_round([("甲", "60")], [{"kind": "sheet", "name": "领导评价", "who": "leader"}])
    page = reverse("assess:sheet", args=[one.sources.get().pk, one.entrants.get().pk])
    return page, one.items.get(), browser(make_account(("leader", bureau))), browser(make_account(("leader", bureau)))


def test_a_sheet_two_begin_at_the_same_time(sheet):
    page, item, slow, fast = sheet
    late = hidden(slow.get(page))
    fast.post(page, {f"score_{item.pk}": "58", f"reason_{item.pk}": "先"} | hidden(fast.get(page)))
    typed = {f"score_{item.pk}": "41", f"reason_{item.pk}": "后"}
    sent = slow.post(page, typed | late)
    assert (sent.status_code, sent["Location"]) == (302, page)
    assert SheetMark.objects.get().score == Decimal(58)
    again = slow.get(page)
    assert {("甲 得分", "58", "41"), ("甲 理由", "先", "后")} <= beside(again)
    assert 'value="41"' in again.content.decode()
    slow.post(page, typed | hidden(again))
    assert SheetMark.objects.get().score == Decimal(41)
    assert Draft.objects.count() == 0


def test_a_sheet_sent_twice_is_scored_once(sheet):
    page, item, window, _other = sheet
    told = {f"score_{item.pk}": "58", "submit": "1"} | hidden(window.get(page))
    first, second = window.post(page, told), window.post(page, told)
    assert first["Location"] == second["Location"]
    assert (done("score"), done("submit_sheet")) == (1, 1)
    assert ScoreSheet.objects.get().state == "submitted"


def test_a_self_report_changed_by_a_colleague(make_round, make_account, bureau):
    one = make_round(sources=BOTH)
    entrant, item = one.entrants.get(), one.items.get()
    page, keep = (reverse(f"assess:{name}", args=[entrant.pk]) for name in ("self", "keep_self"))
    slow, fast = (browser(make_account(("liaison", bureau))) for _ in range(2))
    late = hidden(slow.get(page), 'id="own"')
    fast.post(page, {"words": "先写的", f"score_{item.pk}": "90"} | hidden(fast.get(page), 'id="own"'))
    sent = slow.post(page, {"words": "后写的", f"score_{item.pk}": "80"} | late)
    assert sent["Location"] == page
    assert SelfReport.objects.get().words == "先写的"
    assert SelfMark.objects.get().score == Decimal(90)
    again = slow.get(page)
    assert ("总体情况", "先写的", "后写的") in beside(again)
    slow.post(page, {"words": "后写的", f"score_{item.pk}": "80"} | hidden(again, 'id="own"'))
    assert SelfReport.objects.get().words == "后写的"
    kept = slow.post(keep, {"words": "又写", "seen": "2"}, headers={"HX-Request": "true"}).content.decode()
    mine = {"_seen": html.unescape(re.search(r'name="_seen" value="([^"]*)"', kept)[1]), "seen": "3"}
    slow.post(page, {"words": "接着写"} | hidden(again, 'id="own"') | mine | {"_form": "fresh"})
    assert SelfReport.objects.get().words == "接着写"  # what the page kept by itself is nobody else's change


def test_a_review_two_of_the_office_make(make_round, make_account, hand_in):
    entrant = make_round([("甲", "60")], BOTH).entrants.get()
    hand_in(entrant, "60")
    item, page = entrant.round.items.get(), reverse("assess:review", args=[entrant.pk])
    slow, fast = (browser(make_account("office")) for _ in range(2))
    late = hidden(slow.get(page))
    fast.post(page, {f"score_{item.pk}": "55", f"reason_{item.pk}": "缺一项"} | hidden(fast.get(page)))
    typed = {f"score_{item.pk}": "40", f"reason_{item.pk}": "缺两项", "finish": "1"}
    assert slow.post(page, typed | late)["Location"] == page
    assert Review.objects.get().score == Decimal(55)
    entrant.refresh_from_db()
    assert entrant.fixed_at is None
    again = slow.get(page)
    assert ("甲 得分", "55", "40") in beside(again)
    told = typed | hidden(again)
    assert slow.post(page, told)["Location"] == slow.post(page, told)["Location"]
    assert done("finish_review") == 1


def test_a_vote_and_results_two_enter(make_round, make_account):
    two = [{"kind": "vote", "name": "民主测评", "options": ["满意", "不满意"]}, ("import", "综治考核")]
    one = make_round([], two)
    entrant, (vote, result) = one.entrants.get(), one.sources.all()
    slow, fast = (browser(make_account("office")) for _ in range(2))
    page = reverse("assess:vote", args=[vote.pk, entrant.pk])
    late, given = hidden(slow.get(page)), {"held_on": "2026-11-17", "issued": "60", "option_0": "42", "option_1": "18"}
    fast.post(page, given | hidden(fast.get(page)))
    assert slow.post(page, given | {"option_0": "2", "reason": "更正"} | late)["Location"] == page
    assert Vote.objects.get().counts["满意"] == 42
    assert "别人已经改过" in slow.get(page).content.decode()
    page = reverse("assess:outcomes", args=[result.pk])
    late, field = hidden(slow.get(page)), f"value_{entrant.pk}"
    told = {"supplier": "综治办", field: "88"} | hidden(fast.get(page))
    fast.post(page, told)
    fast.post(page, told)
    assert slow.post(page, {"supplier": "综治办", field: "77", "reason": "x"} | late)["Location"] == page
    assert Outcome.objects.get().value == Decimal(88)
    assert (entrant.name, "88", "77") in beside(slow.get(page))


def test_a_round_started_by_a_colleague_is_not_started_again(make_round, make_account):
    one = make_round([("甲", "60")], BOTH, state="draft")
    page = reverse("assess:round", args=[one.pk])
    slow = browser(make_account("office"))
    late = hidden(slow.get(page), f"assess/rounds/{one.pk}/open/")
    actions.open_round(by=None, one=one)
    sent = slow.post(reverse("assess:open_round", args=[one.pk]), late)
    assert sent["Location"] == page
    assert "有人办过" in slow.get(page).content.decode()
    assert done("open_round") == 1
