"""Meetings and exchanges: planned, held, their tasks done; a duty not done opens a case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.org.actions.units import ROOM
from kaogong.org.guards import demand_keeper
from kaogong.org.models import Account, Body, Docket, Duty, Meeting, Person, Seat, Task, Unit
from kaogong.org.queries import months_after, outside_function, setting, standing


@action
def plan_meetings(*, by: Account | None, body: Body, year: int, partners: Sequence[str] = ("",)) -> list[Meeting]:
    """The meetings of a year, or the exchanges with each partner, by the period of the installation (LB-13, DX-01)."""
    subject = f"org.body:{body.name}"
    powers = demand_keeper(by, "plan_meetings", subject)
    if Meeting.objects.filter(body=body, due__year=year, partner__in=partners).exists():
        raise Refused(_("%(year)s 年的安排已经有了。") % {"year": year}, "year")
    step: int = setting("meetings.months")
    first = dt.date(year, 1, 1)
    dues = [months_after(first, number) - dt.timedelta(days=1) for number in range(step, 13, step)]
    made = Meeting.objects.bulk_create(
        Meeting(body=body, partner=partner, due=due) for partner in partners for due in dues
    )
    new = {"year": year, "partners": [one for one in partners if one], "planned": len(made)}
    record(by=by, powers=powers, room=ROOM, verb="plan_meetings", subject=subject, new=new)
    return made


class Decision(NamedTuple):
    """What a meeting decides: who does what."""

    words: str
    unit: Unit
    owner: Person | None = None
    area: str = ""
    due: dt.date | None = None


@action
def hold_meeting(
    *,
    by: Account | None,
    meeting: Meeting,
    day: dt.date,
    present: Sequence[Seat] = (),
    decisions: Sequence[Decision] = (),
) -> tuple[list[Task], list[str]]:
    """A meeting was held: who came, and what it decided as tasks with owners.

    Returns:
        The tasks, and a warning for each given to a unit outside its function (DX-02).
    """
    subject = f"org.body:{meeting.body.name}"
    powers = demand_keeper(by, "hold_meeting", subject)
    if meeting.held_on is not None:
        raise Refused(_("这次会议已于 %(day)s 召开。") % {"day": meeting.held_on}, "day")
    meeting.held_on = day
    meeting.save(update_fields=["held_on"])
    meeting.present.set(present)
    tasks = Task.objects.bulk_create(Task(meeting=meeting, **one._asdict()) for one in decisions)
    warnings = [words for one in decisions if (words := _warning(meeting.body, one))]
    new = {"held": str(day), "present": [one.of for one in present], "tasks": len(tasks), "warnings": warnings}
    record(by=by, powers=powers, room=ROOM, verb="hold_meeting", subject=subject, new=new)
    return tasks, warnings


def _warning(body: Body, one: Decision) -> str:
    own = outside_function(body, one.unit, one.area) if one.area else []
    if not own:
        return ""
    seat = body.seats.filter(unit=one.unit).first()
    told = {
        "unit": seat.of if seat else one.unit.code,
        "area": one.area,
        "own": _("、").join(filter(None, own)) or _("未列"),
    }
    return _("“%(area)s”不在%(unit)s的职能内（它的职能：%(own)s）。") % told


@action
def finish_task(*, by: Account | None, task: Task, day: dt.date) -> Task:
    """A task is done; its owner, the unit it was given to, or the office says so."""
    subject = f"org.task:{task.pk}"
    own = by is not None and (task.owner_id == by.person_id or task.unit_id in standing(by)[1])
    powers = [] if own else demand_keeper(by, "finish_task", subject)
    if task.done_on is not None:
        raise Refused(_("这项已于 %(day)s 办结。") % {"day": task.done_on}, "day")
    task.done_on = day
    task.save(update_fields=["done_on"])
    record(by=by, powers=powers, room=ROOM, verb="finish_task", subject=subject, new={"done": str(day)})
    return task


@action
def fail_duty(*, by: Account | None, duty: Duty, day: dt.date, reason: str) -> Docket:
    """A duty was not done: a case is opened on whoever answers for it (LB-30)."""
    subject = f"org.body:{duty.body.name}"
    powers = demand_keeper(by, "fail_duty", subject)
    if duty.owner is None:
        raise Refused(_("职责“%(name)s”没有责任人。请先定责任人。") % {"name": duty.name}, "owner")
    if not reason.strip():
        raise Refused(_("请写明怎样没有落实。"), "reason")
    title = f"未落实职责：{duty.name}"
    opened = Docket.objects.create(
        kind="accountability", title=title[:120], person=duty.owner, source=f"org.duty:{duty.pk}", opened_on=day
    )
    new = {"duty": duty.name, "owner": duty.owner.code, "docket": opened.pk}
    record(by=by, powers=powers, room=ROOM, verb="fail_duty", subject=subject, new=new, reason=reason)
    return opened
