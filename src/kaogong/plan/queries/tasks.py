"""Tasks: how many are done, on time, acknowledged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from kaogong.org.queries import share, today
from kaogong.plan.models import Task, WorkPlan


@dataclass(frozen=True, slots=True)
class Completion:
    """Set actions as a share; own actions beside it. What is one's own makes up for nothing (DX-03)."""

    set_done: int
    set_all: int
    own_done: int

    @property
    def share(self) -> Decimal | None:
        """The share of set actions done, in per cent."""
        return share(self.set_done, self.set_all)


def completion(tasks: Iterable[Task]) -> Completion:
    """How many of some tasks are done."""
    some = list(tasks)
    must = [one for one in some if one.action == "set"]
    own = [one for one in some if one.action == "own" and one.state == "finished"]
    return Completion(sum(1 for one in must if one.state == "finished"), len(must), len(own))


@dataclass(frozen=True, slots=True)
class Punctual:
    """Tasks by how they stand against their time limits (CX-20)."""

    on_time: int
    late: int
    not_started: int

    @property
    def share(self) -> Decimal | None:
        """The share on time, in per cent."""
        return share(self.on_time, self.on_time + self.late + self.not_started)


def punctual(tasks: Iterable[Task], day: dt.date | None = None) -> Punctual:
    """How tasks stand on a day: begun and within the limit, late, or not begun."""
    when = day or today()
    counts = {"on_time": 0, "late": 0, "not_started": 0}
    for one in tasks:
        counts[standing(one, when)] += 1
    return Punctual(**counts)


def standing(task: Task, day: dt.date) -> str:
    """How one task stands."""
    reached = task.finished_on or day
    if task.due is not None and reached > task.due:
        return "late"
    return "on_time" if task.started_on or task.finished_on else "not_started"


def last_day(plan: WorkPlan) -> dt.date | None:
    """The last day on which a task of a plan is acknowledged in time; the day of deployment counts."""
    days = plan.cycle.acknowledge_days
    return plan.deployed + dt.timedelta(days - 1) if plan.deployed and days else None


def unacknowledged(plan: WorkPlan, day: dt.date | None = None) -> list[Task]:
    """Tasks whose owners are reminded: deployed, not acknowledged, and past the day."""
    limit = last_day(plan)
    if limit is None or (day or today()) <= limit:
        return []
    return list(plan.tasks.filter(acknowledged_on__isnull=True).exclude(state__in=("draft", "refused", "finished")))


def acknowledged(plan: WorkPlan, day: dt.date) -> tuple[int, int]:
    """How many tasks of a plan were acknowledged by a day, of how many."""
    return plan.tasks.filter(acknowledged_on__lte=day).count(), plan.tasks.exclude(state="refused").count()


def depth(task: Task) -> tuple[int, int, list[str]]:
    """How far a task has been passed down: unit, department, person (DX-09); and which step is missing."""
    has = {
        _("单位"): any(one.role == "lead" for one in task.units.all()),
        _("部门"): task.department_id is not None,
        _("人"): task.person_id is not None,
    }
    missing = [name for name, there in has.items() if not there]
    return len(has) - len(missing), len(has), missing


def sides(plan: WorkPlan) -> dict[str, int]:
    """How many tasks of a plan lie inside, how many outside; together they are all of them, or some are not placed."""
    found = {key: 0 for key, __ in Task.SIDES}
    for side in plan.tasks.exclude(state="refused").values_list("side", flat=True):
        found[side] += 1
    return found


def plan_problems(plan: WorkPlan) -> list[str]:
    """What keeps a work plan from being issued: parts, leads, goals, standards, persons (DX-04, DX-05, QH-01)."""
    found = []
    for field, name in (("situation", _("形势分析")), ("measures", _("措施"))):
        if not getattr(plan, field):
            found.append(_("缺少%(name)s") % {"name": name})
    tasks = list(plan.tasks.exclude(state="refused").prefetch_related("units").order_by("number"))
    if not tasks:
        found.append(_("没有任务"))
    for one in tasks:
        lead = [unit for unit in one.units.all() if unit.role == "lead"]
        wanted = (
            (_("牵头单位"), lead),
            (_("责任人"), one.person_id),
            (_("目标"), one.goal),
            (_("工作标准"), one.standard),
        )
        missing = [name for name, there in wanted if not there]
        if missing:
            words = _("任务 %(n)s“%(name)s”没有%(what)s")
            found.append(words % {"n": one.number, "name": one.name, "what": _("、").join(missing)})
    return found
