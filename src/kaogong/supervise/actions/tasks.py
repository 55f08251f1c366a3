"""Sources, tables and tasks: registered, divided, issued as an edition, changed in the year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.states import after
from kaogong.org.models import Account, Person, Unit
from kaogong.org.queries import today
from kaogong.plan.models import Target
from kaogong.supervise.guards.tasks import demand_here, may_keep, powers_of
from kaogong.supervise.models import SourceItem, Task, TaskEdition, TaskHandler, TaskSource, TaskStage, TaskTable
from kaogong.supervise.queries.sight import ROOM
from kaogong.supervise.queries.tasks import content_of, missing_of, sealed, uncovered
from kaogong.supervise.states.tasks import SOURCE_KINDS, TASK

Stage = tuple[str, dt.date, Decimal | None]
CHANGEABLE = ("name", "mark", "goal", "requirements", "due", "leader", "department", "handler")
"""What of a task may be changed in the year; units and stages have their own words."""


def next_number(head: str, model: Any) -> str:
    """The next number of a kind; two who ask at once wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [head])
    return f"{head}{model.objects.filter(number__startswith=head).count() + 1:04d}"


def held_task(task: Task) -> Task:
    """The task as it is now, kept from others until this act is over."""
    return Task.objects.select_for_update(of=("self",)).prefetch_related("handlers__unit").get(pk=task.pk)


def moved(task: Task, verb: str) -> str:
    """The state a verb leads a task to.

    Raises:
        Refused: it cannot be done now; somebody may have been faster.
    """
    state = after(TASK, task.state, verb)
    if state is None:
        raise Refused(_("这项督办现在是“%(state)s”，不能这样办。请刷新后再看。") % {"state": task.get_state_display()})
    return state


def code_of(task: Task) -> str:
    """The code of the unit that leads, as events name it."""
    return next((one.unit.code for one in task.handlers.all() if one.role == "lead"), "")


@action
def register_source(
    *,
    by: Account | None,
    kind: str,
    title: str,
    given_on: dt.date,
    items: Sequence[str] = (),
    reference: str = "",
    issuer: str = "",
) -> TaskSource:
    """Something that asks for work: a deployment, a meeting, an instruction, a proposal, with what it asks for one by one."""
    demand_here(by, may_keep(by) if by else "", "register_source", f"{ROOM}.tasksource")
    if kind not in SOURCE_KINDS:
        raise Refused(_("请选来源类别。没有来源的任务不能立项。"), "kind")
    made = TaskSource.objects.create(
        kind=kind, title=title, given_on=given_on, reference=reference, issuer=issuer, by=by
    )
    rows = [SourceItem(source=made, place=place, words=words) for place, words in enumerate(items, 1)]
    SourceItem.objects.bulk_create(rows)
    new = {"kind": kind, "title": title, "items": len(rows)}
    where = f"{ROOM}.tasksource:{made.pk}"
    record(by=by, room=ROOM, verb="register_source", subject=where, powers=powers_of(by), new=new)
    return made


@action
def close_source(*, by: Account | None, source: TaskSource) -> TaskSource:
    """Everything a source asked for has a supervision number (XM-06)."""
    where = f"{ROOM}.tasksource:{source.pk}"
    demand_here(by, may_keep(by) if by else "", "close_source", where)
    source = TaskSource.objects.select_for_update().get(pk=source.pk)
    if source.state == "closed":
        raise Refused(_("这个来源已经交办完。"))
    if open_ := list(uncovered(source)):
        words = _("还有 %(n)s 项没有督办号：%(words)s。请先立项。")
        raise Refused(words % {"n": len(open_), "words": _("；").join(one.words for one in open_[:5])})
    source.state = "closed"
    source.save(update_fields=["state"])
    record(by=by, room=ROOM, verb="close_source", subject=where, powers=powers_of(by), new={"state": "closed"})
    return source


