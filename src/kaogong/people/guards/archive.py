"""Who may do what in archives. A guard gives the reason why not, in words for the person; empty: they may."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kaogong.audit.actions import demand
from kaogong.org.models import Account, Person, Unit
from kaogong.org.models.powers import Power
from kaogong.org.queries import reach, today
from kaogong.people.models import ArchiveEntry
from kaogong.people.queries.archive_sight import HIDDEN, ROOM, keeps, unit_of


def demand_here(by: Account | None, why: str, verb: str, subject: str, unit: str = "") -> None:
    """Go on only when a guard had nothing against it; the system by itself (a job) is not asked."""
    if by is not None:
        demand(why, room=ROOM, verb=verb, subject=subject, unit=unit)


def powers_of(by: Account | None) -> list[str]:
    """The powers used, as they enter the audit."""
    return reach(by).names if by is not None else []


def may_file(account: Account) -> str:
    """Results and entries are filed by whoever keeps archives; rooms file by themselves."""
    return "" if keeps(account) else _("结果和档案由保管个人档案的部门归档。")


def may_close(account: Account) -> str:
    """A year is closed by whoever keeps archives."""
    return "" if keeps(account) else _("归档年度由保管个人档案的部门关闭。")


def may_file_unit(account: Account, unit: Unit) -> str:
    """The month of a unit is archived by the office; both copies at once."""
    if reach(account).has(Power.OFFICE, unit.pk, ROOM):
        return ""
    return _("单位的月度考核资料由绩效办归档，单位同时得到一份。")


def may_withdraw_entry(account: Account, entry: ArchiveEntry) -> str:
    """An entry is withdrawn by whoever keeps archives, not by whoever filed it."""
    if not keeps(account):
        return _("档案条目由保管个人档案的部门撤销。")
    return _("归档人不能撤销自己归档的条目，请另一位同事撤销。") if entry.by_id == account.pk else ""


def may_discard(account: Account, entry: ArchiveEntry) -> str:
    """A copy a unit holds is discarded by the head of the unit; the central one never is."""
    if entry.holder != "unit":
        return _("集中保管的档案不能销毁。")
    if reach(account).has(Power.HEAD, entry.keeper_id, ROOM):
        return ""
    return _("单位保管的一份由单位负责人销毁。")


def may_see_person(account: Account, person: Person) -> str:
    """The archive of a person is seen by the person, whoever keeps archives, the head of the unit, and those who decide."""
    if account.administers:
        return _("管理员不查看业务档案。")
    if account.person_id == person.pk or keeps(account):
        return ""
    found = reach(account)
    if any(found.has(one, room=ROOM) for one in (Power.DECISION, Power.DISCIPLINE)):
        return ""
    unit = unit_of(person)
    if unit is not None and any(found.has(one, unit, ROOM) for one in (Power.HEAD, Power.LEADER)):
        return ""
    return _("个人档案由本人、人事部门和有权的领导查看。")


def may_see_entry(account: Account, entry: ArchiveEntry) -> str:
    """An entry is seen by whoever sees the person's archive, or answers for the unit; not before its day."""
    found = reach(account)
    above = keeps(account) or any(found.has(one, room=ROOM) for one in (Power.DECISION, Power.DISCIPLINE))
    if not above and (entry.filed_on > today() or entry.kind in HIDDEN):
        return _("这个条目由保管档案的部门和有权的机构查看。")
    if entry.person is not None:
        return may_see_person(account, entry.person)
    if keeps(account) or any(found.has(one, room=ROOM) for one in (Power.OFFICE, Power.DECISION, Power.DISCIPLINE)):
        return ""
    if any(found.has(one, entry.unit_id, ROOM) for one in (Power.HEAD, Power.LIAISON, Power.LEADER)):
        return ""
    return _("单位档案由本单位和绩效办查看。")
