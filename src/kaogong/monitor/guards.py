"""Who may do what in monitoring. A guard gives the reason why not, in words for the person; empty: they may."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kaogong.audit.actions import demand
from kaogong.monitor.models import Assignee, Feed, Report
from kaogong.monitor.states import EDITABLE
from kaogong.org.models import Account, Unit
from kaogong.org.models.powers import Power
from kaogong.org.queries import reach

ROOM = "monitor"


def demand_here(by: Account | None, why: str, verb: str, subject: str, unit: str = "") -> None:
    """Go on only when a guard had nothing against it; the system by itself (an import, a job) is not asked."""
    if by is not None:
        demand(why, room=ROOM, verb=verb, subject=subject, unit=unit)


def may_keep(account: Account) -> str:
    """Rules, routines, exceptions and bulletins are kept by the performance office."""
    if reach(account).has(Power.OFFICE, room=ROOM):
        return ""
    return _("监测规则、例外和通报由绩效办办理。需要时请告诉绩效办。")


def may_see(account: Account, unit: int) -> str:
    """Those with any power over a unit see its reports."""
    if any(reach(account).has(power, unit, ROOM) for power in Power.values):
        return ""
    return _("您的岗位看不到这个单位的进展。")


def may_report(account: Account, unit: int) -> str:
    """A unit's progress is reported by its liaison officer."""
    if reach(account).has(Power.LIAISON, unit, ROOM):
        return ""
    return _("进展由本单位联络员填报。")


def may_record_activity(account: Account) -> str:
    """Activities are recorded by the unit that holds them, or by the office."""
    found = reach(account)
    if found.has(Power.OFFICE, room=ROOM) or found.has(Power.LIAISON, room=ROOM):
        return ""
    return _("活动由本单位联络员或绩效办登记。")


def may_explain(account: Account, report: Report) -> str:
    """A red light is explained by the unit: its liaison officer or its head."""
    if any(reach(account).has(power, report.unit_id, ROOM) for power in (Power.LIAISON, Power.HEAD)):
        return ""
    return _("红灯由本单位联络员或负责人说明。")


def may_sign(account: Account, report: Report) -> str:
    """The head of the unit signs, and not what he wrote himself."""
    if not reach(account).has(Power.HEAD, report.unit_id, ROOM):
        return _("进展由本单位负责人签批。")
    return _("自己填的进展不能自己签批。") if report.written_by_id == account.pk else ""


def may_verify(account: Account, report: Report) -> str:
    """The office verifies; nobody verifies what he wrote or signed."""
    if not reach(account).has(Power.OFFICE, room=ROOM):
        return _("进展由绩效办核实。")
    own = account.pk in {report.written_by_id, report.signed_by_id}
    return _("自己填报或签批的进展，请绩效办另一位同事核实。") if own else ""


def next_step(account: Account, unit: int, report: Report | None) -> str:
    """What an account does next about a unit's report: write, sign, verify or see it; empty: nothing there yet."""
    if report is None or report.state in EDITABLE:
        return "" if may_report(account, unit) else "write"
    if report.state == "submitted" and not may_sign(account, report):
        return "sign"
    return "verify" if report.state == "signed" and not may_verify(account, report) else "see"


def may_return(account: Account, report: Report) -> str:
    """A report is returned by whoever has it before them: the head, then the office."""
    return may_sign(account, report) if report.state == "submitted" else may_verify(account, report)


def may_supply(account: Account, authority: Unit) -> str:
    """Figures are supplied by the unit that answers for them."""
    if any(reach(account).has(power, authority.pk, ROOM) for power in (Power.AUTHORITY, Power.LIAISON)):
        return ""
    return _("权威数据由数据责任部门提供。")


def may_approve_feed(account: Account, feed: Feed) -> str:
    """An authority approves its own data only, and not the person who supplied them."""
    if not reach(account).has(Power.AUTHORITY, feed.authority_id, ROOM):
        return _("权威数据由提供它的责任部门审核。")
    return _("提供和审核须由两人办理。") if feed.supplied_by_id == account.pk else ""


def may_file(account: Account, assignee: Assignee) -> str:
    """A routine is filed by the person it is for, by the unit's liaison officer or head, or by the office."""
    if account.person_id is not None and account.person_id == assignee.person_id:
        return ""
    found = reach(account)
    if found.has(Power.OFFICE, room=ROOM):
        return ""
    unit = assignee.unit_id
    if unit is not None and any(found.has(power, unit, ROOM) for power in (Power.LIAISON, Power.HEAD)):
        return ""
    return _("例行事项由承担者本人、本单位或绩效办登记。")


def may_urge(account: Account, unit: int) -> str:
    """Urging is for the office and the leader in charge."""
    found = reach(account)
    if found.has(Power.OFFICE, room=ROOM) or found.has(Power.LEADER, unit, ROOM):
        return ""
    return _("催办由绩效办或分管领导发出。")
