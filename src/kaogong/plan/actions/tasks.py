"""Tasks and work plans: drawing up, deploying, acknowledging, finishing; tasks that come up outside the plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.org.models import Account, Unit
from kaogong.org.queries import today
from kaogong.plan.actions.cycles import moved, powers_of, said, subject
from kaogong.plan.guards import ROOM, demand_here, may_acknowledge, may_approve_task, may_keep_tasks
from kaogong.plan.models import Cycle, Task, TaskUnit, WorkPlan
from kaogong.plan.queries.tasks import plan_problems
from kaogong.plan.states import TASK, TASK_NAMES, WORKPLAN, WORKPLAN_NAMES


@action
def draw_workplan(
    *, by: Account | None, cycle: Cycle, title: str, unit: Unit, situation: str = "", measures: str = ""
) -> WorkPlan:
    """A work plan: how things stand, and by which means (DX-04)."""
    demand_here(by, may_keep_tasks(by, unit) if by else "", "draw_workplan", f"org.unit:{unit.code}", unit.code)
    if WorkPlan.objects.filter(cycle=cycle, title=title).exists():
        raise Refused(_("“%(title)s”已经有了。请另取名称。") % {"title": title}, "title")
    made = WorkPlan.objects.create(cycle=cycle, title=title, unit=unit, situation=situation, measures=measures)
    new = {"title": title, "unit": unit.code}
    record(by=by, room=ROOM, verb="draw_workplan", subject=subject(made), unit=unit.code, powers=powers_of(by), new=new)
    return made


@action
def add_task(
    *,
    by: Account | None,
    cycle: Cycle,
    name: str,
    origin: str,
    leads: Sequence[Unit] = (),
    supports: Sequence[Unit] = (),
    workplan: WorkPlan | None = None,
    **stated: Any,
) -> Task:
    """A task. It has one lead; those that support it are any number."""
    owner = workplan.unit if workplan is not None else (leads[0] if leads else cycle.organiser)
    demand_here(by, may_keep_tasks(by, owner) if by else "", "add_task", f"org.unit:{owner.code}", owner.code)
    if len(leads) > 1:
        words = _("任务“%(name)s”有 %(n)s 个牵头单位。只能有一个，其余改为协办。")
        raise Refused(words % {"name": name, "n": len(leads)}, "leads")
    if workplan is not None and workplan.state != "draft":
        raise Refused(_("工作方案已经下达，新增任务请作为计划外任务登记。"), "workplan")
    if origin == "extra":
        _whole_extra(stated)
    due = stated.get("due")
    if due is not None and due < today():
        raise Refused(_("时限 %(due)s 已过。请改为今天以后的日期。") % {"due": due}, "due")
    same = Task.objects.filter(cycle=cycle, workplan=workplan, origin=origin)
    number = (same.aggregate(last=Max("number"))["last"] or 0) + 1
    made = Task.objects.create(cycle=cycle, workplan=workplan, origin=origin, number=number, name=name, **stated)
    TaskUnit.objects.bulk_create(TaskUnit(task=made, unit=unit, role="lead") for unit in leads)
    TaskUnit.objects.bulk_create(TaskUnit(task=made, unit=unit, role="support") for unit in supports)
    made.refresh_from_db()
    new = {"name": name, "origin": origin, "leads": [one.code for one in leads], "points": said(made.points)}
    new |= {"supports": [one.code for one in supports], "given_on": said(made.given_on)}
    code = owner.code
    record(by=by, room=ROOM, verb="add_task", subject=subject(made), unit=code, powers=powers_of(by), new=new)
    return made


def _whole_extra(stated: dict[str, Any]) -> None:
    wanted = {
        "given_by": _("来源"),
        "given_on": _("交办时间"),
        "standard": _("标准"),
        "due": _("时限"),
        "points": _("折算分值"),
    }
    missing = [name for key, name in wanted.items() if not stated.get(key)]
    if missing:
        raise Refused(_("计划外任务须写明%(missing)s。") % {"missing": _("、").join(missing)}, next(iter(wanted)))


@action
def approve_task(*, by: Account | None, task: Task) -> Task:
    """A task outside the plan counts from its approval on (CX-07)."""
    demand_here(by, may_approve_task(by) if by else "", "approve_task", subject(task))
    return _move(by, task, "approve_task", "")


@action
def refuse_task(*, by: Account | None, task: Task, reason: str) -> Task:
    """A task outside the plan is not accepted, and counts nothing."""
    demand_here(by, may_approve_task(by) if by else "", "refuse_task", subject(task))
    if not reason:
        raise Refused(_("请写明不批准的理由。"), "reason")
    return _move(by, task, "refuse_task", reason)


@action
def acknowledge_task(*, by: Account | None, task: Task, on: dt.date | None = None) -> Task:
    """The owner of a task has taken note of it."""
    demand_here(by, may_acknowledge(by, task) if by else "", "acknowledge_task", subject(task))
    task.acknowledged_on = on or today()
    return _move(by, task, "acknowledge_task", "", "acknowledged_on")


@action
def start_task(*, by: Account | None, task: Task, on: dt.date | None = None) -> Task:
    """Work on a task has begun."""
    demand_here(by, may_acknowledge(by, task) if by else "", "start_task", subject(task))
    if task.state not in {"approved", "issued", "acknowledged"}:
        raise Refused(_("任务现在是“%(state)s”，不能开工。") % {"state": task.get_state_display()})
    task.started_on = on or today()
    task.save(update_fields=["started_on"])
    new = {"started_on": str(task.started_on)}
    record(by=by, room=ROOM, verb="start_task", subject=subject(task), powers=powers_of(by), new=new)
    return task


@action
def finish_task(*, by: Account | None, task: Task, on: dt.date | None = None) -> Task:
    """A task is done."""
    demand_here(by, may_acknowledge(by, task) if by else "", "finish_task", subject(task))
    task.finished_on = on or today()
    return _move(by, task, "finish_task", "", "finished_on")


def _move(by: Account | None, task: Task, verb: str, reason: str, *fields: str) -> Task:
    old = {"state": task.state}
    task.state = moved(TASK, task.state, verb, TASK_NAMES)
    task.save(update_fields=["state", *fields])
    new = {"state": task.state} | {name: said(getattr(task, name)) for name in fields}
    record(by=by, room=ROOM, verb=verb, subject=subject(task), powers=powers_of(by), old=old, new=new, reason=reason)
    return task


@action
def issue_workplan(*, by: Account | None, workplan: WorkPlan, on: dt.date, events: Sequence[str] = ()) -> WorkPlan:
    """A work plan is deployed, when every task has its lead, its person, its goal and its standard."""
    unit = workplan.unit
    demand_here(by, may_keep_tasks(by, unit) if by else "", "issue_workplan", subject(workplan), unit.code)
    state = moved(WORKPLAN, workplan.state, "issue_workplan", WORKPLAN_NAMES)
    problems = plan_problems(workplan)
    if problems:
        words = _("还有 %(n)s 处要补全：%(words)s。")
        raise Refused(words % {"n": len(problems), "words": _("；").join(problems)})
    old = {"state": workplan.state}
    workplan.state, workplan.deployed, workplan.events = state, on, list(events)
    workplan.save(update_fields=["state", "deployed", "events"])
    number = workplan.tasks.filter(state__in=("draft", "approved")).update(state="issued")
    new = {"state": state, "deployed": str(on), "tasks": number, "events": list(events)}
    record(
        by=by,
        room=ROOM,
        verb="issue_workplan",
        subject=subject(workplan),
        unit=unit.code,
        powers=powers_of(by),
        old=old,
        new=new,
    )
    return workplan
