"""Who may do what in e-supervision. A guard gives the reason why not, in words for the person; empty: they may."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from kaogong.approvals.models import Body, Card, Finding, ItemVersion, Month, Source
from kaogong.audit.actions import demand
from kaogong.org.models import Account
from kaogong.org.models.powers import Power
from kaogong.org.queries import reach

ROOM = "approvals"
ABOVE = (Power.DISCIPLINE, Power.OFFICE)
"""Those who supervise."""
INSIDE = (Power.LIAISON, Power.HEAD, Power.LEADER, Power.AUTHORITY, Power.STAFF)
"""Those of a body itself."""


def demand_here(by: Account | None, why: str, verb: str, subject: str, unit: str = "") -> None:
    """Go on only when a guard had nothing against it; the system by itself (an import, a job) is not asked."""
    if by is not None:
        demand(why, room=ROOM, verb=verb, subject=subject, unit=unit)


def powers_of(by: Account | None) -> list[str]:
    """The powers used, as they enter the audit."""
    return reach(by).names if by is not None else []


def supervises(account: Account) -> bool:
    """Whether an account is of the supervising body."""
    return reach(account).has(Power.DISCIPLINE, room=ROOM)


def may_keep(account: Account) -> str:
    """Rules, sources, inventory and calendar are kept by the supervising body or the performance office."""
    if any(reach(account).has(one, room=ROOM) for one in ABOVE):
        return ""
    return _("事项清单、来源和规则由电子监察机构或绩效办维护。")


def may_see(account: Account) -> str:
    """E-supervision is seen by those who supervise, by supervisors, and by the bodies supervised."""
    found = reach(account)
    if any(found.has(one, room=ROOM) for one in (*ABOVE, *INSIDE, Power.SUPERVISOR, Power.DECISION, Power.COMMITTEE)):
        return ""
    return _("电子监察由监察机构、绩效办和审批部门的人员查看。")


def may_see_unit(account: Account, unit: int | None) -> str:
    """A body's cases are seen by itself and by those above."""
    found = reach(account)
    above = (*ABOVE, Power.SUPERVISOR, Power.DECISION, Power.COMMITTEE)
    if any(found.has(one, room=ROOM) for one in above):
        return ""
    if unit is not None and any(found.has(one, unit, ROOM) for one in INSIDE):
        return ""
    return _("您的岗位看不到这个单位的办件。")


def may_feed(account: Account, source: Source) -> str:
    """Events of a source are handed in by the unit that runs it; those of a centre by the supervising body or the office."""
    found = reach(account)
    if any(found.has(one, room=ROOM) for one in ABOVE):
        return ""
    if source.unit_id and any(found.has(one, source.unit_id, ROOM) for one in (Power.LIAISON, Power.AUTHORITY)):
        return ""
    return _("这个来源的办件由它的主管单位报送。")


def may_verify(account: Account) -> str:
    """Cards and findings are verified by the supervising body."""
    return "" if supervises(account) else _("黄红牌和监察记录由电子监察机构核实。")


def may_contest(account: Account, card: Card) -> str:
    """A card is contested by the unit it was given."""
    if any(reach(account).has(one, card.unit_id, ROOM) for one in (Power.LIAISON, Power.HEAD)):
        return ""
    return _("异议由承办单位的联络员或负责人提出。")


def may_settle(account: Account, card: Card) -> str:
    """A contested card is settled by somebody who did not verify it."""
    if not supervises(account):
        return _("异议由电子监察机构裁定。")
    return _("核实人不能裁定自己核实的牌，请另一位同事裁定。") if card.verified_by_id == account.pk else ""


def may_find(account: Account) -> str:
    """Findings and patrols are entered by the supervising body and its supervisors."""
    if supervises(account) or reach(account).has(Power.SUPERVISOR, room=ROOM):
        return ""
    return _("监察记录由电子监察机构或效能监督员登记。")


def may_confirm(account: Account, finding: Finding) -> str:
    """A finding is confirmed by somebody else than whoever entered it."""
    if not supervises(account):
        return _("监察记录由电子监察机构确认。")
    return _("登记和确认须由两人办理。") if finding.by_id == account.pk else ""


def may_report_change(account: Account, body: Body) -> str:
    """A change is reported by the body itself."""
    if supervises(account) or any(
        reach(account).has(one, body.unit_id, ROOM) for one in (Power.LIAISON, Power.HEAD, Power.STAFF)
    ):
        return ""
    return _("变更由审批部门报告。")


def may_approve_month(account: Account, month: Month) -> str:
    """A bulletin is approved by somebody else than whoever drafted it."""
    if not supervises(account):
        return _("月报由电子监察机构审定。")
    return _("拟稿人不能审定自己拟的月报，请另一位同事审定。") if month.drafted_by_id == account.pk else ""


def may_handle(account: Account, body: Body) -> str:
    """Cases are handled by the people of the body."""
    if any(reach(account).has(one, body.unit_id, ROOM) for one in (Power.STAFF, Power.LIAISON, Power.HEAD)):
        return ""
    return _("办件由审批部门的人员办理。")


def taken_by(account: Account, versions: Iterable[ItemVersion]) -> list[ItemVersion]:
    """The items, of some, whose cases somebody takes."""
    may: dict[int, bool] = {}
    return [one for one in versions if may.setdefault(one.item.body_id, not may_handle(account, one.item.body))]
