"""The year-end decision page for as many units as a city has, through the test client.

By the clock, and by processor time, which a machine that is busy with something else does not change.
"""

import statistics
import time

import pytest
from django.test import Client

from decide import conftest as rooms
from kaogong.decide.models import Proposal

from . import report
from .timing import keep_work

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
for name in ("city", "folders", "make_account", "make_person", "make_run", "november", "office", "on", "settle"):
    globals()[name] = getattr(rooms, name)

UNITS, PAGE, TURNS = 272, 0.3, 7
"""Units of the city; seconds the page may take; how often it is asked for."""


def test_the_decision_page_of_a_city(settle, office, capsys):
    made = settle("qd_coastal_city", "共4件", "unit_grade")
    first = made.proposals.first()
    Proposal.objects.bulk_create(
        Proposal(
            settlement=made, subject=f"n{number}", name=f"第{number}局", unit=first.unit, pool=first.pool,
            pool_name=first.pool_name, total=first.total, rank=number, computed=first.computed, final=first.final, reason="同",
        )
        for number in range(made.proposals.count(), UNITS)
    )  # fmt: skip
    desk = Client()
    desk.force_login(office)
    walls, own = [], []
    for _turn in range(TURNS + 1):
        start, cpu = time.perf_counter(), time.process_time()
        assert desk.get(f"/decide/settlements/{made.pk}/").status_code == 200
        walls.append(time.perf_counter() - start)
        own.append(time.process_time() - cpu)
    wall, taken = statistics.median(walls[1:]), statistics.median(own[1:])
    with capsys.disabled():
        print(f"\ndecision page, {UNITS} units: {wall:.3f} s, of processor time {taken:.3f} s (goal {PAGE})")
    keep_work(f"the page of the year's end, {UNITS} units", wall, PAGE, taken)
    report.main()
    assert taken <= PAGE, own
