"""For some days another person acts with one of one's own powers."""

import datetime as dt

import pytest

from kaogong.audit.actions import Denied, Refused
from kaogong.org.actions import delegate
from kaogong.org.queries import Reach

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(make_account, make_person, unit):
    return make_account(("head", unit), person=make_person("局长", unit))


@pytest.fixture
def deputy(make_account, make_person, unit):
    return make_account(person=make_person("副局长", unit))


def test_the_taker_has_it_for_those_days_and_both_names_are_known(head, deputy, unit, log) -> None:
    until = DAY + dt.timedelta(days=5)
    delegate(by=head, taker=deputy.person, power="head", since=DAY, until=until, reason="出差")
    held = Reach(deputy, DAY)
    assert held.has("head", unit.pk)
    assert held.names == [f"head (for {head.person.code})"]
    assert not Reach(deputy, until).held
    assert log.news() == [("delegate", "done")]


def test_it_ends(head, deputy, log) -> None:
    with pytest.raises(Refused, match="结束日期"):
        delegate(by=head, taker=deputy.person, power="head", since=DAY, until=DAY, reason="")
    with pytest.raises(Refused, match="自己"):
        delegate(by=head, taker=head.person, power="head", since=DAY, until=DAY + dt.timedelta(days=1), reason="")
    assert log.news() == []


def test_only_what_one_has_oneself_and_not_what_was_delegated(head, deputy, person, log) -> None:
    today = dt.date(2026, 1, 1)
    far = dt.date(2099, 1, 1)
    with pytest.raises(Denied):
        delegate(by=deputy, taker=person, power="head", since=today, until=far, reason="")
    delegate(by=head, taker=deputy.person, power="head", since=today, until=far, reason="")
    again = type(deputy).objects.get(pk=deputy.pk)
    with pytest.raises(Denied):
        delegate(by=again, taker=person, power="head", since=today, until=far, reason="")
    assert log.news() == [("delegate", "denied"), ("delegate", "done"), ("delegate", "denied")]
