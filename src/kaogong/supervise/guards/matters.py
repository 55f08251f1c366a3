"""Who may do what with matters and daily supervision. A guard gives the reason why not; empty: they may."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kaogong.org.models import Account
from kaogong.org.models.powers import Power
from kaogong.org.queries import reach
from kaogong.people.queries import acts_for
from kaogong.supervise.guards.tasks import is_above, may_see
from kaogong.supervise.models import Alert, Interview, Matter, Request
from kaogong.supervise.queries.sight import ROOM


def may_watch(account: Account) -> str:
    """Daily supervision is entered by those who supervise and by supervisors."""
    if is_above(account) or reach(account).has(Power.SUPERVISOR, room=ROOM):
        return ""
    return _("日常监督由督查机构、派驻纪检和效能监督员登记。")


def may_see_own(account: Account) -> str:
    """Requests and warnings are seen by whoever they are given to, and by those who see the room."""
    return "" if account.person_id else may_see(account)


def may_close_matter(account: Account, matter: Matter) -> str:
    """A matter is closed by somebody else than whoever put it forward."""
    if not is_above(account):
        return _("效能监察项目由督查机构结项。")
    return _("提出人不能为自己提的项目结项，请另一位同事办理。") if matter.by_id == account.pk else ""


def may_own(account: Account, request: Request) -> str:
    """A request is answered, handed over or refused by its owner, or by the unit."""
    if request.owner_id in acts_for(account) or may_receive(account, request.unit_id) == "":
        return ""
    return _("首问事项由现责任人或本单位办理。")


def may_receive(account: Account, unit: int | None) -> str:
    """Requests are entered by the unit that was asked."""
    inside = (Power.LIAISON, Power.HEAD, Power.STAFF)
    if is_above(account) or any(reach(account).has(one, unit, ROOM) for one in inside):
        return ""
    return _("首问事项由被询问的单位登记。")


def may_answer_alert(account: Account, alert: Alert) -> str:
    """A warning is acknowledged and handled by whoever is responsible, or by the unit."""
    own = bool(acts_for(account) & {alert.person_id, alert.superior_id})
    if own or any(reach(account).has(one, alert.unit_id, ROOM) for one in (Power.LIAISON, Power.HEAD)):
        return ""
    return _("预警由责任人或责任单位确认、处置。")


def may_sign_interview(account: Account, interview: Interview) -> str:
    """A talk is signed by a leader or the office; never by the unit itself (FZ-19)."""
    found = reach(account)
    inside = (Power.LIAISON, Power.HEAD, Power.STAFF)
    own = found.units(*inside)
    if own and interview.unit_id in own:
        return _("约谈记录不能由被约谈单位自己签署。")
    if is_above(account) or any(found.has(one, room=ROOM) for one in (Power.DECISION, Power.LEADER)):
        return ""
    return _("约谈记录由市领导或效能办签署。")


def may_correct_sign(account: Account, unit: int) -> str:
    """What is put right is told by the unit or by those above."""
    inside = (Power.LIAISON, Power.HEAD)
    if is_above(account) or any(reach(account).has(one, unit, ROOM) for one in inside):
        return ""
    return _("纠正情况由本单位登记。")


def may_report_hearing(account: Account, unit: int | None) -> str:
    """A unit's own report is handed in by the unit."""
    if any(reach(account).has(one, unit, ROOM) for one in (Power.LIAISON, Power.HEAD)):
        return ""
    return _("汇报由本单位报送。")


def may_report_problem(pool: str) -> str:
    """Business problems are reported by supervisors of class C, and of class A, who supervise everything (YL-33)."""
    return "" if pool in ("A", "C") else _("反映企业问题由 A 类或 C 类效能监督员办理。")
