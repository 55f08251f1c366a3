"""Who may do what about cases of accountability, conduct, reports, talks and advice. Empty: they may."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kaogong.decide.models import (
    AccountabilityCase,
    AdmonitionTalk,
    CaseMeasure,
    PersonnelAdvice,
    Report,
    ReviewPoint,
)
from kaogong.decide.queries.sight import ROOM
from kaogong.org.models import Account, Unit
from kaogong.org.models.powers import Power
from kaogong.org.queries import reach, recused

PURSUE = (Power.OFFICE, Power.DISCIPLINE)
ABOVE = (Power.OFFICE, Power.DECISION, Power.COMMITTEE, Power.DISCIPLINE)
UNIT = (Power.HEAD, Power.LIAISON)


def _any(account: Account, powers: tuple[Power, ...], unit: int | None = None) -> bool:
    found = reach(account)
    if unit is None:
        return any(found.has(one, room=ROOM) for one in powers)
    return any(found.has(one, unit, ROOM) for one in powers)


def may_see_cases(account: Account) -> str:
    """Cases are read by those who pursue, decide and watch."""
    if _any(account, ABOVE):
        return ""
    return _("责任追究由绩效办、纪检监察、决策机构和监督小组查看。")


def may_see_talks(account: Account) -> str:
    """Admonition talks are read by those who read cases, and by who holds one: their own."""
    why = may_see_cases(account)
    own = bool(why) and account.person_id is not None
    return "" if own and AdmonitionTalk.objects.filter(talker=account.person_id).exists() else why


def may_pursue(account: Account, unit: Unit | None = None) -> str:
    """Cases are opened and worked on by the office and by discipline inspection; not by whoever is recused."""
    if unit is not None and recused(account, unit):
        return _("您对这个单位已申请回避。")
    return "" if _any(account, PURSUE) else _("责任追究由绩效办或纪检监察机关办理。")


def may_work_on(account: Account, case: AccountabilityCase) -> str:
    """Nobody works on a case about oneself."""
    if account.person_id is not None and account.person_id == case.person_id:
        return _("不能办理追究自己的案件。")
    return may_pursue(account, case.unit)


def may_close_case(account: Account, case: AccountabilityCase) -> str:
    """A case is closed by somebody else than who opened it."""
    if case.by_id is not None and case.by_id == account.pk:
        return _("立案和办结须由两人办理。这一件是您立的，请另一位同事办结。")
    return may_work_on(account, case)


def may_approve_measure(account: Account, measure: CaseMeasure) -> str:
    """Heavy measures are approved by the deciding body, by somebody else than who proposed them."""
    case = measure.case
    if measure.by_id is not None and measure.by_id == account.pk:
        return _("提出和批准须由两人办理。")
    if account.person_id is not None and account.person_id in (case.person_id, measure.person_id):
        return _("不能批准对自己的处理。")
    if recused(account, case.unit):
        return _("您对这个单位已申请回避。")
    return "" if _any(account, (Power.DECISION,)) else _("待岗、降职、免职等由决策机构批准。")


def may_carry_out(account: Account, measure: CaseMeasure) -> str:
    """What was decided is carried out by those who pursue, or by the unit."""
    if account.person_id is not None and account.person_id == measure.person_id:
        return _("不能登记对自己的处理已落实。")
    if not may_work_on(account, measure.case) or _any(account, UNIT, measure.case.unit_id):
        return ""
    return _("落实情况由责任单位、绩效办或纪检监察机关登记。")


def may_answer_point(account: Account, point: ReviewPoint) -> str:
    """What has to be looked at one by one is answered by the deciding body or the committee."""
    if recused(account, point.proposal.unit):
        return _("您对这个单位已申请回避。")
    if _any(account, (Power.DECISION, Power.COMMITTEE)):
        return ""
    return _("审议事项由决策机构或监督小组逐条答复。")


def may_keep_conduct(account: Account) -> str:
    """Conduct is recorded by discipline inspection and the office."""
    return "" if _any(account, PURSUE) else _("奖惩目录和记录由纪检监察机关或绩效办登记。")


def may_hand_in(account: Account, report: Report) -> str:
    """A review or report is handed in by its unit, or by the leader it is asked of."""
    own = account.person_id is not None and account.person_id == report.person_id
    return "" if own or _any(account, UNIT, report.unit_id) else _("由要求报送的单位或本人报送。")


def may_check_report(account: Account, report: Report) -> str:
    """It is looked at by those above, never by who handed it in."""
    if report.handed_by_id is not None and report.handed_by_id == account.pk:
        return _("报送和审核须由两人办理。")
    if account.person_id is not None and account.person_id == report.person_id:
        return _("不能审核自己的书面检查。")
    return "" if _any(account, PURSUE) else _("书面检查和整改报告由绩效办或纪检监察机关审核。")


def may_hold_talk(account: Account, talk: AdmonitionTalk) -> str:
    """A talk is recorded by those who pursue or by who held it; never by who was talked to."""
    if account.person_id is not None and account.person_id == talk.person_id:
        return _("谈话记录不能由谈话对象自己登记。")
    held_by = account.person_id is not None and account.person_id == talk.talker_id
    return "" if held_by or _any(account, PURSUE) else _("谈话由谈话人、绩效办或纪检监察机关登记。")


def may_advise(account: Account) -> str:
    """Advice on personnel is entered by the office or by the deciding body."""
    if _any(account, (Power.OFFICE, Power.DECISION)):
        return ""
    return _("干部处理建议由决策机构提出，绩效办登记。")


def may_answer_advice(account: Account, advice: PersonnelAdvice) -> str:
    """The answer is entered by the office, never by the person concerned."""
    if account.person_id is not None and account.person_id == advice.person_id:
        return _("不能登记对自己的建议的答复。")
    return "" if _any(account, (Power.OFFICE,)) else _("干部管理部门的答复由绩效办登记。")
