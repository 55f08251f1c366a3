"""A quarter of staff appraisal, from daily checks to the review by the office (XM-07, steps one to five)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.states import after
from kaogong.core.scheme.period import Period
from kaogong.org.models import Account, Unit
from kaogong.org.queries import today
from kaogong.people.actions.archive import period_of
from kaogong.people.guards.archive import demand_here, powers_of
from kaogong.people.guards.archive_staff import (
    may_check,
    may_comment,
    may_go_on,
    may_open_round,
    may_send_back,
    may_vote,
    may_write_self,
)
from kaogong.people.models import StaffBallot, StaffCheck, StaffLine, StaffRound, StaffScheme, StaffSelf
from kaogong.people.models.archive_staff import GRADES
from kaogong.people.queries.archive import plain
from kaogong.people.queries.archive_sight import ROOM, staff_of
from kaogong.people.queries.archive_staff import deducted, lacks, months_of, parts_of, score_of, warnings_of
from kaogong.people.states.archive_staff import NEXT, ROUND

EARLY = ("checks", "selfs")
"""Steps in which checks and self-appraisals are still entered."""


def subject(held: StaffRound) -> str:
    """A quarter as the audit names it."""
    return f"people.staffround:{held.pk}"


def locked(held: StaffRound) -> StaffRound:
    """The quarter, with nobody else at it."""
    return StaffRound.objects.select_for_update(of=("self",)).select_related("unit", "scheme").get(pk=held.pk)


def follow(held: StaffRound, verb: str) -> str:
    """The state a verb leads to.

    Raises:
        Refused: it cannot be done in this step.
    """
    state = after(ROUND, held.state, verb)
    if state is None:
        raise Refused(_("现在的步骤是“%(state)s”，不能这样办。") % {"state": held.get_state_display()})
    return state


def mark_of(value: Decimal, field: str = "score") -> Decimal:
    """A mark from 0 to 100.

    Raises:
        Refused: it is none.
    """
    if not 0 <= value <= 100:
        raise Refused(_("评分应在 0 到 100 之间。"), field)
    return value


@action
def open_round(*, by: Account | None, unit: Unit, quarter: str) -> StaffRound:
    """Open a quarter: everybody with a post in the unit is appraised under the scheme in force."""
    where = f"org.unit:{unit.code}"
    demand_here(by, may_open_round(by, unit) if by else "", "open_round", where, unit.code)
    when = period_of(quarter)
    if when.every != "quarter":
        raise Refused(_("“%(text)s”不是季度。请写成 2026-Q2。") % {"text": quarter}, "quarter")
    if when.first > today():
        raise Refused(_("%(quarter)s 还没有开始。") % {"quarter": when}, "quarter")
    scheme = StaffScheme.objects.filter(unit=unit, state="active").first()
    if scheme is None:
        raise Refused(_("本单位还没有施行的考评方案。请先拟方案并审签。"), "quarter")
    if StaffRound.objects.filter(unit=unit, quarter=str(when)).exists():
        raise Refused(_("%(quarter)s 考评已经启动。") % {"quarter": when}, "quarter")
    posts = staff_of(unit, min(today(), when.last))
    if not posts:
        raise Refused(_("本单位这一季度没有在岗人员。"), "quarter")
    made = StaffRound.objects.create(scheme=scheme, unit=unit, quarter=str(when), opened_on=today(), by=by)
    StaffLine.objects.bulk_create(StaffLine(round=made, person=one.person, title=one.title) for one in posts)
    new = {"quarter": made.quarter, "people": len(posts)}
    record(by=by, room=ROOM, verb="open_round", subject=subject(made), unit=unit.code, powers=powers_of(by), new=new)
    return made


@action
def enter_check(*, by: Account | None, line: StaffLine, day: dt.date, words: str, points: Decimal) -> StaffCheck:
    """What a daily check of efficiency found of a person, and what it takes (步骤一)."""
    held = locked(line.round)
    demand_here(by, may_check(by, line) if by else "", "enter_check", subject(held), held.unit.code)
    if held.state not in EARLY:
        raise Refused(_("现在的步骤是“%(state)s”，检查已经截止。") % {"state": held.get_state_display()})
    when = Period.parse(held.quarter)
    if not when.first <= day <= min(when.last, today()):
        raise Refused(_("检查日期应在 %(quarter)s 之内，不晚于今天。") % {"quarter": held.quarter}, "day")
    if points < 0:
        raise Refused(_("扣分不能小于 0。"), "points")
    if not words.strip():
        raise Refused(_("请写明检查到的情况。"), "words")
    made = StaffCheck.objects.create(line=line, day=day, words=words.strip(), points=points, by=by)
    new = {"person": line.person.code, "day": str(day), "points": plain(points)}
    code = held.unit.code
    record(by=by, room=ROOM, verb="enter_check", subject=subject(held), unit=code, powers=powers_of(by), new=new)
    return made


@action
def write_self(*, by: Account | None, line: StaffLine, month: str, words: str, score: Decimal) -> StaffSelf:
    """One's own appraisal of a month (步骤二); it can be rewritten until peers vote."""
    held = locked(line.round)
    demand_here(by, may_write_self(by, line) if by else "", "write_self", subject(held), held.unit.code)
    when = str(period_of(month))
    if held.state not in EARLY:
        raise Refused(_("现在的步骤是“%(state)s”，自评已经截止。") % {"state": held.get_state_display()})
    if when not in months_of(held.quarter) or Period.parse(when).first > today():
        raise Refused(_("请填本季度已经开始的月份。"), "month")
    if not words.strip():
        raise Refused(_("请写明当月完成的工作。"), "words")
    given = {"words": words.strip(), "score": mark_of(score), "on": today()}
    made, fresh = StaffSelf.objects.update_or_create(line=line, month=when, defaults=given)
    new = {"person": line.person.code, "month": when, "score": plain(score), "again": not fresh}
    code = held.unit.code
    record(by=by, room=ROOM, verb="write_self", subject=subject(held), unit=code, powers=powers_of(by), new=new)
    return made


