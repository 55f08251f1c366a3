"""An account is opened without powers, by the system administrator."""

import datetime as dt

import pytest

from kaogong.audit.actions import Denied, Refused
from kaogong.org.actions import open_account
from kaogong.org.queries import powers

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


def test_it_has_no_powers_and_must_change_its_password(system, person, log) -> None:
    made = open_account(by=system, username="zhangsan", person=person, password="long enough 1")
    assert powers(made) == []
    assert made.must_change
    assert made.check_password("long enough 1")
    assert log.news() == [("open_account", "done")]


def test_a_name_is_taken_once(system, stranger, log) -> None:
    with pytest.raises(Refused, match=stranger.username):
        open_account(by=system, username=stranger.username, person=None, password="x")
    assert log.news() == []


@pytest.mark.parametrize(("held", "asked"), [("system", "audit"), ("security", "audit"), ("system", "security")])
def test_one_person_is_never_two_administrators(system, person, make_account, log, held, asked) -> None:
    make_account(person=person, role=held)
    with pytest.raises(Denied, match="三个人"):
        open_account(by=system, username="second", person=person, password="x", role=asked)
    assert log.news() == [("open_account", "denied")]


def test_an_administrator_has_no_account_for_business(system, person, make_account) -> None:
    make_account(person=person)
    with pytest.raises(Denied, match="业务账号"):
        open_account(by=system, username="second", person=person, password="x", role="audit")


@pytest.mark.parametrize("role", ["security", "audit", "ordinary"])
def test_nobody_else_opens_accounts(make_account, log, role) -> None:
    other = make_account(role=role)
    with pytest.raises(Denied):
        open_account(by=other, username="second", person=None, password="x")
    assert log.news() == [("open_account", "denied")]
