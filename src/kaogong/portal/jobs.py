"""What this room does by the clock."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from procrastinate.contrib.django import app

from kaogong.org.actions import forget_answers
from kaogong.org.actions.often import forget_often
from kaogong.org.actions.typed import forget_typed
from kaogong.portal import actions

MONTH = dt.timedelta(days=31)


@app.periodic(cron="* * * * *")
@app.task(name="portal.tell", queueing_lock="portal.tell")
def tell(timestamp: int) -> None:
    """Write the notices of what happened, and send those that are wanted one by one."""
    del timestamp
    actions.tell()
    if settings.EMAIL_HOST:
        actions.post(how="each")


@app.periodic(cron="0 0 * * *")  # 08:00 where the installation is: the clock of the worker speaks UTC
@app.task(name="portal.digest", queueing_lock="portal.digest")
def digest(timestamp: int) -> None:
    """Send the notices of a day together."""
    del timestamp
    if settings.EMAIL_HOST:
        actions.post(how="daily")


@app.periodic(cron="10 * * * *")
@app.task(name="portal.end_idle", queueing_lock="portal.end_idle")
def end_idle(timestamp: int) -> None:
    """Clear away the sessions nobody has used for the time set."""
    del timestamp
    actions.end_idle()


@app.periodic(cron="30 18 * * *")
@app.task(name="portal.forget", queueing_lock="portal.forget")
def forget(timestamp: int) -> None:
    """Let go of forms sent, drafts and answers of the API that are older than a month."""
    before = dt.datetime.fromtimestamp(timestamp, dt.UTC) - MONTH
    forget_typed(before=before)
    forget_answers(before=before)
    forget_often()
