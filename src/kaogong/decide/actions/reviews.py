"""What a deciding body answers one by one, and the help that goes out with feedback."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.decide.actions.settlements import subject
from kaogong.decide.guards import ROOM, demand_here, may_prepare
from kaogong.decide.guards.accountability import may_answer_point
from kaogong.decide.models import FeedbackHelp, FeedbackItem, ReviewPoint
from kaogong.org.models import Account
from kaogong.org.queries import today
from kaogong.plan.actions.cycles import powers_of


@action
def answer_point(*, by: Account, point: ReviewPoint, verdict: str, answer: str) -> ReviewPoint:
    """Say of one point whether the grade stays, and why."""
    unit = point.proposal.unit.code if point.proposal.unit else ""
    demand_here(by, may_answer_point(by, point), "answer_point", subject(point.settlement), unit)
    held = ReviewPoint.objects.select_for_update(of=("self",)).select_related("settlement").get(pk=point.pk)
    if held.settlement.state != "draft" or held.state != "open":
        raise Refused(_("审议事项在拟定等次时答复，每件答复一次。"))
    if verdict not in dict(ReviewPoint.VERDICTS):
        raise Refused(_("请选维持等次或应当调整。"), "verdict")
    if not answer.strip():
        raise Refused(_("请写明理由。"), "answer")
    held.state, held.verdict, held.answer = "answered", verdict, answer.strip()
    held.answered_on, held.by = today(), by
    held.save(update_fields=["state", "verdict", "answer", "answered_on", "by"])
    point.state = held.state
    new = {"subject": held.proposal.subject, "kind": held.kind, "verdict": verdict}
    record(
        by=by, room=ROOM, verb="answer_point", subject=subject(held.settlement), unit=unit, powers=powers_of(by),
        new=new, reason=answer,
    )  # fmt: skip
    return held


@action
def add_help(*, by: Account | None, item: FeedbackItem, kind: str, words: str) -> FeedbackHelp:
    """Add help to a weak item that was fed back: experience, a cause, a measure, a training course (CX-31)."""
    sheet = item.sheet
    unit = sheet.proposal.unit.code if sheet.proposal.unit else ""
    demand_here(by, may_prepare(by) if by else "", "add_help", subject(sheet), unit)
    if kind not in dict(FeedbackHelp.KINDS):
        raise Refused(_("请选总结经验、原因、措施或培训。"), "kind")
    if not words.strip():
        raise Refused(_("请写明内容。"), "words")
    made, fresh = FeedbackHelp.objects.get_or_create(item=item, kind=kind, words=words.strip(), defaults={"by": by})
    if not fresh:
        raise Refused(_("已写过这一条。"), "words")
    new = {"item": item.item, "kind": kind, "words": made.words}
    record(by=by, room=ROOM, verb="add_help", subject=subject(sheet), unit=unit, powers=powers_of(by), new=new)
    return made
