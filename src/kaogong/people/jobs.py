"""What this room does by the clock."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from kaogong.people.actions.presence import remind_clicks
from kaogong.people.actions.talks import watch_talks


@app.periodic(cron="25 22 * * *")  # 06:25 where the installation is: the clock of the worker speaks UTC
@app.task(name="people.follow_day", queueing_lock="people.follow_day")
def follow_day(timestamp: int) -> None:
    """Remind of clicks that are missing, and of talks within teams."""
    day = settings.TODAY or timezone.localdate(dt.datetime.fromtimestamp(timestamp, dt.UTC))
    remind_clicks(by=None, day=day)
    watch_talks(by=None, day=day)
