"""A case of accountability on its way: heard, its measures decided and carried out, its links settled, closed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.models import Evidence
from kaogong.decide.actions.accountability import lay_out
from kaogong.decide.actions.settlements import subject
from kaogong.decide.guards import ROOM, demand_here
from kaogong.decide.guards.accountability import may_approve_measure, may_carry_out, may_close_case, may_work_on
from kaogong.decide.models import AccountabilityCase, CaseLink, CaseMeasure
from kaogong.decide.queries.accountability import is_heavy
from kaogong.decide.states import CASE, CASE_NAMES, LEVELS, MEASURE, MEASURE_NAMES
from kaogong.org.models import Account, Body, Person
from kaogong.org.queries import setting, today
from kaogong.plan.actions.cycles import moved, powers_of


def _record(
    by: Account | None, case: AccountabilityCase, verb: str, new: dict[str, Any], words: str = "", reason: str = ""
) -> None:
    """The event of an act on a case; what somebody is said to have done stands apart, so that it can be erased."""
    record(
        by=by,
        room=ROOM,
        verb=verb,
        subject=subject(case),
        unit=case.unit.code,
        powers=powers_of(by),
        new={"number": case.number, **new},
        reason=reason,
        private={"words": words} if words else None,
    )


@action
def take_up_case(*, by: Account | None, case: AccountabilityCase, reason: str) -> AccountabilityCase:
    """A review found that there is a case."""
    demand_here(by, may_work_on(by, case) if by else "", "take_up_case", subject(case), case.unit.code)
    if not reason.strip():
        raise Refused(_("请写明立案理由。"), "reason")
    held = _follow(case, "take_up_case")
    lay_out(by, held, ("追究责任",))
    _record(by, held, "take_up_case", {}, reason=reason)
    return held


def _follow(case: AccountabilityCase, verb: str) -> AccountabilityCase:
    held = AccountabilityCase.objects.select_for_update(of=("self",)).select_related("unit", "person").get(pk=case.pk)
    held.state = case.state = moved(CASE, held.state, verb, CASE_NAMES)
    held.save(update_fields=["state"])
    return held


def _running(case: AccountabilityCase) -> AccountabilityCase:
    held = AccountabilityCase.objects.select_for_update(of=("self",)).select_related("unit", "person").get(pk=case.pk)
    if held.state not in ("open", "review"):
        raise Refused(_("案件已办结。"))
    return held


@action
def hear_case(*, by: Account | None, case: AccountabilityCase, statement: str, day: dt.date) -> AccountabilityCase:
    """What those concerned say for themselves; without it nothing heavy is decided."""
    demand_here(by, may_work_on(by, case) if by else "", "hear_case", subject(case), case.unit.code)
    held = _running(case)
    if not statement.strip():
        raise Refused(_("请记下陈述申辩；当事人放弃的，写明放弃。"), "statement")
    if day > today():
        raise Refused(_("听取日期不能晚于今天。"), "day")
    held.statement, held.heard_on = statement.strip(), day
    held.save(update_fields=["statement", "heard_on"])
    _record(by, held, "hear_case", {"on": str(day)}, statement)
    return held


@action
def add_measure(
    *, by: Account | None, case: AccountabilityCase, form: str, due: dt.date, person: Person | None = None
) -> CaseMeasure:
    """Add what is to follow; the heavy ones are a proposal to the deciding body."""
    demand_here(by, may_work_on(by, case) if by else "", "add_measure", subject(case), case.unit.code)
    held = _running(case)
    if form not in setting("accountability.forms"):
        raise Refused(_("请从追究方式里选。"), "form")
    if held.measures.filter(form=form, person=person).exists():
        raise Refused(_("已有这一项。"), "form")
    made = CaseMeasure.objects.create(
        case=held, form=form, person=person, due=due, state="proposed" if is_heavy(form) else "due", by=by
    )
    _record(by, held, "add_measure", {"form": form, "due": str(due), "state": made.state})
    return made


@action
def approve_measure(*, by: Account, measure: CaseMeasure, agreed: bool, body: Body, reason: str) -> CaseMeasure:
    """The deciding body approves a heavy measure, or does not; those concerned were heard before."""
    case = measure.case
    demand_here(by, may_approve_measure(by, measure), "approve_measure", subject(case), case.unit.code)
    held = CaseMeasure.objects.select_for_update(of=("self",)).select_related("case").get(pk=measure.pk)
    if agreed and held.case.heard_on is None:
        raise Refused(_("还没有听取当事人陈述申辩，不能批准。"))
    if not reason.strip():
        raise Refused(_("请写明意见。"), "reason")
    verb = "approve_measure" if agreed else "refuse_measure"
    held.state = measure.state = moved(MEASURE, held.state, verb, MEASURE_NAMES)
    held.body, held.told, held.decided_by, held.decided_on = body, reason, by, today()
    held.save(update_fields=["state", "body", "told", "decided_by", "decided_on"])
    _record(by, case, "approve_measure", {"form": held.form, "agreed": agreed, "body": body.name}, reason=reason)
    return held


@action
def carry_out_measure(
    *, by: Account | None, measure: CaseMeasure, words: str, day: dt.date, proof: Evidence | None = None
) -> CaseMeasure:
    """A measure was carried out: when, how, with which proof."""
    case = measure.case
    demand_here(by, may_carry_out(by, measure) if by else "", "carry_out_measure", subject(case), case.unit.code)
    _running(case)
    if day > today():
        raise Refused(_("落实日期不能晚于今天。"), "day")
    if not words.strip() and proof is None:
        raise Refused(_("请写明怎样落实，或附凭证。"), "words")
    held = CaseMeasure.objects.select_for_update(of=("self",)).get(pk=measure.pk)
    held.state = measure.state = moved(MEASURE, held.state, "carry_out_measure", MEASURE_NAMES)
    held.words, held.done_on, held.proof = words.strip(), day, proof
    held.save(update_fields=["state", "words", "done_on", "proof"])
    new = {"form": held.form, "on": str(day), "sm3": proof.sm3 if proof else ""}
    _record(by, case, "carry_out_measure", new)
    return held


@action
def settle_link(
    *,
    by: Account | None,
    link: CaseLink,
    state: str,
    words: str,
    person: Person | None = None,
    level: str = "",
) -> CaseLink:
    """Somebody answers for a link of an appointment, as a leader or directly; or it is cleared (LB-09)."""
    case = link.case
    demand_here(by, may_work_on(by, case) if by else "", "settle_link", subject(case), case.unit.code)
    _running(case)
    if state not in ("assigned", "cleared"):
        raise Refused(_("请选认定责任或排除。"), "state")
    if not words.strip():
        raise Refused(_("请写明理由。"), "words")
    if state == "assigned" and (person is None or level not in LEVELS):
        raise Refused(_("认定责任须写明责任人和责任：领导责任或直接责任。"), "person" if person is None else "level")
    link.state, link.words, link.on, link.by = state, words.strip(), today(), by
    link.person, link.level = (person, level) if state == "assigned" else (None, "")
    link.save()
    _record(by, case, "settle_link", {"link": link.link, "state": state, "level": link.level})
    return link


@action
def close_case(*, by: Account | None, case: AccountabilityCase, conclusion: str) -> AccountabilityCase:
    """Close a case: every link is settled, and what follows is carried out; without any measure only a review closes."""
    demand_here(by, may_close_case(by, case) if by else "", "close_case", subject(case), case.unit.code)
    if not conclusion.strip():
        raise Refused(_("请写明结论。"), "conclusion")
    _closable(case)
    held = _follow(case, "close_case")
    held.conclusion, held.closed_on, held.closed_by = conclusion.strip(), today(), by
    held.save(update_fields=["conclusion", "closed_on", "closed_by"])
    _record(by, held, "close_case", {"measures": held.measures.filter(state="done").count()}, conclusion)
    return held


def _closable(case: AccountabilityCase) -> None:
    links = [one for one in case.links.all() if one.state == "open"]
    if links:
        every = case.links.count()
        words = _("责任环节还没有认定完（%(done)s/%(all)s）：%(names)s。")
        names = _("、").join(str(one.get_link_display()) for one in links)
        raise Refused(words % {"done": every - len(links), "all": every, "names": names})
    standing = list(case.measures.exclude(state="refused"))
    if not standing and case.state != "review":
        raise Refused(_("还没有追究方式，不能办结。"))
    left = [one for one in standing if one.state != "done"]
    if left:
        words = _("已落实 %(done)s/%(all)s，还有：%(names)s。")
        names = _("、").join(one.form for one in left)
        raise Refused(words % {"done": len(standing) - len(left), "all": len(standing), "names": names})


@action
def drop_case(*, by: Account | None, case: AccountabilityCase, reason: str) -> AccountabilityCase:
    """A case that was opened wrongly is dropped, with its reason; it stays readable."""
    demand_here(by, may_close_case(by, case) if by else "", "drop_case", subject(case), case.unit.code)
    if not reason.strip():
        raise Refused(_("请写明撤销的理由。"), "reason")
    if case.measures.filter(state="done").exists():
        raise Refused(_("已有落实的追究方式，不能撤销。"))
    held = _follow(case, "drop_case")
    held.conclusion, held.closed_on, held.closed_by = reason.strip(), today(), by
    held.save(update_fields=["conclusion", "closed_on", "closed_by"])
    _record(by, held, "drop_case", {}, reason=reason)
    return held
