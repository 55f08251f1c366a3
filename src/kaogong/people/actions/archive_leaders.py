"""A leader's own appraisal: targets and results, notes of the inquiry, evaluation, final (CX-08, HB-43)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.states import after
from kaogong.org.models import Account, Person
from kaogong.org.queries import today
from kaogong.people.actions.archive import Filing, Told, write_entries, write_results
from kaogong.people.guards.archive import demand_here, powers_of
from kaogong.people.guards.archive_leaders import may_finalise_leader, may_run_leader
from kaogong.people.models import LeaderAppraisal, LeaderNote, LeaderTarget
from kaogong.people.models.archive_staff import GRADES
from kaogong.people.queries.archive import plain
from kaogong.people.queries.archive_leaders import lacking, own_targets, proposed_grade
from kaogong.people.queries.archive_sight import ROOM, post_of
from kaogong.people.states.archive_leaders import APPRAISAL


def _subject(held: LeaderAppraisal) -> str:
    return f"people.leaderappraisal:{held.pk}"


def _open(held: LeaderAppraisal, verb: str = "evaluate_leader") -> str:
    """The state a verb leads to, the appraisal held until the end of the act."""
    held.refresh_from_db(from_queryset=LeaderAppraisal.objects.select_for_update())
    state = after(APPRAISAL, held.state, verb)
    if state is None:
        raise Refused(_("这份考评已经定稿，不能再改。"))
    return state


@action
def open_leader(*, by: Account | None, person: Person, year: int) -> LeaderAppraisal:
    """Open a leader's appraisal of a year; the binding targets the leader answers for are taken over."""
    where = f"org.person:{person.code}"
    demand_here(by, may_run_leader(by, person) if by else "", "open_leader", where)
    if LeaderAppraisal.objects.filter(person=person, year=year).exists():
        raise Refused(_("%(who)s %(year)s 年的考评已经启动。") % {"who": person, "year": year}, "year")
    post = post_of(person)
    made = LeaderAppraisal.objects.create(
        person=person, unit=post.unit if post else None, year=year, opened_on=today(), by=by
    )
    several = own_targets(person, year)
    LeaderTarget.objects.bulk_create(
        LeaderTarget(
            appraisal=made, target=one, name=one.indicator.name[:200], aim=one.value, by=by,
            standard=(one.quality or one.demands)[:300],
        )
        for one in several
    )  # fmt: skip
    new = {"year": year, "targets": len(several)}
    record(by=by, room=ROOM, verb="open_leader", subject=_subject(made), powers=powers_of(by), new=new)
    return made


@action
def add_leader_target(
    *, by: Account | None, held: LeaderAppraisal, name: str, standard: str, aim: Decimal | None = None
) -> LeaderTarget:
    """A target of the leader's own, beside those of the plan."""
    demand_here(by, may_run_leader(by, held.person) if by else "", "add_leader_target", _subject(held))
    _open(held)
    if not name.strip() or not standard.strip():
        raise Refused(_("请写明目标和标准。"), "standard" if name.strip() else "name")
    made = LeaderTarget.objects.create(appraisal=held, name=name.strip(), standard=standard.strip(), aim=aim, by=by)
    new = {"name": made.name, "aim": plain(aim)}
    record(by=by, room=ROOM, verb="add_leader_target", subject=_subject(held), powers=powers_of(by), new=new)
    return made


@action
def tell_leader_result(
    *, by: Account | None, target: LeaderTarget, done: bool, source: str, result: Decimal | None = None
) -> LeaderTarget:
    """How a target came out, and where that is known from; without a source it is not taken."""
    held = target.appraisal
    demand_here(by, may_run_leader(by, held.person) if by else "", "tell_leader_result", _subject(held))
    _open(held)
    if not source.strip():
        raise Refused(_("请写明完成情况的来源。"), "source")
    target.done, target.source, target.result, target.by = done, source.strip(), result, by
    target.save(update_fields=["done", "source", "result", "by"])
    new = {"target": target.name, "done": done, "result": plain(result), "source": target.source}
    record(by=by, room=ROOM, verb="tell_leader_result", subject=_subject(held), powers=powers_of(by), new=new)
    return target


