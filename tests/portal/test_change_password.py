"""An initial password must be changed before anything else."""

import pytest

from kaogong.audit.queries import history
from portal.conftest import SECRET

FRESH = "staple-battery-7"


def change(client, old=SECRET, first=FRESH, second=FRESH):
    return client.post("/account/", {"old": old, "new_password1": first, "new_password2": second})


@pytest.fixture
def newcomer(liaison, desk_of):
    liaison.must_change = True
    liaison.save()
    return desk_of


def test_every_page_leads_there_first(newcomer) -> None:
    assert newcomer.get("/search/")["Location"] == "/account/"
    assert "这是初始密码" in newcomer.get("/account/").content.decode()


def test_after_the_change_the_house_is_open_and_one_event_is_left(newcomer, liaison) -> None:
    assert change(newcomer)["Location"] == "/"
    assert newcomer.get("/").status_code == 200
    liaison.refresh_from_db()
    assert liaison.check_password(FRESH)
    assert [one.verb for one in history("org.account:liaison") if one.room == "portal"] == ["change_password"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"old": "wrong"}, "现在的密码不对"),
        ({"first": "short-1", "second": "short-1"}, "10"),
        ({"first": "12345678901", "second": "12345678901"}, "数字"),
        ({"second": "another-one-8"}, "不"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_changes(newcomer, liaison, given, words) -> None:
    page = change(newcomer, **given).content.decode()
    assert 'aria-invalid="true"' in page
    assert words in page
    liaison.refresh_from_db()
    assert liaison.check_password(SECRET)


def test_other_sessions_end(client, desk_of, liaison) -> None:
    from django.test import Client

    other = Client()
    other.force_login(liaison)
    change(desk_of)
    assert other.get("/").status_code == 302
    assert desk_of.get("/").status_code == 200


def test_passwords_lie_in_the_database_as_argon2(liaison) -> None:
    assert liaison.password.startswith("argon2$argon2id$")
