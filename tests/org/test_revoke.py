"""A power ends."""

import datetime as dt

import pytest

from kaogong.audit.actions import Denied, Refused
from kaogong.org.actions import revoke
from kaogong.org.models import Grant
from kaogong.org.queries import powers

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(stranger):
    return Grant.objects.create(account=stranger, power="office", since=dt.date(2024, 1, 1))


def test_it_ends_on_its_day(security, stranger, held, log) -> None:
    revoke(by=security, held=held, until=DAY, reason="调离")
    assert powers(stranger, DAY) == []
    assert len(powers(stranger, DAY - dt.timedelta(days=1))) == 1
    assert log.news() == [("revoke", "done")]


def test_one_that_never_came_into_force_is_gone(security, held, log) -> None:
    revoke(by=security, held=held, until=held.since, reason="误授")
    assert not Grant.objects.exists()
    assert log.news() == [("revoke", "done")]


def test_one_that_has_ended_is_not_ended_later(security, held) -> None:
    revoke(by=security, held=held, until=DAY, reason="")
    with pytest.raises(Refused, match="2026-09-01"):
        revoke(by=security, held=held, until=DAY + dt.timedelta(days=9), reason="")


def test_nobody_else_revokes(system, held, log) -> None:
    with pytest.raises(Denied):
        revoke(by=system, held=held, until=DAY, reason="")
    assert log.news() == [("revoke", "denied")]
