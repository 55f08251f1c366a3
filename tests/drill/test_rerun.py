"""The score is computed again after a ruling while its worker, or the database with all its children, is killed with SIGKILL.

Nothing is half written, what was ruled stays ruled, and the same digits are there at the end. The database waits for the disk
as that of a house does. There are four rulings for each of `KAOGONG_ROUNDS`.
"""

import datetime as dt
import os
import random
import signal
import time
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

from answer import conftest as rooms
from drill.conftest import ROUNDS as EACH
from drill.conftest import SEED
from kaogong.answer import actions
from kaogong.answer.models import Change
from kaogong.assess.actions import perform_run
from kaogong.assess.models import Result, Run
from kaogong.assess.queries.runs import at_it, folder_of
from kaogong.audit.models import Event
from kaogong.core.engine.verify import verify

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = EACH * 4
VICTIMS = ("database", "worker")
for name in (
    "folders_here",
    "make_unit",
    "make_account",
    "make_person",
    "city",
    "bureau",
    "cycle",
    "adopt",
    "promise",
    "office",
    "on",
    "team",
    "head",
    "leaders",
    "heard",
    "run",
):
    globals()[name] = getattr(rooms, name)
RULED = {"outcome": "changed", "found": "材料按时报送", "grounds": "办法第五条", "meeting": "领导小组会议"}


def working(one):
    """A worker that computes again what a ruling changed and sets it beside what was; without a database it ends."""
    connections.close_all()
    child = os.fork()
    if child:
        return child
    try:
        perform_run(one.again)
        actions.conclude_rerun(appeal=one)
        connections.close_all()
    finally:
        os._exit(0)


def cut_short(child, database, victim, after):
    """Kill the worker, or the database under it, in the middle."""
    connections.close_all()
    time.sleep(after)
    if victim == "worker":
        os.kill(child, signal.SIGKILL)
    else:
        database.kill()
    os.waitpid(child, 0)
    if victim == "database":
        database.start()


def freed(run):
    """The database has noticed that its client is gone."""
    for _wait in range(100):
        with at_it(run) as alone:
            if alone:
                return
        time.sleep(0.1)
    raise AssertionError(run)


def ends(verb, subject):
    """How often a step was recorded as done."""
    return Event.objects.filter(verb=verb, subject=subject, outcome="done").count()


def whole(one, before):
    """How it stands: computed wholly or not at all, set side by side wholly or not at all; what was before is as it was."""
    run = Run.objects.get(pk=one.again_id)
    done = run.state == "done"
    assert done or run.state in ("queued", "running"), (run.state, run.failure)
    assert Result.objects.filter(run=run).count() == (len(before) if done else 0)
    assert ends("finish_run", f"assess.run:{run.pk}") == done
    moves = Change.objects.filter(appeal=one).count()
    assert moves in ((0, 2) if done else (0,))
    assert ends("conclude_rerun", f"answer.appeal:{one.pk}") == bool(moves)
    assert shape(run.previous) == before
    return bool(moves)


def shape(run):
    """Every score of a run."""
    return sorted(Result.objects.filter(run=run).values_list("subject", "period", "total", "rank", "grade"))


def test_a_rerun_is_whole_or_not_there(database, run, bureau, head, leaders, heard, on, capsys):
    chance, cut, took, last = random.Random(SEED), dict.fromkeys(VICTIMS, 0), 2.0, run
    for number in range(ROUNDS):
        on(rooms.MAY + dt.timedelta(days=number))
        own = Result.objects.get(run=last, unit=bureau)
        one = heard(actions.lodge_appeal(by=head, kind="score", thing=own.pk, said=rooms.SAID))
        lost = Decimal(16) + Decimal(number) / 10
        rightings = [actions.Righting("lost", "2026-05", lost)]
        one = actions.rule_appeal(by=leaders, appeal=one, rightings=rightings, queue=False, **RULED)
        before, began, child, victim = shape(last), time.monotonic(), working(one), chance.choice(VICTIMS)
        if number:
            cut_short(child, database, victim, chance.uniform(0, took * 1.2))
        else:
            os.waitpid(child, 0)
            took = time.monotonic() - began
        freed(one.again)
        assert ends("rule_appeal", f"answer.appeal:{one.pk}") == 1
        if not whole(one, before):
            cut[victim] += 1
            perform_run(Run.objects.get(pk=one.again_id))
            actions.conclude_rerun(appeal=one)
            assert whole(one, before)
        last = Run.objects.get(pk=one.again_id)
        assert Result.objects.get(run=last, unit=bureau).total == 100 - lost
        assert not [each for each in verify(folder_of(last)) if each.severity == "error"], (
            "computed once more: the same digits"
        )
    kept = {each.name for each in Path(settings.RUNS).iterdir() if each.is_dir() and any(each.iterdir())}
    assert kept == set(Run.objects.values_list("folder", flat=True))
    with capsys.disabled():
        print(f"\n{ROUNDS} rulings computed again under kill -9, of them cut and begun again: {cut}")
