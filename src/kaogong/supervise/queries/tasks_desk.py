"""What of tasks and daily supervision waits for an account."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from kaogong.org.models import Account
from kaogong.org.models.powers import Power
from kaogong.org.queries import Waiting, reach, today
from kaogong.supervise.models import (
    Alert,
    Hearing,
    Interview,
    Request,
    Sign,
    Task,
    TaskClosing,
    TaskEntry,
    TaskExtension,
)
from kaogong.supervise.queries.sight import ABOVE, ROOM
from kaogong.supervise.queries.tasks import uncovered

MOST = 20
NEAR = 14
"""Days before its limit from which a task stands on the desk of who leads it."""


def tasks_waiting(account: Account) -> Iterator[Waiting]:
    """To those above what is to be decided, to units what is due, to persons their own."""
    found = reach(account)
    if any(found.has(one, room=ROOM) for one in ABOVE):
        yield from _above(account)
    units = found.units(Power.LIAISON, Power.HEAD)
    if units:
        yield from _of_units(units)
    if account.person_id:
        yield from _own(account.person_id)


def _above(account: Account) -> Iterator[Waiting]:
    for one in TaskClosing.objects.filter(state="asked").exclude(by=account).select_related("task")[:MOST]:
        url = reverse("supervise:task", args=[one.task_id])
        yield Waiting(_("核验销号：%(name)s") % {"name": one.task.name}, one.task.number, _("核验"), url, since=one.on)
    for asked in TaskExtension.objects.filter(state="asked").exclude(by=account).select_related("task")[:MOST]:
        url = reverse("supervise:task", args=[asked.task_id])
        about = _("%(number)s 申请延至 %(day)s") % {"number": asked.task.number, "day": asked.new_due}
        yield Waiting(
            _("审批延期：%(name)s") % {"name": asked.task.name}, about, _("审批"), url, asked.old_due, asked.on
        )
    number = TaskEntry.objects.filter(verified_on__isnull=True, task__state="open").exclude(by=account).count()
    if number:
        about = _("%(n)s 条待核实") % {"n": number}
        yield Waiting(_("任务进展"), about, _("看任务"), reverse("supervise:tasks") + "?state=open")
    lacking = uncovered().filter(source__state="open").count()
    if lacking:
        about = _("%(n)s 项没有督办号") % {"n": lacking}
        yield Waiting(_("上级交办事项"), about, _("立项"), reverse("supervise:task_sources"))
    talks = Interview.objects.filter(state="open").count()
    if talks:
        about = _("%(n)s 家待约谈") % {"n": talks}
        yield Waiting(_("督查约谈"), about, _("约谈"), reverse("supervise:interviews"))


def _of_units(units: set[int]) -> Iterator[Waiting]:
    last = today() + dt.timedelta(days=NEAR)
    mine = Q(handlers__role="lead", handlers__unit__in=units)
    for one in Task.objects.filter(mine, state="open", due__lte=last).order_by("due").distinct()[:MOST]:
        url = reverse("supervise:task", args=[one.pk])
        yield Waiting(one.name, _("督办 %(number)s") % {"number": one.number}, _("办理"), url, one.due, one.since)
    for alert in Alert.objects.filter(unit__in=units, state__in=("raised", "acknowledged"))[:MOST]:
        do = _("确认") if alert.state == "raised" else _("处置")
        yield Waiting(alert.words, _("督查预警"), do, reverse("supervise:alerts"), since=alert.raised_on)
    for sign in Sign.objects.filter(unit__in=units, corrected_on__isnull=True)[:MOST]:
        yield Waiting(sign.words, sign.get_level_display(), _("纠正"), reverse("supervise:signs"), since=sign.on)
    for hearing in Hearing.objects.filter(held_on__isnull=True, units__in=units).distinct():
        if hearing.units.filter(pk__in=units).exclude(pk__in=hearing.reports.values("unit")).exists():
            url = reverse("supervise:hearing", args=[hearing.pk])
            yield Waiting(hearing.title, hearing.period, _("报送汇报"), url)


def _own(person: int) -> Iterator[Waiting]:
    for one in Request.objects.filter(owner=person, state="open")[:MOST]:
        yield Waiting(one.words, _("首问事项"), _("办理"), reverse("supervise:requests"), since=one.since)
    for alert in Alert.objects.filter(superior=person, state="raised", escalated_on__isnull=False)[:MOST]:
        about = _("下级逾期没有确认的预警")
        yield Waiting(alert.words, about, _("督促确认"), reverse("supervise:alerts"), since=alert.escalated_on)
