"""A scoring run of a whole city through the house: from the click to stored results."""

import time

import pytest

from assess import conftest as rooms
from kaogong.assess import actions
from kaogong.assess.models import Mark, Result
from kaogong.assess.queries.derivation import derivation
from kaogong.monitor.models import Report
from kaogong.org.models import Unit, UnitVersion
from kaogong.plan.models import Indicator, Target

from . import report
from .timing import keep_work

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
UNITS, ITEMS = 272, 58
GOAL, OPEN = 5, 1.5
"""Seconds a run and a page may take."""
for name in ("folders_here", "make_unit", "make_account", "city", "cycle", "adopt"):
    globals()[name] = getattr(rooms, name)


def book():
    """58 items of two marks, and places among all."""
    facts = "".join(
        f"  {kind}{n}: {{name: {{zh: {word}{n}, en: {kind}{n}}}, type: decimal, places: 1, every: year, "
        f"direction: higher, missing: refuse}}\n"
        for n in range(ITEMS)
        for kind, word in (("done", "完成"), ("plan", "计划"))
    )
    items = "".join(
        f"      - {{id: item{n}, name: {{zh: 指标{n}, en: Item {n}}}, full: 2, method: ratio, of: done{n}, "
        f"target: plan{n}, zero_target: missing}}\n"
        for n in range(ITEMS)
    )
    head, _, rest = rooms.TOWN.partition("facts:\n")
    _, _, tail = rest.partition("\nranks:\n")
    sheet = "sheets:\n  - id: dept_year\n    name: {zh: 部门年度考核, en: Department}\n    for: {kind: unit, classes: [dept]}\n"
    sheet += "    every: year\n    full: 116\n    round: {places: 2, mode: half_up}\n    items:\n"
    return f"{head}facts:\n{facts}{sheet}{items}\nranks:\n{tail}"


@pytest.fixture
def whole_city(city, cycle, adopt):
    """272 units with 58 targets and verified figures each."""
    edition = adopt(book(), {"部门": "dept"})
    units = Unit.objects.bulk_create(Unit(code=f"V{n:03d}", founded=rooms.BEGIN) for n in range(UNITS))
    UnitVersion.objects.bulk_create(
        UnitVersion(
            unit=one,
            name=f"单位{one.code}",
            short=one.code,
            since=rooms.BEGIN,
            appraisal_class="部门",
            level="city",
            track="government",
        )
        for one in units
    )
    indicators = list(Indicator.objects.filter(cycle=cycle, item__startswith="item"))
    targets = Target.objects.bulk_create(
        Target(cycle=cycle, unit=unit, indicator=one, period="2026", state="issued", value=100 + number % 7)
        for number, unit in enumerate(units)
        for one in indicators
    )
    Report.objects.bulk_create(
        Report(cycle=cycle, unit_id=one.unit_id, target=one, period="2026-12", value=90 + one.pk % 20, state="verified")
        for one in targets
    )
    return edition


def test_a_city_is_scored_and_stored_in_time(cycle, whole_city, capsys):
    began, cpu = time.perf_counter(), time.process_time()
    run = actions.perform_run(actions.ask_run(by=None, cycle=cycle, edition=whole_city, queue=False))
    taken, worked = time.perf_counter() - began, time.process_time() - cpu
    assert (run.state, run.failure) == ("done", "")
    assert (Result.objects.count(), Mark.objects.count()) == (UNITS, UNITS * ITEMS)
    began = time.perf_counter()
    told = derivation(Result.objects.filter(run=run).select_related("run__cycle", "run__edition").first())
    opened = time.perf_counter() - began
    with capsys.disabled():
        print(
            f"\n{UNITS} units, {ITEMS} items: run {taken:.2f} s ({worked:.2f} s of work), one derivation {opened:.2f} s"
        )
    assert len(told.told.root.parts) == ITEMS
    keep_work(f"a city scored and stored, {UNITS} units, {ITEMS} items", taken, GOAL, worked)
    keep_work("one score derived", opened, OPEN)
    report.main()
    assert taken <= GOAL
    assert opened <= OPEN
