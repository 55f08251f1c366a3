"""What is written and said after a decision: reviews and reports handed in, talks held, advice on personnel."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.models import Evidence
from kaogong.decide.actions.settlements import subject
from kaogong.decide.guards import ROOM, demand_here
from kaogong.decide.guards.accountability import (
    may_advise,
    may_answer_advice,
    may_check_report,
    may_hand_in,
    may_hold_talk,
    may_pursue,
)
from kaogong.decide.models import (
    AdmonitionTalk,
    CaseMeasure,
    Consequence,
    PersonnelAdvice,
    Report,
)
from kaogong.decide.states import (
    ADVICE,
    ADVICE_NAMES,
    FINAL,
    REPORT,
    REPORT_KINDS,
    REPORT_NAMES,
    TALK,
    TALK_NAMES,
)
from kaogong.org.models import Account, Body, Person, Unit
from kaogong.org.queries import may_decide, setting, today
from kaogong.plan.actions.cycles import moved, powers_of

Ground = Consequence | CaseMeasure
"""What a review, a talk or an advice rests on."""


def _unit(ground: Ground) -> Unit:
    """The unit concerned, where the ground still stands."""
    if isinstance(ground, CaseMeasure):
        if ground.state not in ("due", "done"):
            raise Refused(_("这一项还没有批准。"))
        return ground.case.unit
    if ground.settlement.state not in FINAL or ground.state not in ("due", "done"):
        raise Refused(_("结果还没有公布，或这一项不再执行。"))
    if ground.proposal.unit is None:
        raise Refused(_("这一项没有对应的单位。"))
    return ground.proposal.unit


def _on(ground: Ground) -> dict[str, Any]:
    return {"measure" if isinstance(ground, CaseMeasure) else "consequence": ground}


def _record(
    by: Account | None, verb: str, thing: Any, unit: Unit, new: dict[str, Any], private: dict[str, str] | None = None
) -> None:
    record(
        by=by,
        room=ROOM,
        verb=verb,
        subject=subject(thing),
        unit=unit.code,
        powers=powers_of(by),
        new=new,
        private=private,
    )


@action
def ask_report(*, by: Account | None, ground: Ground, kind: str, due: dt.date, person: Person | None = None) -> Report:
    """Ask a unit for a rectification report, or a leader for a written review."""
    unit = _unit(ground)
    demand_here(by, may_pursue(by, unit) if by else "", "ask_report", subject(ground), unit.code)
    if kind not in REPORT_KINDS:
        raise Refused(_("请选书面检查或整改报告。"), "kind")
    if kind == "self_review" and person is None:
        raise Refused(_("书面检查须写明由谁作。"), "person")
    if due < today():
        raise Refused(_("期限不能早于今天。"), "due")
    if Report.objects.filter(**_on(ground), kind=kind, person=person).exists():
        raise Refused(_("已经要求报送过。"), "kind")
    made = Report.objects.create(**_on(ground), kind=kind, unit=unit, person=person, asked_on=today(), due=due)
    _record(by, "ask_report", made, unit, {"kind": kind, "due": str(due)})
    return made


@action
def hand_in_report(
    *,
    by: Account | None,
    report: Report,
    cause: str,
    measures: str,
    result: str = "",
    file: Evidence | None = None,
) -> Report:
    """Hand in a review or a report: causes, measures, and for a rectification what came of them."""
    demand_here(by, may_hand_in(by, report) if by else "", "hand_in_report", subject(report), report.unit.code)
    held = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    held.state = report.state = moved(REPORT, held.state, "hand_in_report", REPORT_NAMES)
    if not cause.strip() or not measures.strip():
        raise Refused(_("原因和措施都要写明。"), "measures" if cause.strip() else "cause")
    if held.kind == "rectification" and not result.strip():
        raise Refused(_("整改报告须写明整改结果。"), "result")
    held.cause, held.measures, held.result, held.file = cause, measures, result, file
    held.handed_on, held.handed_by = today(), by
    held.save()
    new = {"kind": held.kind, "late": today() > held.due, "sm3": file.sm3 if file else ""}
    _record(by, "hand_in_report", held, report.unit, new)
    return held


@action
def check_report(*, by: Account | None, report: Report, accepted: bool, told: str = "") -> Report:
    """Accept a report, or give it back with what is lacking; never by who handed it in."""
    demand_here(by, may_check_report(by, report) if by else "", "check_report", subject(report), report.unit.code)
    if not accepted and not told.strip():
        raise Refused(_("退回须写明还缺什么。"), "told")
    held = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    verb = "accept_report" if accepted else "return_report"
    held.state = report.state = moved(REPORT, held.state, verb, REPORT_NAMES)
    held.checked_on, held.checked_by, held.told = today(), by, told.strip()
    held.returns += 0 if accepted else 1
    held.save(update_fields=["state", "checked_on", "checked_by", "told", "returns"])
    _record(by, "check_report", held, report.unit, {"accepted": accepted, "told": told.strip()})
    return held


@action
def plan_talk(*, by: Account | None, ground: Ground, person: Person, talker: Person, due: dt.date) -> AdmonitionTalk:
    """Plan an admonition talk: with whom, by whom, until when."""
    unit = _unit(ground)
    demand_here(by, may_pursue(by, unit) if by else "", "plan_talk", subject(ground), unit.code)
    if person.pk == talker.pk:
        raise Refused(_("谈话人不能是本人。"), "talker")
    if AdmonitionTalk.objects.filter(**_on(ground), person=person).exists():
        raise Refused(_("已安排过和这个人谈话。"), "person")
    made = AdmonitionTalk.objects.create(**_on(ground), unit=unit, person=person, talker=talker, due=due, by=by)
    _record(by, "plan_talk", made, unit, {"due": str(due)}, {"person": person.name, "talker": talker.name})
    return made


@action
def hold_talk(
    *,
    by: Account | None,
    talk: AdmonitionTalk,
    words: str,
    response: str,
    day: dt.date,
    file: Evidence | None = None,
) -> AdmonitionTalk:
    """A talk was held: what was said, what the person answered, the signed record."""
    demand_here(by, may_hold_talk(by, talk) if by else "", "hold_talk", subject(talk), talk.unit.code)
    held = AdmonitionTalk.objects.select_for_update(of=("self",)).get(pk=talk.pk)
    held.state = talk.state = moved(TALK, held.state, "hold_talk", TALK_NAMES)
    if not words.strip() or not response.strip():
        raise Refused(_("谈话内容和本人表态都要记。"), "response" if words.strip() else "words")
    if day > today():
        raise Refused(_("谈话日期不能晚于今天。"), "day")
    held.words, held.response, held.held_on, held.file = words, response, day, file
    held.save(update_fields=["state", "words", "response", "held_on", "file"])
    new = {"on": str(day), "sm3": file.sm3 if file else ""}
    _record(by, "hold_talk", held, talk.unit, new, {"words": words, "response": response})
    return held


@action
def advise_personnel(
    *,
    by: Account | None,
    ground: Ground,
    number: str,
    person: Person,
    what: str,
    reason: str,
    body: Body,
    receiver: str,
) -> PersonnelAdvice:
    """Advise the body in charge of personnel, in the name of a body that may decide.

    Args:
        by: the account that acts.
        ground: the consequence or the measure it rests on.
        number: the number of the letter.
        person: whom it concerns.
        what: what is advised.
        reason: why.
        body: who advises; its seats are filled.
        receiver: the body in charge of personnel.
    """
    unit = _unit(ground)
    demand_here(by, may_advise(by) if by else "", "advise_personnel", subject(ground), unit.code)
    if by is not None and by.person_id == person.pk:
        raise Refused(_("不能登记对自己的建议。"), "person")
    if not number.strip() or PersonnelAdvice.objects.filter(number=number.strip()).exists():
        raise Refused(_("请填一个没有用过的文号。"), "number")
    for field, words in (("what", what), ("reason", reason), ("receiver", receiver)):
        if not words.strip():
            raise Refused(_("建议、理由和干部管理部门都要写明。"), field)
    if empty := may_decide(body):
        words = _("“%(body)s”席位未配齐，还缺：%(seats)s。")
        raise Refused(words % {"body": body, "seats": _("、").join(empty)}, "body")
    made = PersonnelAdvice.objects.create(
        **_on(ground), number=number.strip(), unit=unit, person=person, what=what.strip(), reason=reason, body=body,
        receiver=receiver.strip(), sent_on=today(), due=today() + dt.timedelta(days=setting("papers.answer_days")), by=by,
    )  # fmt: skip
    new = {"number": made.number, "receiver": made.receiver, "due": str(made.due)}
    _record(by, "advise_personnel", made, unit, new, {"person": person.name, "what": what, "reason": reason})
    return made


@action
def answer_advice(
    *, by: Account | None, advice: PersonnelAdvice, taken: bool, answer: str, day: dt.date
) -> PersonnelAdvice:
    """What the body in charge of personnel decided on an advice."""
    demand_here(by, may_answer_advice(by, advice) if by else "", "answer_advice", subject(advice), advice.unit.code)
    held = PersonnelAdvice.objects.select_for_update(of=("self",)).get(pk=advice.pk)
    held.state = advice.state = moved(ADVICE, held.state, "answer_advice", ADVICE_NAMES)
    if not answer.strip():
        raise Refused(_("请写明答复。"), "answer")
    if day > today():
        raise Refused(_("答复日期不能晚于今天。"), "day")
    held.taken, held.answer, held.answered_on, held.answered_by = taken, answer, day, by
    held.save(update_fields=["state", "taken", "answer", "answered_on", "answered_by"])
    _record(by, "answer_advice", held, advice.unit, {"number": held.number, "taken": taken}, {"answer": answer})
    return held
