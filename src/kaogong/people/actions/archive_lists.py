"""The list of excellent staff: approved by more than one, announced, paid for (XM-07, steps six to eight; XM-08)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.core.scheme.period import Period
from kaogong.org.models import Account
from kaogong.org.queries import after_days, setting, today
from kaogong.people.actions.archive import Told, write_results
from kaogong.people.actions.archive_staff import follow, locked, subject
from kaogong.people.guards.archive import demand_here, powers_of
from kaogong.people.guards.archive_staff import (
    may_answer_staff,
    may_approve_list,
    may_object_staff,
    may_publish_list,
)
from kaogong.people.models import StaffApproval, StaffLine, StaffObjection, StaffRound
from kaogong.people.queries.archive import EXCELLENT
from kaogong.people.queries.archive_sight import ROOM
from kaogong.people.queries.archive_staff import excellent_of, why_not_payable

STEP_BODY = "效能和行风建设领导小组"
LOWER = "称职"
"""What somebody gets instead, against whom an objection was upheld."""


@action
def approve_list(*, by: Account | None, held: StaffRound, reason: str = "") -> StaffApproval:
    """A member of the leading group approves; warnings need an answer in words."""
    round_ = locked(held)
    demand_here(by, may_approve_list(by, round_) if by else "", "approve_list", subject(round_), round_.unit.code)
    if round_.state != "approval":
        raise Refused(_("现在的步骤是“%(state)s”，不是领导小组审定。") % {"state": round_.get_state_display()})
    if round_.approvals.filter(by=by).exists():
        raise Refused(_("您已经审定过这份名单，还需要另一位成员。"))
    if round_.warnings and not reason.strip():
        raise Refused(_("名单有提示：%(words)s 请写明审定意见。") % {"words": " ".join(round_.warnings)}, "reason")
    made = StaffApproval.objects.create(round=round_, by=by, on=today(), reason=reason.strip())
    new = {"approvals": round_.approvals.count(), "excellent": len(excellent_of(round_))}
    code = round_.unit.code
    record(
        by=by, room=ROOM, verb="approve_list", subject=subject(round_), unit=code, powers=powers_of(by), new=new,
        reason=reason,
    )  # fmt: skip
    return made


@action
def announce_excellent(*, by: Account | None, held: StaffRound) -> StaffRound:
    """The list is announced. One approval is one person's word: that is refused (XM-08)."""
    round_ = locked(held)
    demand_here(by, may_publish_list(by) if by else "", "announce_excellent", subject(round_), round_.unit.code)
    state = follow(round_, "announce_excellent")
    needed, given = setting("staff.approvers"), round_.approvals.count()
    if given < needed:
        words = _("优秀名单须至少 %(needed)s 人审定，现在只有 %(given)s 人：不能个人说了算。")
        raise Refused(words % {"needed": needed, "given": given})
    bare = [str(one.person) for one in excellent_of(round_) if one.score is None]
    if bare:
        raise Refused(_("没有得分的人不能评为优秀：%(names)s。") % {"names": _("、").join(bare)})
    days: int = setting("staff.publicity")
    round_.state = held.state = state
    round_.publicity_since, round_.publicity_until = today(), after_days(today(), days)
    round_.save(update_fields=["state", "publicity_since", "publicity_until"])
    held.refresh_from_db()
    new = {"until": str(round_.publicity_until), "excellent": len(excellent_of(round_))}
    code = round_.unit.code
    record(
        by=by, room=ROOM, verb="announce_excellent", subject=subject(round_), unit=code, powers=powers_of(by), new=new
    )
    return held


@action
def object_staff(*, by: Account | None, line: StaffLine, words: str) -> StaffObjection:
    """Somebody objects to a name on the list, while it is announced."""
    held = locked(line.round)
    demand_here(by, may_object_staff(by, held) if by else "", "object_staff", subject(held), held.unit.code)
    if held.state != "publicity" or held.publicity_until is None or today() > held.publicity_until:
        raise Refused(_("现在不在公示期。"))
    if line.grade != EXCELLENT:
        raise Refused(_("%(who)s 不在优秀名单中。") % {"who": line.person}, "line")
    if not words.strip():
        raise Refused(_("请写明有什么异议、依据什么。"), "words")
    made = StaffObjection.objects.create(round=held, line=line, words=words.strip(), on=today(), by=by)
    record(
        by=by, room=ROOM, verb="object_staff", subject=subject(held), unit=held.unit.code,
        new={"person": line.person.code}, private={"words": words},
    )  # fmt: skip
    return made