@action
def start_table(*, by: Account | None, year: int, title: str, **rhythm: Any) -> TaskTable:
    """A table for a year. `rhythm`: when it is reported, dispatched, supervised and reminded of, where not as usual."""
    demand_here(by, may_keep(by) if by else "", "start_table", f"{ROOM}.tasktable")
    if TaskTable.objects.filter(year=year, title=title).exists():
        raise Refused(_("%(year)s 年已有名为“%(title)s”的分解表。") % {"year": year, "title": title}, "title")
    made = TaskTable.objects.create(year=year, title=title, **rhythm)
    where = f"{ROOM}.tasktable:{made.pk}"
    new = {"year": year, "title": title, **rhythm}
    record(by=by, room=ROOM, verb="start_table", subject=where, powers=powers_of(by), new=new)
    return made


@action
def add_task(
    *,
    by: Account | None,
    source: TaskSource | None,
    name: str,
    leads: Sequence[Unit],
    co: Sequence[Unit] = (),
    stages: Sequence[Stage] = (),
    table: TaskTable | None = None,
    item: SourceItem | None = None,
    target: Target | None = None,
    since: dt.date | None = None,
    **said: Any,
) -> Task:
    """A task with its supervision number. `said`: goal, requirements, due, leader, department, handler, mark."""
    demand_here(by, may_keep(by) if by else "", "add_task", f"{ROOM}.task")
    if source is None:
        raise Refused(_("请选任务来源。没有来源的任务不能立项。"), "source")
    if item is not None and item.source_id != source.pk:
        raise Refused(_("这个交办事项不属于所选的来源。"), "item")
    _one_lead(leads, co)
    day = today()
    number = next_number(f"DB-{table.year if table else day.year}-", Task)
    made = Task.objects.create(
        number=number,
        table=table,
        source=source,
        item=item,
        target=target,
        name=name,
        since=since or day,
        by=by,
        **said,
    )
    rows = [TaskHandler(task=made, unit=unit, role=role) for role, several in _roles(leads, co) for unit in several]
    TaskHandler.objects.bulk_create(rows)
    _staged(made, stages)
    where, new = f"{ROOM}.task:{made.pk}", {"number": number, "name": name, "source": source.title}
    record(by=by, room=ROOM, verb="add_task", subject=where, unit=leads[0].code, powers=powers_of(by), new=new)
    return made


def _roles(leads: Sequence[Unit], co: Sequence[Unit]) -> tuple[tuple[str, Sequence[Unit]], ...]:
    return ("lead", leads), ("co", co)


def _one_lead(leads: Sequence[Unit], co: Sequence[Unit]) -> None:
    if len(leads) != 1:
        raise Refused(_("主办单位须有一个，只能有一个。其余请列为协办。"), "leads")
    if leads[0] in co or len(set(co)) != len(co):
        raise Refused(_("同一个单位只列一次。"), "co")


def _staged(task: Task, stages: Sequence[Stage]) -> None:
    rows = [TaskStage(task=task, place=n, name=name, due=due, planned=planned)
            for n, (name, due, planned) in enumerate(stages, 1)]  # fmt: skip
    TaskStage.objects.bulk_create(rows)


@action
def issue_task(*, by: Account | None, task: Task) -> Task:
    """A task outside any table becomes binding, once it says everything it must (XM-02)."""
    task = held_task(task)
    where = f"{ROOM}.task:{task.pk}"
    demand_here(by, may_keep(by) if by else "", "issue_task", where)
    state = moved(task, "issue_task")
    if lacking := missing_of(task):
        raise Refused(_("%(number)s 还缺：%(words)s。") % {"number": task.number, "words": _("、").join(lacking)})
    task.state, task.original_due = state, task.due
    task.save(update_fields=["state", "original_due"])
    new = {"state": state, "due": str(task.due)}
    code = code_of(task)
    record(by=by, room=ROOM, verb="issue_task", subject=where, unit=code, powers=powers_of(by), new=new)
    return task


