"""Monitoring points of several kinds."""

import datetime as dt

import pytest

from kaogong.audit.actions import Refused
from kaogong.org.actions import register_supervisor, set_up_point
from kaogong.org.queries import points, pools

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


@pytest.mark.clause("XJ-09")
def test_ninety_nine_supervisors_leave_one_vacancy_and_points_add_to_fifty(keeper, make_person) -> None:
    """应有监督员100名、监测点50个：登记99名缺1名；各类监测点合计50。"""
    for _ in range(99):
        register_supervisor(by=None, person=make_person(), pool="A", source="市民代表", since=DAY)
    assert pools(DAY) == ({"A": 99}, 99, 1)
    kinds = {"前方指挥部": 19, "内地驻疆大企业": 11, "自治区重点企业": 10, "事业单位": 10}
    for kind, number in kinds.items():
        for one in range(number):
            set_up_point(by=keeper, name=f"{kind}{one}", kind=kind, since=DAY)
    counts, whole, vacant = points(DAY)
    assert (counts, whole, vacant) == (dict(sorted(kinds.items())), 50, 0)


def test_a_name_is_taken_once(keeper, log) -> None:
    set_up_point(by=keeper, name="甲厂", kind="企业", since=DAY)
    with pytest.raises(Refused, match="甲厂"):
        set_up_point(by=keeper, name="甲厂", kind="企业", since=DAY)
    assert log.news() == [("set_up_point", "done")]


def test_only_the_office_sets_up_points(only_keeper) -> None:
    only_keeper(set_up_point, name="甲厂", kind="企业", since=DAY)
