"""Who may do what with tasks. A guard gives the reason why not, in words for the person; empty: they may."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kaogong.audit.actions import demand
from kaogong.org.models import Account
from kaogong.org.models.powers import Power
from kaogong.org.queries import reach
from kaogong.people.queries import acts_for
from kaogong.supervise.models import Task, TaskClosing, TaskEntry, TaskExtension
from kaogong.supervise.queries.sight import ABOVE, INSIDE, LOOKING, ROOM


def demand_here(by: Account | None, why: str, verb: str, subject: str, unit: str = "") -> None:
    """Go on only when a guard had nothing against it; the system by itself (an import, a job) is not asked."""
    if by is not None:
        demand(why, room=ROOM, verb=verb, subject=subject, unit=unit)


def powers_of(by: Account | None) -> list[str]:
    """The powers used, as they enter the audit."""
    return reach(by).names if by is not None else []


def is_above(account: Account) -> bool:
    """Whether an account supervises."""
    return any(reach(account).has(one, room=ROOM) for one in ABOVE)


def units_of(task: Task) -> set[int]:
    """The lead and the co-handlers."""
    return {one.unit_id for one in task.handlers.all()}


def lead_of(task: Task) -> int | None:
    """The unit that leads."""
    return next((one.unit_id for one in task.handlers.all() if one.role == "lead"), None)


def may_see(account: Account) -> str:
    """Tasks are seen by those who supervise and by the units that work on them."""
    found = reach(account)
    if any(found.has(one, room=ROOM) for one in (*LOOKING, *INSIDE, Power.SUPERVISOR)):
        return ""
    return _("督办由督查机构、绩效办和承办单位的人员查看。")


def may_keep(account: Account) -> str:
    """Tasks, tables and sources are kept by those who supervise."""
    return "" if is_above(account) else _("督办任务由督查机构或绩效办立项、下达和检查。")


def may_see_task(account: Account, task: Task) -> str:
    """A task is seen by those above, by its units, and by its three responsible persons."""
    found = reach(account)
    if any(found.has(one, room=ROOM) for one in LOOKING):
        return ""
    if any(found.has(one, unit, ROOM) for one in INSIDE for unit in units_of(task)):
        return ""
    if acts_for(account) & {task.leader_id, task.handler_id}:
        return ""
    return _("这项督办由承办单位和督查机构掌握，您的岗位不能看。")


def may_tell(account: Account, task: Task) -> str:
    """Progress is told by a lead or a co-handler."""
    found = reach(account)
    if any(found.has(one, unit, ROOM) for one in (Power.LIAISON, Power.HEAD) for unit in units_of(task)):
        return ""
    if task.handler_id in acts_for(account):
        return ""
    return _("进展由主办或协办单位填报。")


def may_lead(account: Account, task: Task) -> str:
    """An extension and the closing are asked for by the unit that leads."""
    lead = lead_of(task)
    if lead is not None and any(reach(account).has(one, lead, ROOM) for one in (Power.LIAISON, Power.HEAD)):
        return ""
    if task.handler_id in acts_for(account):
        return ""
    return _("延期和销号由主办单位申请。")


def may_verify_entry(account: Account, entry: TaskEntry) -> str:
    """Progress is verified by somebody above who did not write it."""
    if not is_above(account):
        return _("进展由督查机构核实。")
    return _("填报人不能核实自己填的进展，请另一位同事核实。") if entry.by_id == account.pk else ""


def may_close(account: Account, closing: TaskClosing) -> str:
    """A task is closed by somebody above who did not report it done."""
    if not is_above(account):
        return _("销号由督查机构核验。")
    return _("申请人不能核销自己申请的任务，请另一位同事核销。") if closing.by_id == account.pk else ""


def may_extend(account: Account, extension: TaskExtension) -> str:
    """An extension is decided by somebody above who did not ask for it."""
    if not is_above(account):
        return _("延期由督查机构审批。")
    return _("申请人不能审批自己申请的延期，请另一位同事审批。") if extension.by_id == account.pk else ""
