"""Scoring runs: which there are, and the latest that counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from procrastinate.contrib.django.models import ProcrastinateJob

from kaogong.assess.models import Run
from kaogong.core.engine.bundle import manifest
from kaogong.core.problem import Refused
from kaogong.org.models import Account
from kaogong.org.models.powers import Power
from kaogong.org.queries import Waiting, reach
from kaogong.plan.models import Cycle, Edition

ROOM = "assess"
COUNTED = ("formal", "again")
JOB = "assess.score_run"
AT_IT = 0x4B414152
"""First half of the key of the lock a worker holds while it is at a run; the database lets go of it when the worker dies."""


def runs_of(cycle: Cycle) -> QuerySet[Run]:
    """The runs of a cycle, the latest first."""
    return Run.objects.filter(cycle=cycle).select_related("edition", "cycle", "asked_by", "previous")


def latest_formal(cycle: Cycle, edition: Edition | None = None) -> Run | None:
    """The run that counts: the last formal one done, or the correction that took its place."""
    found = runs_of(cycle).filter(state="done", purpose__in=COUNTED)
    if edition is not None:
        found = found.filter(edition=edition)
    return found.order_by("-ended_at", "-id").first()


@contextmanager
def at_it(run: Run) -> Iterator[bool]:
    """Be at a run for as long as the block lasts; gives whether nobody else is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [AT_IT, run.pk])
        alone = bool(cursor.fetchone()[0])
    try:
        yield alone
    finally:
        if alone and connection.connection is not None:  # a connection that was cut let go of it
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [AT_IT, run.pk])


def waiting(run: Run) -> bool:
    """Whether a job for a run waits for a worker."""
    return ProcrastinateJob.objects.filter(task_name=JOB, status="todo", args__run=run.pk).exists()


def folder_of(run: Run) -> Path:
    """Where the sealed folder of a run lies."""
    return Path(settings.RUNS) / run.folder


def manifest_of(run: Run) -> Mapping[str, Any]:
    """What the sealed folder of a run says of itself; empty where it is gone."""
    try:
        return manifest.read(folder_of(run))
    except Refused:
        return {}


def failed_runs(account: Account, cycle: Cycle) -> Iterator[Waiting]:
    """Runs that stopped, for the office to try again."""
    if not reach(account).has(Power.OFFICE, room=ROOM):
        return
    for one in runs_of(cycle).filter(state="failed"):
        yield Waiting(_("计分没有完成"), one.failure[:60], _("查看"), reverse("assess:run", args=[one.pk]))
