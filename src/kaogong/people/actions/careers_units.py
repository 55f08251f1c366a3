"""What the grade of a unit means for those who lead it: at the top its head is excellent, at the bottom twice a case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.states import after
from kaogong.org.models import Account, Person, Unit
from kaogong.org.queries import setting, today
from kaogong.people.actions.archive import Told, write_results
from kaogong.people.actions.careers_cases import next_number
from kaogong.people.actions.pay import where
from kaogong.people.guards.careers import ROOM, demand_here, may_decide_careers, powers_of
from kaogong.people.models.archive import PersonResult
from kaogong.people.models.careers_cases import CareerCase, CasePerson, DirectGrade, UnitGrade
from kaogong.people.queries.career_grades import KINDS
from kaogong.people.queries.careers_cases import authority_of, disciplined, head_of, legal_of, low_twice
from kaogong.people.states.careers import CASE, DIRECT

CLAUSE = "LZ-32"


@action
def fix_unit_grades(
    *, by: Account | None, year: int, grades: Sequence[tuple[Unit, str]], source: str
) -> list[UnitGrade]:
    """The grades of units in a year are fixed: heads of top units become excellent, two low years open a case.

    Args:
        by: the account whose act fixed them; None: the system.
        year: of which year.
        grades: unit and grade.
        source: the number of the circular, or of the correction.
    """
    subject = f"{ROOM}.unitgrade:{year}"
    demand_here(by, may_decide_careers(by) if by else "", "fix_unit_grades", subject)
    there = {
        one.unit_id: one
        for one in UnitGrade.objects.select_for_update().filter(
            unit__in=[unit for unit, _grade in grades], year=year, current=True
        )
    }
    made = []
    for unit, grade in grades:
        before = there.get(unit.pk)
        if before is not None and before.grade == grade:
            continue
        if before is not None:
            _undo(before, source)
        made.append(UnitGrade.objects.create(unit=unit, year=year, grade=grade, source=source, fixed_on=today()))
    direct = [found for one in made if (found := _direct(one)) is not None]
    again = _again(year, {one.pk for one in direct})
    cases = [case for one in made if (case := _low(one)) is not None]
    new = {
        "units": len(made), "heads": [one.person.code for one in direct if one.state == "applied"],
        "held": [one.person.code for one in direct if one.state == "held"], "cases": [one.number for one in cases],
        "again": again,
    }  # fmt: skip
    record(by=by, room=ROOM, verb="fix_unit_grades", subject=subject, powers=powers_of(by), new=new, reason=source)
    return made


def _undo(before: UnitGrade, source: str) -> None:
    """What followed from a grade that is corrected no longer holds."""
    before.current = False
    before.save(update_fields=["current"])
    why = _("单位等次已更正（%(source)s）") % {"source": source}
    for one in before.direct.select_related("person"):
        state = after(DIRECT, one.state, "revoke_direct")
        if state is None:
            continue
        if one.state == "applied":
            _write(one, one.before, why)
        one.state, one.reason = state, why
        one.save(update_fields=["state", "reason"])
    for case in CareerCase.objects.filter(kind="low", unit=before.unit, years__contains=[before.year], state="open"):
        case.state, case.exemption, case.closed_on = after(CASE, case.state, "void_case") or case.state, why, today()
        case.save(update_fields=["state", "exemption", "closed_on"])


def _direct(fixed: UnitGrade) -> DirectGrade | None:
    """The head of a top unit; one under discipline is held for a decision (LZ-32)."""
    if fixed.grade not in setting("careers.unit_top"):
        return None
    head = head_of(fixed.unit, dt.date(fixed.year, 12, 31))
    if head is None:
        return None
    result = _result(head, fixed.year)
    sanction = disciplined(head, fixed.year)
    made = DirectGrade.objects.create(
        base=fixed, person=head, kind=result.kind if result else KINDS[0], before=result.grade if result else "",
        grade=setting("careers.head_grade"), source=CLAUSE, on=today(),
        state="held" if sanction else "applied", reason=sanction.measure if sanction else "",
    )  # fmt: skip
    if sanction is None:
        _write(made, made.grade, _("单位评为%(grade)s，主要负责人直接评优") % {"grade": fixed.grade})
    return made


def _again(year: int, but: set[int]) -> list[str]:
    """Heads whose own result came after that of the unit: they are excellent all the same, and what came is kept."""
    found = []
    for one in DirectGrade.objects.filter(base__year=year, base__current=True, state="applied").exclude(pk__in=but):
        result = _result(one.person, year)
        if result is not None and result.grade != one.grade:
            one.before, one.kind = result.grade, result.kind
            one.save(update_fields=["before", "kind"])
            _write(one, one.grade, _("单位评为%(grade)s，主要负责人直接评优") % {"grade": one.base.grade})
            found.append(one.person.code)
    return found


def _result(person: Person, year: int) -> PersonResult | None:
    held = PersonResult.objects.filter(person=person, period=str(year), kind__in=KINDS, corrected_by__isnull=True)
    return min(held, key=lambda one: KINDS.index(one.kind), default=None)


def _write(direct: DirectGrade, grade: str, reason: str) -> None:
    """The grade of the head in its archive, beside what was there before."""
    if not grade:
        return
    year, before = direct.base.year, _result(direct.person, direct.base.year)
    told = Told(
        person=direct.person, period=str(year), score=before.score if before else None, grade=grade, kind=direct.kind,
        unit=direct.base.unit, reference=direct.source, fixed_by=direct.base.source, reason=reason,
    )  # fmt: skip
    write_results(account=None, told=[told], room=ROOM, fixed_on=today())


def _low(fixed: UnitGrade) -> CareerCase | None:
    """Two low years in a row open a case with the authority that manages the leaders (LZ-36)."""
    if fixed.grade not in setting("careers.unit_low"):
        return None
    years = low_twice(fixed.unit, fixed.year)
    open_ = CareerCase.objects.filter(kind="low", unit=fixed.unit, years=years).exclude(state="void")
    if not years or open_.exists():
        return None
    words = _("%(years)s 年单位等次为%(grade)s") % {"years": _("、").join(map(str, years)), "grade": fixed.grade}
    made = CareerCase.objects.create(
        number=next_number(today()), kind="low", unit=fixed.unit, authority_id=authority_of(fixed.unit, today()),
        years=years, words=words, opened_on=today(),
    )  # fmt: skip
    legal = legal_of(fixed.unit, dt.date(fixed.year, 12, 31))
    if legal is not None:
        CasePerson.objects.create(case=made, person=legal, role="legal")
    return made


def _decided(direct: DirectGrade, verb: str, reason: str, by: Account | None) -> DirectGrade:
    held = DirectGrade.objects.select_for_update(of=("self",)).select_related("base", "person").get(pk=direct.pk)
    state = after(DIRECT, held.state, verb)
    if state is None:
        raise Refused(_("这一评定%(state)s，不能这样办。") % {"state": held.get_state_display()})
    if not reason.strip():
        raise Refused(_("请写明理由。"), "reason")
    held.state, held.reason, held.decided_by = state, reason.strip(), by
    held.save(update_fields=["state", "reason", "decided_by"])
    return held


@action
def grant_direct(*, by: Account | None, direct: DirectGrade, reason: str) -> DirectGrade:
    """A head who was held is graded excellent all the same."""
    demand_here(by, may_decide_careers(by) if by else "", "grant_direct", where(direct))
    held = _decided(direct, "grant_direct", reason, by)
    _write(held, held.grade, reason)
    new = {"person": held.person.code, "grade": held.grade}
    record(by=by, room=ROOM, verb="grant_direct", subject=where(held), powers=powers_of(by), new=new, reason=reason)
    return held


@action
def refuse_direct(*, by: Account | None, direct: DirectGrade, reason: str) -> DirectGrade:
    """A head who was held keeps the grade there is."""
    demand_here(by, may_decide_careers(by) if by else "", "refuse_direct", where(direct))
    held = _decided(direct, "refuse_direct", reason, by)
    new = {"person": held.person.code}
    record(by=by, room=ROOM, verb="refuse_direct", subject=where(held), powers=powers_of(by), new=new, reason=reason)
    return held
