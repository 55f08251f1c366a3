"""Democratic life meetings: prepared, held, made known, and reported on at the next one (LB-19)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.states import after
from kaogong.org.models import Account, Unit
from kaogong.org.queries import today
from kaogong.people.guards.archive import demand_here, powers_of
from kaogong.people.guards.archive_leaders import may_keep_meetings
from kaogong.people.models import LifeMeeting, LifeProblem, LifeStep
from kaogong.people.queries.archive_leaders import missing_steps, without_status
from kaogong.people.queries.archive_sight import ROOM
from kaogong.people.states.archive_leaders import BEFORE, MEETING, PROBLEM_NAMES


def _kept(by: Account | None, meeting: LifeMeeting, verb: str) -> str:
    """The meeting as the audit names it, once whoever acts may keep it."""
    where = f"people.lifemeeting:{meeting.pk}"
    demand_here(by, may_keep_meetings(by, meeting.unit) if by else "", verb, where, meeting.unit.code)
    return where


def _state(meeting: LifeMeeting, verb: str) -> str:
    """The state a verb leads to, the meeting held until the end of the act."""
    meeting.refresh_from_db(from_queryset=LifeMeeting.objects.select_for_update())
    state = after(MEETING, meeting.state, verb)
    if state is None:
        raise Refused(_("这次会议%(state)s，不能这样办。") % {"state": meeting.get_state_display()})
    return state


@action
def prepare_life_meeting(*, by: Account | None, unit: Unit, title: str, planned_on: dt.date) -> LifeMeeting:
    """A life meeting is being prepared; the one before is the one it reports back on."""
    where = f"org.unit:{unit.code}"
    demand_here(by, may_keep_meetings(by, unit) if by else "", "prepare_life_meeting", where, unit.code)
    last = LifeMeeting.objects.filter(unit=unit).order_by("-planned_on", "-pk").first()
    if last is not None and last.state == "prepared":
        raise Refused(_("“%(title)s”还没有召开。请先开完。") % {"title": last}, "title")
    if not title.strip():
        raise Refused(_("请写主题。"), "title")
    made = LifeMeeting.objects.create(unit=unit, title=title.strip(), planned_on=planned_on, previous=last, by=by)
    new = {"title": made.title, "on": str(planned_on)}
    record(by=by, room=ROOM, verb="prepare_life_meeting", subject=where, unit=unit.code, powers=powers_of(by), new=new)
    return made


@action
def do_life_step(*, by: Account | None, meeting: LifeMeeting, step: str, on: dt.date, words: str) -> LifeStep:
    """One of the five things before a meeting is done."""
    where = _kept(by, meeting, "do_life_step")
    if meeting.state != "prepared":
        raise Refused(_("会议已经召开。"))
    if step not in BEFORE:
        raise Refused(_("请选会前事项。"), "step")
    if meeting.steps.filter(step=step).exists():
        raise Refused(_("“%(step)s”已经登记。") % {"step": BEFORE[step]}, "step")
    if not words.strip() or on > today():
        raise Refused(_("请写明情况，日期不晚于今天。"), "on" if words.strip() else "words")
    made = LifeStep.objects.create(meeting=meeting, step=step, on=on, words=words.strip())
    code = meeting.unit.code
    record(by=by, room=ROOM, verb="do_life_step", subject=where, unit=code, powers=powers_of(by), new={"step": step})
    return made


@action
def open_life_meeting(
    *,
    by: Account | None,
    meeting: LifeMeeting,
    held_on: dt.date,
    criticism: str,
    problems: Sequence[Mapping[str, Any]] = (),
    superior: str = "",
) -> LifeMeeting:
    """The meeting is held: each problem raised becomes a thing to put right.

    Args:
        by: the account that acts.
        meeting: a meeting all of whose preparations are done, and whose predecessor's problems all have a status.
        held_on: the day.
        criticism: criticism and self-criticism, in short.
        problems: for each `words`, `measure`, perhaps `owner` and `due`.
        superior: who attended from above; nobody: the record is irregular.
    """
    where = _kept(by, meeting, "open_life_meeting")
    state = _state(meeting, "open_life_meeting")
    if gone := missing_steps(meeting):
        raise Refused(_("会前还缺：%(what)s。") % {"what": _("、").join(BEFORE[one] for one in gone)})
    if meeting.previous is not None and (open_ := without_status(meeting.previous)):
        words = _("上次会议还有 %(n)s 项整改没有说明情况，不能召开。")
        raise Refused(words % {"n": len(open_)})
    if held_on > today() or not criticism.strip():
        raise Refused(_("请写明批评与自我批评的情况，日期不晚于今天。"), "criticism")
    if any(not one.get("measure", "").strip() for one in problems):
        raise Refused(_("每个问题都要写整改措施。"), "problems")
    meeting.state, meeting.held_on, meeting.superior = state, held_on, superior.strip()
    meeting.criticism = criticism.strip()
    meeting.save(update_fields=["state", "held_on", "superior", "criticism"])
    made = LifeProblem.objects.bulk_create(LifeProblem(meeting=meeting, **one) for one in problems)
    new = {"problems": len(made), "regular": bool(meeting.superior)}
    code = meeting.unit.code
    record(by=by, room=ROOM, verb="open_life_meeting", subject=where, unit=code, powers=powers_of(by), new=new)
    return meeting


@action
def tell_problem(*, by: Account | None, problem: LifeProblem, status: str, told: str) -> LifeProblem:
    """How putting a problem right stands."""
    meeting = problem.meeting
    where = _kept(by, meeting, "tell_problem")
    if status not in PROBLEM_NAMES or not status:
        raise Refused(_("请选整改情况。"), "status")
    if not told.strip():
        raise Refused(_("请写情况说明。"), "told")
    old = {"status": problem.status}
    problem.status, problem.told, problem.told_on = status, told.strip(), today()
    problem.save(update_fields=["status", "told", "told_on"])
    code = meeting.unit.code
    record(
        by=by, room=ROOM, verb="tell_problem", subject=where, unit=code, powers=powers_of(by), old=old,
        new={"problem": problem.pk, "status": status},
    )  # fmt: skip
    return problem


@action
def circulate_life_meeting(*, by: Account | None, meeting: LifeMeeting, scope: str) -> LifeMeeting:
    """What was decided is made known within a circle."""
    where = _kept(by, meeting, "circulate_life_meeting")
    state = _state(meeting, "circulate_life_meeting")
    if not scope.strip():
        raise Refused(_("请写通报范围。"), "scope")
    meeting.state, meeting.scope, meeting.circulated_on = state, scope.strip(), today()
    meeting.save(update_fields=["state", "scope", "circulated_on"])
    new = {"scope": meeting.scope}
    code = meeting.unit.code
    record(by=by, room=ROOM, verb="circulate_life_meeting", subject=where, unit=code, powers=powers_of(by), new=new)
    return meeting


@action
def report_back(*, by: Account | None, meeting: LifeMeeting) -> LifeMeeting:
    """At the next meeting it was reported how everything was put right."""
    where = _kept(by, meeting, "report_back")
    state = _state(meeting, "report_back")
    following = LifeMeeting.objects.filter(previous=meeting, held_on__isnull=False).first()
    if following is None:
        raise Refused(_("整改情况在下次会议上反馈。下次会议还没有召开。"))
    meeting.state, meeting.reported_on = state, following.held_on
    meeting.save(update_fields=["state", "reported_on"])
    new = {"on": str(meeting.reported_on)}
    code = meeting.unit.code
    record(by=by, room=ROOM, verb="report_back", subject=where, unit=code, powers=powers_of(by), new=new)
    return meeting
