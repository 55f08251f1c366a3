"""Handlers named, identities looked at, files released, more days asked for, units urged, concerns closed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.states import after
from kaogong.listen.guards.complaints import demand_here, may_handle, may_name_handler, may_reply, may_see, noted
from kaogong.listen.models import (
    Attachment,
    Chase,
    Complainant,
    Complaint,
    Concern,
    Extension,
    Handler,
    Handling,
    Lead,
)
from kaogong.listen.queries.complaints_roles import ROOM, avoided, is_handler
from kaogong.listen.states.complaints import CHASES, CONCERN, EXTENSION
from kaogong.org.models import Account
from kaogong.org.queries import after_days, calendar, setting, today


@action
def name_handler(*, by: Account | None, account: Account) -> Handler:
    """Name who handles complaints, and may open who complained."""
    where = f"{ROOM}.handler:{account.pk}"
    demand_here(by, may_name_handler(by, account) if by else "", "name_handler", where)
    if Handler.objects.filter(account=account, until__isnull=True).exists():
        raise Refused(_("%(who)s已经是投诉经办人。") % {"who": account}, "account")
    made = Handler.objects.create(account=account, since=today(), named_by=by)
    record(verb="name_handler", new={"account": account.username}, **noted(by, made))
    return made


@action
def end_handler(*, by: Account | None, handler: Handler) -> Handler:
    """Somebody no longer handles complaints, from today on."""
    demand_here(by, may_name_handler(by) if by else "", "end_handler", f"{ROOM}.handler:{handler.pk}")
    if handler.until is not None:
        raise Refused(_("已经不是经办人。"))
    if handler.since >= today():
        handler.since = today() - dt.timedelta(days=1)
    handler.until = today()
    handler.save(update_fields=["since", "until"])
    record(verb="end_handler", new={"account": handler.account.username, "until": str(today())}, **noted(by, handler))
    return handler


@action
def see_identity(*, by: Account, complaint: Complaint, reason: str) -> Complainant | None:
    """A handler opens who complained. Each look is on record with its reason; what was seen is not."""
    demand_here(by, may_handle(by, complaint), "see_identity", f"{ROOM}.complaint:{complaint.pk}")
    if not reason.strip():
        raise Refused(_("请写明为什么要看投诉人信息。理由留存审计。"), "reason")
    record(verb="see_identity", reason=reason.strip(), **noted(by, complaint))
    return Complainant.objects.filter(pk=complaint.pk).first()


@action
def open_attachment(*, by: Account, attachment: Attachment) -> Attachment:
    """Somebody opens a file of a complaint; one that may tell who complained only a handler."""
    held = attachment.complaint
    why = may_handle(by, held) if attachment.identifying else may_see(by, held)
    demand_here(by, why, "open_attachment", f"{ROOM}.complaint:{held.pk}")
    new = {"attachment": attachment.pk, "identifying": attachment.identifying}
    record(verb="open_attachment", new=new, **noted(by, held))
    return attachment


@action
def mark_attachment(*, by: Account, attachment: Attachment, identifying: bool) -> Attachment:
    """A handler has looked: the file does, or does not, tell who complained."""
    held = attachment.complaint
    demand_here(by, may_handle(by, held), "mark_attachment", f"{ROOM}.complaint:{held.pk}")
    attachment.identifying = identifying
    attachment.save(update_fields=["identifying"])
    new = {"attachment": attachment.pk, "identifying": identifying}
    record(verb="mark_attachment", new=new, **noted(by, held))
    return attachment


# --- more days ------------------------------------------------------------------------------------------------------


@action
def ask_extension(*, by: Account, complaint: Complaint, days: int, reason: str) -> Extension:
    """The unit asks for more working days, before its limit is over."""
    demand_here(by, may_reply(by, complaint), "ask_extension", f"{ROOM}.complaint:{complaint.pk}")
    now = (
        Handling.objects.select_for_update(of=("self",))
        .filter(complaint=complaint, ended=False, replied_on=None)
        .first()
    )
    if now is None:
        raise Refused(_("这件投诉不在办理中，不能申请延期。"))
    most = setting("listen.extend_most")
    if not 0 < days <= most:
        raise Refused(_("一次最多延长 %(n)s 个工作日。") % {"n": most}, "days")
    if today() > now.due_on:
        raise Refused(_("答复期限 %(day)s 已过，不能再申请延期。请尽快答复。") % {"day": now.due_on})
    if not reason.strip():
        raise Refused(_("请写明为什么要延期。"), "reason")
    if now.extensions.filter(state="asked").exists():
        raise Refused(_("上一次延期申请还没有批，不能重复申请。"))
    made = Extension.objects.create(handling=now, days=days, reason=reason.strip(), asked_by=by, asked_on=today())
    new = {"number": complaint.number, "days": days}
    record(verb="ask_extension", new=new, reason=reason.strip(), **noted(by, complaint, now.unit.code))
    return made


@action
def settle_extension(*, by: Account, extension: Extension, verb: str) -> Extension:
    """The centre grants the days (`approve_extension`), counted from the limit there was, or does not (`refuse_extension`)."""
    held = Extension.objects.select_for_update(of=("self",)).select_related("handling__complaint", "handling__unit")
    found = held.get(pk=extension.pk)
    now, complaint = found.handling, found.handling.complaint
    demand_here(by, may_handle(by, complaint), "settle_extension", f"{ROOM}.complaint:{complaint.pk}")
    state = after(EXTENSION, found.state, verb)
    if state is None:
        raise Refused(_("这份延期申请已经处理：%(state)s。") % {"state": found.get_state_display()})
    found.state, found.settled_by, found.settled_on = state, by, today()
    found.save(update_fields=["state", "settled_by", "settled_on"])
    if state == "approved":
        now.due_on = after_days(now.due_on, found.days)
        now.save(update_fields=["due_on"])
    new = {"number": complaint.number, "state": state, "due_on": str(now.due_on)}
    record(verb="settle_extension", new=new, **noted(by, complaint, now.unit.code))
    return found


# --- by the clock ---------------------------------------------------------------------------------------------------


def step_on(due: dt.date, day: dt.date) -> str:
    """The step of urging that is due on a day for something due on another; empty: none."""
    table, work = setting("listen.chase_days"), calendar()
    if day <= due:
        return "near" if work.between(day, due, working=True) <= table["near"] else ""
    late = work.between(due, day, working=True)
    return next((one for one in ("centre", "leader", "late") if late >= table[one]), "")


@action
def chase_complaints(*, by: Account | None, day: dt.date | None = None) -> dict[str, int]:
    """Urge what nears its limit or is past it, step after step, each once; say which leads still have no team."""
    when = day or today()
    counts: dict[str, Any] = dict.fromkeys(CHASES, 0)
    running = Handling.objects.filter(ended=False, replied_on__isnull=True, complaint__state="handling")
    taken = set(Chase.objects.filter(handling__in=running).values_list("handling_id", "step", "due_on"))
    made = []
    for one in running.order_by("pk"):
        step = step_on(one.due_on, when)
        if step and (one.pk, step, one.due_on) not in taken:
            made.append(Chase(handling=one, step=step, due_on=one.due_on, sent_on=when))
            counts[step] += 1
    Chase.objects.bulk_create(made)
    counts["unsorted"] = unsorted_leads(when)
    record(verb="chase_complaints", new={"day": str(when)} | counts, **noted(by, f"{ROOM}.handling"))
    return counts


def unsorted_leads(day: dt.date) -> int:
    """How many leads have no team though the days for sorting are over."""
    last = day - dt.timedelta(days=setting("listen.sort_days"))
    return Lead.objects.filter(state="received", team__isnull=True, received_on__lte=last).count()


@action
def close_concern(*, by: Account, concern: Concern, outcome: str) -> Concern:
    """What was looked into has come to an end."""
    why = "" if is_handler(by) else _("投诉督查由投诉经办人了结。")
    if not why and concern.unit_id in avoided(by):
        why = _("这项督查涉及您所在的或须回避的单位，请另一位同事了结。")
    demand_here(by, why, "close_concern", f"{ROOM}.concern:{concern.pk}", concern.unit.code)
    state = after(CONCERN, concern.state, "close_concern")
    if state is None:
        raise Refused(_("这项督查已经了结。"))
    if not outcome.strip():
        raise Refused(_("请写明督查结果。"), "outcome")
    concern.state, concern.outcome, concern.closed_by, concern.closed_on = state, outcome.strip(), by, today()
    concern.save()
    record(verb="close_concern", new={"state": state}, **noted(by, concern, concern.unit.code))
    return concern
