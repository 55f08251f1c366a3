"""Work in the background."""

from __future__ import annotations

from procrastinate.contrib.django import app

from kaogong.assess.actions.runs import JOB, fail_silent, perform_run
from kaogong.assess.models import Run


@app.task(name=JOB)
def score_run(run: int) -> None:
    """Do the work of a run."""
    perform_run(Run.objects.select_related("cycle", "edition").get(pk=run))


@app.periodic(cron="* * * * *")
@app.task(name="assess.fail_silent", queueing_lock="assess.fail_silent")
def look_after(timestamp: int) -> None:
    """Report runs whose worker is gone."""
    del timestamp
    fail_silent()
