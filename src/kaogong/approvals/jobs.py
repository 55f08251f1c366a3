"""What this room does by the clock."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from kaogong.approvals import actions
from kaogong.approvals.actions.projection import let_go


@app.periodic(cron="0 22 * * *")  # 06:00 where the installation is: the clock of the worker speaks UTC
@app.task(name="approvals.watch_day", queueing_lock="approvals.watch_day")
def watch_day(timestamp: int) -> None:
    """Propose the cards of the day, take the steps that are due, and compare what should be with what is."""
    day = settings.TODAY or timezone.localdate(dt.datetime.fromtimestamp(timestamp, dt.UTC))
    if actions.days_moved():
        actions.count_days(by=None)
    let_go(day)
    actions.issue_cards(by=None, day=day)
    actions.escalate(by=None, day=day)
    if day.day == 1:
        last = day - dt.timedelta(days=1)
        actions.compare(by=None, first=last.replace(day=1), last=last)


@app.periodic(cron="*/5 * * * *")
@app.task(name="approvals.collect", queueing_lock="approvals.collect")
def collect(timestamp: int) -> None:
    """Take in what was left in the folder."""
    del timestamp
    actions.collect(Path(settings.DROPS))
