"""What this room does by the clock."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from kaogong.listen import actions
from kaogong.listen.actions.complaints_watch import chase_complaints
from kaogong.listen.models import Project


@app.periodic(cron="*/10 * * * *")
@app.task(name="listen.shuffle", queueing_lock="listen.shuffle")
def shuffle(timestamp: int) -> None:
    """Shuffle the boxes that hold enough, and let nothing of them lie about."""
    del timestamp
    taken = [actions.shuffle_box(one) for one in Project.objects.filter(state="evaluate")]
    if any(taken):
        actions.sweep()


@app.periodic(
    cron="0 17 * * *"
)  # after one in the morning where the installation is: the clock of the worker speaks UTC
@app.task(name="listen.count_day", queueing_lock="listen.count_day")
def count_day(timestamp: int) -> None:
    """How many ballots yesterday brought, into the record."""
    day = settings.TODAY or timezone.localdate(dt.datetime.fromtimestamp(timestamp, dt.UTC))
    actions.count_day(by=None, day=day - dt.timedelta(days=1))


@app.periodic(cron="30 22 * * *")  # 06:30 where the installation is: the clock of the worker speaks UTC
@app.task(name="listen.chase_day", queueing_lock="listen.chase_day")
def chase_day(timestamp: int) -> None:
    """Urge what nears its limit or is past it."""
    day = settings.TODAY or timezone.localdate(dt.datetime.fromtimestamp(timestamp, dt.UTC))
    chase_complaints(by=None, day=day)
