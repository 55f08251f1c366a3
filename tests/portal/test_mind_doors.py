"""The system administrator lifts a lock or withdraws a lost key: with a reason, as an event; nobody else may."""

import datetime as dt

import pytest
from django.utils import timezone

from kaogong.audit.actions import Denied, Refused
from kaogong.audit.queries import history
from kaogong.org.actions import open_account
from kaogong.portal.actions import note_failure, open_door, withdraw_second_key
from kaogong.portal.models import SecondKey
from kaogong.portal.queries.door import locked_accounts, locked_until, second_key

ADDRESS = "10.0.0.9"


@pytest.fixture
def system(db):
    return open_account(by=None, username="system", person=None, password="x", role="system")


@pytest.fixture
def locked(liaison):
    for _ in range(5):
        note_failure(by=None, username="liaison", address=ADDRESS)
    return liaison


@pytest.fixture
def bound(liaison):
    return SecondKey.objects.create(account=liaison, secret="GEZDGNBVGY3TQOJQ", confirmed_at=timezone.now())


def test_a_lock_ends_before_its_time_and_leaves_one_event(system, locked) -> None:
    assert [name for name, _ in locked_accounts()] == ["liaison"]
    before = history("org.account:liaison").count()
    open_door(by=system, account=locked, reason="核对了工作证")
    assert locked_until("liaison", ADDRESS) is None
    (event,) = history("org.account:liaison")[before:]
    assert (event.verb, event.actor_name, event.reason) == ("open_door", "system", "核对了工作证")


def test_a_lost_key_opens_nothing_any_more(system, liaison, bound) -> None:
    withdraw_second_key(by=system, account=liaison, reason="手机丢失，核对了工作证")
    assert second_key(liaison) is None
    assert history("org.account:liaison").last().verb == "withdraw_second_key"


@pytest.mark.parametrize("verb", [open_door, withdraw_second_key])
def test_what_is_not_there_cannot_be_lifted_and_a_reason_must_be(system, liaison, verb) -> None:
    with pytest.raises(Refused, match="没有"):
        verb(by=system, account=liaison, reason="核对了工作证")
    with pytest.raises(Refused, match="理由"):
        verb(by=system, account=liaison, reason=" ")


@pytest.mark.parametrize("verb", [open_door, withdraw_second_key])
def test_nobody_else_may_and_the_attempt_is_kept(locked, bound, verb) -> None:
    with pytest.raises(Denied, match="系统管理员"):
        verb(by=locked, account=locked, reason="自己的")
    assert history("org.account:liaison").last().outcome == "denied"
    assert locked_until("liaison", ADDRESS) > timezone.now() + dt.timedelta(minutes=10)


def test_the_page_lists_and_helps(client, system, locked) -> None:
    client.force_login(system)
    assert "liaison" in client.get("/doors/").content.decode()
    wrong = client.post("/doors/", {"account": "nobody", "does": "open_door", "reason": "x"}).content.decode()
    assert "没有这个账号" in wrong
    client.post("/doors/", {"account": "liaison", "does": "open_door", "reason": "核对了工作证"})
    assert "现在没有。" in client.get("/doors/").content.decode()


def test_the_page_is_closed_to_others(desk_of) -> None:
    sent = desk_of.get("/doors/")
    assert sent.status_code == 403
    assert "由系统管理员处理" in sent.content.decode()
