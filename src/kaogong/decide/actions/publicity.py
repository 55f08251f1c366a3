"""Publicity: shown for so many working days, objections received and answered, closed, approved."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.decide.actions.settlements import follow, subject
from kaogong.decide.guards import (
    ROOM,
    demand_here,
    may_answer,
    may_approve,
    may_object,
    may_prepare,
)
from kaogong.decide.models import Move, Objection, Proposal, Settlement
from kaogong.decide.queries.computed import publicity_end
from kaogong.decide.queries.gates import past_gates
from kaogong.decide.queries.reviews import unheeded
from kaogong.decide.queries.settlements import overfull
from kaogong.decide.states import OBJECTION, OBJECTION_NAMES
from kaogong.org.models import Account, Body, Meeting, Unit
from kaogong.org.queries import calendar, may_decide, today
from kaogong.plan.actions.cycles import moved, powers_of
from kaogong.plan.queries import book_of


@action
def begin_publicity(*, by: Account | None, settlement: Settlement, since: dt.date | None = None) -> Settlement:
    """Show the grades for comment, for the working days of the rulebook or of the installation."""
    demand_here(by, may_prepare(by) if by else "", "begin_publicity", subject(settlement))
    open_moves = Move.objects.filter(proposal__settlement=settlement, state="proposed").count()
    if open_moves:
        raise Refused(_("还有 %(n)s 次调整没有复核。复核后才能公示。") % {"n": open_moves})
    if many := overfull(settlement):
        raise Refused(_("名额超出：%(many)s。调整后才能公示。") % {"many": _("；").join(many)})
    if late := past_gates(settlement):
        raise Refused(_("%(names)s，不能评最高等次。调整后才能公示。") % {"names": _("、").join(late)})
    if left := settlement.points.filter(state="open").count():
        raise Refused(_("还有 %(n)s 件审议事项没有逐条答复。") % {"n": left})
    if names := unheeded(settlement):
        raise Refused(_("审议意见是应当调整，等次还没有调整：%(names)s。") % {"names": _("、").join(names)})
    held = follow(settlement, "begin_publicity")
    first = since or today()
    if first < today():
        raise Refused(_("公示不能从过去的日子开始。"), "since")
    last, days = publicity_end(book_of(held.run.edition), first, calendar())
    held.publicity_since, held.publicity_until, held.publicity_days = first, last, days
    held.save(update_fields=["publicity_since", "publicity_until", "publicity_days"])
    new = {"since": str(first), "until": str(last), "working_days": days}
    record(by=by, room=ROOM, verb="begin_publicity", subject=subject(held), powers=powers_of(by), new=new)
    return held


@action
def return_settlement(*, by: Account | None, settlement: Settlement, reason: str) -> Settlement:
    """Back to drafting, where a grade must be moved; publicity then begins anew."""
    demand_here(by, may_prepare(by) if by else "", "return_settlement", subject(settlement))
    if not reason.strip():
        raise Refused(_("请写明退回拟定的理由。"), "reason")
    held = follow(settlement, "return_settlement")
    held.publicity_since = held.publicity_until = held.publicity_days = None
    held.save(update_fields=["publicity_since", "publicity_until", "publicity_days"])
    record(by=by, room=ROOM, verb="return_settlement", subject=subject(held), powers=powers_of(by), reason=reason)
    return held


@action
def object_to(
    *,
    by: Account | None,
    settlement: Settlement,
    words: str,
    source: str = "staff",
    proposal: Proposal | None = None,
    unit: Unit | None = None,
    day: dt.date | None = None,
) -> Objection:
    """Take an objection in, and give a receipt for it.

    Args:
        by: the account that objects, or enters what came on paper.
        settlement: what is in publicity.
        words: what is objected.
        source: a unit, staff, or the public.
        proposal: whose grade it is about.
        unit: the unit that objects.
        day: the day it came in.
    """
    when = day or today()
    code = unit.code if unit else ""
    demand_here(by, may_object(by) if by else "", "object_to", subject(settlement), code)
    settlement.refresh_from_db(from_queryset=Settlement.objects.select_for_update())
    _in_time(settlement, when)
    if not words.strip():
        raise Refused(_("请写明对什么有异议、为什么。"), "words")
    number = settlement.objections.count() + 1
    made = Objection.objects.create(
        settlement=settlement,
        proposal=proposal,
        receipt=f"YY-{when.year}-{settlement.pk:03d}-{number:03d}",
        source=source,
        unit=unit,
        words=words,
        received_on=when,
        by=by,
    )
    new = {"receipt": made.receipt, "source": source, "about": proposal.subject if proposal else ""}
    record(
        by=by,
        room=ROOM,
        verb="object_to",
        subject=subject(settlement),
        unit=code,
        new=new,
        private={"words": words},
    )
    return made


def _in_time(settlement: Settlement, when: dt.date) -> None:
    """Objections come while the grades are in publicity."""
    first, last = settlement.publicity_since, settlement.publicity_until
    if settlement.state != "open" or first is None or last is None:
        raise Refused(_("现在不在公示期。公布后对结果不服的，请申诉。"))
    if not first <= when <= last:
        raise Refused(_("异议在公示期内提出：%(a)s 至 %(b)s。") % {"a": first, "b": last}, "day")


@action
def answer_objection(*, by: Account | None, objection: Objection, answer: str, upheld: bool) -> Objection:
    """Answer an objection, whether it is accepted or not; whoever objected does not answer it."""
    why = may_answer(by) if by else ""
    if by is not None and not why and objection.by_id == by.pk and objection.source != "public":
        why = _("自己提出的异议，请另一位同事答复。")
    demand_here(by, why, "answer_objection", subject(objection.settlement))
    held = Objection.objects.select_for_update().get(pk=objection.pk)
    held.state = moved(OBJECTION, held.state, "answer_objection", OBJECTION_NAMES)
    if not answer.strip():
        raise Refused(_("请写明答复。"), "answer")
    held.answer, held.upheld, held.answered_by, held.answered_on = answer, upheld, by, today()
    held.save(update_fields=["state", "answer", "upheld", "answered_by", "answered_on"])
    new = {"receipt": held.receipt, "upheld": upheld}
    record(
        by=by,
        room=ROOM,
        verb="answer_objection",
        subject=subject(held.settlement),
        powers=powers_of(by),
        new=new,
        private={"answer": answer},
    )
    return held


@action
def close_publicity(*, by: Account | None, settlement: Settlement) -> Settlement:
    """End publicity: only after its last day, and when every objection is answered."""
    demand_here(by, may_prepare(by) if by else "", "close_publicity", subject(settlement))
    held = follow(settlement, "close_publicity")
    if held.publicity_until is not None and today() <= held.publicity_until:
        done = calendar().between(held.publicity_since or today(), today(), working=True)
        words = _("公示 %(days)s 个工作日，今天是第 %(done)s 日，%(last)s 届满后才能结束。")
        raise Refused(words % {"days": held.publicity_days, "done": done, "last": held.publicity_until})
    waiting = held.objections.filter(state="open").count()
    if waiting:
        raise Refused(_("还有 %(n)s 件异议没有答复。全部答复后才能结束公示。") % {"n": waiting})
    new = {"objections": held.objections.count()}
    record(by=by, room=ROOM, verb="close_publicity", subject=subject(held), powers=powers_of(by), new=new)
    return held


@action
def approve_settlement(
    *,
    by: Account,
    settlement: Settlement,
    number: str,
    body: Body,
    meeting: Meeting | None = None,
    day: dt.date | None = None,
) -> Settlement:
    """The deciding body approves the grades, under a number; another account than the one that drew them up."""
    demand_here(by, may_approve(by, settlement), "approve_settlement", subject(settlement))
    held = follow(settlement, "approve_settlement")
    if not number.strip():
        raise Refused(_("请填批准文号。没有批准文号不能公布。"), "number")
    if empty := may_decide(body):
        raise Refused(
            _("“%(body)s”席位未配齐，还缺：%(seats)s。") % {"body": body, "seats": _("、").join(empty)}, "body"
        )
    if meeting is not None and (meeting.body_id != body.pk or meeting.held_on is None):
        raise Refused(_("这次会议不是“%(body)s”已召开的会议。") % {"body": body}, "meeting")
    held.number, held.body, held.meeting = number.strip(), body, meeting
    held.approved_by, held.approved_on = by, day or today()
    held.save(update_fields=["number", "body", "meeting", "approved_by", "approved_on"])
    new = {"number": held.number, "body": body.name, "on": str(held.approved_on)}
    record(by=by, room=ROOM, verb="approve_settlement", subject=subject(held), powers=powers_of(by), new=new)
    return held
