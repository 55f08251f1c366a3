"""An account can no longer sign in."""

import datetime as dt

import pytest

from kaogong.audit.actions import Denied, Refused
from kaogong.org.actions import close_account
from kaogong.org.queries import powers

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


def test_it_has_no_powers_any_more(system, make_account, log) -> None:
    held = make_account("office")
    close_account(by=system, account=held, reason="调离")
    assert not held.is_active
    assert powers(held) == []
    assert log.news() == [("close_account", "done")]


def test_not_twice(system, stranger, log) -> None:
    close_account(by=system, account=stranger, reason="")
    with pytest.raises(Refused, match="已经停用"):
        close_account(by=system, account=stranger, reason="")
    assert log.news() == [("close_account", "done")]


@pytest.mark.parametrize("role", ["security", "audit", "ordinary"])
def test_nobody_else_closes_accounts(make_account, stranger, log, role) -> None:
    other = make_account(role=role)
    with pytest.raises(Denied):
        close_account(by=other, account=stranger, reason="")
    assert log.news() == [("close_account", "denied")]
