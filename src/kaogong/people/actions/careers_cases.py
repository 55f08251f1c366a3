"""Cases: opened with evidence, walked step by step, found, and decided by the authority that manages the person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.models import Evidence
from kaogong.audit.states import after
from kaogong.org.models import Account, Person
from kaogong.org.queries import posts, setting, today
from kaogong.people.actions.pay import where
from kaogong.people.guards.careers import (
    ROOM,
    demand_here,
    may_close_case,
    may_find_case,
    may_keep_careers,
    powers_of,
)
from kaogong.people.models.careers_cases import CareerCase, CaseEvidence, CasePerson, CaseStep, UnfitRule
from kaogong.people.queries.careers_cases import (
    authority_of,
    contradicted,
    in_a_row,
    measures_of,
    unreviewed,
)
from kaogong.people.states.careers import CASE, LOW, LOW_OUTCOMES, TYPES


def next_number(day: dt.date) -> str:
    """The number of the next case."""
    head = f"TZ-{day.year}-"
    held = CareerCase.objects.filter(number__startswith=head).order_by("-number")
    last = held.values_list("number", flat=True).first()
    return f"{head}{int(last.removeprefix(head)) + 1 if last else 1:04d}"


@action
def open_case(
    *,
    by: Account | None,
    person: Person,
    type: str,  # noqa: A002 - the law's own word
    rule: UnfitRule,
    words: str,
    evidence: str,
    source: str,
    file: Evidence | None = None,
    cause: str = "",
    day: dt.date | None = None,
) -> CareerCase:
    """A case that somebody is unfit: one of the four types, under the rule set in force, with evidence (LB-05, LB-08)."""
    subject = f"org.person:{person.code}"
    demand_here(by, may_keep_careers(by) if by else "", "open_case", subject)
    if type not in TYPES:
        raise Refused(_("请从四种类型里选一种：%(known)s。") % {"known": _("、").join(TYPES.values())}, "type")
    if not evidence.strip() or not source.strip():
        raise Refused(_("立案至少要有一项证据，并写明来源。"), "source" if evidence.strip() else "evidence")
    rule = UnfitRule.objects.get(pk=rule.pk)
    if rule.state != "active":
        raise Refused(_("“%(rule)s”没有启用，不能据以立案。") % {"rule": rule}, "rule")
    if cause and cause not in rule.causes:
        raise Refused(_("办法没有“%(cause)s”这一原因。") % {"cause": cause}, "cause")
    if CareerCase.objects.filter(kind="unfit", person=person, state__in=("open", "proposed")).exists():
        raise Refused(_("%(person)s有一件调整案还没有办结。") % {"person": person}, "person")
    when = day or today()
    made = _case(by, when, kind="unfit", person=person, type=type, rule=rule, words=words, cause=cause)
    CaseStep.objects.bulk_create(CaseStep(case=made, place=n, name=name) for n, name in enumerate(rule.procedure, 1))
    CaseEvidence.objects.create(case=made, words=evidence.strip(), source=source.strip(), file=file, on=when, by=by)
    new = {"number": made.number, "person": person.code, "type": type, "rule": str(rule)}
    record(by=by, room=ROOM, verb="open_case", subject=where(made), powers=powers_of(by), new=new)
    return made


def _case(by: Account | None, day: dt.date, *, person: Person, **given: object) -> CareerCase:
    post = posts(day).filter(person=person, main=True).first()
    unit = post.unit if post else None
    authority = authority_of(unit, day) if unit else None
    return CareerCase.objects.create(
        number=next_number(day), person=person, unit=unit, authority_id=authority, opened_on=day, by=by, **given
    )


@action
def open_reviews(*, by: Account | None, year: int) -> list[CareerCase]:
    """A review for everybody graded poor in every one of the years in a row that end with this one (HB-41)."""
    subject = f"{ROOM}.careercase:{year}"
    demand_here(by, may_keep_careers(by) if by else "", "open_reviews", subject)
    people = unreviewed(year)
    if not people and by is not None:
        raise Refused(_("%(year)s 年没有须立考察的人员。") % {"year": year}, "year")
    years = in_a_row(year, setting("careers.poor_years"))
    words = _("%(years)s 年实绩较差") % {"years": _("、").join(map(str, years))}
    made = [_case(by, today(), kind="poor", person=one, years=years, words=words) for one in people]
    new = {"year": year, "people": [one.code for one in people]}
    record(by=by, room=ROOM, verb="open_reviews", subject=subject, powers=powers_of(by), new=new)
    return made


def _held(case: CareerCase, verb: str) -> tuple[CareerCase, str]:
    held = CareerCase.objects.select_for_update(of=("self",)).select_related("person", "unit", "rule").get(pk=case.pk)
    state = after(LOW if held.kind == "low" else CASE, held.state, verb)
    if state is None:
        raise Refused(_("这一案%(state)s，不能这样办。") % {"state": held.get_state_display()})
    return held, state


@action
def add_evidence(
    *,
    by: Account | None,
    case: CareerCase,
    words: str,
    source: str,
    year: int | None = None,
    met: Decimal | None = None,
    file: Evidence | None = None,
) -> CaseEvidence:
    """A further fact; of targets with the year and how much was met, which may contradict the case (LB-05)."""
    demand_here(by, may_keep_careers(by) if by else "", "add_evidence", where(case))
    held, _state = _held(case, "add_evidence")
    if not words.strip() or not source.strip():
        raise Refused(_("请写事实和来源。"), "source" if words.strip() else "words")
    if (year is None) != (met is None):
        raise Refused(_("目标年度和完成比例要一起写。"), "met" if met is None else "year")
    made = CaseEvidence.objects.create(case=held, words=words.strip(), source=source.strip(), year=year, met=met,
                                       file=file, on=today(), by=by)  # fmt: skip
    held.contradicted = contradicted(held)
    held.save(update_fields=["contradicted"])
    new = {"source": made.source, "year": year, "met": f"{met}" if met is not None else None,
           "contradicted": held.contradicted}  # fmt: skip
    record(by=by, room=ROOM, verb="add_evidence", subject=where(held), powers=powers_of(by), new=new)
    return made


@action
def walk_step(*, by: Account | None, case: CareerCase, words: str, day: dt.date | None = None) -> CaseStep:
    """The next step of the procedure is done; steps are not skipped (LB-08)."""
    demand_here(by, may_keep_careers(by) if by else "", "walk_step", where(case))
    held, _state = _held(case, "walk_step")
    step = held.steps.filter(done_on__isnull=True).first()
    if step is None:
        raise Refused(_("认定程序的步骤都已完成。"))
    if not words.strip():
        raise Refused(_("请写这一步的情况。"), "words")
    step.done_on, step.words = day or today(), words.strip()
    step.save(update_fields=["done_on", "words"])
    new = {"step": step.name, "on": str(step.done_on)}
    record(by=by, room=ROOM, verb="walk_step", subject=where(held), powers=powers_of(by), new=new)
    return step


def _found(case: CareerCase, verb: str, finding: str, by: Account | None) -> CareerCase:
    held, state = _held(case, verb)
    if left := list(held.steps.filter(done_on__isnull=True)):
        raise Refused(_("认定程序还有步骤没有完成：%(steps)s。") % {"steps": _("、").join(one.name for one in left)})
    if not finding.strip():
        raise Refused(_("请写考察结论。"), "finding")
    held.state, held.finding, held.found_by, held.found_on = state, finding.strip(), by, today()
    return held


@action
def find_unfit(*, by: Account | None, case: CareerCase, finding: str, measure: str) -> CareerCase:
    """Found unfit: a measure is proposed to the authority (HB-41: demotion or removal)."""
    demand_here(by, may_find_case(by) if by else "", "find_unfit", where(case))
    held = _found(case, "find_unfit", finding, by)
    known = measures_of(held)
    if measure not in known:
        raise Refused(_("请选建议的措施：%(known)s。") % {"known": _("、").join(known)}, "measure")
    if held.contradicted and len(finding.strip()) < 10:
        raise Refused(_("目标完成情况与“平庸”矛盾，请在结论里说明怎样认定。"), "finding")
    held.measure = measure
    held.save(update_fields=["state", "finding", "found_by", "found_on", "measure"])
    new = {"measure": measure, "rule": str(held.rule) if held.rule else "", "contradicted": held.contradicted}
    record(by=by, room=ROOM, verb="find_unfit", subject=where(held), powers=powers_of(by), new=new)
    return held


@action
def find_fit(*, by: Account | None, case: CareerCase, finding: str) -> CareerCase:
    """Found fit: nothing follows, and the case stays on record."""
    demand_here(by, may_find_case(by) if by else "", "find_fit", where(case))
    held = _found(case, "find_fit", finding, by)
    held.closed_on = today()
    held.save(update_fields=["state", "finding", "found_by", "found_on", "closed_on"])
    record(by=by, room=ROOM, verb="find_fit", subject=where(held), powers=powers_of(by), new={"state": held.state})
    return held


@action
def name_responsible(*, by: Account | None, case: CareerCase, person: Person, role: str = "responsible") -> CasePerson:
    """Somebody answers for the unit beside the legal representative (LZ-36)."""
    demand_here(by, may_keep_careers(by) if by else "", "name_responsible", where(case))
    held, _state = _held(case, "name_responsible")
    if held.kind != "low":
        raise Refused(_("只有单位连续末等的案件列责任人员。"))
    if role not in dict(CasePerson.ROLES):
        raise Refused(_("请选身份。"), "role")
    if held.people.filter(person=person).exists():
        raise Refused(_("%(person)s已列入本案。") % {"person": person}, "person")
    made = CasePerson.objects.create(case=held, person=person, role=role)
    new = {"person": person.code, "role": role}
    record(by=by, room=ROOM, verb="name_responsible", subject=where(held), powers=powers_of(by), new=new)
    return made


@action
def close_case(
    *,
    by: Account | None,
    case: CareerCase,
    outcomes: Mapping[Person, str] | None = None,
    measure: str = "",
    exemption: str = "",
    signer: str = "",
    paper: Evidence | None = None,
) -> CareerCase:
    """The authority decides. A unit's case ends with an outcome for everybody in it, or a signed exemption (LZ-36).

    Args:
        by: the account that acts.
        case: which case.
        outcomes: for a unit: what follows for whom.
        measure: for a person: what follows; by default what was proposed.
        exemption: why nothing follows.
        signer: who signed the exemption.
        paper: the signed exemption, sealed.
    """
    demand_here(by, may_close_case(by, case) if by else "", "close_case", where(case))
    held, state = _held(case, "close_case")
    held.state = state
    if held.kind == "low":
        _unit_closed(held, outcomes or {}, exemption, signer, paper)
    else:
        held.measure = measure or held.measure
        if held.measure not in measures_of(held):
            raise Refused(_("请选处理：%(known)s。") % {"known": _("、").join(measures_of(held))}, "measure")
    held.closed_by, held.closed_on = by, today()
    held.save()
    told = {one.person.code: one.outcome for one in held.people.select_related("person")}
    new = {"measure": held.measure, "outcomes": told, "exempt": bool(held.exemption)}
    record(by=by, room=ROOM, verb="close_case", subject=where(held), powers=powers_of(by), new=new, reason=exemption)
    return held


def _unit_closed(
    held: CareerCase, outcomes: Mapping[Person, str], exemption: str, signer: str, paper: Evidence | None
) -> None:
    if exemption.strip():
        if not signer.strip() or paper is None:
            raise Refused(_("免予处理须有签署人和签署件。"), "paper" if signer.strip() else "signer")
        held.exemption, held.signer, held.paper, held.measure = exemption.strip(), signer.strip(), paper, _("免予处理")
        return
    there = {one.person_id: one for one in held.people.select_related("person")}
    given = {one.pk: outcome for one, outcome in outcomes.items()}
    if not there:
        raise Refused(_("本案还没有责任人员。请先列入法定代表人和有关责任人员。"), "outcomes")
    for key, one in there.items():
        if given.get(key) not in LOW_OUTCOMES:
            words = _("%(person)s还没有处理结果。须在%(known)s中选一种，或附签署的免予处理。")
            raise Refused(words % {"person": one.person, "known": _("、").join(LOW_OUTCOMES)}, "outcomes")
        one.outcome = given[key]
        one.save(update_fields=["outcome"])
    held.measure = _("、").join(sorted(set(given.values())))[:60]


@action
def refuse_case(*, by: Account | None, case: CareerCase, reason: str) -> CareerCase:
    """The authority does not follow a proposal; the person stays."""
    demand_here(by, may_close_case(by, case) if by else "", "refuse_case", where(case))
    held, state = _held(case, "refuse_case")
    held.state = state
    if not reason.strip():
        raise Refused(_("请写明不采纳的理由。"), "reason")
    held.exemption, held.closed_by, held.closed_on = reason.strip(), by, today()
    held.save(update_fields=["state", "exemption", "closed_by", "closed_on"])
    record(by=by, room=ROOM, verb="refuse_case", subject=where(held), powers=powers_of(by), reason=reason)
    return held
