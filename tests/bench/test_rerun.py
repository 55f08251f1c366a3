"""A ruling in a city of 272 units: the score computed again from what was frozen, and everything it moved set side by side.

By the clock; where the machine is busy with something else, by processor time.
"""

import os
import time
from decimal import Decimal

import pytest

from answer import conftest as room
from bench import test_scoring_run as whole
from kaogong.answer import actions
from kaogong.answer.models import Change
from kaogong.assess import actions as assessing
from kaogong.assess.models import Mark, Result

from . import report
from .timing import keep_work

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
GOAL = 2
"""Seconds from the ruling until every move is shown."""
for name in (
    "folders_here",
    "make_unit",
    "make_account",
    "make_person",
    "city",
    "cycle",
    "adopt",
    "office",
    "team",
    "leaders",
    "heard",
):
    globals()[name] = getattr(room, name)
whole_city = whole.whole_city
RULED = {"found": "漏记完成数", "grounds": "办法第五条", "meeting": "第 3 次领导小组会议", "outcome": "changed"}


def shape(run):
    """Every score of a run, by subject."""
    return {one.subject: one.total for one in Result.objects.filter(run=run)}


def test_a_city_is_computed_again_after_a_ruling_in_time(cycle, whole_city, heard, leaders, capsys):
    run = assessing.perform_run(
        assessing.ask_run(by=None, cycle=cycle, edition=whole_city, purpose="formal", queue=False)
    )
    assert run.state == "done", run.failure
    own = Result.objects.filter(run=run).order_by("-rank", "subject").first()
    worst = own.marks.order_by("value", "item").first()
    appeal = heard(actions.lodge_appeal(by=None, kind="score", thing=own.pk, said=room.SAID))
    before = shape(run)
    rightings = [actions.Righting(worst.item.replace("item", "done"), "2026", Decimal(400))]
    began, cpu, steps = time.perf_counter(), time.process_time(), []
    one = actions.rule_appeal(by=leaders, appeal=appeal, rightings=rightings, queue=False, **RULED)
    steps.append(time.perf_counter() - began)
    again = assessing.perform_run(one.again)
    steps.append(time.perf_counter() - began - sum(steps))
    made = actions.conclude_rerun(appeal=one)
    taken, worked = time.perf_counter() - began, time.process_time() - cpu
    with capsys.disabled():
        told = f"ruled {steps[0]:.2f} s, computed {steps[1]:.2f} s, set side by side {taken - sum(steps):.2f} s"
        print(f"\n{whole.UNITS} units, {whole.ITEMS} items: {told}; {taken:.2f} s in all ({worked:.2f} s of work)")
    keep_work(f"ruled, scored again and set side by side, {whole.UNITS} units", taken, GOAL, worked)
    report.main()
    assert again.state == "done", again.failure
    assert Mark.objects.filter(result__run=again).count() == whole.UNITS * whole.ITEMS
    moved = {subject for subject, total in shape(again).items() if total != before[subject]}
    assert moved == {own.subject}
    assert len(made) == Change.objects.count() > 1, "places of others moved with it"
    quiet = os.getloadavg()[0] <= (os.cpu_count() or 1)
    assert (taken if quiet else worked) <= GOAL
