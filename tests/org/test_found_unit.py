"""A unit is founded, with its first version."""

import datetime as dt

import pytest

from kaogong.audit.actions import Refused
from kaogong.org.actions import found_unit
from kaogong.org.queries import units

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


def test_it_stands_under_its_parent_from_its_day_on(keeper, unit, log) -> None:
    made = found_unit(
        by=keeper, code="U9", name="市甲局下属中心", level="inside", track="institution", since=DAY, parent=unit
    )
    assert [one.unit_id for one in units(DAY)] == [unit.pk, made.pk]
    assert [one.unit_id for one in units(DAY - dt.timedelta(days=1))] == [unit.pk]
    version = made.versions.get()
    assert (version.short, version.initials, version.parent) == ("市甲局下属中心", "sjjxszx", unit)
    assert log.news() == [("found_unit", "done")]


def test_a_code_is_given_once(keeper, unit, log) -> None:
    with pytest.raises(Refused, match=unit.code) as refused:
        found_unit(by=keeper, code=unit.code, name="乙局", level="city", track="government", since=DAY)
    assert refused.value.field == "code"
    assert log.news() == []


def test_only_the_office_founds(only_keeper) -> None:
    only_keeper(found_unit, code="U9", name="乙局", level="city", track="government", since=DAY)
