"""Who may do what in honours, integrity files and personal reports. A guard gives the reason why not; empty: they may."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kaogong.org.models import Account, Person
from kaogong.org.models.powers import Power
from kaogong.org.queries import reach
from kaogong.people.models import Honour, PersonalReport, Situation
from kaogong.people.queries.archive_sight import ROOM, holds, keeps, unit_of, watches

READ = "archive.read"
"""The act of reading what people report of themselves: of whom it was given to, else of discipline."""


def reads_sealed(account: Account) -> bool:
    """Whether an account is the authorised role that reads personal reports."""
    return not account.administers and holds(account, READ, Power.DISCIPLINE)


def may_give_honour(account: Account) -> str:
    """Honours are entered by whoever keeps archives, or by the office."""
    if keeps(account) or reach(account).has(Power.OFFICE, room=ROOM):
        return ""
    return _("表彰由人事部门或绩效办登记。")


def may_withdraw_honour(account: Account, honour: Honour) -> str:
    """An honour is withdrawn by another than whoever entered it."""
    if why := may_give_honour(account):
        return why
    return _("登记人不能撤销，请另一位同事办理。") if honour.by_id == account.pk else ""


def may_record_situation(account: Account, person: Person) -> str:
    """Conduct is recorded by the unit or those above; nobody records oneself."""
    if account.person_id == person.pk:
        return _("本人的表现请由单位或上级记录。")
    found = reach(account)
    if keeps(account) or any(found.has(one, room=ROOM) for one in (Power.OFFICE, Power.DISCIPLINE)):
        return ""
    unit = unit_of(person)
    if unit is not None and any(found.has(one, unit, ROOM) for one in (Power.HEAD, Power.LIAISON, Power.LEADER)):
        return ""
    return _("情形由所在单位、人事部门或上级记录。")


def may_settle_situation(account: Account, situation: Situation) -> str:
    """It is verified or withdrawn by whoever keeps archives, not by whoever recorded it."""
    if not keeps(account):
        return _("情形记录由人事部门核实。")
    return _("记录人不能核实，请另一位同事核实。") if situation.by_id == account.pk else ""


def may_keep_integrity(account: Account) -> str:
    """Integrity files are kept by discipline."""
    return "" if watches(account) else _("廉政档案由纪检监察机关管理。")


def may_see_integrity(account: Account) -> str:
    """That there is a file, and its state, is seen by discipline and whoever keeps archives."""
    return "" if watches(account) or keeps(account) else _("廉政档案由纪检监察机关和人事部门查看。")


def may_keep_newcomers(account: Account) -> str:
    """Newly appointed officials are registered by discipline or whoever keeps archives."""
    return "" if watches(account) or keeps(account) else _("新任职干部由纪检监察机关或人事部门登记。")


def may_keep_pledges(account: Account) -> str:
    """Pledges are entered by discipline, the office, or a liaison officer."""
    found = reach(account)
    if watches(account) or keeps(account) or found.has(Power.OFFICE, room=ROOM) or found.units(Power.LIAISON):
        return ""
    return _("承诺书由纪检监察机关、绩效办或单位联络员登记。")


def may_file_report(account: Account, person: Person) -> str:
    """One reports of oneself; the authorised role enters what came on paper."""
    if account.person_id == person.pk or reads_sealed(account):
        return ""
    return _("个人事项由本人报告。")


def may_read_report(account: Account, report: PersonalReport) -> str:
    """What a report says is read by the person and the authorised role, by nobody else."""
    if account.person_id == report.person_id or reads_sealed(account):
        return ""
    return _("个人报告的内容只有本人和被授权的人能看。")


def may_see_reports(account: Account) -> str:
    """Who has reported is seen by the authorised role and whoever keeps archives."""
    return "" if reads_sealed(account) or keeps(account) else _("报告申报情况由被授权的人和人事部门查看。")


def may_issue_sheet(account: Account, person: Person) -> str:
    """A promotion sheet is issued by whoever keeps archives, of others."""
    if account.person_id == person.pk:
        return _("不能出具自己的情况表。")
    return "" if keeps(account) else _("干部情况表由人事部门出具。")


def may_see_sheet(account: Account, person: Person) -> str:
    """It is seen by whoever keeps archives and those who decide, not by the person."""
    if account.person_id == person.pk:
        return _("本人不查看用人情况表。")
    return (
        "" if keeps(account) or reach(account).has(Power.DECISION, room=ROOM) else _("情况表由人事部门和决策机构查看。")
    )


def may_see_sheets(account: Account) -> str:
    """Whoever keeps archives, and those who decide."""
    there = keeps(account) or reach(account).has(Power.DECISION, room=ROOM)
    return "" if there and not account.administers else _("情况表由人事部门和决策机构查看。")


def may_report(account: Account) -> str:
    """Everybody who is somebody reports of oneself."""
    if account.administers:
        return _("管理员账号不报告个人事项。")
    return "" if account.person_id or reads_sealed(account) else _("账号没有对应的人员。")
