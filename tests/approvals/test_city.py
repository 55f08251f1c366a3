"""The demonstration city has cases, made as an approval system would tell of them."""

import datetime as dt

import pytest

from kaogong.approvals.models import Card, Case, CaseEvent
from kaogong.web.city.cases import load_cases


@pytest.mark.slow
def test_the_city_gets_its_cases(make_unit, on):
    on(dt.date(2026, 9, 4))
    for n in range(1, 15):
        make_unit(f"第{n}局", code=f"u{n:02}")
    assert load_cases(4_000) == 4_000
    assert Case.objects.count() == 4_000
    assert not Case.objects.filter(state="waiting").exists()
    states = set(Case.objects.values_list("state", flat=True))
    assert {"running", "done"} <= states
    assert Case.objects.filter(outcome="early").count() > Case.objects.filter(outcome="on_time").count()
    assert CaseEvent.objects.count() > 20_000
    assert Card.objects.exists()
    assert load_cases() == 0
