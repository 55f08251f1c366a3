"""A supervisor is registered in the class the source belongs to."""

import datetime as dt

import pytest

from kaogong.org.actions import Refused, register_supervisor
from kaogong.org.queries import supervisors

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
