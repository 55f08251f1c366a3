"""A unit is watched over by one body."""

import datetime as dt

import pytest

from kaogong.audit.actions import Refused
from kaogong.org.actions import entrust_unit, form_body
from kaogong.org.queries import without_charge

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


@pytest.mark.clause("QH-30")
def test_every_unit_has_exactly_one_committee(keeper, make_unit, log) -> None:
    """3个纪工委联系43家：分了42家，剩1家；一家分给两个不收。"""
    committees = [
        form_body(by=None, name=f"第{number}纪工委", kind="watch", founded=DAY, seats=[]) for number in range(1, 4)
    ]
    units = [make_unit() for _ in range(43)]
    log.news()
    for number, one in enumerate(units[:42]):
        entrust_unit(by=keeper, body=committees[number % 3], unit=one, since=DAY)
    assert without_charge([one.pk for one in units], DAY) == [units[42].pk]
    with pytest.raises(Refused, match="第1纪工委"):
        entrust_unit(by=keeper, body=committees[1], unit=units[0], since=DAY)
    assert log.news() == [("entrust_unit", "done")] * 42


def test_only_the_office_entrusts(only_keeper, body, unit) -> None:
    only_keeper(entrust_unit, body=body, unit=unit, since=DAY)
