"""The demonstration city has cases, made as an approval system would tell of them."""

import datetime as dt

import pytest
from django.test import Client

from kaogong.approvals.actions import contest_card
from kaogong.approvals.models import Card, Case, CaseEvent, Month
from kaogong.org.models import Account, Grant
from kaogong.org.models.powers import Power
from kaogong.web.city import DEMO
from kaogong.web.city.cases import load_cases


@pytest.mark.slow
def test_the_city_gets_its_cases(make_unit, on):
    on(dt.date(2026, 9, 4))
    for n in range(1, 15):
        make_unit(f"第{n}局", code=f"u{n:02}")
    assert load_cases(4_000) == 4_000
    assert Case.objects.count() == 4_000
    assert not Case.objects.filter(state="waiting").exists()
    states = set(Case.objects.values_list("state", flat=True))
    assert {"running", "done"} <= states
    assert Case.objects.filter(outcome="early").count() > Case.objects.filter(outcome="on_time").count()
    assert CaseEvent.objects.count() > 20_000
    assert Card.objects.exists()
    assert load_cases() == 0


@pytest.mark.slow
def test_what_takes_two_of_discipline_is_carried_to_its_end(make_unit, on):
    """With the two accounts of the city, and nobody else."""
    on(dt.date(2026, 9, 4))
    for n in range(1, 15):
        make_unit(f"第{n}局", code=f"u{n:02}")
    pair = [one.username for one in DEMO if one.power == Power.DISCIPLINE]
    first, second = windows = [Client() for _ in pair]
    for name, window in zip(pair, windows, strict=True):
        account = Account.objects.create(username=name)
        Grant.objects.create(account=account, power=Power.DISCIPLINE, since=dt.date(2026, 1, 1))
        window.force_login(account)
    load_cases(4_000)
    card = Card.objects.filter(state="proposed").first()
    page = f"/approvals/cards/{card.pk}/"
    first.post(page, {"verb": "verify"})
    contest_card(by=None, card=card, reason="补正期间误计入用时。")
    assert first.post(page, {"verb": "uphold", "reason": "计时无误。"}).status_code == 403
    second.post(page, {"verb": "uphold", "reason": "计时无误。"})
    card.refresh_from_db()
    assert (card.state, card.settled_by.username) == ("verified", pair[1])
    first.post("/approvals/months/", {"period": "2026-08"})
    for window, verb in ((first, "approve"), (second, "approve"), (first, "publish")):
        window.post("/approvals/months/2026-08/", {"verb": verb})
    month = Month.objects.get(period="2026-08")
    assert [month.state, month.drafted_by.username, month.approved_by.username] == ["published", *pair]
