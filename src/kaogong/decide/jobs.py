"""What this room does by the clock."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from procrastinate.contrib.django import app

from kaogong.decide import actions


@app.periodic(cron="40 0 * * *")  # 08:40 where the installation is: the clock of the worker speaks UTC
@app.task(name="decide.remind_receivers_day", queueing_lock="decide.remind_receivers_day")
def remind_receivers_day(timestamp: int) -> None:
    """Remind the departments that have not recorded how they used a result, once when they fall late, then weekly."""
    day = timezone.localdate(dt.datetime.fromtimestamp(timestamp, dt.UTC))
    actions.remind_receivers(by=None, day=day)


@app.periodic(cron="50 0 * * *")
@app.task(name="decide.call_failed_tasks_day", queueing_lock="decide.call_failed_tasks_day")
def call_failed_tasks_day(timestamp: int) -> None:
    """Open a case on the head for each key task that failed without an accepted reason."""
    actions.call_failed_tasks(by=None, day=timezone.localdate(dt.datetime.fromtimestamp(timestamp, dt.UTC)))


@app.periodic(cron="45 0 * * *")
@app.task(name="decide.remind_executors_day", queueing_lock="decide.remind_executors_day")
def remind_executors_day(timestamp: int) -> None:
    """Remind the units that have something to carry out: some days ahead, on the last day, then weekly."""
    actions.remind_executors(by=None, day=timezone.localdate(dt.datetime.fromtimestamp(timestamp, dt.UTC)))
