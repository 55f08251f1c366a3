"""Who may do what in this room. A guard gives the reason why not, in words for the person; empty: they may.

The three administrators are apart (trust.md, 三员分立): the system administrator opens and closes accounts and grants
nothing; the security administrator grants and opens nothing; the auditor reads and changes nothing.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from kaogong.audit.actions import Denied
from kaogong.org.models import Account, Unit
from kaogong.org.models.accounts import Role
from kaogong.org.models.powers import Power
from kaogong.org.queries import reach

APART = ({Role.SYSTEM, Role.AUDIT}, {Role.SECURITY, Role.AUDIT}, {Role.SYSTEM, Role.SECURITY})
"""Offices of administration that one person never holds together."""


def demand(why: str, *, room: str, verb: str, subject: str, unit: str = "") -> None:
    """Go on only when a guard had nothing against it.

    Raises:
        Denied: with the guard's reason.
    """
    if why:
        raise Denied(why, room=room, verb=verb, subject=subject, unit=unit)


def may_keep_register(account: Account) -> str:
    """Units, people, posts and bodies are kept by the performance office."""
    if reach(account).has(Power.OFFICE, room="org"):
        return ""
    return _("机构和人员由绩效办维护。需要更正时，请告诉绩效办。")


def demand_keeper(by: Account | None, verb: str, subject: str) -> None:
    """Go on only for a keeper of the register, or for the system by itself (an import at the start, a job)."""
    if by is not None:
        demand(may_keep_register(by), room="org", verb=verb, subject=subject)


def may_open_account(account: Account) -> str:
    """Accounts are opened and closed by the system administrator."""
    return "" if account.role == Role.SYSTEM and account.is_active else _("账号由系统管理员开通和停用。")


def may_grant(account: Account, to: Account) -> str:
    """Powers are granted by the security administrator, never to administrators or oneself."""
    if account.role != Role.SECURITY or not account.is_active:
        return _("权限由安全保密管理员授予和收回。")
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


def may_see_unit(account: Account, unit: Unit) -> str:
    """Those with any power over a unit see what is its own."""
    if any(reach(account).has(power, unit.pk) for power in Power.values):
        return ""
    return _("您的岗位看不到这个单位的材料。")
