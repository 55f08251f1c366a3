"""Being answerable: cases opened by hand or by what is on record, their measures, links and end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.decide.actions.settlements import subject
from kaogong.decide.guards import ROOM, demand_here
from kaogong.decide.guards.accountability import (
    may_pursue,
    may_work_on,
)
from kaogong.decide.models import AccountabilityCase, CaseLink, CaseMeasure, Proposal
from kaogong.decide.queries.accountability import (
    CONDUCT,
    OUTCOMES,
    SATISFACTION,
    failed_tasks,
    forms_for,
    head_of,
    is_heavy,
    low_before,
    oversight_of,
    superior_of,
)
from kaogong.decide.states import CASE_KINDS, LINKS, MANNERS
from kaogong.org.models import Account, Person, Unit
from kaogong.org.queries import setting, today
from kaogong.plan.actions.cycles import powers_of
from kaogong.supervise.actions.tasks import next_number
from kaogong.supervise.models import Finding


@action
def open_case(
    *,
    by: Account | None,
    kind: str,
    unit: Unit,
    words: str,
    person: Person | None = None,
    manner: str = "",
    post: str = "",
    degree: str = "",
    clause: str = "",
    finding: Finding | None = None,
    proposal: Proposal | None = None,
) -> AccountabilityCase:
    """Open a case on a unit or a person; what its kind asks for is laid out at once.

    A fault gets the forms of the table by post and degree, a unit that does not act a circular and an interview of its
    chief, an appointment its four links.

    Args:
        by: the account that acts.
        kind: what kind of failing.
        unit: the unit.
        words: what happened.
        person: who answers for it; none: the unit.
        manner: not acting, acting slowly or wildly.
        post: which kind of post, for a fault.
        degree: how grave, for a fault.
        clause: by which rule.
        finding: the finding it rests on.
        proposal: the result it rests on.
    """
    demand_here(by, may_pursue(by, unit) if by else "", "open_case", f"org.unit:{unit.code}", unit.code)
    _openable(kind, words, manner, post, degree)
    case = _opened(
        by, kind, unit, words, person=person, manner=manner, post=post, degree=degree, clause=clause, finding=finding,
        proposal=proposal,
    )  # fmt: skip
    forms: Iterable[str] = ()
    if kind == "fault":
        forms = forms_for(post, degree)
    elif kind == "conduct":
        forms = CONDUCT
    made = lay_out(by, case, forms)
    if kind == "appointment":
        CaseLink.objects.bulk_create(CaseLink(case=case, link=link) for link in LINKS)
    new = {"kind": kind, "measures": [one.form for one in made]}
    _record(by, case, "open_case", new, words)
    return case


def _openable(kind: str, words: str, manner: str, post: str, degree: str) -> None:
    if kind not in CASE_KINDS:
        raise Refused(_("没有这一类责任追究。"), "kind")
    if not words.strip():
        raise Refused(_("请写明事实。"), "words")
    if kind == "conduct" and manner not in MANNERS:
        raise Refused(_("请选不作为、慢作为或乱作为。"), "manner")
    if kind == "fault":
        if post not in setting("accountability.scope"):
            raise Refused(_("请从追究范围里选岗位。"), "post")
        if degree not in setting("accountability.degrees"):
            raise Refused(_("请选过错程度。"), "degree")


def _opened(by: Account | None, kind: str, unit: Unit, words: str, **more: Any) -> AccountabilityCase:
    day = today()
    return AccountabilityCase.objects.create(
        number=next_number(f"ZR-{day.year}-", AccountabilityCase),
        kind=kind,
        unit=unit,
        words=words.strip(),
        opened_on=day,
        outcome_due=day + dt.timedelta(days=setting("accountability.days")),
        by=by,
        **more,
    )


def lay_out(by: Account | None, case: AccountabilityCase, forms: Iterable[str]) -> list[CaseMeasure]:
    """Measures of a case: on its person where it has one; an interview is of the chief of the unit."""
    return CaseMeasure.objects.bulk_create(
        CaseMeasure(
            case=case,
            form=form,
            person=case.person or (head_of(case.unit, case.opened_on) if form != "通报批评" else None),
            due=case.outcome_due,
            state="proposed" if is_heavy(form) else "due",
            by=by,
        )
        for form in forms
    )


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
def call_superior(*, by: Account | None, case: AccountabilityCase) -> AccountabilityCase:
    """Ask whether the superior watched over the unit: without records of it a case, else only a review (LB-23)."""
    demand_here(by, may_work_on(by, case) if by else "", "call_superior", subject(case), case.unit.code)
    if case.state == "dropped":
        raise Refused(_("案件已撤销。"))
    superior = superior_of(case.unit, case.opened_on)
    if superior is None:
        raise Refused(_("这个单位没有登记上级单位。"))
    if case.above.filter(unit=superior).exists():
        raise Refused(_("已对上级单位立案或复核。"))
    found = oversight_of(superior, case.unit, case.opened_on.year)
    review = found >= setting("accountability.oversight")
    words = _("%(number)s：下级单位出现问题，上级当年监督记录 %(n)s 条。") % {"number": case.number, "n": found}
    made = _opened(
        by, "oversight", superior, words, person=head_of(superior, today()), arises_from=case, oversight=found,
        state="review" if review else "open",
    )  # fmt: skip
    if not review:
        lay_out(by, made, ("追究责任",))
    _record(by, made, "call_superior", {"from": case.number, "oversight": found, "review": review})
    return made


@action
def call_failed_tasks(*, by: Account | None, day: dt.date | None = None) -> list[AccountabilityCase]:
    """Open a case on the head for each key task that failed without an accepted reason (QD-12)."""
    when = day or today()
    demand_here(by, may_pursue(by) if by else "", "call_failed_tasks", "supervise.tasks")
    made = []
    for task in failed_tasks(when):
        lead = next((one.unit for one in task.handlers.all() if one.role == "lead"), None)
        if lead is None or (head := head_of(lead, when)) is None:
            continue
        words = _("重点任务“%(task)s”时限 %(due)s 未完成，没有获准的理由。") % {"task": task.name, "due": task.due}
        case = _opened(by, "task", lead, words, person=head, task=task)
        lay_out(by, case, OUTCOMES[:1])
        made.append(case)
    if made:
        new = {"cases": [one.number for one in made], "day": str(when)}
        record(by=by, room=ROOM, verb="call_failed_tasks", subject="decide.cases", powers=powers_of(by), new=new)
    return made


@action
def call_satisfaction(*, by: Account | None, unit: Unit, score: Decimal, year: int) -> AccountabilityCase:
    """Pursue low satisfaction by degrees: a circular; in the next year a talk; then removal, if it is approved (XJ-15)."""
    demand_here(by, may_pursue(by, unit) if by else "", "call_satisfaction", f"org.unit:{unit.code}", unit.code)
    least = setting("accountability.satisfaction")
    if score >= least:
        raise Refused(_("满意度 %(a)s，不低于 %(b)s，不追究。") % {"a": score, "b": least}, "score")
    Unit.objects.select_for_update().get(pk=unit.pk)
    there = AccountabilityCase.objects.filter(unit=unit, kind="satisfaction", year=year)
    if there.exclude(state="dropped").exists():
        raise Refused(_("这个单位本年已因满意度低立案。"), "unit")
    before = low_before(unit, year)
    form = SATISFACTION[min(before, len(SATISFACTION) - 1)]
    words = _("%(year)s 年满意度 %(score)s，低于 %(least)s，连续第 %(n)s 年。")
    told = {"year": year, "score": score, "least": least, "n": before + 1}
    person = head_of(unit, today()) if form != SATISFACTION[0] else None
    case = _opened(by, "satisfaction", unit, words % told, person=person, score=score, year=year)
    lay_out(by, case, (form,))
    _record(by, case, "call_satisfaction", {"score": str(score), "year": year, "form": form})
    return case


@action
def call_failing(*, by: Account | None, proposal: Proposal, form: str, words: str = "") -> AccountabilityCase:
    """Pursue the head of a unit that was graded low, by the published result."""
    unit = proposal.unit
    if unit is None or proposal.settlement.state not in ("published", "corrected"):
        raise Refused(_("结果公布后才能追究，且须是单位的结果。"))
    demand_here(by, may_pursue(by, unit) if by else "", "call_failing", subject(proposal), unit.code)
    if proposal.final in setting("review.good_grades"):
        raise Refused(
            _("%(name)s评为“%(grade)s”，不属于考核不合格。") % {"name": proposal.name, "grade": proposal.final}
        )
    if form not in setting("accountability.forms"):
        raise Refused(_("请从追究方式里选。"), "form")
    Unit.objects.select_for_update().get(pk=unit.pk)
    if AccountabilityCase.objects.filter(proposal=proposal, kind="failing").exclude(state="dropped").exists():
        raise Refused(_("这一结果已经立案追究。"))
    told = words.strip() or _("%(period)s 年度考核评为“%(grade)s”。") % {
        "period": proposal.settlement.period, "grade": proposal.final or _("未定")
    }  # fmt: skip
    case = _opened(by, "failing", unit, told, person=head_of(unit, today()), proposal=proposal)
    lay_out(by, case, (form,))
    _record(by, case, "call_failing", {"grade": proposal.final, "form": form})
    return case
