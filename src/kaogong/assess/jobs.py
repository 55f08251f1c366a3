"""Work in the background."""

from __future__ import annotations

from procrastinate.contrib.django import app

from kaogong.assess.actions.runs import perform_run, resume_left
from kaogong.assess.models import Run
from kaogong.assess.queries.runs import JOB


@app.task(name=JOB)
def score_run(run: int) -> None:
    """Do the work of a run."""
    perform_run(Run.objects.select_related("cycle", "edition").get(pk=run))


@app.periodic(cron="* * * * *")
@app.task(name="assess.resume_left", queueing_lock="assess.resume_left")
def look_after(timestamp: int) -> None:
    """Hand out again the runs whose worker is gone."""
    del timestamp
    resume_left()
