"""Work in the background."""

from __future__ import annotations

import datetime as dt

from procrastinate.contrib.django import app

from kaogong.assess.actions import backtests
from kaogong.assess.actions.counting import sweep_box
from kaogong.assess.actions.runs import perform_run, resume_left
from kaogong.assess.models import BackTest, Meeting, Round, Run
from kaogong.assess.queries.runs import JOB


@app.task(name=JOB)
def score_run(run: int) -> None:
    """Do the work of a run."""
    perform_run(Run.objects.select_related("cycle", "edition").get(pk=run))


@app.task(name=backtests.JOB)
def try_edition(test: int) -> None:
    """Do the work of a back-test."""
    backtests.perform_backtest(BackTest.objects.select_related("run__cycle", "edition").get(pk=test))


@app.periodic(cron="* * * * *")
@app.task(name="assess.resume_left", queueing_lock="assess.resume_left")
def look_after(timestamp: int) -> None:
    """Hand out again the runs whose worker is gone; report back-tests whose worker is."""
    del timestamp
    resume_left()
    backtests.fail_silent_backtests()


@app.periodic(cron="*/10 * * * *")
@app.task(name="assess.sweep_box", queueing_lock="assess.sweep_box")
def sweep(timestamp: int) -> None:
    """Nothing of ballots that were just counted lies about."""
    since = dt.datetime.fromtimestamp(timestamp, dt.UTC) - dt.timedelta(minutes=20)
    if Round.objects.filter(closed_at__gte=since).exists() or Meeting.objects.filter(closed_at__gte=since).exists():
        sweep_box()
