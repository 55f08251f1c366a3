"""The same act on several things: tried and taken back, then done for all or for none, an event for each."""

import datetime as dt

import pytest

from kaogong.audit.models import Event
from kaogong.org.actions import revoke
from kaogong.org.actions.several import do_several, try_several
from kaogong.org.models import Account, Grant
from kaogong.org.models.accounts import Role

BEGIN, END = dt.date(2026, 1, 1), dt.date(2026, 12, 1)


@pytest.fixture
def security(db):
    return Account.objects.create(username="security", role=Role.SECURITY)


@pytest.fixture
def powers(db):
    """Three powers of two accounts; the last has ended."""
    first, second = (Account.objects.create(username=name) for name in ("first", "second"))
    return [
        Grant.objects.create(account=first, power="liaison", since=BEGIN),
        Grant.objects.create(account=first, power="head", since=BEGIN),
        Grant.objects.create(account=second, power="head", since=BEGIN, until=dt.date(2026, 2, 1)),
    ]


def end(by):
    return lambda held: revoke(by=by, held=held, until=END, reason="换届")


def state(held):
    return str(Grant.objects.get(pk=held.pk).until)


def test_trying_changes_nothing_and_names_what_cannot_be_done(security, powers):
    before = Event.objects.count()
    found = try_several(powers, end(security), state)
    assert [bool(one.why) for one in found] == [False, False, True]
    assert (found[0].before, found[0].after, found[0].moved) == ("None", str(END), True)
    assert "已于 2026-02-01 终止" in found[2].why
    assert Event.objects.count() == before
    assert Grant.objects.filter(until__isnull=True).count() == 2


def test_all_are_done_an_event_for_each(security, powers):
    before = Event.objects.count()
    done, found = do_several(security, powers[:2], end(security), state)
    assert (done, [one.why for one in found]) == (True, ["", ""])
    assert Event.objects.count() == before + 2
    assert Grant.objects.filter(until=END).count() == 2


def test_one_that_cannot_be_done_keeps_all_from_it(security, powers):
    before = Event.objects.count()
    done, found = do_several(security, powers, end(security), state)
    assert (done, bool(found[2].why)) == (False, True)
    assert Grant.objects.filter(until=END).count() == 0
    assert Event.objects.count() == before


def test_a_denied_attempt_stays_on_record(powers):
    stranger = Account.objects.create(username="stranger")
    done, _found = do_several(stranger, powers[:1], end(stranger), state)
    last = Event.objects.order_by("-number").first()
    assert (done, last.verb, last.outcome, last.actor) == (False, "revoke", "denied", stranger)


def test_the_pages(client, security, powers):
    client.force_login(security)
    assert 'form="several"' in client.get("/org/grants/").content.decode()
    assert client.get("/org/grants/several/")["Location"] == "/org/grants/"
    rows = [one.pk for one in powers]
    page = client.post("/org/grants/several/", {"verb": "revoke", "row": rows}).content.decode()
    assert "其中 1 件现在不能办" in page
    assert "有效 → <b>" in page
    assert page.count('name="row"') == 2
    given = {"verb": "revoke", "row": rows[:2], "sure": "1", "until": "2026-12-01"}
    answer = client.post("/org/grants/several/", given)
    assert answer.status_code == 422  # no reason
    assert Grant.objects.filter(until__isnull=True).count() == 2
    answer = client.post("/org/grants/several/", given | {"reason": "换届", "back": "https://elsewhere.example/"})
    assert (answer.status_code, answer["Location"]) == (302, "/org/grants/")
    assert Grant.objects.filter(until=END).count() == 2
    page = client.post("/org/grants/several/", given | {"reason": "换届"}).content.decode()
    assert "情况有变，一件也没有办" in page
    assert client.post("/org/grants/several/", {"verb": "revoke"})["Location"] == "/org/grants/"


def test_powers_are_handed_over_with_their_account(client, security, powers):
    taker = Account.objects.create(username="taker")
    client.force_login(security)
    given = {"verb": "hand_over", "row": [one.pk for one in powers[:2]]}
    page = client.post("/org/grants/several/", given).content.decode()
    assert page.count('name="row"') == 2
    given |= {"sure": "1", "taker": "taker", "day": "2026-12-01", "reason": "岗位调整"}
    assert client.post("/org/grants/several/", given).status_code == 302
    assert sorted(Grant.objects.filter(account=taker).values_list("power", flat=True)) == ["head", "liaison"]
    assert Event.objects.filter(verb="hand_over").count() == 1
