"""A leader guides the units of the own portfolio."""

import datetime as dt

import pytest

from kaogong.audit.actions import Denied, Refused
from kaogong.org.actions import assign_portfolio, guide
from kaogong.org.queries import guided_units

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


@pytest.mark.clause("QW-01")
def test_the_three_units_of_the_portfolio_and_not_the_other_nine(make_unit, make_account, make_person, log) -> None:
    """副组长分管3家，共12家：指导清单只有这3家，其余9家不能写。"""
    units = [make_unit() for _ in range(12)]
    leader = make_person("副局长")
    for one in units[:3]:
        assign_portfolio(by=None, leader=leader, unit=one, kind="manages", since=dt.date(2024, 1, 1))
    account = make_account(person=leader)
    assert guided_units(leader) == sorted(one.pk for one in units[:3])
    log.news()
    for one in units[:3]:
        guide(by=account, unit=one, words="抓紧整改", day=DAY)
    for one in units[3:]:
        with pytest.raises(Denied, match="分管"):
            guide(by=account, unit=one, words="抓紧整改", day=DAY)
    assert log.news() == [("guide", "done")] * 3 + [("guide", "denied")] * 9


def test_something_is_said(make_account, person, unit, log) -> None:
    assign_portfolio(by=None, leader=person, unit=unit, kind="contacts", since=dt.date(2024, 1, 1))
    with pytest.raises(Refused) as refused:
        guide(by=make_account(person=person), unit=unit, words=" ", day=DAY)
    assert refused.value.field == "words"
