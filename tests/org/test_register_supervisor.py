"""A supervisor is registered in the class the source belongs to."""

import datetime as dt

import pytest

from kaogong.audit.actions import Refused
from kaogong.org.actions import register_supervisor
from kaogong.org.queries import pools, supervisors

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


def test_once_in_the_right_class(keeper, person, log) -> None:
    register_supervisor(by=keeper, person=person, pool="A", source="市民代表", since=DAY)
    assert [one.pool for one in supervisors(DAY)] == ["A"]
    with pytest.raises(Refused, match="张三"):
        register_supervisor(by=keeper, person=person, pool="A", source="市民代表", since=DAY)
    assert log.news() == [("register_supervisor", "done")]


def test_only_the_office_registers_supervisors(only_keeper, person) -> None:
    only_keeper(register_supervisor, person=person, pool="A", source="市民代表", since=DAY)


@pytest.mark.clause("YL-32")
def test_each_class_draws_on_its_own_sources(keeper, make_person) -> None:
    """私营企业经理报A类不收，C类收；A、B、C合计等于总数，30+20+10=60。"""
    manager = make_person("经理")
    with pytest.raises(Refused, match="C类"):
        register_supervisor(by=keeper, person=manager, pool="A", source="私营企业", since=DAY)
    register_supervisor(by=keeper, person=manager, pool="C", source="私营企业", since=DAY)
    for pool, source, number in (("A", "人大代表", 30), ("B", "单位推荐人员", 20), ("C", "个体工商户", 9)):
        for _ in range(number):
            register_supervisor(by=None, person=make_person(), pool=pool, source=source, since=DAY)
    counts, whole, _vacant = pools(DAY)
    assert (counts, whole) == ({"A": 30, "B": 20, "C": 10}, 60)
