"""What this room does by the clock."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.job_context import JobContext
from procrastinate.jobs import Status

from kaogong.audit.actions import anchor


@app.periodic(cron="55 15 * * *")  # 23:55 where the installation is: the clock of the worker speaks UTC
@app.task(name="audit.anchor_day", queueing_lock="audit.anchor_day")
def anchor_day(timestamp: int) -> None:
    """Publish the head of the chain for the day."""
    anchor(day=timezone.localdate(dt.datetime.fromtimestamp(timestamp, dt.UTC)))


@app.periodic(cron="* * * * *")
@app.task(name="audit.again", queueing_lock="audit.again", pass_context=True)
async def again(context: JobContext, timestamp: int) -> None:
    """Hand out again the jobs whose worker is gone; whose like waits already, that one does it."""
    del timestamp
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs():
        try:
            await jobs.retry_job(job)
        except UniqueViolation:
            await jobs.finish_job(job, Status.FAILED, delete_job=False)
