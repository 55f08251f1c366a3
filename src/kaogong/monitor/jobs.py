"""What this room does by the clock."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from kaogong.monitor import actions
from kaogong.plan.models import Cycle


@app.periodic(cron="30 0 * * *")  # 08:30 where the installation is: the clock of the worker speaks UTC
@app.task(name="monitor.remind_day", queueing_lock="monitor.remind_day")
def remind_day(timestamp: int) -> None:
    """Send the reminders and the steps of escalation of the day."""
    day = settings.TODAY or timezone.localdate(dt.datetime.fromtimestamp(timestamp, dt.UTC))
    for cycle in Cycle.objects.filter(state="open", since__lte=day):
        actions.remind(by=None, cycle=cycle, day=day)
