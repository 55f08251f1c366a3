"""Runs that stop, are cancelled, are tried again, lose their worker, or are corrected."""

import pytest
from django.db import OperationalError, connection
from procrastinate.contrib.django.models import ProcrastinateJob

from kaogong.assess import actions
from kaogong.assess.actions import computing
from kaogong.assess.actions.runs import TRIES, resume_left
from kaogong.assess.models import Result, Run
from kaogong.assess.queries import waiting_for
from kaogong.assess.queries.runs import AT_IT
from kaogong.audit.actions import Refused
from kaogong.monitor.models import Report


@pytest.fixture
def run(cycle, town):
    """A run that was asked for."""
    return actions.ask_run(by=None, cycle=cycle, edition=town, purpose="formal", queue=False)


@pytest.fixture
def failed(run, settings):
    """A run that stopped: a figure is out of range for the rulebook."""
    Report.objects.filter(value=288).update(value="288.88")
    return actions.perform_run(run)


def test_facts_that_do_not_fit_are_told_one_by_one(failed, settings):
    assert failed.state == "failed"
    assert "288.88" in failed.failure
    assert not Result.objects.filter(run=failed).exists()
    from pathlib import Path

    assert list(Path(settings.RUNS).iterdir()) == []


def test_a_failed_run_waits_on_the_desk_of_the_office(failed, office, head):
    assert [one.title for one in waiting_for(office)] == ["计分没有完成"]
    assert waiting_for(head) == []


def test_it_is_tried_again_when_the_facts_are_right(failed, office, denied, head, events):
    denied(actions.retry_run, by=head, run=failed)
    Report.objects.filter(value="288.88").update(value=288)
    events()
    actions.retry_run(by=office, run=failed)
    assert ProcrastinateJob.objects.filter(task_name="assess.score_run").count() == 1
    assert actions.perform_run(failed).state == "done"
    assert events() == ["retry_run", "start_run", "finish_run"]
    assert Run.objects.get().tries == 2


def test_a_run_that_is_done_is_not_tried_again(scored, office):
    with pytest.raises(Refused, match="已完成"):
        actions.retry_run(by=office, run=scored)


def test_a_fault_is_reported_and_nothing_is_left(run, monkeypatch):
    monkeypatch.setattr(computing, "score", lambda *given, **more: 1 // 0)
    failed = actions.perform_run(run)
    assert failed.state == "failed"
    assert "ZeroDivisionError" in failed.failure


def test_a_cancelled_run_stops_at_its_next_step(run, office, monkeypatch, events, denied, head):
    denied(actions.cancel_run, by=head, run=run)
    events()
    plain = computing.freeze

    def cancelled_meanwhile(*given, **more):
        actions.cancel_run(by=office, run=run)
        return plain(*given, **more)

    monkeypatch.setattr(computing, "freeze", cancelled_meanwhile)
    stopped = actions.perform_run(run)
    assert stopped.state == "cancelled"
    assert events() == ["start_run", "cancel_run"]
    assert not Result.objects.exists()


def jobs():
    return ProcrastinateJob.objects.filter(task_name="assess.score_run", status="todo").count()


def test_a_run_whose_worker_was_killed_is_handed_out_again_by_itself(run, events):
    actions.start_run(run=run)
    events()
    assert resume_left() == 1
    run.refresh_from_db()
    assert (run.state, jobs(), events()) == ("queued", 1, ["resume_run"])
    assert resume_left() == 0  # it waits already
    assert (actions.perform_run(run).state, jobs()) == ("done", 1)
    assert Result.objects.count() == 3


def test_a_run_somebody_is_at_is_left_alone(run):
    actions.start_run(run=run)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [AT_IT, run.pk])
        assert resume_left() == 0
        assert actions.perform_run(run).state == "running"
    finally:
        other.close()
    assert resume_left() == 1


def test_a_run_that_kills_its_workers_is_reported(run):
    for _n in range(TRIES):
        actions.start_run(run=run)
    assert resume_left() == 1
    run.refresh_from_db()
    assert (run.state, "中断了 3 次" in run.failure, jobs()) == ("failed", True, 0)


def test_a_run_is_left_to_be_resumed_when_the_database_goes_away(run, monkeypatch):
    def gone(*given, **more):
        raise OperationalError("the connection is lost")

    monkeypatch.setattr("kaogong.assess.actions.runs.computed", gone)
    monkeypatch.setattr(connection, "close", lambda: None)
    with pytest.raises(OperationalError):
        actions.perform_run(run)
    run.refresh_from_db()
    assert run.state == "running"


def test_a_job_that_is_picked_up_again_begins_from_the_start(run):
    actions.start_run(run=run)
    done = actions.perform_run(run)
    assert (done.state, done.tries) == ("done", 2)
    assert actions.perform_run(run).state == "done"
    assert Result.objects.count() == 3


def test_a_correction_needs_a_reason_and_keeps_what_was(scored, office, denied, head, events):
    denied(actions.rerun, by=head, run=scored, reason="核减")
    with pytest.raises(Refused, match="理由"):
        actions.rerun(by=office, run=scored, reason=" ")
    events()
    again = actions.rerun(by=office, run=scored, reason="里程核减", queue=False)
    assert events() == ["rerun"]
    actions.perform_run(again)
    again.refresh_from_db()
    assert (again.previous, again.purpose, again.fingerprint) == (scored, "again", scored.fingerprint)
    assert Result.objects.filter(run=scored).count() == Result.objects.filter(run=again).count() == 3


def test_a_run_is_verified_and_that_is_on_record(scored, office, denied, head, events):
    denied(actions.verify_run, by=head, run=scored)
    events()
    assert actions.verify_run(by=office, run=scored) == []
    assert events() == ["verify_run"]
