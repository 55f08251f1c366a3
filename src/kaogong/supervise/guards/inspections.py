"""Who may do what in inspections and rectification. A guard gives the reason why not; empty: they may."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from kaogong.audit.actions import demand
from kaogong.org.models import Account, Person, Post, Recusal, Unit
from kaogong.org.models.powers import Power
from kaogong.org.queries import at, reach, today, tree
from kaogong.supervise.models import Circular, Finding, Inspection, Lot, Rectification, Visit

ROOM = "supervise"
RUN = (Power.DISCIPLINE, Power.OFFICE)
"""Those who run inspections."""
ABOVE = (*RUN, Power.SUPERVISOR, Power.DECISION, Power.COMMITTEE)
INSIDE = (Power.LIAISON, Power.HEAD, Power.LEADER, Power.AUTHORITY, Power.STAFF)
"""Those of a unit itself."""


def demand_here(by: Account | None, why: str, verb: str, subject: str, unit: str = "") -> None:
    """Go on only when a guard had nothing against it; the system by itself (a job, an import) is not asked."""
    if by is not None:
        demand(why, room=ROOM, verb=verb, subject=subject, unit=unit)


def powers_of(by: Account | None) -> list[str]:
    """The powers used, as they enter the audit."""
    return reach(by).names if by is not None else []


def runs(account: Account) -> bool:
    """Whether an account is of those who run inspections."""
    return any(reach(account).has(one, room=ROOM) for one in RUN)


def above(account: Account) -> bool:
    """Whether an account looks at all units."""
    return any(reach(account).has(one, room=ROOM) for one in ABOVE)


def may_run(account: Account | None) -> str:
    """Inspections are planned, drawn and followed up by the supervising body or the performance office."""
    return "" if account is None or runs(account) else _("检查和整改由督查机构或绩效办组织。")


def may_see(account: Account) -> str:
    """Inspections are seen by those above and by the units."""
    if above(account) or any(reach(account).has(one, room=ROOM) for one in INSIDE):
        return ""
    return _("检查和整改由督查机构、绩效办和被检查单位的人员查看。")


def of_unit(account: Account, unit: int | None) -> bool:
    """Whether an account belongs to a unit by its powers."""
    return unit is not None and any(reach(account).has(one, unit, ROOM) for one in INSIDE)


def may_see_unit(account: Account, unit: int | None) -> str:
    """What was found at a unit is seen by itself and by those above."""
    return "" if above(account) or of_unit(account, unit) else _("您的岗位看不到这个单位的检查问题。")


def may_see_inspection(account: Account, held: Inspection) -> str:
    """An inspection nobody was told of is not shown to units before it is over."""
    if above(account) or member(account, held):
        return ""
    if may_see(account):
        return may_see(account)
    return "" if held.announced or held.state == "closed" else _("这次检查事先不通知，结束后才公开。")


def member(account: Account, held: Inspection) -> bool:
    """Whether the person behind an account is of the team."""
    return account.person_id is not None and held.team.filter(person=account.person_id).exists()


def recused(person: Person | int | None, unit: Unit | int) -> str:
    """Why somebody takes no part in inspecting a unit: a post there, or a declared relation; empty: takes part."""
    key = unit if isinstance(unit, int) else unit.pk
    who = person.pk if isinstance(person, Person) else person
    if who is None:
        return ""
    within = set(tree(today()).above(key)) | tree(today()).below(key)
    if Post.objects.filter(at(today()), person=who, unit__in=within).exists():
        return _("本单位的人不检查本单位，须回避。")
    declared = Recusal.objects.filter(at(today()), person=who, unit=key).exists()
    return _("已申报与该单位有利害关系，须回避。") if declared else ""


def may_enter(account: Account, visit: Visit) -> str:
    """Entries are made by the team or by those who run inspections, never at the own unit."""
    if not runs(account) and not member(account, visit.inspection):
        return _("现场记录由检查组成员填写。")
    return recused(account.person_id, visit.unit_id)


def entered(account: Account, held: Inspection, units: Iterable[int]) -> set[int]:
    """Of some units of an inspection those `may_enter` has nothing against, all at once."""
    who = account.person_id
    if not runs(account) and not member(account, held):
        return set()
    own = set(Post.objects.filter(at(today()), person=who).values_list("unit", flat=True)) if who else set()
    declared = set(Recusal.objects.filter(at(today()), person=who).values_list("unit", flat=True)) if who else set()
    line = tree(today())
    return {one for one in set(units) - declared if not (set(line.above(one)) | line.below(one)) & own}


def may_draw(account: Account | None, lot: Lot) -> str:
    """Whoever published the hash does not draw."""
    if account is None:
        return ""
    if not runs(account) and not reach(account).has(Power.SUPERVISOR, room=ROOM):
        return _("抽取由督查机构或到场的效能监督员办理。")
    return _("公布摘要和抽取须由两人办理。") if lot.committed_by_id == account.pk else ""


def may_enter_findings(account: Account) -> str:
    """Whether an account enters findings at all."""
    ours = runs(account) or reach(account).has(Power.SUPERVISOR, room=ROOM)
    return "" if ours else _("检查问题由督查机构、检查组或效能监督员登记。")


def may_record(account: Account | None, inspection: Inspection | None, unit: Unit) -> str:
    """Findings are entered by the team, by supervisors, or by those who run inspections."""
    if account is None:
        return ""
    ours = runs(account) or reach(account).has(Power.SUPERVISOR, room=ROOM)
    if not ours and (inspection is None or not member(account, inspection)):
        return _("检查问题由督查机构、检查组或效能监督员登记。")
    return recused(account.person_id, unit)


def may_answer(account: Account, unit: int) -> str:
    """A unit speaks through its liaison officer or its head."""
    if any(reach(account).has(one, unit, ROOM) for one in (Power.LIAISON, Power.HEAD)):
        return ""
    return _("由被检查单位的联络员或负责人办理。")


def may_confirm(account: Account, finding: Finding) -> str:
    """A finding is confirmed by somebody else than whoever entered it."""
    if not runs(account):
        return _("检查问题由督查机构或绩效办确认。")
    entered = {finding.by_id, finding.entry.by_id if finding.entry else None}
    return _("登记和确认须由两人办理。") if account.pk in entered else ""


def may_close(account: Account, held: Rectification) -> str:
    """A rectification is re-checked by somebody who had no hand in it."""
    if not runs(account):
        return _("整改由督查机构或绩效办复核。")
    hands = {held.planned_by_id, held.approved_by_id, held.handed_by_id, held.finding.by_id}
    return _("复核人不能是办理过这件整改的人，请另一位同事复核。") if account.pk in hands else ""


def may_publish(account: Account, held: Circular) -> str:
    """A circular is signed by somebody else than whoever drafted it."""
    if not runs(account):
        return _("通报由督查机构或绩效办签发。")
    return _("拟稿和签发须由两人办理。") if held.by_id == account.pk else ""
