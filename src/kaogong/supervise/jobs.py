"""What this room does by the clock."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from kaogong.plan.models import Cycle
from kaogong.supervise.actions.daily import escalate_alerts
from kaogong.supervise.actions.drives import call_by_review
from kaogong.supervise.actions.findings import watch_findings
from kaogong.supervise.actions.tasks_by_clock import open_for_targets, remind_tasks
from kaogong.supervise.queries.matters import reviews_unread


@app.periodic(cron="15 22 * * *")  # 06:15 where the installation is: the clock of the worker speaks UTC
@app.task(name="supervise.follow_day", queueing_lock="supervise.follow_day")
def follow_day(timestamp: int) -> None:
    """Remind and urge, send warnings nobody acknowledged up, call weak units, open tasks for targets that lapse or lag."""
    day = _day(timestamp)
    remind_tasks(by=None, day=day)
    escalate_alerts(by=None, day=day)
    for review in reviews_unread():
        call_by_review(by=None, review=review)
    for cycle in Cycle.objects.filter(state="open", since__lte=day):
        open_for_targets(by=None, cycle=cycle, day=day)


@app.periodic(cron="20 22 * * *")  # 06:20
@app.task(name="supervise.watch_findings", queueing_lock="supervise.watch_findings")
def watch(timestamp: int) -> None:
    """Silence is put on record, and rectification past its day goes up."""
    watch_findings(by=None, day=_day(timestamp))


def _day(timestamp: int) -> dt.date:
    return settings.TODAY or timezone.localdate(dt.datetime.fromtimestamp(timestamp, dt.UTC))
