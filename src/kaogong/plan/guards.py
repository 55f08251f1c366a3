"""Who may do what in planning. A guard gives the reason why not, in words for the person; empty: they may."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kaogong.audit.actions import demand
from kaogong.org.models import Account, Unit
from kaogong.org.models.powers import Power
from kaogong.org.queries import reach
from kaogong.plan.models import Adjustment, ChainStep, Indicator, Letter, Target, Task

ROOM = "plan"


def demand_here(by: Account | None, why: str, verb: str, subject: str, unit: str = "") -> None:
    """Go on only when a guard had nothing against it; the system by itself (an import, a job) is not asked."""
    if by is not None:
        demand(why, room=ROOM, verb=verb, subject=subject, unit=unit)


def may_keep_cycle(account: Account) -> str:
    """The year, its stages and rules, and the checks of editions are kept by the performance office."""
    if reach(account).has(Power.OFFICE, room=ROOM):
        return ""
    return _("考核周期和办法由绩效办维护。需要变更时，请告诉绩效办。")


def may_adopt(account: Account) -> str:
    """An edition is adopted by the decision body."""
    if reach(account).has(Power.DECISION, room=ROOM):
        return ""
    return _("考核办法由决策机构审定采用。绩效办检查通过后送审。")


def may_see(account: Account, unit: int) -> str:
    """Those with any power over a unit, or over all, see its targets."""
    found = reach(account)
    if any(found.has(power, unit, ROOM) for power in Power.values):
        return ""
    return _("您的岗位看不到这个单位的目标。")


def may_speak_below(account: Account, target: Target) -> str:
    """For the lower side: the liaison officer or head of the unit; on a personal target the person."""
    found = reach(account)
    if target.person_id is not None:
        if account.person_id == target.person_id:
            return ""
        return _("个人目标由责任人本人认定。")
    if any(found.has(power, target.unit_id, ROOM) for power in (Power.LIAISON, Power.HEAD)):
        return ""
    return _("本单位目标由联络员或单位负责人提出。")


def may_speak_above(account: Account, target: Target) -> str:
    """For the upper side: whoever answers for the level above the target."""
    found = reach(account)
    if found.has(Power.OFFICE, room=ROOM):
        return ""
    if target.person_id is not None:
        if any(found.has(power, target.unit_id, ROOM) for power in (Power.LIAISON, Power.HEAD, Power.LEADER)):
            return ""
        return _("个人目标由所在单位下达。")
    if found.has(Power.LEADER, target.unit_id, ROOM):
        return ""
    upper = target.parent.unit_id if target.parent is not None else None
    if upper is not None and found.has(Power.HEAD, upper, ROOM):
        return ""
    authority = target.indicator.authority_id
    if authority is not None and found.has(Power.AUTHORITY, authority, ROOM):
        return ""
    return _("上级意见由绩效办、上级单位负责人、分管领导或主管部门提出。")


def may_set_target(account: Account, target: Target) -> str:
    """A draft is written by either side."""
    return may_speak_below(account, target) and may_speak_above(account, target)


def may_issue(account: Account) -> str:
    """Targets are issued by the performance office."""
    return may_keep_cycle(account) and _("目标由绩效办检查后下达。")


def may_set_own(account: Account, unit: Unit) -> str:
    """A unit sets indicators of its own."""
    if any(reach(account).has(power, unit.pk, ROOM) for power in (Power.LIAISON, Power.HEAD, Power.OFFICE)):
        return ""
    return _("自定指标由本单位联络员或负责人提出。")


def may_add(account: Account) -> str:
    """Indicators of their own, and targets on those there are, are written by units and by the office."""
    found = reach(account)
    units = found.units(Power.LIAISON, Power.HEAD)
    return "" if units is None or units or found.has(Power.OFFICE, room=ROOM) else _("指标和目标由本单位或绩效办提出。")


def may_endorse(account: Account, indicator: Indicator) -> str:
    """An indicator is countersigned by the department whose field it is; where there is none, approved by the office."""
    found = reach(account)
    if indicator.authority_id is None:
        return "" if found.has(Power.OFFICE, room=ROOM) else _("自定指标由绩效办审核。")
    if any(found.has(power, indicator.authority_id, ROOM) for power in (Power.AUTHORITY, Power.HEAD)):
        return ""
    return _("这项指标由主管部门会签。")


def may_keep_tasks(account: Account, unit: Unit) -> str:
    """Work plans and tasks are written by the unit they belong to, or by the office."""
    return may_set_own(account, unit) and _("任务由制定单位或绩效办登记。")


def may_keep_tasks_at_all(account: Account) -> str:
    """Work plans and tasks are written by units and by the office."""
    if any(reach(account).has(power, room=ROOM) for power in (Power.LIAISON, Power.HEAD, Power.OFFICE)):
        return ""
    return _("任务由制定单位或绩效办登记。")


def may_approve_task(account: Account) -> str:
    """Tasks outside the plan are approved by the office or the decision body."""
    found = reach(account)
    if found.has(Power.OFFICE, room=ROOM) or found.has(Power.DECISION, room=ROOM):
        return ""
    return _("计划外任务由绩效办批准后计分。")


def may_acknowledge(account: Account, task: Task) -> str:
    """A task is acknowledged by its lead, or by the person it is assigned to."""
    if account.person_id is not None and account.person_id == task.person_id:
        return ""
    lead = task.units.filter(role="lead").values_list("unit_id", flat=True).first()
    if lead and any(reach(account).has(power, lead, ROOM) for power in (Power.LIAISON, Power.HEAD, Power.OFFICE)):
        return ""
    return _("任务由牵头单位或责任人签收。")


def may_draw_letter(account: Account) -> str:
    """Letters are drawn up by the office."""
    return may_keep_cycle(account) and _("责任书由绩效办拟稿。")


def may_sign(account: Account, letter: Letter, party: str) -> str:
    """The unit's head signs for the unit; its upper side is signed for by the head above, a leader or the decision body."""
    found = reach(account)
    if party == "unit":
        return "" if found.has(Power.HEAD, letter.unit_id, ROOM) else _("责任单位一方由单位负责人签署。")
    if found.has(Power.HEAD, letter.upper_id, ROOM) or found.has(Power.DECISION, room=ROOM):
        return ""
    if found.has(Power.LEADER, letter.unit_id, ROOM):
        return ""
    return _("交办一方由上级负责人签署。")


def may_ask_adjustment(account: Account, unit: Unit) -> str:
    """A unit asks for its own adjustment."""
    if any(reach(account).has(power, unit.pk, ROOM) for power in (Power.LIAISON, Power.HEAD)):
        return ""
    return _("调整由本单位联络员或负责人申请。")


def may_take_step(account: Account, adjustment: Adjustment, step: ChainStep) -> str:
    """A step of the approval belongs to the power the cycle names for it."""
    if step.power and reach(account).has(step.power, adjustment.unit_id, ROOM):
        return ""
    return _("“%(step)s”须由%(power)s办理。") % {"step": step.name, "power": Power(step.power).label}
