"""Who asks is read anew with every page: a session that was ended and an account that was closed are, at once."""

import pytest
from django.contrib.sessions.models import Session

from kaogong.org.models import Account

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client):
    account = Account.objects.create(username="clerk")
    client.force_login(account)
    assert client.get("/").status_code == 200
    return account


def test_an_ended_session_is_over_with_the_next_page(client, signed_in) -> None:
    Session.objects.all().delete()
    assert client.get("/").url == "/sign-in/?next=/"


def test_a_closed_account_is_out_with_the_next_page(client, signed_in) -> None:
    Account.objects.update(is_active=False)
    assert client.get("/").url == "/sign-in/?next=/"


def test_a_new_password_ends_the_sessions_of_the_old_one(client, signed_in) -> None:
    signed_in.set_password("another password")
    signed_in.save()
    assert client.get("/").url == "/sign-in/?next=/"


def test_an_account_that_is_no_more_asks_as_a_stranger(client, signed_in) -> None:
    Account.objects.all().delete()
    assert client.get("/").url == "/sign-in/?next=/"
