"""Opinions: split, given to units, answered one by one, put right; what the level above sent is studied first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, demand, record
from kaogong.audit.states import after
from kaogong.core.scheme.days import Deadline, due
from kaogong.listen.guards.surveys import demand_here, may_answer, may_arrange, powers_of
from kaogong.listen.models import Feedback, FeedbackScore, Opinion
from kaogong.listen.queries.sight import ROOM
from kaogong.listen.states.surveys import OPINION, OPINION_NAMES
from kaogong.org.models import Account, Unit
from kaogong.org.queries import calendar, setting, today


def _key(opinion: Opinion) -> str:
    return f"{ROOM}.opinion:{opinion.pk}"


def _next(opinion: Opinion, verb: str) -> str:
    state = after(OPINION, opinion.state, verb)
    if state is None:
        raise Refused(_("这条意见现在是“%(state)s”，不能这样办。") % {"state": _(OPINION_NAMES[opinion.state])})
    return state


def _reply_day(opinion: Opinion) -> dt.date:
    days = opinion.project.reply_days if opinion.project else setting("listen.feedback_reply_days")
    return due(Deadline(days=days, working=True), today(), calendar())


@action
def route_opinion(*, by: Account | None, opinion: Opinion, unit: Unit) -> Opinion:
    """Give an opinion to the unit that answers for it; due in so many working days."""
    demand_here(by, may_arrange(by) if by else "", "route_opinion", _key(opinion), unit.code)
    opinion.state = _next(opinion, "route_opinion")
    opinion.unit, opinion.due_on = unit, _reply_day(opinion)
    opinion.save(update_fields=["state", "unit", "due_on"])
    new = {"unit": unit.code, "due_on": str(opinion.due_on)}
    record(by=by, room=ROOM, verb="route_opinion", subject=_key(opinion), unit=unit.code, powers=powers_of(by), new=new)
    return opinion


@action
def split_opinion(*, by: Account | None, opinion: Opinion, parts: Sequence[str]) -> list[Opinion]:
    """One text that speaks of several matters becomes several opinions, each answered by itself."""
    demand_here(by, may_arrange(by) if by else "", "split_opinion", _key(opinion))
    texts = [one.strip() for one in parts if one.strip()]
    if opinion.state != "unassigned" or len(texts) < 2:
        raise Refused(_("分办前才能拆分，至少拆成两条，一行一条。"), "parts")
    held = Opinion.objects.filter(project=opinion.project, feedback=opinion.feedback).order_by("-number").first()
    last = held.number if held else 0
    opinion.words = texts[0]
    opinion.save(update_fields=["words"])
    more = [
        Opinion(project=opinion.project, feedback=opinion.feedback, number=number, words=text, about=opinion.about)
        for number, text in enumerate(texts[1:], last + 1)
    ]
    made = Opinion.objects.bulk_create(more)
    new = {"parts": len(texts), "numbers": [one.number for one in made]}
    record(by=by, room=ROOM, verb="split_opinion", subject=_key(opinion), powers=powers_of(by), new=new)
    return [opinion, *made]


@action
def set_aside(*, by: Account | None, opinion: Opinion, reason: str) -> Opinion:
    """An opinion that asks nothing of anybody is set aside, with the reason."""
    demand_here(by, may_arrange(by) if by else "", "set_aside", _key(opinion))
    if not reason.strip():
        raise Refused(_("请写明理由。"), "reason")
    opinion.state, opinion.reason = _next(opinion, "set_aside"), reason
    opinion.save(update_fields=["state", "reason"])
    record(by=by, room=ROOM, verb="set_aside", subject=_key(opinion), powers=powers_of(by), reason=reason)
    return opinion


@action
def answer_opinion(*, by: Account, opinion: Opinion, reply: str) -> Opinion:
    """The unit answers that very matter."""
    unit = opinion.unit.code if opinion.unit else ""
    demand(may_answer(by, opinion), room=ROOM, verb="answer_opinion", subject=_key(opinion), unit=unit)
    state = _next(opinion, "answer_opinion")
    if not reply.strip():
        raise Refused(_("请写答复。"), "reply")
    opinion.state, opinion.reply, opinion.replied_on = state, reply, opinion.replied_on or today()
    opinion.save(update_fields=["state", "reply", "replied_on"])
    new = {"replied_on": str(opinion.replied_on)}
    record(by=by, room=ROOM, verb="answer_opinion", subject=_key(opinion), unit=unit, powers=powers_of(by), new=new)
    return opinion


@action
def rectify_opinion(*, by: Account, opinion: Opinion, words: str) -> Opinion:
    """What was put right."""
    unit = opinion.unit.code if opinion.unit else ""
    demand(may_answer(by, opinion), room=ROOM, verb="rectify_opinion", subject=_key(opinion), unit=unit)
    state = _next(opinion, "rectify_opinion")
    if not words.strip():
        raise Refused(_("请写整改结果。"), "words")
    opinion.state, opinion.rectification, opinion.rectified_on = state, words, today()
    opinion.save(update_fields=["state", "rectification", "rectified_on"])
    record(by=by, room=ROOM, verb="rectify_opinion", subject=_key(opinion), unit=unit, powers=powers_of(by))
    return opinion


# --- what the level above sent --------------------------------------------------------------------------------------


@action
def import_feedback(
    *,
    by: Account | None,
    year: int,
    source: str,
    scores: Sequence[tuple[str, Decimal | None, Decimal]],
    opinions: Sequence[str],
    document: str = "",
) -> Feedback:
    """Take in the feedback of a year: indicator, full marks and score of each; opinions. A study session is due (FZ-17)."""
    demand_here(by, may_arrange(by) if by else "", "import_feedback", f"{ROOM}.feedback")
    if Feedback.objects.filter(year=year).exists():
        raise Refused(_("%(year)s 年的反馈已导入。") % {"year": year}, "year")
    texts = [one.strip() for one in opinions if one.strip()]
    if not scores or not texts:
        raise Refused(_("反馈须有考评得分和意见建议两部分。"), "scores" if not scores else "opinions")
    if len({name for name, _full, _score in scores}) < len(scores):
        raise Refused(_("考评项目有重复。"), "scores")
    until = due(Deadline(days=setting("listen.study_days"), working=True), today(), calendar())
    made = Feedback.objects.create(
        year=year, source=source, document=document, imported_on=today(), by=by, session_due=until
    )
    FeedbackScore.objects.bulk_create(
        FeedbackScore(feedback=made, indicator=name, full=full, score=score) for name, full, score in scores
    )
    Opinion.objects.bulk_create(
        Opinion(feedback=made, number=number, words=text) for number, text in enumerate(texts, 1)
    )
    new = {"year": year, "scores": len(scores), "opinions": len(texts), "session_due": str(until)}
    record(
        by=by, room=ROOM, verb="import_feedback", subject=f"{ROOM}.feedback:{made.pk}", powers=powers_of(by), new=new
    )
    return made


@action
def hold_session(*, by: Account | None, feedback: Feedback, on: dt.date, minutes: str) -> Feedback:
    """The session that studied the feedback, with what it decided."""
    where_ = f"{ROOM}.feedback:{feedback.pk}"
    demand_here(by, may_arrange(by) if by else "", "hold_session", where_)
    if feedback.session_on:
        raise Refused(_("专题研究已登记。"))
    if not minutes.strip():
        raise Refused(_("请写研究意见。"), "minutes")
    if not feedback.imported_on <= on <= today():
        raise Refused(_("研究日期须在导入之后、今天之前。"), "on")
    feedback.session_on, feedback.minutes = on, minutes
    feedback.save(update_fields=["session_on", "minutes"])
    record(by=by, room=ROOM, verb="hold_session", subject=where_, powers=powers_of(by), new={"on": str(on)})
    return feedback


@action
def close_feedback(*, by: Account | None, feedback: Feedback) -> Feedback:
    """The year is done with: the session was held, and every opinion has a unit."""
    where_ = f"{ROOM}.feedback:{feedback.pk}"
    demand_here(by, may_arrange(by) if by else "", "close_feedback", where_)
    if feedback.closed_on:
        raise Refused(_("这一年已经办结。"))
    if left := feedback.opinions.filter(state="unassigned").count():
        raise Refused(_("还有 %(n)s 条意见没有分办，不能办结。") % {"n": left})
    if not feedback.session_on:
        raise Refused(_("专题研究还没有登记，不能办结。"))
    feedback.closed_on = today()
    feedback.save(update_fields=["closed_on"])
    record(by=by, room=ROOM, verb="close_feedback", subject=where_, powers=powers_of(by))
    return feedback