@action
def cast_staff_ballot(*, by: Account, held: StaffRound, marks: Mapping[int, Decimal]) -> StaffBallot:
    """Peers mark each other (步骤三): that somebody voted is kept, what was voted is only counted."""
    round_ = locked(held)
    demand_here(by, may_vote(by, round_), "cast_staff_ballot", subject(round_), round_.unit.code)
    if round_.state != "peers":
        raise Refused(_("现在的步骤是“%(state)s”，不是群众互评。") % {"state": round_.get_state_display()})
    if StaffBallot.objects.filter(round=round_, voter=by).exists():
        raise Refused(_("您已经投过票。每人一票，不能更改。"))
    lines = list(round_.lines.select_for_update().exclude(person=by.person_id))
    if {one.pk for one in lines} != set(marks):
        raise Refused(_("请给每位同事评分，不评自己。"))
    for one in lines:
        mark = plain(mark_of(marks[one.pk], f"mark_{one.pk}")) or "0"
        one.peers[mark] = one.peers.get(mark, 0) + 1
        one.save(update_fields=["peers"])
    made = StaffBallot.objects.create(round=round_, voter=by)
    new = {"voted": round_.ballots.count()}
    code = round_.unit.code
    record(by=by, room=ROOM, verb="cast_staff_ballot", subject=subject(round_), unit=code, new=new)
    return made


@action
def comment_line(*, by: Account | None, line: StaffLine, score: Decimal, words: str, grade: str) -> StaffLine:
    """A leader comments, marks, and proposes a grade (步骤四)."""
    held = locked(line.round)
    demand_here(by, may_comment(by, line) if by else "", "comment_line", subject(held), held.unit.code)
    if held.state != "comments":
        raise Refused(_("现在的步骤是“%(state)s”，不是领导点评。") % {"state": held.get_state_display()})
    if grade not in GRADES:
        raise Refused(_("请选等次。"), "grade")
    if not words.strip():
        raise Refused(_("请写点评。"), "words")
    line.leader_score, line.leader_words, line.grade = mark_of(score), words.strip(), grade
    line.save(update_fields=["leader_score", "leader_words", "grade"])
    new = {"person": line.person.code, "score": plain(score), "grade": grade}
    code = held.unit.code
    record(by=by, room=ROOM, verb="comment_line", subject=subject(held), unit=code, powers=powers_of(by), new=new)
    return line


@action
def go_on(*, by: Account | None, held: StaffRound) -> StaffRound:
    """The next of the first six steps; what a step still lacks is named (XM-07)."""
    round_ = locked(held)
    verb = NEXT.get(round_.state, "")
    demand_here(by, may_go_on(by, round_) if by else "", verb or "go_on", subject(round_), round_.unit.code)
    state = follow(round_, verb)
    if round_.state != "checks" and (missing := lacks(round_)):
        more = _("等 %(n)s 项") % {"n": len(missing)} if len(missing) > 3 else ""
        raise Refused(_("还不能进入下一步：%(what)s%(more)s。") % {"what": _("；").join(missing[:3]), "more": more})
    if Period.parse(round_.quarter).last >= today() and state == "peers":
        raise Refused(_("%(quarter)s 还没有结束，不能开始互评。") % {"quarter": round_.quarter})
    if state == "review":
        _compute(round_)
    old = {"state": round_.state}
    round_.state = held.state = state
    if state == "approval":
        round_.warnings = held.warnings = warnings_of(round_)
    round_.save(update_fields=["state", "warnings"])
    new = {"state": state, "warnings": len(round_.warnings)}
    code = round_.unit.code
    record(by=by, room=ROOM, verb=verb, subject=subject(round_), unit=code, powers=powers_of(by), old=old, new=new)
    return held


def _compute(held: StaffRound) -> None:
    """The scores of a quarter, from what was entered; what is missing stays missing."""
    ballots = held.ballots.count()
    for line in held.lines.select_related("round").prefetch_related("selfs", "checks"):
        parts = parts_of(line, ballots)
        line.deducted, line.self_score, line.peer_score = deducted(line), parts["self"], parts["peers"]
        line.score = score_of(line, held.scheme.weights, ballots)
        line.save(update_fields=["deducted", "self_score", "peer_score", "score"])


@action
def send_back(*, by: Account | None, held: StaffRound, reason: str) -> StaffRound:
    """The office or the leading group sends a list back; approvals given so far fall."""
    round_ = locked(held)
    demand_here(by, may_send_back(by, round_) if by else "", "send_back", subject(round_), round_.unit.code)
    state = follow(round_, "send_back")
    if not reason.strip():
        raise Refused(_("请写明退回的理由。"), "reason")
    old = {"state": round_.state, "approvals": round_.approvals.count()}
    round_.approvals.all().delete()
    round_.state = held.state = state
    round_.save(update_fields=["state"])
    record(
        by=by, room=ROOM, verb="send_back", subject=subject(round_), unit=round_.unit.code, powers=powers_of(by),
        old=old, new={"state": state}, reason=reason,
    )  # fmt: skip
    return held
