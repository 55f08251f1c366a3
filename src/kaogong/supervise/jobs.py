"""What this room does by the clock."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from kaogong.supervise.actions.findings import watch_findings


@app.periodic(cron="20 22 * * *")  # 06:20 where the installation is: the clock of the worker speaks UTC
@app.task(name="supervise.watch_findings", queueing_lock="supervise.watch_findings")
def watch(timestamp: int) -> None:
    """Silence is put on record, and rectification past its day goes up."""
    day = settings.TODAY or timezone.localdate(dt.datetime.fromtimestamp(timestamp, dt.UTC))
    watch_findings(by=None, day=day)
