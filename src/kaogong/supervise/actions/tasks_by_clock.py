"""What happens to tasks by the clock: reminders, urging, escalation, and tasks opened for targets that lag or lapse."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from kaogong.audit.actions import action, record
from kaogong.core.scheme.days import Calendar
from kaogong.org.models import Account
from kaogong.org.queries import calendar, setting, today
from kaogong.plan.models import Cycle
from kaogong.supervise.actions.tasks import next_number
from kaogong.supervise.guards.tasks import demand_here, may_keep, powers_of
from kaogong.supervise.models import Interview, Task, TaskHandler, TaskSource, TaskStage, TaskUrging
from kaogong.supervise.models.tasks import remind_days
from kaogong.supervise.queries.lagging import Lagging, lagging, lapsed
from kaogong.supervise.queries.sight import ROOM


@action
def remind_tasks(*, by: Account | None, day: dt.date | None = None) -> list[TaskUrging]:
    """Send what is due on a day and was not sent: reminders, urging, escalation. One event for the whole."""
    demand_here(by, may_keep(by) if by else "", "remind_tasks", f"{ROOM}.task")
    when, work = day or today(), calendar()
    live = Task.objects.select_for_update(of=("self",)).filter(state="open", due__isnull=False)
    wanted = [one for task in live.select_related("table") for one in _wanted(task, when, work)]
    there = set(
        TaskUrging.objects.filter(task__in={one.task_id for one in wanted}).values_list(
            "task_id", "step", "days", "due"
        )
    )
    fresh = [one for one in wanted if (one.task_id, one.step, one.days, one.due) not in there]
    for one in fresh:
        one.on, one.by = when, by
    TaskUrging.objects.bulk_create(fresh)
    _interviews(fresh, when)
    new = {"day": str(when), "sent": len(fresh)}
    record(by=by, room=ROOM, verb="remind_tasks", subject=f"{ROOM}.task", powers=powers_of(by), new=new)
    return fresh


def _wanted(task: Task, when: dt.date, work: Calendar) -> Iterator[TaskUrging]:
    """The steps a task has reached: so many days before its limit, so many working days after it."""
    assert task.due is not None
    if when <= task.due:
        left = (task.due - when).days
        reached = [days for days in (task.table.remind_days if task.table else remind_days()) if left <= days]
        if reached:
            yield _urging(task, "before", min(reached), _before(task, left))
        return
    over = work.between(task.due, when, working=True)
    for step, days in setting("tasks.escalation").items():
        if over >= days:
            yield _urging(task, step, days, _after(task, over))


def _urging(task: Task, step: str, days: int, words: str) -> TaskUrging:
    assert task.due is not None
    return TaskUrging(task=task, step=step, days=days, due=task.due, words=words)


@override(settings.LANGUAGE_CODE)
def _before(task: Task, left: int) -> str:
    return _("%(number)s“%(name)s”：%(due)s 到期，剩 %(n)s 日。") % {
        "number": task.number, "name": task.name, "due": task.due, "n": left,
    }  # fmt: skip


@override(settings.LANGUAGE_CODE)
def _after(task: Task, over: int) -> str:
    return _("%(number)s“%(name)s”：应于 %(due)s 完成，逾期 %(n)s 个工作日。") % {
        "number": task.number, "name": task.name, "due": task.due, "n": over,
    }  # fmt: skip


def _interviews(sent: list[TaskUrging], when: dt.date) -> None:
    """The last step is a talk with the unit that leads."""
    tasks = [one.task for one in sent if one.step == "interview"]
    leads = dict(TaskHandler.objects.filter(task__in=tasks, role="lead").values_list("task_id", "unit_id"))
    Interview.objects.bulk_create(
        Interview(unit_id=leads[one.pk], subject=str(one)[:200], task=one, opened_on=when)
        for one in tasks
        if one.pk in leads
    )


@action
def open_for_targets(*, by: Account | None, cycle: Cycle, day: dt.date | None = None) -> list[Task]:
    """A task for every target past its limit unmet, and for every key target too far behind its plan (QH-50, HB-32)."""
    where = f"plan.cycle:{cycle.pk}"
    demand_here(by, may_keep(by) if by else "", "open_for_targets", where)
    when = day or today()
    found = [*lapsed(cycle, when), *lagging(cycle, when)]
    there = set(Task.objects.exclude(state="dropped").filter(target__cycle=cycle).values_list("target_id", flat=True))
    fresh = {one.target.pk: one for one in found if one.target.pk not in there}
    made = [_opened(one, _source(cycle, when), when) for one in fresh.values()]
    new = {"day": str(when), "opened": [one.number for one in made]}
    record(by=by, room=ROOM, verb="open_for_targets", subject=where, powers=powers_of(by), new=new)
    return made


def _source(cycle: Cycle, when: dt.date) -> TaskSource:
    title = _("%(cycle)s 目标预警") % {"cycle": cycle}
    found: QuerySet[TaskSource] = TaskSource.objects.filter(kind="target", title=title)
    return found.first() or TaskSource.objects.create(kind="target", title=title, given_on=when)


def _opened(one: Lagging, source: TaskSource, when: dt.date) -> Task:
    target, due = one.target, when + dt.timedelta(days=one.days)
    made = Task.objects.create(
        number=next_number(f"DB-{when.year}-", Task), source=source, target=target, name=one.words[:200], mark=one.mark,
        goal=_("补上差距，达到目标值。"), requirements=_("查明原因，每月报告进展。"), since=when, due=due,
        original_due=due, leader=target.leader, handler=target.person, state="open",
    )  # fmt: skip
    TaskHandler.objects.create(task=made, unit=target.unit, role="lead")
    TaskStage.objects.create(task=made, place=1, name=_("补上差距"), due=due)
    return made
