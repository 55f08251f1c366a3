"""Who may do what in this room. A guard gives the reason why not, in words for the person; empty: they may.

The three administrators are apart (trust.md, 三员分立): the system administrator opens and closes accounts and grants
nothing; the security administrator grants and opens nothing; the auditor reads and changes nothing.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from kaogong.audit.actions import demand
from kaogong.org.models import Account, Docket, Finding, Motion, Person, Task, Unit
from kaogong.org.models.accounts import Role
from kaogong.org.models.matters import act_name
from kaogong.org.models.powers import Power
from kaogong.org.queries import (
    acts_of,
    guided_units,
    on_docket,
    owner_names,
    owners,
    owns,
    people_seen,
    reach,
    standing,
)

APART = ({Role.SYSTEM, Role.AUDIT}, {Role.SECURITY, Role.AUDIT}, {Role.SYSTEM, Role.SECURITY})
"""Offices of administration that one person never holds together."""


def may_keep_register(account: Account) -> str:
    """Units, people, posts and bodies are kept by the performance office."""
    if reach(account).has(Power.OFFICE, room="org"):
        return ""
    return _("机构和人员由绩效办维护。需要更正时，请告诉绩效办。")


def demand_keeper(by: Account | None, verb: str, subject: str) -> list[str]:
    """Go on only for a keeper of the register, or for the system by itself (an import at the start, a job).

    Returns:
        The power used, as it enters the event.
    """
    if by is None:
        return []
    demand(may_keep_register(by), room="org", verb=verb, subject=subject)
    return [Power.OFFICE]


def may_act(account: Account, act: str, unit: Unit | None = None, part: str = "does") -> str:
    """An act that has owners is theirs alone (LZ-02, XM-37)."""
    if owns(account, act, unit.pk if unit else None, part):
        return ""
    names = owner_names(owners(act, part))
    if not names:
        return _("“%(act)s”还没有定由谁办理。请绩效办先在职权分工里列明。") % {"act": act_name(act)}
    words = _("“%(act)s”由%(owners)s办理，您的岗位不能办。")
    return words % {"act": act_name(act), "owners": _("、").join(names)}


def demand_act(by: Account | None, act: str, *, verb: str, subject: str, unit: Unit | None = None) -> list[str]:
    """Go on only for an owner of an act, or for the system by itself; gives the act, as it enters the event."""
    if by is None:
        return []
    demand(may_act(by, act, unit), room="org", verb=verb, subject=subject, unit=unit.code if unit else "")
    return [act]


def may_see_motion(account: Account, motion: Motion) -> str:
    """A motion is seen by those who own its act and by those who approve it."""
    if not may_act(account, motion.act, motion.unit) or not may_act(account, motion.act, motion.unit, "approves"):
        return ""
    return _("这件事由提请单位和审定机构查看。")


def may_guide(account: Account, unit: Unit) -> str:
    """A leader guides the units in the own portfolio (QW-01)."""
    if account.person is not None and account.is_active and unit.pk in guided_units(account.person):
        return ""
    return _("这个单位不在您分管或联系的范围内。")


def may_read_docket(account: Account, docket: Docket) -> str:
    """A confidential case file is read by its team alone; another one also by the units that work on it (QH-49)."""
    if on_docket(account, docket):
        return ""
    if not docket.confidential and docket.unit_id and reach(account).has(Power.DISCIPLINE, docket.unit_id):
        return ""
    return _("这份案卷只有办案人员能看。需要时请向承办单位申请，说明用途。")


def may_join_docket(account: Account, docket: Docket) -> str:
    """The team of a case file takes people in."""
    inside = account.person_id is not None and docket.team.filter(pk=account.person_id).exists()
    return "" if inside else _("办案人员由办案组增加。")


def may_put_up(account: Account, beginning: str = "") -> str:
    """Motions and case files are put up by those who own an act (of those that begin so)."""
    if may_see_register(account):
        return may_see_register(account)
    if any(one.startswith(beginning) for one in acts_of(account)):
        return ""
    return _("您还没有可办的职权事项。职权由绩效办在“职权分工”里列明。")


def may_run_motion(account: Account, motion: Motion) -> str:
    """A motion is withdrawn and carried out by the owners of its act."""
    return may_act(account, motion.act, motion.unit)


def may_finish_task(account: Account, task: Task) -> str:
    """What a meeting decided is told as done by its owner, by the unit it was given to, or by the office."""
    if (account.person_id is not None and task.owner_id == account.person_id) or task.unit_id in standing(account)[1]:
        return ""
    return may_keep_register(account) and _("议定事项由责任人、承办单位或绩效办登记办结。")


def may_recuse(account: Account, person: Person) -> str:
    """Everybody may recuse themselves; the office anybody."""
    if account.is_active and account.person_id == person.pk and not account.administers:
        return ""
    return may_keep_register(account) and _("回避由本人或绩效办登记。")


def may_delegate(account: Account) -> str:
    """One's own powers, for some days."""
    if account.is_active and account.person_id and any(not one.by_delegation_of for one in reach(account).held):
        return ""
    return _("只能委托自己持有的权限；受托的权限不能再委托。")


