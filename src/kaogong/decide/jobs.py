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
