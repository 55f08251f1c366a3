"""Who may do what in daily ledgers. A guard gives the reason why not, in words for the person; empty: they may."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kaogong.audit.actions import demand
from kaogong.org.models import Account, Unit
from kaogong.org.models.powers import Power
from kaogong.org.queries import reach
from kaogong.supervise.guards.tasks import may_keep
from kaogong.supervise.models import BonusProposal, Ledger, LedgerEntry, LedgerReview
from kaogong.supervise.queries.ledgers import ABOVE, INSIDE

ROOM = "supervise"


def demand_here(by: Account | None, why: str, verb: str, subject: str, unit: str = "") -> None:
    """Go on only when a guard had nothing against it; the system by itself (a job) is not asked."""
    if by is not None:
        demand(why, room=ROOM, verb=verb, subject=subject, unit=unit)


def powers_of(by: Account | None) -> list[str]:
    """The powers used, as they enter the audit."""
    return reach(by).names if by is not None else []


def may_declare(account: Account) -> str:
    """Ledgers are declared by the performance office or by discipline."""
    if any(reach(account).has(one, room=ROOM) for one in (Power.OFFICE, Power.DISCIPLINE)):
        return ""
    return _("台账由绩效办或纪检监察机关设立。")


def may_see_ledgers(account: Account) -> str:
    """Ledgers are seen by those above, by the units recorded, by those who keep them, and by people recorded themselves."""
    found = reach(account)
    if any(found.has(one, room=ROOM) for one in (*ABOVE, *INSIDE, Power.AUTHORITY, Power.STAFF)):
        return ""
    return _("台账由记录科室、被记录的单位和人员、监督部门查看。")


def may_enter(account: Account, ledger: Ledger, unit: Unit | None = None) -> str:
    """Entries are made by the section that keeps the ledger; where units keep it themselves, by the unit."""
    over = (unit.pk if unit else None) if ledger.own else ledger.unit_id
    if reach(account).has(ledger.enters, over, ROOM):
        return ""
    return _("“%(name)s”由%(section)s记录。") % {"name": ledger.name, "section": ledger.section}


def may_join_entry(account: Account, entry: LedgerEntry) -> str:
    """What was agreed goes on as a supervised task: said by whoever keeps the ledger, or by those who supervise tasks."""
    return may_enter(account, entry.ledger, entry.unit) and may_keep(account)


def confirms(account: Account, ledger: Ledger) -> bool:
    """Whether an account holds the power that confirms entries of a ledger."""
    return reach(account).has(ledger.confirms, room=ROOM)


def may_confirm_entry(account: Account, entry: LedgerEntry) -> str:
    """An entry is confirmed by another person than whoever made it."""
    if not confirms(account, entry.ledger):
        return _("这本台账的记录由“%(who)s”确认。") % {"who": entry.ledger.get_confirms_display()}
    return _("记录人不能确认自己的记录，请另一位同事确认。") if entry.by_id == account.pk else ""


def may_contest_entry(account: Account, entry: LedgerEntry) -> str:
    """An entry is contested by the unit, or by the person it is about."""
    if entry.person_id is not None and account.person_id == entry.person_id:
        return ""
    if any(reach(account).has(one, entry.unit_id, ROOM) for one in (Power.LIAISON, Power.HEAD)):
        return ""
    return _("异议由被记录的人或单位的联络员、负责人提出。")


def may_settle_entry(account: Account, entry: LedgerEntry) -> str:
    """A contested entry is settled by somebody who neither made nor confirmed it."""
    if not confirms(account, entry.ledger):
        return _("异议由“%(who)s”裁定。") % {"who": entry.ledger.get_confirms_display()}
    if account.pk in (entry.by_id, entry.confirmed_by_id, entry.contested_by_id):
        return _("记录人、确认人和异议人不能裁定，请另一位同事裁定。")
    return ""


def may_withdraw_entry(account: Account, entry: LedgerEntry) -> str:
    """Before it is confirmed an entry is withdrawn by whoever made it or confirms it; contested, by whoever settles."""
    if entry.state == "contested":
        return may_settle_entry(account, entry)
    if entry.state == "entered" and entry.by_id == account.pk:
        return ""
    return "" if confirms(account, entry.ledger) else _("记录由确认人撤销。")


def may_see_entry(account: Account, entry: LedgerEntry) -> str:
    """An entry is seen by those above, its unit, its person, and those who keep the ledger."""
    found = reach(account)
    seen = any(found.has(one, room=ROOM) for one in ABOVE)
    seen = seen or any(found.has(one, entry.unit_id, ROOM) for one in INSIDE)
    seen = seen or (entry.person_id is not None and entry.person_id == account.person_id)
    if seen or (not entry.ledger.own and not may_enter(account, entry.ledger)):
        return ""
    return _("您的岗位看不到这条记录。")


def may_review(account: Account, ledger: Ledger) -> str:
    """Summaries are drafted by the section that keeps the ledger, or by those above it."""
    if not may_enter(account, ledger) or not may_declare(account):
        return ""
    return _("小结和回顾由%(section)s拟稿。") % {"section": ledger.section}


def may_approve_review(account: Account, review: LedgerReview) -> str:
    """A summary is approved by another person than whoever drafted it."""
    if not confirms(account, review.ledger):
        return _("小结和回顾由“%(who)s”审定。") % {"who": review.ledger.get_confirms_display()}
    return _("拟稿人不能审定，请另一位同事审定。") if review.drafted_by_id == account.pk else ""


def may_open_own(account: Account, unit: Unit) -> str:
    """A ledger of a unit is opened by the unit."""
    if any(reach(account).has(one, unit.pk, ROOM) for one in (Power.LIAISON, Power.HEAD)) or not may_declare(account):
        return ""
    return _("台账由本单位的联络员或负责人建立。")


def may_vehicles(account: Account, unit: Unit) -> str:
    """Vehicles are filed by their unit, or by those who supervise."""
    return may_open_own(account, unit) and _("车辆由所在单位或纪检监察机关登记。")


def may_propose_bonus(account: Account) -> str:
    """Bonuses are proposed by the performance office."""
    return "" if reach(account).has(Power.OFFICE, room=ROOM) else _("绩效奖由绩效办提议。")


def may_decide_bonus(account: Account, proposal: BonusProposal) -> str:
    """A bonus is decided by the decision body, and not by whoever proposed it."""
    if not reach(account).has(Power.DECISION, room=ROOM):
        return _("绩效奖由决策机构决定。")
    return _("提议人不能决定，请另一位同事决定。") if proposal.by_id == account.pk else ""
