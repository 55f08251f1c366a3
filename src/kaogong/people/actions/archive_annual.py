"""The annual form of a civil servant: prefilled, summed up by the person, graded by the head, confirmed and filed (XM-10)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.states import after
from kaogong.org.models import Account, Person
from kaogong.org.queries import today
from kaogong.people.actions.archive import Filing, Told, write_entries, write_results
from kaogong.people.guards.archive import demand_here, powers_of
from kaogong.people.guards.archive_staff import (
    may_confirm_annual,
    may_grade_annual,
    may_open_annual,
    may_write_annual,
)
from kaogong.people.models import AnnualForm, AnnualLine
from kaogong.people.models.archive_staff import GRADES
from kaogong.people.queries.archive import EXCELLENT, plain
from kaogong.people.queries.archive_sight import ROOM, post_of
from kaogong.people.queries.archive_staff import annual_bar, results_for
from kaogong.people.states.archive_staff import ANNUAL


def _subject(form: AnnualForm) -> str:
    return f"people.annualform:{form.pk}"


@action
def open_annual(*, by: Account | None, person: Person, year: int) -> AnnualForm:
    """Open somebody's form of a year, or take over what was fixed since: months and quarters come locked."""
    post = post_of(person)
    unit = post.unit if post else None
    where, code = f"org.person:{person.code}", unit.code if unit else ""
    demand_here(by, may_open_annual(by, unit.pk if unit else None) if by else "", "open_annual", where, code)
    if year > today().year:
        raise Refused(_("%(year)s 年还没有开始。") % {"year": year}, "year")
    form, fresh = AnnualForm.objects.get_or_create(
        person=person, year=year, defaults={"unit": unit, "opened_on": today()}
    )
    if form.state == "filed":
        raise Refused(_("这张考核表已经归档，不能再改。"), "year")
    there = set(form.lines.values_list("result_id", flat=True))
    added = [AnnualLine(form=form, result=one) for one in results_for(person, year) if one.pk not in there]
    if not fresh and not added:
        raise Refused(_("这张考核表已经建立，没有新的结果。"), "year")
    AnnualLine.objects.bulk_create(added)
    new = {"year": year, "lines": len(added), "fresh": fresh}
    record(by=by, room=ROOM, verb="open_annual", subject=_subject(form), unit=code, powers=powers_of(by), new=new)
    return form


def _go(form: AnnualForm, verb: str) -> str:
    """The state a verb leads to, the form held until the end of the act."""
    form.refresh_from_db(from_queryset=AnnualForm.objects.select_for_update())
    state = after(ANNUAL, form.state, verb)
    if state is None:
        raise Refused(_("考核表现在“%(state)s”，不能这样办。") % {"state": form.get_state_display()})
    return state


@action
def write_annual(*, by: Account | None, form: AnnualForm, summary: str) -> AnnualForm:
    """One's own summary of the year."""
    code = form.unit.code if form.unit else ""
    demand_here(by, may_write_annual(by, form) if by else "", "write_annual", _subject(form), code)
    state = _go(form, "write_annual")
    if not summary.strip():
        raise Refused(_("请写个人总结。"), "summary")
    form.summary, form.state = summary.strip(), state
    form.save(update_fields=["summary", "state"])
    record(by=by, room=ROOM, verb="write_annual", subject=_subject(form), unit=code, new={"state": state})
    return form


@action
def grade_annual(*, by: Account | None, form: AnnualForm, grade: str, words: str) -> AnnualForm:
    """The head proposes a grade; excellent needs so many excellent quarters (XM-09)."""
    code = form.unit.code if form.unit else ""
    demand_here(by, may_grade_annual(by, form) if by else "", "grade_annual", _subject(form), code)
    state = _go(form, "grade_annual")
    if grade not in GRADES:
        raise Refused(_("请选等次。"), "grade")
    if grade == EXCELLENT and (why := annual_bar(form.person, form.year)):
        raise Refused(why, "grade")
    if not words.strip():
        raise Refused(_("请写评鉴意见。"), "words")
    form.grade, form.words, form.graded_by, form.state = grade, words.strip(), by, state
    form.save(update_fields=["grade", "words", "graded_by", "state"])
    new = {"grade": grade, "state": state}
    record(by=by, room=ROOM, verb="grade_annual", subject=_subject(form), unit=code, powers=powers_of(by), new=new)
    return form


@action
def confirm_annual(*, by: Account | None, form: AnnualForm) -> AnnualForm:
    """The grade is fixed: the result of the year and the form itself enter the archive."""
    code = form.unit.code if form.unit else ""
    demand_here(by, may_confirm_annual(by, form) if by else "", "confirm_annual", _subject(form), code)
    state = _go(form, "confirm_annual")
    if form.grade == EXCELLENT and (why := annual_bar(form.person, form.year)):
        raise Refused(why, "grade")
    form.state = state
    form.save(update_fields=["state"])
    reference = _("%(year)s 年度考核表") % {"year": form.year}
    told = Told(form.person, str(form.year), None, form.grade, "annual", form.unit, reference, reason=_("年度考核审定"))
    write_results(account=by, told=[told], room=ROOM, fixed_on=today())
    lines = form.lines.select_related("result")
    content = {
        "summary": form.summary, "words": form.words, "grade": form.grade,
        "lines": [
            {"period": one.result.period, "score": plain(one.result.score), "grade": one.result.grade} for one in lines
        ],
    }  # fmt: skip
    filing = Filing(
        title=reference, content=content, kind="annual", room=ROOM, person=form.person, unit=form.unit,
        period=str(form.year), twice=form.unit is not None, locked=True,
    )  # fmt: skip
    made = write_entries(account=by, told=[filing])
    new = {"grade": form.grade, "sm3": made[0].sm3}
    record(by=by, room=ROOM, verb="confirm_annual", subject=_subject(form), unit=code, powers=powers_of(by), new=new)
    return form
