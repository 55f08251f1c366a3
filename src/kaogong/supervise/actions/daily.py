"""Daily supervision: matters watched, requests with their owner, warnings, early signs."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.states import after
from kaogong.org.models import Account, Person, Unit
from kaogong.org.queries import calendar, setting, today
from kaogong.supervise.guards.matters import (
    may_answer_alert,
    may_correct_sign,
    may_own,
    may_receive,
    may_report_problem,
    may_watch,
)
from kaogong.supervise.guards.tasks import demand_here, may_keep, powers_of
from kaogong.supervise.models import Alert, Attendance, Handover, Request, Sign, Task, Watched
from kaogong.supervise.queries.matters import pool_of, signs_before
from kaogong.supervise.queries.sight import ROOM
from kaogong.supervise.states.tasks import CHANNELS, REQUEST, WARNING, WATCHED, WAYS


@action
def watch(
    *,
    by: Account | None,
    kind: str,
    unit: Unit,
    words: str,
    happened_on: dt.date,
    channel: str = "",
    reported_on: dt.date | None = None,
) -> Watched:
    """Something is watched; a problem names the channel it was found by (LB-22)."""
    demand_here(by, may_watch(by) if by else "", "watch", f"{ROOM}.watched", unit.code)
    if kind not in WATCHED:
        raise Refused(_("请选类别。"), "kind")
    if kind == "issue" and channel not in CHANNELS:
        raise Refused(_("请选发现问题的监督渠道。"), "channel")
    made = Watched.objects.create(
        kind=kind, unit=unit, words=words, channel=channel, happened_on=happened_on, reported_on=reported_on, by=by
    )
    where, new = f"{ROOM}.watched:{made.pk}", {"kind": kind, "words": words}
    record(by=by, room=ROOM, verb="watch", subject=where, unit=unit.code, powers=powers_of(by), new=new)
    return made


@action
def report_problem(*, by: Account | None, unit: Unit, words: str, happened_on: dt.date) -> Watched:
    """A supervisor from business reports a problem; it is social supervision (YL-33)."""
    demand_here(by, may_report_problem(pool_of(by) if by else "A"), "report_problem", f"{ROOM}.watched", unit.code)
    made = Watched.objects.create(
        kind="issue", unit=unit, words=words, channel="social", happened_on=happened_on, reported_on=today(), by=by
    )
    where, new = f"{ROOM}.watched:{made.pk}", {"words": words}
    record(by=by, room=ROOM, verb="report_problem", subject=where, unit=unit.code, powers=powers_of(by), new=new)
    return made


@action
def attend(*, by: Account | None, watched: Watched, way: str, on: dt.date, words: str) -> Attendance:
    """How somebody took part in what is watched: a line of the ledger (QH-32, QH-34)."""
    where = f"{ROOM}.watched:{watched.pk}"
    demand_here(by, may_watch(by) if by else "", "attend", where, watched.unit.code)
    if way not in WAYS:
        raise Refused(_("请选方式。"), "way")
    made = Attendance.objects.create(watched=watched, way=way, on=on, words=words, by=by)
    new = {"way": way, "on": str(on)}
    record(by=by, room=ROOM, verb="attend", subject=where, unit=watched.unit.code, powers=powers_of(by), new=new)
    return made


@action
def settle_watched(*, by: Account | None, watched: Watched, on: dt.date, how: str) -> Watched:
    """A problem was reported or put right, or a matter is over: `reported`, `corrected`, `closed`."""
    where = f"{ROOM}.watched:{watched.pk}"
    demand_here(by, may_watch(by) if by else "", "settle_watched", where, watched.unit.code)
    if how not in ("reported", "corrected", "closed"):
        raise Refused(_("请选怎样了结。"), "how")
    if on < watched.happened_on:
        raise Refused(_("不能早于发生日期 %(day)s。") % {"day": watched.happened_on}, "on")
    if getattr(watched, f"{how}_on") is not None:
        raise Refused(_("这一步已经登记过。"))
    setattr(watched, f"{how}_on", on)
    watched.save(update_fields=[f"{how}_on"])
    new = {how: str(on)}
    record(
        by=by, room=ROOM, verb="settle_watched", subject=where, unit=watched.unit.code, powers=powers_of(by), new=new
    )
    return watched


# --- requests -------------------------------------------------------------------------------------------------------


@action
def receive_request(
    *, by: Account | None, unit: Unit, first: Person, words: str, received_on: dt.date | None = None
) -> Request:
    """Somebody is asked for something, and owns it from now on (XM-39)."""
    demand_here(by, may_receive(by, unit.pk) if by else "", "receive_request", f"{ROOM}.request", unit.code)
    on = received_on or today()
    made = Request.objects.create(words=words, unit=unit, received_on=on, first=first, owner=first, since=on)
    where, new = f"{ROOM}.request:{made.pk}", {"first": first.code}
    record(by=by, room=ROOM, verb="receive_request", subject=where, unit=unit.code, powers=powers_of(by), new=new)
    return made


def _request(request: Request, verb: str, by: Account | None) -> tuple[Request, str]:
    found = Request.objects.select_for_update(of=("self",)).select_related("unit", "owner").get(pk=request.pk)
    demand_here(by, may_own(by, found) if by else "", verb, f"{ROOM}.request:{found.pk}", found.unit.code)
    state = after(REQUEST, found.state, verb)
    if state is None:
        raise Refused(_("这件首问事项现在是“%(state)s”，不能这样办。") % {"state": found.get_state_display()})
    return found, state


@action
def hand_over(*, by: Account | None, request: Request, taker: Person, note: str) -> Request:
    """The request goes to somebody else, with a note; that person owns it from now on."""
    found, _state = _request(request, "hand_over", by)
    if not note.strip():
        raise Refused(_("移交须写说明。"), "note")
    if taker.pk == found.owner_id:
        raise Refused(_("接收人就是现责任人。"), "taker")
    Handover.objects.create(request=found, giver=found.owner, taker=taker, on=today(), note=note.strip())
    old = {"owner": found.owner.code}
    found.owner, found.since = taker, today()
    found.save(update_fields=["owner", "since"])
    where, new = f"{ROOM}.request:{found.pk}", {"owner": taker.code}
    record(by=by, room=ROOM, verb="hand_over", subject=where, unit=found.unit.code, powers=powers_of(by), old=old,
           new=new, reason=note)  # fmt: skip
    return found


@action
def answer_request(*, by: Account | None, request: Request, answer: str) -> Request:
    """The request is answered."""
    found, state = _request(request, "answer_request", by)
    found.state, found.answer, found.answered_on = state, answer.strip(), today()
    found.save(update_fields=["state", "answer", "answered_on"])
    where = f"{ROOM}.request:{found.pk}"
    record(by=by, room=ROOM, verb="answer_request", subject=where, unit=found.unit.code, powers=powers_of(by))
    return found


@action
def refuse_request(*, by: Account | None, request: Request, reason: str) -> Request:
    """The request is refused, for a reason that must then be filed (XM-40)."""
    found, state = _request(request, "refuse_request", by)
    if not reason.strip():
        raise Refused(_("否定须写理由。"), "reason")
    found.state, found.reason, found.answered_on = state, reason.strip(), today()
    found.save(update_fields=["state", "reason", "answered_on"])
    where = f"{ROOM}.request:{found.pk}"
    record(by=by, room=ROOM, verb="refuse_request", subject=where, unit=found.unit.code, powers=powers_of(by),
           reason=reason)  # fmt: skip
    return found


@action
def file_refusal(*, by: Account | None, request: Request) -> Request:
    """A refusal is put on file."""
    found, _state = _request(request, "file_refusal", by)
    if found.filed_on is not None:
        raise Refused(_("这件否定事项已经报备。"))
    found.filed_on = today()
    found.save(update_fields=["filed_on"])
    where = f"{ROOM}.request:{found.pk}"
    record(by=by, room=ROOM, verb="file_refusal", subject=where, unit=found.unit.code, powers=powers_of(by))
    return found


@action
def close_request(*, by: Account | None, request: Request) -> Request:
    """The request is over; a refusal only once it is filed."""
    found, state = _request(request, "close_request", by)
    if found.state == "refused" and found.filed_on is None:
        raise Refused(_("否定事项还没有报备，不能办结。请先报备。"))
    found.state, found.closed_on = state, today()
    found.save(update_fields=["state", "closed_on"])
    where = f"{ROOM}.request:{found.pk}"
    record(by=by, room=ROOM, verb="close_request", subject=where, unit=found.unit.code, powers=powers_of(by))
    return found


# --- warnings -------------------------------------------------------------------------------------------------------


@action
def raise_alert(
    *, by: Account | None, unit: Unit, person: Person, superior: Person, words: str, task: Task | None = None
) -> Alert:
    """A warning to whoever is responsible (JQ-17)."""
    demand_here(by, may_keep(by) if by else "", "raise_alert", f"{ROOM}.alert", unit.code)
    made = Alert.objects.create(unit=unit, person=person, superior=superior, words=words, task=task, raised_on=today())
    where, new = f"{ROOM}.alert:{made.pk}", {"words": words}
    record(by=by, room=ROOM, verb="raise_alert", subject=where, unit=unit.code, powers=powers_of(by), new=new)
    return made


@action
def move_alert(*, by: Account | None, alert: Alert, verb: str, measure: str = "") -> Alert:
    """A warning is acknowledged, handled or closed: `acknowledge_warning`, `handle_warning`, `close_warning`."""
    alert = Alert.objects.select_for_update(of=("self",)).select_related("unit").get(pk=alert.pk)
    where, code = f"{ROOM}.alert:{alert.pk}", alert.unit.code
    closes = verb == "close_warning"
    why = (may_keep(by) if closes else may_answer_alert(by, alert)) if by else ""
    demand_here(by, why, verb, where, code)
    state = after(WARNING, alert.state, verb)
    if state is None:
        raise Refused(_("这条预警现在是“%(state)s”，不能这样办。") % {"state": alert.get_state_display()})
    if verb == "handle_warning" and not measure.strip():
        raise Refused(_("请写处置措施。"), "measure")
    alert.state = state
    setattr(alert, f"{state}_on", today())
    alert.measure = measure.strip() or alert.measure
    alert.save(update_fields=["state", f"{state}_on", "measure"])
    record(by=by, room=ROOM, verb=verb, subject=where, unit=code, powers=powers_of(by), new={"state": state})
    return alert


@action
def prove_alert(*, by: Account | None, alert: Alert, on: dt.date) -> Alert:
    """The risk came true; a warning nobody acknowledged in time then stands in the record of who let it pass."""
    where = f"{ROOM}.alert:{alert.pk}"
    demand_here(by, may_keep(by) if by else "", "prove_alert", where, alert.unit.code)
    if alert.real_on is not None:
        raise Refused(_("已经登记过风险发生。"))
    alert.real_on = on
    alert.save(update_fields=["real_on"])
    new = {"on": str(on)}
    record(by=by, room=ROOM, verb="prove_alert", subject=where, unit=alert.unit.code, powers=powers_of(by), new=new)
    return alert


@action
def escalate_alerts(*, by: Account | None, day: dt.date | None = None) -> int:
    """Warnings nobody acknowledged in time go to the superior, once. One event for the whole."""
    demand_here(by, may_keep(by) if by else "", "escalate_alerts", f"{ROOM}.alert")
    when, work, most = day or today(), calendar(), setting("daily.acknowledge_days")
    late = [
        one
        for one in Alert.objects.select_for_update(of=("self",)).filter(state="raised", escalated_on__isnull=True)
        if work.between(one.raised_on, when, working=True) >= most
    ]
    for one in late:
        one.escalated_on = when
    Alert.objects.bulk_update(late, ["escalated_on"])
    new = {"day": str(when), "sent": len(late)}
    record(by=by, room=ROOM, verb="escalate_alerts", subject=f"{ROOM}.alert", powers=powers_of(by), new=new)
    return len(late)


# --- early signs ----------------------------------------------------------------------------------------------------


@action
def note_sign(
    *, by: Account | None, unit: Unit, kind: str, words: str, on: dt.date | None = None, plan: str = ""
) -> Sign:
    """A budding problem gets a reminder; what comes too often in a quarter is prominent, and needs a plan (LZ-25)."""
    demand_here(by, may_watch(by) if by else "", "note_sign", f"{ROOM}.sign", unit.code)
    when = on or today()
    often = signs_before(unit, kind, when) + 1 >= setting("daily.signs")
    if often and not plan.strip():
        words_ = _("本季度已是第 %(n)s 次，属突出问题。请写整改方案。")
        raise Refused(words_ % {"n": setting("daily.signs")}, "plan")
    level = "prominent" if often else "budding"
    made = Sign.objects.create(
        unit=unit, kind=kind, words=words, on=when, level=level, plan=plan.strip() if often else "", by=by
    )
    where, new = f"{ROOM}.sign:{made.pk}", {"level": level, "words": words}
    record(by=by, room=ROOM, verb="note_sign", subject=where, unit=unit.code, powers=powers_of(by), new=new)
    return made


@action
def correct_sign(*, by: Account | None, sign: Sign, on: dt.date) -> Sign:
    """The unit has put it right."""
    where = f"{ROOM}.sign:{sign.pk}"
    demand_here(by, may_correct_sign(by, sign.unit_id) if by else "", "correct_sign", where, sign.unit.code)
    if sign.corrected_on is not None:
        raise Refused(_("已经登记过纠正。"))
    sign.corrected_on = on
    sign.save(update_fields=["corrected_on"])
    new = {"on": str(on)}
    record(by=by, room=ROOM, verb="correct_sign", subject=where, unit=sign.unit.code, powers=powers_of(by), new=new)
    return sign
