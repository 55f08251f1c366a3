"""A unit changes as a new version; what it was stays."""

import datetime as dt

import pytest

from kaogong.audit.actions import Refused
from kaogong.audit.models import Event
from kaogong.org.actions import close_unit, revise_unit
from kaogong.org.queries import units

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


def test_it_is_called_otherwise_from_a_day_on_and_as_before_until_then(keeper, unit, log) -> None:
    revise_unit(by=keeper, unit=unit, since=DAY, reason="机构改革", name="市甲乙局", appraisal_class="经济类")
    before, after = units(DAY - dt.timedelta(days=1)).get(), units(DAY).get()
    assert (before.name, after.name, after.appraisal_class) == ("市甲局", "市甲乙局", "经济类")
    event = Event.objects.latest("number")
    assert (event.old["name"], event.new["name"], event.reason) == ("市甲局", "市甲乙局", "机构改革")
    assert event.powers == ["office"]
    assert log.news() == [("revise_unit", "done")]


def test_it_cannot_stand_under_its_own_child(keeper, unit, make_unit, log) -> None:
    child = make_unit(parent=unit)
    log.news()
    with pytest.raises(Refused) as refused:
        revise_unit(by=keeper, unit=unit, since=DAY, reason="", parent=child)
    assert refused.value.field == "parent"
    assert log.news() == []


def test_the_day_follows_the_present_version(keeper, unit) -> None:
    with pytest.raises(Refused, match="2024-01-01"):
        revise_unit(by=keeper, unit=unit, since=dt.date(2024, 1, 1), reason="", name="乙")


def test_a_closed_unit_changes_no_more(keeper, unit) -> None:
    close_unit(by=None, unit=unit, day=DAY, successor=None, reason="")
    with pytest.raises(Refused, match="已经撤销"):
        revise_unit(by=keeper, unit=unit, since=DAY, reason="", name="乙")


def test_only_the_office_revises(only_keeper, unit) -> None:
    only_keeper(revise_unit, unit=unit, since=DAY, reason="", name="乙")