def may_close_docket(account: Account, docket: Docket) -> str:
    """A case file is closed by the unit in the lead; without one, by its team (SD-19)."""
    lead = docket.assignments.filter(role="lead").first()
    if lead is None:
        return may_read_docket(account, docket)
    return "" if lead.unit_id in standing(account)[1] else _("案卷由牵头单位办结。您可以提交意见和证据。")


def may_dispose(account: Account, finding: Finding) -> str:
    """A finding is disposed of by the unit it lies with (SD-20); as long as it lies with none, by those who watch."""
    if finding.owner_id is None:
        return may_watch(account)
    if finding.owner_id in standing(account)[1]:
        return ""
    return _("这件事已移送主管单位，由它处理。")


def may_transfer(account: Account) -> str:
    """Findings are sent on by those who watch, or by units with which some lie."""
    if not may_watch(account) or Finding.objects.filter(owner__in=standing(account)[1]).exists():
        return ""
    return _("移送由考核监督小组或发现单位办理。")


def may_record_finding(account: Account) -> str:
    """What was found is written down by the supervision team, or by somebody in the unit that found it."""
    if not may_watch(account) or standing(account)[1]:
        return ""
    return _("发现由考核监督小组或发现单位记录。")


def may_see_finding(account: Account, finding: Finding) -> str:
    """A finding is seen by those who watch, and by the unit that made it or with which it lies."""
    units = standing(account)[1]
    if not may_see_oversight(account) or finding.owner_id in units or finding.finder_id in units:
        return ""
    return _("这条发现由监督小组和处理单位查看。")


def may_see_oversight(account: Account) -> str:
    """What supervision holds is seen by the supervision team and by discipline and supervision."""
    if not may_watch(account) or reach(account).has(Power.DISCIPLINE, room="org"):
        return ""
    return _("监督记录由考核监督小组和纪检监察机构查看。")


def may_watch(account: Account) -> str:
    """Assessors are watched by the supervision team, read-only (QW-16)."""
    if reach(account).has(Power.COMMITTEE) or owns(account, "watch"):
        return ""
    return _("跟踪监督由考核监督小组进行。")


def may_see_register(account: Account) -> str:
    """Units, posts and bodies are seen by everybody who works in the house; the three administrators do not."""
    if account.is_active and not account.administers:
        return ""
    return _("管理员账号不看业务资料。")


def may_see_person(account: Account, person: Person) -> str:
    """People are seen by themselves, by their unit, and by those with a power over it."""
    if may_see_register(account):
        return may_see_register(account)
    if account.person_id == person.pk or people_seen(account).filter(pk=person.pk).exists():
        return ""
    return _("您的岗位看不到这个人的资料。")


def may_open_account(account: Account) -> str:
    """Accounts are opened and closed by the system administrator."""
    return "" if account.role == Role.SYSTEM and account.is_active else _("账号由系统管理员开通和停用。")


def may_grant_at_all(account: Account) -> str:
    """Powers are granted by the security administrator."""
    if account.role == Role.SECURITY and account.is_active:
        return ""
    return _("权限由安全保密管理员授予和收回。")


def may_grant(account: Account, to: Account) -> str:
    """Powers are granted by the security administrator, never to administrators or oneself."""
    if why := may_grant_at_all(account):
        return why
    if to.role != Role.ORDINARY:
        return _("管理员账号不能有业务权限。")
    if to.person_id is not None and to.person_id == account.person_id:
        return _("不能给自己授权，请由另一位安全保密管理员办理。")
    return ""


def may_be_administrator(account: Account, role: str) -> str:
    """Whether the person behind an account may take an office of administration."""
    if account.person_id is None:
        return ""
    held = set(Account.objects.filter(person=account.person_id, is_active=True).values_list("role", flat=True))
    if any(role in pair and held & (pair - {role}) for pair in APART):
        return _("系统管理员、安全保密管理员、安全审计员须由三个人分别担任。")
    if role != Role.ORDINARY and Role.ORDINARY in held:
        return _("管理员不能同时有业务账号。")
    return ""


def may_read_audit(account: Account) -> str:
    """The audit is read by the auditor; discipline and supervision may ask for extracts."""
    if account.is_active and account.role == Role.AUDIT:
        return ""
    if reach(account).has(Power.DISCIPLINE, room="audit"):
        return ""
    return _("审计记录由安全审计员查阅。需要时请申请摘录，说明用途。")
