"""A unit has an item of a list of standards."""

import datetime as dt

import pytest

from kaogong.audit.actions import Refused
from kaogong.org.actions import draw_up_checklist, tick

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


ITEMS = [f"有第{number}项" for number in range(1, 8)]


@pytest.fixture
def seven(db):
    return draw_up_checklist(by=None, name="七有", items=ITEMS)


@pytest.mark.clause("QH-40")
def test_six_of_seven_is_not_met_and_seven_is(keeper, seven, unit, log, page) -> None:
    """七有占了六项：未达标，并说出缺哪一项；七项齐了达标。"""
    for item in ITEMS[:6]:
        tick(by=keeper, checklist=seven, unit=unit, item=item, day=DAY)
    assert "未达标 6 / 7 有第7项" in page(keeper, f"/org/checklist/{seven.pk}/")
    tick(by=keeper, checklist=seven, unit=unit, item="有第7项", day=DAY)
    assert "达标 7 / 7 —" in page(keeper, f"/org/checklist/{seven.pk}/")
    assert log.news() == [("tick", "done")] * 7


def test_once_and_only_what_is_on_the_list(keeper, seven, unit, log) -> None:
    tick(by=keeper, checklist=seven, unit=unit, item=ITEMS[0], day=DAY)
    for item, why in ((ITEMS[0], "已经达标"), ("有第8项", "不在")):
        with pytest.raises(Refused, match=why):
            tick(by=keeper, checklist=seven, unit=unit, item=item, day=DAY)
    assert log.news() == [("tick", "done")]


def test_a_list_names_each_item_once(keeper, seven) -> None:
    for name, items in (("六有", []), ("六有", ["甲", "甲"]), ("七有", ["甲"])):
        with pytest.raises(Refused):
            draw_up_checklist(by=keeper, name=name, items=items)


def test_only_the_office_ticks(only_keeper, seven, unit) -> None:
    only_keeper(tick, checklist=seven, unit=unit, item=ITEMS[0], day=DAY)
