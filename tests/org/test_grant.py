"""A power is granted by the security administrator."""

import datetime as dt

import pytest

from kaogong.audit.actions import Denied
from kaogong.org.actions import Refused, grant
from kaogong.org.queries import Reach

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


def test_it_reaches_the_unit_and_what_lies_below_from_its_day_on(security, stranger, unit, make_unit, log) -> None:
    below, beside = make_unit(parent=unit), make_unit()
    log.news()
    grant(by=security, to=stranger, power="liaison", unit=unit, below=True, since=DAY, request="任命文件 3 号")
    held = Reach(stranger, DAY)
    assert held.units("liaison") == {unit.pk, below.pk}
    assert held.has("liaison", below.pk)
    assert not held.has("liaison", beside.pk)
    assert not Reach(stranger, DAY - dt.timedelta(days=1)).held
    assert log.news() == [("grant", "done")]


def test_within_one_room_only(security, stranger, unit) -> None:
    grant(by=security, to=stranger, power="office", unit=unit, room="plan", since=DAY)
    held = Reach(stranger, DAY)
    assert (held.has("office", room="plan"), held.has("office", room="org")) == (True, False)


def test_not_twice_and_not_backwards(security, stranger, log) -> None:
    with pytest.raises(Refused, match="结束日期"):
        grant(by=security, to=stranger, power="office", unit=None, since=DAY, until=DAY)
    grant(by=security, to=stranger, power="office", unit=None, since=DAY)
    with pytest.raises(Refused, match="已有"):
        grant(by=security, to=stranger, power="office", unit=None, since=DAY)
    assert log.news() == [("grant", "done")]


@pytest.mark.parametrize("role", ["system", "audit", "ordinary"])
def test_nobody_else_grants(make_account, stranger, log, role) -> None:
    other = make_account(role=role)
    with pytest.raises(Denied):
        grant(by=other, to=stranger, power="office", unit=None, since=DAY)
    assert log.news() == [("grant", "denied")]


def test_not_to_oneself_nor_to_an_administrator(person, make_account, auditor, log) -> None:
    by = make_account(person=person, role="security")
    own = make_account(person=person)
    for to in (own, auditor):
        with pytest.raises(Denied):
            grant(by=by, to=to, power="office", unit=None, since=DAY)
    assert log.news() == [("grant", "denied")] * 2
