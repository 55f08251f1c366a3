"""The demonstration city has a year of ledgers, in every state."""

import datetime as dt

import pytest

from kaogong.supervise.models import BonusProposal, LedgerEntry, LedgerReview, Vehicle
from kaogong.supervise.queries.ledgers import coverage, unfiled
from kaogong.supervise.states.ledgers import ENTRY_NAMES
from kaogong.web.city.city_ledgers import VEHICLES, load_ledgers
from supervise.ledgers import *  # noqa: F403


@pytest.mark.slow
def test_the_city_gets_its_ledgers(make_unit, desk, on):
    on(dt.date(2026, 9, 4))
    units = [make_unit(f"第{n}局", code=f"u{n:02}") for n in range(1, 15)]
    for n, unit in enumerate(units):
        desk(unit, f"P{n}", "某人")
    number = load_ledgers()
    assert 1_450 <= number <= 1_600
    states = set(LedgerEntry.objects.values_list("state", flat=True))
    assert states == set(ENTRY_NAMES)
    assert LedgerEntry.objects.filter(late=True).exists()
    assert (Vehicle.objects.count(), unfiled(dt.date(2026, 9, 4)).count()) == (VEHICLES, 1)
    assert {one.percent for one in coverage(units)} == {"100.0", "83.3"}
    assert LedgerReview.objects.filter(state="approved", kind="half").count() == 1
    assert BonusProposal.objects.exists()
    assert load_ledgers() == 0
