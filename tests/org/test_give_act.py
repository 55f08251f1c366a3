"""An act belongs to a body, a unit or a power."""

import datetime as dt

import pytest

from kaogong.audit.actions import Refused
from kaogong.org.actions import give_act, take_act
from kaogong.org.guards import may_act
from kaogong.org.queries import acts_of, owns

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


def test_once_to_exactly_one_owner(keeper, body, unit, log) -> None:
    give_act(by=keeper, act="grade.fix", since=DAY, body=body)
    with pytest.raises(Refused, match="确定等次"):
        give_act(by=keeper, act="grade.fix", since=DAY, body=body)
    with pytest.raises(Refused, match="只选一个"):
        give_act(by=keeper, act="grade.fix", since=DAY, body=body, unit=unit)
    assert log.news() == [("give_act", "done")]


def test_taken_away_it_belongs_to_nobody(keeper, unit, make_account, person, log) -> None:
    held = give_act(by=keeper, act="grade.fix", since=dt.date(2024, 1, 1), unit=unit)
    clerk = make_account(person=person)
    assert owns(clerk, "grade.fix")
    take_act(by=keeper, competence=held, until=dt.date(2024, 2, 1), reason="调整")
    assert not owns(clerk, "grade.fix")
    with pytest.raises(Refused):
        take_act(by=keeper, competence=held, until=dt.date(2024, 3, 1), reason="")
    assert log.news() == [("give_act", "done"), ("take_act", "done")]


def test_by_a_power_it_reaches_as_far_as_the_power(keeper, unit, make_unit, make_account) -> None:
    give_act(by=keeper, act="docket.permit", since=dt.date(2024, 1, 1), power="discipline")
    officer = make_account(("discipline", unit))
    assert (owns(officer, "docket.permit", unit.pk), owns(officer, "docket.permit", make_unit().pk)) == (True, False)


@pytest.mark.clause("XM-37")
def test_each_department_opens_what_it_owns(keeper, make_unit, make_account, make_person) -> None:
    """预算处的两个模块预算处能开，机关工作人员考评不能；人事教育处正好相反。"""
    begin = dt.date(2024, 1, 1)
    own = {"预算处": ["区财政综合管理考核", "专项支出绩效考评"], "人事教育处": ["机关工作人员考评", "处室事业单位考评"]}
    people = {}
    for name, modules in own.items():
        unit = make_unit(name)
        people[name] = make_account(person=make_person(unit=unit))
        for module in modules:
            give_act(by=keeper, act=module, since=begin, unit=unit)
    for name, modules in own.items():
        assert acts_of(people[name]) == sorted(modules)
    for name, other in (("预算处", "人事教育处"), ("人事教育处", "预算处")):
        assert [bool(may_act(people[name], module)) for module in own[name]] == [False, False]
        assert [bool(may_act(people[name], module)) for module in own[other]] == [True, True]


def test_only_the_office_gives_acts(only_keeper, unit) -> None:
    only_keeper(give_act, act="grade.fix", since=DAY, unit=unit)
