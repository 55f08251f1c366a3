"""Who may do what with selection, moves and cases. A guard gives the reason why not, in words; empty: they may."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kaogong.audit.actions import demand
from kaogong.org.models import Account, Person
from kaogong.org.models.powers import Power
from kaogong.org.queries import reach
from kaogong.people.models.careers import Exit, MoveList, Selection
from kaogong.people.models.careers_cases import CareerCase, UnfitRule
from kaogong.people.queries.career_sight import CARRIES, LOOKING, has
from kaogong.people.queries.career_sight import ROOM as ROOM  # noqa: PLC0414 - actions ask here


def demand_here(by: Account | None, why: str, verb: str, subject: str, unit: str = "") -> None:
    """Go on only when a guard had nothing against it; the system by itself (an import, a job) is not asked."""
    if by is not None:
        demand(why, room=ROOM, verb=verb, subject=subject, unit=unit)


def powers_of(by: Account | None) -> list[str]:
    """The powers used, as they enter the audit."""
    return reach(by).names if by is not None else []


def may_see_careers(account: Account) -> str:
    """Moves, selections and cases are seen by those who decide on them and those who watch."""
    return "" if has(account, *LOOKING) else _("选任、交流和调整由干部管理部门、决策机构和纪检监察查看。")


def may_keep_careers(account: Account) -> str:
    """They are entered by the office in charge of people."""
    return "" if has(account, *CARRIES) else _("选任、交流和调整由干部管理部门登记。")


def may_decide_careers(account: Account) -> str:
    """They are decided by the body that may appoint and remove."""
    return "" if has(account, Power.DECISION) else _("任免由有干部管理权限的决策机构决定。")


def may_appoint(account: Account, selection: Selection) -> str:
    """Somebody else than whoever opened the selection decides whom it is."""
    if why := may_decide_careers(account):
        return why
    return _("提出选任的人不能自己决定人选，请另一位同事办理。") if selection.by_id == account.pk else ""


def may_decide_exit(account: Account, exit_: Exit) -> str:
    """An exit is decided by somebody else than whoever proposed it."""
    if why := may_decide_careers(account):
        return why
    return _("提出人不能决定自己提的退出，请另一位同事办理。") if exit_.by_id == account.pk else ""


def may_issue_list(account: Account, held: MoveList) -> str:
    """A list is issued by those who decide."""
    if why := may_decide_careers(account):
        return why
    return _("拟订人不能印发自己拟的名单，请另一位同事办理。") if held.by_id == account.pk else ""


def may_activate_rule(account: Account, rule: UnfitRule) -> str:
    """A rule set is put into force by those who decide."""
    if why := may_decide_careers(account):
        return why
    return _("拟订人不能启用自己拟的办法，请另一位同事办理。") if rule.by_id == account.pk else ""


def may_compare(account: Account, person: Person) -> str:
    """Gaps are written by the person concerned, or by the office."""
    if account.person_id == person.pk or not may_keep_careers(account):
        return ""
    return _("对标由本人或干部管理部门登记。")


def may_compare_any(account: Account) -> str:
    """Whether somebody may compare at all: a person with oneself, the office with anybody."""
    if account.person_id is not None or not may_keep_careers(account):
        return ""
    return _("对标由本人或干部管理部门登记。")


def may_see_exemplars(account: Account) -> str:
    """Exemplars are there for everybody who is a person, and for those who see everything."""
    if has(account, *LOOKING) or (account.person_id is not None and not account.administers):
        return ""
    return _("先进典型由工作人员和干部管理部门查看。")


def may_find_case(account: Account) -> str:
    """Whether somebody is fit is found by the office or by discipline, after the steps of the procedure."""
    if has(account, Power.OFFICE, Power.DISCIPLINE):
        return ""
    return _("考察结论由干部管理部门或纪检监察登记。")


def may_close_case(account: Account, case: CareerCase) -> str:
    """A case is closed by the managing authority, not by whoever opened it."""
    if not has(account, Power.DECISION, unit=case.authority_id):
        return _("这一案由有干部管理权限的机关办结。")
    return _("立案人不能自己办结，请另一位同事办理。") if case.by_id == account.pk else ""
