"""A table of tasks comes in as a workbook: looked at first, then all of it or nothing."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.queries import Unfit
from kaogong.org.models import Account
from kaogong.org.queries import today
from kaogong.supervise.actions.tasks import next_number
from kaogong.supervise.guards.tasks import demand_here, may_keep, powers_of
from kaogong.supervise.models import Task, TaskHandler, TaskSource, TaskStage, TaskTable
from kaogong.supervise.queries.sight import ROOM
from kaogong.supervise.queries.tasks_intake import Intake, Line, read_tasks


@action
def take_tasks(*, by: Account | None, table: TaskTable, path: Path, name: str = "") -> Intake:
    """Take in a workbook of tasks as drafts of a table. One event for the whole.

    Raises:
        Refused: anything in it is wrong; every fault is told by row, and nothing is written.
    """
    where = f"{ROOM}.tasktable:{table.pk}"
    demand_here(by, may_keep(by) if by else "", "take_tasks", where)
    try:
        found = read_tasks(path)
    except Unfit as unfit:
        raise Refused(str(unfit), "file") from unfit
    if found.faults:
        told = [_("有 %(n)s 处错误，一行也没有导入。") % {"n": len(found.faults)}, *map(str, found.faults)]
        raise Refused("\n".join(told), "file")
    for one in found.lines:
        _taken(by, table, one)
    new = {"tasks": len(found.lines), "sm3": found.sm3, "name": name}
    record(by=by, room=ROOM, verb="take_tasks", subject=where, powers=powers_of(by), new=new)
    return found


def _taken(by: Account | None, table: TaskTable, one: Line) -> None:
    source, _fresh = TaskSource.objects.get_or_create(
        kind=one.kind, title=one.source, defaults={"given_on": today(), "by": by}
    )
    made = Task.objects.create(
        number=next_number(f"DB-{table.year}-", Task), table=table, source=source, name=one.name, goal=one.goal,
        requirements=one.requirements, since=one.since or today(), due=one.due, leader=one.leader,
        department=one.department, handler=one.handler, by=by,
    )  # fmt: skip
    pairs = [(one.lead, "lead"), *((unit, "co") for unit in one.co)]
    TaskHandler.objects.bulk_create([TaskHandler(task=made, unit=unit, role=role) for unit, role in pairs])
    stages = [TaskStage(task=made, place=n, name=words, due=due) for n, (words, due) in enumerate(one.stages, 1)]
    TaskStage.objects.bulk_create(stages)