@action
def issue_table(*, by: Account | None, table: TaskTable, reason: str = "") -> TaskEdition:
    """The table as an edition: its drafts become binding, earlier editions stay as they were (XM-03)."""
    where = f"{ROOM}.tasktable:{table.pk}"
    demand_here(by, may_keep(by) if by else "", "issue_table", where)
    table = TaskTable.objects.select_for_update().get(pk=table.pk)
    drafts = table.tasks.filter(state="draft").prefetch_related("handlers", "stages")
    lacking = {one.number: found for one in drafts if (found := missing_of(one))}
    if lacking:
        words = _("；").join(f"{number} {_('、').join(found)}" for number, found in list(lacking.items())[:10])
        raise Refused(_("有 %(n)s 项没有写全，不能下达：%(words)s。") % {"n": len(lacking), "words": words})
    content, before = content_of(table), table.editions.order_by("-number").first()
    if before is not None and before.content == content:
        raise Refused(_("分解表与第 %(n)s 版相同，不必再下达。") % {"n": before.number})
    if before is not None and not reason.strip():
        raise Refused(_("请写明调整事由，如“上级新部署”。"), "reason")
    for one in drafts:
        one.state, one.original_due = "open", one.due
    Task.objects.bulk_update(drafts, ["state", "original_due"])
    number = before.number + 1 if before else 1
    made = TaskEdition.objects.create(
        table=table, number=number, issued_on=today(), reason=reason, content=content, sm3=sealed(content), by=by
    )
    table.state = "issued"
    table.save(update_fields=["state"])
    new = {"edition": number, "tasks": len(content), "sm3": made.sm3}
    record(by=by, room=ROOM, verb="issue_table", subject=where, powers=powers_of(by), new=new, reason=reason)
    return made


@action
def change_task(*, by: Account | None, task: Task, reason: str, **said: Any) -> Task:
    """What a task says is adjusted in the year; old and new words stand in its history (XM-03)."""
    task = held_task(task)
    where = f"{ROOM}.task:{task.pk}"
    demand_here(by, may_keep(by) if by else "", "change_task", where)
    if task.state not in ("draft", "open"):
        raise Refused(_("这项督办现在是“%(state)s”，不能再改。") % {"state": task.get_state_display()})
    if task.state == "open" and not reason.strip():
        raise Refused(_("请写明调整事由。"), "reason")
    changed = {name: value for name, value in said.items() if name in CHANGEABLE and getattr(task, name) != value}
    if task.state == "open" and "due" in changed:
        raise Refused(_("时限只能经延期审批更改。"), "due")
    if not changed:
        raise Refused(_("没有改动。"))
    old = {name: _told(getattr(task, name)) for name in changed}
    for name, value in changed.items():
        setattr(task, name, value)
    if task.state == "open" and (lacking := missing_of(task)):
        raise Refused(_("%(number)s 还缺：%(words)s。") % {"number": task.number, "words": _("、").join(lacking)})
    task.save(update_fields=list(changed))
    new = {name: _told(value) for name, value in changed.items()}
    record(by=by, room=ROOM, verb="change_task", subject=where, unit=code_of(task), powers=powers_of(by), old=old,
           new=new, reason=reason)  # fmt: skip
    return task


def _told(value: Any) -> str:
    return value.code if isinstance(value, Person) else str(value or "")


@action
def set_stages(*, by: Account | None, task: Task, stages: Sequence[Stage]) -> Task:
    """The stages of a task that is not issued yet."""
    task = held_task(task)
    where = f"{ROOM}.task:{task.pk}"
    demand_here(by, may_keep(by) if by else "", "set_stages", where)
    if task.state != "draft":
        raise Refused(_("已下达的任务不能改阶段。"))
    task.stages.all().delete()
    _staged(task, stages)
    record(by=by, room=ROOM, verb="set_stages", subject=where, powers=powers_of(by), new={"stages": len(stages)})
    return task


@action
def drop_task(*, by: Account | None, task: Task, reason: str) -> Task:
    """A task is stopped, for a reason; it stays on record."""
    task = held_task(task)
    where = f"{ROOM}.task:{task.pk}"
    demand_here(by, may_keep(by) if by else "", "drop_task", where)
    state = moved(task, "drop_task")
    if not reason.strip():
        raise Refused(_("请写明终止理由。"), "reason")
    task.state, task.reason = state, reason.strip()
    task.save(update_fields=["state", "reason"])
    code = code_of(task)
    record(by=by, room=ROOM, verb="drop_task", subject=where, unit=code, powers=powers_of(by), reason=reason)
    return task
