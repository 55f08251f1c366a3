"""Who may do what in deciding. A guard gives the reason why not, in words for the person; empty: they may."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kaogong.audit.actions import demand
from kaogong.decide.models import Consequence, Delivery, FeedbackSheet, Move, Proposal, Settlement
from kaogong.decide.queries.sight import (
    APPROVE,
    FIX,
    PUBLISH,
    answers,
    approves,
    checks,
    prepares,
    publishes,
    sees_all,
)
from kaogong.decide.queries.sight import ROOM as ROOM
from kaogong.org.models import Account, Body
from kaogong.org.models.powers import Power
from kaogong.org.queries import owner_names, owners, owns, reach, recused


def demand_here(by: Account | None, why: str, verb: str, subject: str, unit: str = "") -> None:
    """Go on only when a guard had nothing against it; the system by itself (an import, a job) is not asked."""
    if by is not None:
        demand(why, room=ROOM, verb=verb, subject=subject, unit=unit)


def may_see_all(account: Account) -> str:
    """Drafts are read by those who prepare, decide and supervise."""
    if sees_all(account):
        return ""
    return _("拟定中的等次由绩效办、决策机构、监督小组和纪检监察查看。公示后您可以看到。")


def may_prepare(account: Account) -> str:
    """Settlements, publicity, sheets and deliveries are prepared by the performance office."""
    return "" if prepares(account) else _("等次评定由绩效办组织。")


def entitled(body: Body) -> str:
    """Whether a body may move grades: it owns the act; where nobody owns it, a leading body or committee does."""
    there = [one for one in owners(FIX) if one.body_id]
    if any(one.body_id == body.pk for one in there):
        return ""
    if not there and body.kind in ("leading", "committee"):
        return ""
    names = _("、").join(owner_names(there)) or _("领导小组或委员会")
    return _("“%(body)s”不能决定等次。等次由%(names)s决定。") % {"body": body, "names": names}


def may_move(account: Account, proposal: Proposal) -> str:
    """A move is entered by the office that keeps the minutes, or by somebody of the deciding body."""
    if recused(account, proposal.unit):
        return _("您对这个单位已申请回避。")
    found = reach(account)
    if found.has(Power.OFFICE, room=ROOM) or found.has(Power.DECISION, room=ROOM) or owns(account, FIX):
        return ""
    return _("等次调整由决定机构作出，绩效办登记。")


def may_check_move(account: Account, move: Move) -> str:
    """Another account of the deciding body confirms a move."""
    if move.by_id == account.pk:
        return _("登记和复核须由两人办理。这次调整是您登记的，请另一位复核。")
    if recused(account, move.proposal.unit):
        return _("您对这个单位已申请回避。")
    if checks(account, move):
        return ""
    return _("等次调整由“%(body)s”的成员复核。") % {"body": move.body}


def may_object(account: Account) -> str:
    """Everybody who works in the house may object; the three administrators do not."""
    return _("管理员账号不办业务，不能提出异议。") if account.administers or not account.is_active else ""


def may_answer(account: Account) -> str:
    """Objections are answered by the office or by the supervision committee."""
    if answers(account):
        return ""
    return _("公示异议由绩效办或监督小组答复。")


def may_approve(account: Account, settlement: Settlement) -> str:
    """Results are approved by the deciding body, by another account than the one that drew them up."""
    if settlement.drawn_by_id is not None and settlement.drawn_by_id == account.pk:
        return _("拟定和审定须由两人办理。这次评定是您拟定的，请决策机构审定。")
    if approves(account, settlement):
        return ""
    names = _("、").join(owner_names(owners(APPROVE, "approves"))) or _("决策机构")
    return _("结果由%(names)s审定。") % {"names": names}


def may_publish(account: Account) -> str:
    """What was approved is published by the office, or by whoever the act was given to."""
    if publishes(account):
        return ""
    return _("结果由%(names)s公布。") % {"names": _("、").join(owner_names(owners(PUBLISH))) or _("绩效办")}


def may_execute(account: Account, consequence: Consequence) -> str:
    """A consequence is carried out by the unit it is given to, or entered by the office."""
    found = reach(account)
    if found.has(Power.OFFICE, room=ROOM):
        return ""
    unit = consequence.unit_id
    if unit is not None and any(found.has(power, unit, ROOM) for power in (Power.HEAD, Power.LIAISON)):
        return ""
    return _("结果运用由“%(who)s”执行，绩效办登记。") % {"who": consequence.executor or _("执行单位")}


def next_step(account: Account, consequence: Consequence) -> str:
    """What an account does next about a consequence: set or execute it; else it looks at it."""
    if consequence.state == "unset" and not may_prepare(account):
        return "set"
    return "execute" if consequence.state == "due" and not may_execute(account, consequence) else "see"


def may_waive(account: Account) -> str:
    """That something is not carried out is for the deciding body to say."""
    if reach(account).has(Power.DECISION, room=ROOM):
        return ""
    return _("不再执行须由决策机构决定。")


def may_answer_sheet(account: Account, sheet: FeedbackSheet) -> str:
    """A feedback sheet is answered by the unit or the person it was sent to."""
    unit = sheet.proposal.unit_id
    if sheet.proposal.person_id is not None:
        return "" if sheet.proposal.person_id == account.person_id else _("反馈单由收到的人答复。")
    if unit is not None and any(reach(account).has(power, unit, ROOM) for power in (Power.HEAD, Power.LIAISON)):
        return ""
    return _("反馈单由收到的单位答复。")


def may_record_use(account: Account, delivery: Delivery) -> str:
    """How a result was used is recorded by the department that got it, or entered by the office."""
    found = reach(account)
    if found.has(Power.OFFICE, room=ROOM):
        return ""
    unit = delivery.unit_id
    if unit is not None and any(found.has(power, unit, ROOM) for power in (Power.HEAD, Power.LIAISON)):
        return ""
    return _("使用情况由“%(who)s”登记。") % {"who": delivery.receiver}


def may_see_proposal(account: Account, proposal: Proposal) -> str:
    """A line of a draft is read by those who decide; one's own, once it is public or sent."""
    if not may_see_all(account):
        return ""
    unit = proposal.unit_id
    own = (Power.HEAD, Power.LIAISON, Power.LEADER)
    if unit is not None and any(reach(account).has(power, unit, ROOM) for power in own):
        return ""
    return _("您的岗位看不到这个单位的材料。")