@action
def answer_staff(*, by: Account | None, objection: StaffObjection, upheld: bool, answer: str) -> StaffObjection:
    """An objection is answered; upheld, the person leaves the list."""
    held = locked(objection.round)
    demand_here(by, may_answer_staff(by, objection) if by else "", "answer_staff", subject(held), held.unit.code)
    if objection.state != "open":
        raise Refused(_("这件异议已经答复。"))
    if not answer.strip():
        raise Refused(_("请写明答复。"), "answer")
    objection.state = "upheld" if upheld else "dismissed"
    objection.answer, objection.answered_by, objection.answered_on = answer.strip(), by, today()
    objection.save(update_fields=["state", "answer", "answered_by", "answered_on"])
    if upheld:
        objection.line.grade = LOWER
        objection.line.save(update_fields=["grade"])
    new = {"person": objection.line.person.code, "state": objection.state}
    code = held.unit.code
    record(
        by=by, room=ROOM, verb="answer_staff", subject=subject(held), unit=code, powers=powers_of(by), new=new,
        private={"answer": answer},
    )  # fmt: skip
    return objection


@action
def close_staff_publicity(*, by: Account | None, held: StaffRound) -> StaffRound:
    """The publicity has ended without an open objection: results are filed, the bonus may be paid."""
    round_ = locked(held)
    demand_here(by, may_publish_list(by) if by else "", "close_staff_publicity", subject(round_), round_.unit.code)
    state = follow(round_, "close_staff_publicity")
    assert round_.publicity_until is not None
    if today() <= round_.publicity_until:
        raise Refused(_("公示到 %(day)s 止，现在不能结束。") % {"day": round_.publicity_until})
    waiting = round_.objections.filter(state="open").count()
    if waiting:
        raise Refused(_("还有 %(n)s 件异议没有答复。") % {"n": waiting})
    round_.state = held.state = state
    round_.save(update_fields=["state"])
    filed = write_results(
        account=by, told=_results(round_), room=ROOM, fixed_on=today()
    )  # the months and the quarter of everybody
    new = {"state": state, "results": len(filed)}
    code = round_.unit.code
    record(
        by=by,
        room=ROOM,
        verb="close_staff_publicity",
        subject=subject(round_),
        unit=code,
        powers=powers_of(by),
        new=new,
    )
    return held


def _results(held: StaffRound) -> list[Told]:
    """What is fixed of everybody: three months by self-appraisal less checks, and the quarter."""
    reference, by = _("%(quarter)s 工作人员考评") % {"quarter": held.quarter}, STEP_BODY
    found = []
    for line in held.lines.select_related("person").prefetch_related("selfs", "checks"):
        given: dict[str, Any] = {"unit": held.unit, "reference": reference, "fixed_by": by, "reason": _("季度考评结束")}
        for one in line.selfs.all():
            month = Period.parse(one.month)
            taken = sum(
                (each.points for each in line.checks.all() if month.first <= each.day <= month.last), Decimal(0)
            )
            found.append(Told(line.person, one.month, max(one.score - taken, Decimal(0)), **given))
        if line.score is not None or line.grade:
            found.append(Told(line.person, held.quarter, line.score, line.grade, **given))
    return found


@action
def record_staff_payment(*, by: Account | None, held: StaffRound, reference: str) -> StaffRound:
    """The bonus of the quarter was paid (步骤八). Before the publicity has ended it is refused."""
    round_ = locked(held)
    demand_here(by, may_publish_list(by) if by else "", "record_staff_payment", subject(round_), round_.unit.code)
    if why := why_not_payable(round_.unit, round_.quarter):
        raise Refused(why)
    state = follow(round_, "record_staff_payment")
    if not reference.strip():
        raise Refused(_("请填发放单号。"), "reference")
    round_.state, round_.paid_on, round_.payment = state, today(), reference.strip()
    round_.save(update_fields=["state", "paid_on", "payment"])
    held.refresh_from_db()
    new = {"payment": round_.payment, "on": str(round_.paid_on)}
    code = round_.unit.code
    record(
        by=by, room=ROOM, verb="record_staff_payment", subject=subject(round_), unit=code, powers=powers_of(by), new=new
    )
    return held
