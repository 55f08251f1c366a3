"""How results are used: feedback to each unit, deliveries to departments."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping

from django.utils.translation import gettext as _

from kaogong.assess.models import Mark
from kaogong.audit.actions import Refused, action, record
from kaogong.decide.actions.settlements import subject
from kaogong.decide.guards import ROOM, demand_here, may_answer_sheet, may_prepare, may_record_use
from kaogong.decide.models import Delivery, FeedbackItem, FeedbackSheet, Proposal, Settlement
from kaogong.decide.queries.uses import lagging, overdue
from kaogong.decide.states import DELIVERY, DELIVERY_NAMES, SHEET, SHEET_NAMES
from kaogong.org.models import Account
from kaogong.org.queries import setting, today
from kaogong.plan.actions.cycles import moved, powers_of

WEEK = 7


@action
def send_feedback(*, by: Account | None, settlement: Settlement) -> list[FeedbackSheet]:
    """Send every unit with lagging indicators its own sheet; who has one already gets no second."""
    demand_here(by, may_prepare(by) if by else "", "send_feedback", subject(settlement))
    if settlement.state != "published":
        raise Refused(_("结果公布后才能反馈。"))
    there = set(settlement.sheets.values_list("proposal_id", flat=True))
    several: dict[Proposal, list[Mark]] = defaultdict(list)
    for proposal, mark in lagging(settlement):
        if proposal.pk not in there:
            several[proposal].append(mark)
    due = today() + dt.timedelta(days=setting("feedback.days"))
    made = FeedbackSheet.objects.bulk_create(
        FeedbackSheet(settlement=settlement, proposal=one, sent_on=today(), due=due) for one in several
    )
    FeedbackItem.objects.bulk_create(
        FeedbackItem(sheet=sheet, item=mark.item, name=mark.name, value=mark.value, full=mark.full)
        for sheet in made
        for mark in several[sheet.proposal]
    )
    new = {"sheets": len(made), "items": sum(len(one) for one in several.values()), "due": str(due)}
    record(by=by, room=ROOM, verb="send_feedback", subject=subject(settlement), powers=powers_of(by), new=new)
    return made


@action
def answer_item(*, by: Account | None, item: FeedbackItem, answers: Mapping[str, str]) -> FeedbackItem:
    """Answer one lagging indicator; it may be kept half done, the sheet then stays open."""
    sheet = item.sheet
    unit = sheet.proposal.unit.code if sheet.proposal.unit else ""
    demand_here(by, may_answer_sheet(by, sheet) if by else "", "answer_item", subject(sheet), unit)
    moved(SHEET, sheet.state, "answer_item", SHEET_NAMES)
    parts = [part for part, _name in FeedbackItem.PARTS]
    for part in parts:
        setattr(item, part, answers.get(part, "").strip())
    item.save(update_fields=parts)
    new = {"item": item.item, "whole": item.whole}
    record(by=by, room=ROOM, verb="answer_item", subject=subject(sheet), unit=unit, powers=powers_of(by), new=new)
    return item


@action
def submit_feedback(*, by: Account | None, sheet: FeedbackSheet) -> FeedbackSheet:
    """Hand a sheet in: only when every item has its causes and its measures."""
    unit = sheet.proposal.unit.code if sheet.proposal.unit else ""
    demand_here(by, may_answer_sheet(by, sheet) if by else "", "submit_feedback", subject(sheet), unit)
    held = FeedbackSheet.objects.select_for_update().get(pk=sheet.pk)
    state = moved(SHEET, held.state, "submit_feedback", SHEET_NAMES)
    items = list(held.items.all())
    left = [one.name for one in items if not one.whole]
    if left:
        words = _("未完成 %(done)s/%(all)s。还缺原因或措施：%(names)s。")
        raise Refused(words % {"done": len(items) - len(left), "all": len(items), "names": _("、").join(left)})
    held.state, held.answered_on = state, today()
    held.save(update_fields=["state", "answered_on"])
    sheet.state = state
    new = {"items": len(items)}
    record(by=by, room=ROOM, verb="submit_feedback", subject=subject(held), unit=unit, powers=powers_of(by), new=new)
    return held


# --- deliveries -----------------------------------------------------------------------------------------------------


@action
def record_use(*, by: Account | None, delivery: Delivery, use: str, day: dt.date | None = None) -> Delivery:
    """A receiving department records how it used the result."""
    where = f"decide.delivery:{delivery.pk}"
    demand_here(by, may_record_use(by, delivery) if by else "", "record_use", where)
    held = Delivery.objects.select_for_update().get(pk=delivery.pk)
    held.state = moved(DELIVERY, held.state, "record_use", DELIVERY_NAMES)
    if not use.strip():
        raise Refused(_("请写明结果用在什么决定上。"), "use")
    held.use, held.used_on, held.used_by = use, day or today(), by
    held.save(update_fields=["state", "use", "used_on", "used_by"])
    new = {"receiver": held.receiver, "on": str(held.used_on), "use": use}
    record(by=by, room=ROOM, verb="record_use", subject=where, powers=powers_of(by), new=new)
    return held


@action
def remind_receivers(*, by: Account | None, day: dt.date | None = None) -> list[Delivery]:
    """Remind the departments that have not recorded a use in time; none twice within a week, one event for the whole."""
    when = day or today()
    demand_here(by, may_prepare(by) if by else "", "remind_receivers", "decide.deliveries")
    late = [one for one in overdue(when) if one.reminded_on is None or (when - one.reminded_on).days >= WEEK]
    for one in late:
        one.reminded_on, one.reminders = when, one.reminders + 1
    Delivery.objects.bulk_update(late, ["reminded_on", "reminders"])
    new = {"day": str(when), "reminded": len(late)}
    record(by=by, room=ROOM, verb="remind_receivers", subject="decide.deliveries", powers=powers_of(by), new=new)
    return late
