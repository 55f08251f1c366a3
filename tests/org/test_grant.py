"""A power is granted by the security administrator."""

import datetime as dt

import pytest

from kaogong.audit.actions import Denied, Refused
from kaogong.org.actions import describe_post, grant, set_setting
from kaogong.org.queries import Reach, complete_posts, reminded, without_liaison

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


@pytest.mark.clause("XM-46")
def test_a_unit_without_a_liaison_officer_is_a_gap(security, make_unit, make_account, log) -> None:
    """20家单位19家有联络员：一个缺口；提醒先给联络员。"""
    units = [make_unit() for _ in range(20)]
    officers = [make_account() for _ in range(19)]
    head = make_account(("head", units[0]))
    for one, to in zip(units, officers, strict=False):
        grant(by=security, to=to, power="liaison", unit=one, since=dt.date(2024, 1, 1))
    assert without_liaison(one.pk for one in units) == [units[19].pk]
    assert reminded(units[0].pk) == [officers[0], head]


@pytest.mark.clause("JQ-01")
def test_no_power_goes_to_a_post_that_is_not_fully_described(keeper, security, make_person, make_account, unit) -> None:
    """64个岗位62个四项写全：96.9%；另外两个岗位上的人不能授权，写全后可以。"""
    full = {"duty": "职责", "accountability": "责任", "integrity": "廉政要求"}
    people = [make_person(unit=unit, **(full if number < 62 else {})) for number in range(64)]
    number, short, percent = complete_posts()
    assert (number, {one.person for one in short}, str(percent)) == (64, set(people[62:]), "96.9")
    set_setting(by=keeper, key="posts.before_grants", value=True, reason="定岗定职定责")
    for one in people[62:]:
        with pytest.raises(Refused, match="岗位还没有写全"):
            grant(by=security, to=make_account(person=one), power="staff", unit=unit, since=DAY)
    grant(by=security, to=make_account(person=people[0]), power="staff", unit=unit, since=DAY)
    describe_post(by=keeper, post=short[0], **full)
    grant(by=security, to=make_account(person=short[0].person), power="staff", unit=unit, since=DAY)
