"""Signing in and out: every success, failure and lock is an event, and locks survive a restart."""

import datetime as dt

import pytest
from django.utils import timezone

from kaogong.audit.models import Event, PrivateWords
from kaogong.audit.queries import history
from kaogong.portal.models import Lockout
from portal.conftest import SECRET

RIGHT = {"username": "liaison", "password": SECRET}
WRONG = {"username": "liaison", "password": "wrong"}


def verbs(subject="org.account:liaison"):
    return [event.verb for event in history(subject) if event.room == "portal"]


def sign_in(client, given, **more):
    return client.post("/sign-in/", given, **more)


def test_the_right_password_leads_on_and_leaves_one_event(client, liaison) -> None:
    sent = client.post("/sign-in/", RIGHT | {"next": "/search/"})
    assert (sent.status_code, sent["Location"]) == (302, "/search/")
    (event,) = [one for one in history("org.account:liaison") if one.room == "portal"]
    assert (event.verb, event.actor_name, event.outcome) == ("sign_in", "liaison", "done")
    assert PrivateWords.objects.get(event=event, field="address").words == "127.0.0.1"


def test_it_does_not_lead_to_other_houses(client, liaison) -> None:
    assert client.post("/sign-in/", RIGHT | {"next": "https://example.org/"})["Location"] == "/"


def test_a_wrong_password_says_what_to_do_and_leaves_one_event(client, liaison) -> None:
    page = sign_in(client, WRONG).content.decode()
    assert "账号或密码不对" in page
    assert verbs() == ["note_failure"]


def test_a_name_nobody_has_is_answered_the_same_and_not_kept(client, db) -> None:
    page = sign_in(client, {"username": "my-password-by-mistake", "password": "x"}).content.decode()
    assert "账号或密码不对" in page
    assert not Event.objects.filter(subject__contains="mistake").exists()
    assert not Lockout.objects.filter(key__contains="mistake").exists()


def test_after_five_failures_the_right_password_waits_too_and_the_hour_is_said(client, liaison) -> None:
    pages = [sign_in(client, WRONG).content.decode() for _ in range(5)]
    until = timezone.localtime(Lockout.objects.get(key__startswith="account:").until)
    assert f"{until:%H:%M} 前不能登录" in pages[-1]
    assert verbs() == ["note_failure"] * 4 + ["lock_out"]
    assert f"{until:%H:%M} 前不能登录" in sign_in(client, RIGHT).content.decode()
    assert len(verbs()) == 5  # asking at a closed door is no new failure


def test_a_lock_ends(client, liaison) -> None:
    for _ in range(5):
        sign_in(client, WRONG)
    past = timezone.now() - dt.timedelta(minutes=16)
    Lockout.objects.update(since=past, until=past + dt.timedelta(minutes=15))
    assert sign_in(client, RIGHT).status_code == 302


def test_coming_in_forgets_the_failures_of_the_name(client, liaison) -> None:
    for given in (WRONG, WRONG, WRONG, WRONG, RIGHT):
        sign_in(client, given)
    client.logout()
    assert "账号或密码不对" in sign_in(client, WRONG).content.decode()


def test_an_address_that_tries_many_names_is_locked(client, liaison, settings) -> None:
    settings.FAILURES_OF_ADDRESS = 6
    for number in range(6):
        sign_in(client, {"username": f"name{number}", "password": "x"}, REMOTE_ADDR="10.0.0.9")
    assert "前不能登录" in sign_in(client, RIGHT, REMOTE_ADDR="10.0.0.9").content.decode()
    assert sign_in(client, RIGHT, REMOTE_ADDR="10.0.0.8").status_code == 302


def test_a_closed_account_stays_out(client, liaison) -> None:
    liaison.is_active = False
    liaison.save()
    assert "账号或密码不对" in sign_in(client, RIGHT).content.decode()


def test_going_out_ends_the_session_and_leaves_one_event(client, liaison) -> None:
    sign_in(client, RIGHT)
    client.post("/sign-out/")
    assert verbs() == ["sign_in", "sign_out"]
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("address", ["/sign-out/", "/stay/"])
def test_a_link_cannot_do_it(desk_of, address) -> None:
    assert desk_of.get(address).status_code == 405


def test_the_session_ends_after_half_an_hour_without_a_request_and_the_page_knows_when(desk_of) -> None:
    page = desk_of.get("/").content.decode()
    assert 'data-seconds="1800"' in page
    assert desk_of.cookies["sessionid"]["httponly"]
    assert desk_of.post("/stay/").status_code == 204


def test_every_minute_of_use_renews_the_session(desk_of) -> None:
    from django.contrib.sessions.models import Session

    desk_of.get("/")
    (held,) = Session.objects.all()
    soon = timezone.now() + dt.timedelta(minutes=5)
    Session.objects.update(expire_date=soon)
    desk_of.get("/")
    assert Session.objects.get(pk=held.pk).expire_date == soon  # written less than a minute ago
    desk_of.post("/stay/")
    assert Session.objects.get(pk=held.pk).expire_date > soon
