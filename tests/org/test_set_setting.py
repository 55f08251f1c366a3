"""An installation settles what the measure leaves open."""

import datetime as dt

import pytest

from kaogong.audit.actions import Refused
from kaogong.audit.models import Event
from kaogong.org.actions import set_setting
from kaogong.org.models.settings import ORIGINS
from kaogong.org.queries import setting, settings_table

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


def test_its_value_counts_from_then_on(keeper, log) -> None:
    assert setting("transactions.days") == 90
    set_setting(by=keeper, key="transactions.days", value=60, reason="会议纪要 5 号")
    assert setting("transactions.days") == 60
    event = Event.objects.latest("number")
    assert (event.old, event.new, event.reason) == ({"value": 90}, {"value": 60}, "会议纪要 5 号")
    assert log.news() == [("set_setting", "done")]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("transactions.days", "60"),
        ("transactions.days", -1),
        ("transactions.days", True),
        ("posts.before_grants", 1),
        ("areas.titles", "书记"),
        ("escalation.days", {"handler": 1}),
        ("no.such", 1),
    ],
)
def test_of_the_declared_kind_only(keeper, log, key: str, value: object) -> None:
    with pytest.raises(Refused):
        set_setting(by=keeper, key=key, value=value, reason="")
    assert log.news() == []


def test_every_setting_says_where_its_default_comes_from() -> None:
    for one, value, own in settings_table():
        assert one.origin in ORIGINS
        assert one.label
        assert (value, own) == (one.default, False)


def test_only_the_office_sets(only_keeper) -> None:
    only_keeper(set_setting, key="transactions.days", value=60, reason="")
