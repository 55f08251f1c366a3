"""Exams: results entered, released and ranked; the last interviewed; the monthly evaluation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.states import after
from kaogong.core.scheme.days import Deadline, due
from kaogong.core.scheme.period import Period
from kaogong.org.models import Account, Person
from kaogong.org.queries import calendar, setting, today
from kaogong.people.actions.presence import worked_in
from kaogong.people.guards.learning import (
    may_confirm_evaluation,
    may_evaluate,
    may_interview,
    may_keep_exam,
    may_release,
)
from kaogong.people.guards.presence import demand_here, powers_of
from kaogong.people.models import Exam, ExamInterview, ExamResult, MonthEvaluation
from kaogong.people.queries.bureaus import ROOM
from kaogong.people.queries.learning import ranked
from kaogong.people.states.learning import AUDIENCES, EXAM


def _recorded(by: Account | None, verb: str, thing: Any, unit: str = "", **told: Any) -> None:
    where = f"{ROOM}.{type(thing).__name__.lower()}:{thing.pk}"
    record(by=by, room=ROOM, verb=verb, subject=where, unit=unit, powers=powers_of(by), **told)


def month_of(text: str, field: str = "month") -> str:
    """A month in its one way of writing."""
    try:
        when = Period.parse(text)
    except ValueError:
        when = Period("year", 0)
    if when.every != "month":
        raise Refused(_("月份请写成 2026-05。"), field)
    return str(when)


@action
def set_exam(
    *, by: Account | None, month: str, audience: str, name: str, held_on: dt.date, full: Decimal = Decimal(100)
) -> Exam:
    """An exam of a month; one a month for each audience."""
    demand_here(by, may_keep_exam(by, audience) if by else "", "set_exam", f"{ROOM}.exam:{month}")
    when = month_of(month)
    if audience not in AUDIENCES:
        raise Refused(_("请选对象。"), "audience")
    if not name.strip():
        raise Refused(_("请写名称。"), "name")
    if full <= 0:
        raise Refused(_("满分须大于 0。"), "full")
    if Exam.objects.filter(month=when, audience=audience).exists():
        raise Refused(_("%(month)s 的考试已登记，每月一次。") % {"month": when}, "month")
    made = Exam.objects.create(month=when, audience=audience, name=name.strip(), held_on=held_on, full=full, by=by)
    _recorded(by, "set_exam", made, new={"month": when, "audience": audience, "full": str(full)})
    return made


@action
def enter_results(*, by: Account | None, exam: Exam, results: Sequence[tuple[Person, Decimal | None]]) -> Exam:
    """Enter scores; without one somebody was absent. Entered again, a score is written over until it is released."""
    held = Exam.objects.select_for_update().get(pk=exam.pk)
    where = f"{ROOM}.exam:{held.pk}"
    demand_here(by, may_keep_exam(by, held.audience) if by else "", "enter_results", where)
    if after(EXAM, held.state, "enter_results") is None:
        raise Refused(_("成绩已公布，不能再改。"))
    if not results:
        raise Refused(_("请写成绩。"), "results")
    for person, score in results:
        if score is not None and not 0 <= score <= held.full:
            told = {"name": person.name, "score": score, "full": held.full}
            raise Refused(_("%(name)s的成绩 %(score)s 不在 0 到 %(full)s 之间。") % told, "results")
        unit = worked_in(person, held.held_on, "results")
        ExamResult.objects.update_or_create(exam=held, person=person, defaults={"score": score, "unit": unit})
    held.by = by
    held.save(update_fields=["by"])
    absent = sum(1 for _person, score in results if score is None)
    _recorded(by, "enter_results", held, new={"results": len(results), "absent": absent})
    return held


@action
def release_exam(*, by: Account | None, exam: Exam) -> Exam:
    """Make results known: ranked, the last marked and to be interviewed. They do not change any more."""
    held = Exam.objects.select_for_update(of=("self",)).get(pk=exam.pk)
    demand_here(by, may_release(by, held) if by else "", "release_exam", f"{ROOM}.exam:{held.pk}")
    if after(EXAM, held.state, "release_exam") is None:
        raise Refused(_("成绩已经公布。"))
    rows = list(held.results.select_related("person"))
    if not any(one.score is not None for one in rows):
        raise Refused(_("还没有成绩，不能公布。"))
    places = ranked({one.person_id: one.score for one in rows})
    limit = due(Deadline(setting("exams.interview_days"), working=True), today(), calendar())
    last = []
    for one in rows:
        one.rank, lowest = places[one.person_id]
        one.last = lowest and held.audience in setting("exams.interviewed")
        one.save(update_fields=["rank", "last"])
        if one.last:
            year = Period.parse(held.month).year
            ExamInterview.objects.create(result=one, person=one.person, year=year, due=limit)
            last.append(one.person.code)
    held.state, held.released_by, held.released_on = "released", by, today()
    held.save()
    _recorded(by, "release_exam", held, new={"month": held.month, "results": len(rows), "last": sorted(last)})
    return held


@action
def hold_interview(
    *, by: Account | None, interview: ExamInterview, held_on: dt.date, talker: Person, words: str
) -> ExamInterview:
    """Say when and by whom the last was interviewed, and what was said (sealed)."""
    held = (
        ExamInterview.objects.select_for_update(of=("self",))
        .select_related("result__exam", "result__unit", "person")
        .get(pk=interview.pk)
    )
    where = f"{ROOM}.examinterview:{held.pk}"
    demand_here(by, may_interview(by, held) if by else "", "hold_interview", where, held.result.unit.code)
    if held.state == "done":
        raise Refused(_("已约谈。"))
    if held_on > today():
        raise Refused(_("约谈日期不能晚于今天。"), "held_on")
    if talker.pk == held.person_id:
        raise Refused(_("约谈人须是另一位。"), "talker")
    if not words.strip():
        raise Refused(_("请写约谈记录。"), "words")
    held.state, held.held_on, held.talker, held.words, held.by = "done", held_on, talker, words.strip(), by
    held.save()
    new = {"held_on": str(held_on), "talker": talker.code, "person": held.person.code}
    _recorded(by, "hold_interview", held, held.result.unit.code, new=new)
    return held


@action
def enter_evaluations(
    *, by: Account | None, month: str, scores: Mapping[Person, Decimal], source: str
) -> list[MonthEvaluation]:
    """The monthly evaluation of people; another confirms. One that is confirmed is not written over."""
    when = month_of(month)
    if not scores:
        raise Refused(_("请写考评得分。"), "scores")
    if not source.strip():
        raise Refused(_("请写来源。"), "source")
    made = []
    for person, score in scores.items():
        unit = worked_in(person, min(Period.parse(when).last, today()), "scores")
        demand_here(by, may_evaluate(by, unit.pk) if by else "", "enter_evaluations", f"org.person:{person.code}")
        if not 0 <= score <= 100:
            told = {"name": person.name, "score": score}
            raise Refused(_("%(name)s的得分 %(score)s 不在 0 到 100 之间。") % told, "scores")
        held = MonthEvaluation.objects.select_for_update().filter(person=person, month=when).first()
        if held is not None and held.state == "confirmed":
            raise Refused(_("%(name)s这个月的考评已确认。") % {"name": person.name}, "scores")
        held = held or MonthEvaluation(person=person, month=when)
        held.unit, held.score, held.source, held.by = unit, score, source.strip(), by
        held.save()
        made.append(held)
    new = {"month": when, "people": len(made), "source": source.strip()}
    record(by=by, room=ROOM, verb="enter_evaluations", subject=f"{ROOM}.month:{when}", powers=powers_of(by), new=new)
    return made


@action
def confirm_evaluation(*, by: Account | None, evaluation: MonthEvaluation) -> MonthEvaluation:
    """Confirm an evaluation somebody else entered; from now on it counts."""
    held = (
        MonthEvaluation.objects.select_for_update(of=("self",)).select_related("unit", "person").get(pk=evaluation.pk)
    )
    where = f"{ROOM}.monthevaluation:{held.pk}"
    demand_here(by, may_confirm_evaluation(by, held) if by else "", "confirm_evaluation", where, held.unit.code)
    if held.state == "confirmed":
        raise Refused(_("已确认。"))
    held.state, held.confirmed_by = "confirmed", by
    held.save(update_fields=["state", "confirmed_by"])
    _recorded(by, "confirm_evaluation", held, held.unit.code, new={"month": held.month, "score": str(held.score)})
    return held
