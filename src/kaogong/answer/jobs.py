"""What this room does by the clock."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from kaogong.answer.actions import conclude_rerun, watch_appeals
from kaogong.answer.queries.moves import waiting_reruns


@app.periodic(cron="35 22 * * *")  # 06:35 where the installation is: the clock of the worker speaks UTC
@app.task(name="answer.watch_day", queueing_lock="answer.watch_day")
def watch_day(timestamp: int) -> None:
    """Hearings nobody held come before the head of the team."""
    watch_appeals(by=None, day=settings.TODAY or timezone.localdate(dt.datetime.fromtimestamp(timestamp, dt.UTC)))


@app.periodic(cron="* * * * *")
@app.task(name="answer.conclude", queueing_lock="answer.conclude")
def conclude(timestamp: int) -> None:
    """What was computed again after a ruling is set beside what was before."""
    del timestamp
    for one in waiting_reruns():
        conclude_rerun(appeal=one)
