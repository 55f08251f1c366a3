"""An account takes or leaves an office of administration."""

import datetime as dt

import pytest

from kaogong.audit.actions import Denied, Refused
from kaogong.org.actions import change_role
from kaogong.org.queries import powers

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


def test_the_powers_over_business_end(system, make_account, log) -> None:
    held = make_account("office")
    change_role(by=system, account=held, role="audit", reason="任命")
    assert powers(held) == []
    assert log.news() == [("change_role", "done")]


def test_one_person_is_never_two_administrators(system, person, make_account, log) -> None:
    make_account(person=person, role="security")
    second = make_account(person=person)
    with pytest.raises(Denied, match="三个人"):
        change_role(by=system, account=second, role="audit", reason="")
    assert log.news() == [("change_role", "denied")]


def test_the_system_by_itself_keeps_them_apart_too(person, make_account) -> None:
    make_account(person=person, role="security")
    with pytest.raises(Refused):
        change_role(by=None, account=make_account(person=person), role="audit", reason="")


def test_nobody_else_changes_roles(security, stranger, log) -> None:
    with pytest.raises(Denied):
        change_role(by=security, account=stranger, role="audit", reason="")
    assert log.news() == [("change_role", "denied")]
