"""A second key: bound by a code, asked for at every sign-in, each code good once."""

import datetime as dt

import pytest
from django.utils import timezone

from kaogong.audit.queries import history
from kaogong.portal.models import SecondKey
from kaogong.portal.queries.door import STEP, step_of, totp
from portal.conftest import SECRET

SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""12345678901234567890, the secret of the examples in RFC 6238."""


def now():
    return int(timezone.now().timestamp()) // STEP


@pytest.fixture
def bound(liaison):
    return SecondKey.objects.create(account=liaison, secret=SEED, confirmed_at=timezone.now())


def give_password(client):
    return client.post("/sign-in/", {"username": "liaison", "password": SECRET, "next": "/search/"})


@pytest.mark.parametrize(
    ("at", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_are_those_of_rfc_6238(at, code) -> None:
    assert totp(SEED, at // STEP) == code


def test_a_clock_may_be_half_a_minute_off_and_no_more() -> None:
    moment = dt.datetime(2026, 10, 20, 9, 0, tzinfo=dt.UTC)
    here = int(moment.timestamp()) // STEP
    assert [step_of(SEED, totp(SEED, here + off), moment) is not None for off in (-2, -1, 0, 1, 2)] == [
        False,
        True,
        True,
        True,
        False,
    ]


def test_it_is_bound_by_the_code_it_gives(desk_of, liaison) -> None:
    desk_of.post("/account/second-key/")
    page = desk_of.get("/account/second-key/").content.decode()
    held = SecondKey.objects.get(account=liaison)
    assert held.secret in page
    assert "<svg" in page
    assert "口令不对" in desk_of.post("/account/second-key/", {"code": "000000"}).content.decode()
    assert desk_of.post("/account/second-key/", {"code": totp(held.secret, now())})["Location"] == "/"
    verbs = [one.verb for one in history("org.account:liaison") if one.room == "portal"]
    assert verbs == ["cut_second_key", "confirm_second_key"]


def test_the_secret_lies_sealed(bound, liaison) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM portal_secondkey")
        assert SEED not in cursor.fetchone()[0]


def test_the_password_alone_opens_nothing(client, bound) -> None:
    assert give_password(client)["Location"] == "/sign-in/code/"
    assert client.get("/")["Location"].startswith("/sign-in/")


def test_the_code_opens_once(client, bound) -> None:
    code = totp(SEED, now())
    give_password(client)
    assert client.post("/sign-in/code/", {"code": code})["Location"] == "/search/"
    assert client.get("/").status_code == 200
    client.post("/sign-out/")
    give_password(client)
    assert "已用过" in client.post("/sign-in/code/", {"code": code}).content.decode()


def test_wrong_codes_lock_the_account_like_wrong_passwords(client, bound) -> None:
    give_password(client)
    pages = [client.post("/sign-in/code/", {"code": "000000"}).content.decode() for _ in range(5)]
    assert "前不能登录" in pages[-1]
    assert "前不能登录" in client.post("/sign-in/code/", {"code": totp(SEED, now())}).content.decode()


def test_the_second_step_does_not_wait_for_ever(client, bound) -> None:
    give_password(client)
    session = client.session
    session["half_signed_in"] |= {"at": 0}
    session.save()
    assert client.get("/sign-in/code/")["Location"] == "/sign-in/"


def test_an_installation_can_demand_one_of_everybody(desk_of, settings) -> None:
    settings.SECOND_KEY = "all"
    assert desk_of.get("/")["Location"] == "/account/second-key/"
    assert "须有动态口令" in desk_of.get("/account/second-key/").content.decode()
