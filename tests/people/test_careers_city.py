"""The demonstration city has payments, moves and cases, in more than one state."""

import datetime as dt

import pytest

from kaogong.people.models import CareerCase, Exchange, Exit, GapItem, MoveList, PayLine, PayRun, Selection
from kaogong.people.queries.careers import exchange_shift, open_share, overdue_exchanges, reserve
from kaogong.people.queries.pay import totals, unaltered
from kaogong.web.city.city_careers import load_careers
from people.careers import *  # noqa: F403


@pytest.fixture
def city(make_unit, desk, on):
    """A few units of the city with the people it needs."""
    on(dt.date(2026, 9, 4))
    for code in ("u04", "u05"):
        bureau = make_unit(f"{code}局", code=code)
        for place in range(9):
            desk(bureau, f"{code}{place}", grade=("chief", "deputy", "middle")[place] if place < 3 else "staff")
    for code in ("u20", "u21", "u22", "u23", "u24", "u25"):
        bureau = make_unit(f"{code}局", code=code)
        for place in range(4):
            desk(bureau, f"{code}{place}", grade=("chief", "deputy", "middle", "middle")[place])


def test_the_city_gets_its_payments_moves_and_cases(city):
    assert load_careers() == 24
    paid = PayRun.objects.get(state="paid")
    assert (totals(paid).gap, unaltered(paid)) == (0, True)
    assert set(PayLine.objects.filter(run=paid).values_list("state", flat=True)) == {
        "paid", "released", "removed", "withheld",
    }  # fmt: skip
    assert PayRun.objects.filter(state="submitted").count() == 1
    assert set(Exit.objects.values_list("state", flat=True)) == {"decided", "proposed"}
    assert set(Selection.objects.values_list("state", flat=True)) == {"appointed", "open"}
    assert (open_share(2026).met, exchange_shift(2026).met) == (True, True)
    assert len(overdue_exchanges()) == 1
    assert (reserve().number, reserve().single, Exchange.objects.count()) == (8, False, 7)
    assert CareerCase.objects.filter(contradicted=True).count() == 1
    assert CareerCase.objects.filter(kind="poor").exists()
    assert (MoveList.objects.get().lines.count(), GapItem.objects.count()) == (24, 6)
    assert load_careers() == 0
