"""What this room does by the clock."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from procrastinate.contrib.django import app

from kaogong.audit.actions import anchor


@app.periodic(cron="55 15 * * *")  # 23:55 where the installation is: the clock of the worker speaks UTC
@app.task(name="audit.anchor_day", queueing_lock="audit.anchor_day")
def anchor_day(timestamp: int) -> None:
    """Publish the head of the chain for the day."""
    anchor(day=timezone.localdate(dt.datetime.fromtimestamp(timestamp, dt.UTC)))