@action
def note_interview(*, by: Account | None, held: LeaderAppraisal, day: dt.date, whom: str, words: str) -> LeaderNote:
    """What was asked and said in the inquiry; the words are sealed and not shown to the leader."""
    demand_here(by, may_run_leader(by, held.person) if by else "", "note_interview", _subject(held))
    _open(held)
    if day > today():
        raise Refused(_("日期不能晚于今天。"), "day")
    if not words.strip():
        raise Refused(_("请写访谈记录。"), "words")
    made = LeaderNote.objects.create(appraisal=held, day=day, whom=whom, words=words.strip(), by=by)
    new = {"day": str(day), "whom": whom, "notes": held.notes.count()}
    record(
        by=by, room=ROOM, verb="note_interview", subject=_subject(held), powers=powers_of(by), new=new,
        private={"words": words},
    )  # fmt: skip
    return made


@action
def evaluate_leader(
    *,
    by: Account | None,
    held: LeaderAppraisal,
    standard: str,
    evaluation: str,
    grade: str,
    score: Decimal | None = None,
    team_score: Decimal | None = None,
) -> LeaderAppraisal:
    """The comprehensive evaluation: own standard, own score beside the team's, words and a grade."""
    demand_here(by, may_run_leader(by, held.person) if by else "", "evaluate_leader", _subject(held))
    held.state = _open(held)
    if grade and grade not in GRADES:
        raise Refused(_("请选等次。"), "grade")
    if grade and not proposed_grade(held):
        raise Refused(_("还没有个人目标的完成情况，不提等次。"), "grade")
    held.standard, held.evaluation, held.grade = standard.strip(), evaluation.strip(), grade
    held.score, held.team_score, held.evaluated_by = score, team_score, by
    held.save()
    new = {"grade": grade, "score": plain(score), "team": plain(team_score)}
    record(by=by, room=ROOM, verb="evaluate_leader", subject=_subject(held), powers=powers_of(by), new=new)
    return held


@action
def finalise_leader(*, by: Account | None, held: LeaderAppraisal) -> LeaderAppraisal:
    """Final: the result and the appraisal enter the archive. What is lacking is named (CX-08)."""
    demand_here(by, may_finalise_leader(by, held) if by else "", "finalise_leader", _subject(held))
    state = _open(held, "finalise_leader")
    if gone := lacking(held):
        raise Refused(_("不能定稿，还缺：%(what)s。") % {"what": _("、").join(gone)})
    held.state, held.final_on = state, today()
    held.save(update_fields=["state", "final_on"])
    reference = f"{held.year}领导干部个人考评"
    told = Told(
        held.person, str(held.year), held.score, held.grade, "leader", held.unit, reference, reason=_("个人考评定稿")
    )
    write_results(account=by, told=[told], room=ROOM, fixed_on=today())
    content = {
        "standard": held.standard, "evaluation": held.evaluation, "grade": held.grade, "score": plain(held.score),
        "team_score": plain(held.team_score), "notes": held.notes.count(),
        "targets": [
            {"name": one.name, "aim": plain(one.aim), "result": plain(one.result), "done": one.done, "source": one.source}
            for one in held.targets.all()
        ],
    }  # fmt: skip
    filing = Filing(
        title=reference, content=content, kind="appraisal", room=ROOM, person=held.person, unit=held.unit,
        period=str(held.year), locked=True,
    )  # fmt: skip
    made = write_entries(account=by, told=[filing])
    new = {"grade": held.grade, "score": plain(held.score), "sm3": made[0].sm3}
    record(by=by, room=ROOM, verb="finalise_leader", subject=_subject(held), powers=powers_of(by), new=new)
    return held
