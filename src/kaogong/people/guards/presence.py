"""Who may do what with attendance. A guard gives the reason why not, in words for the person; empty: they may."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kaogong.audit.actions import demand
from kaogong.org.models import Account
from kaogong.org.models.powers import Power
from kaogong.org.queries import reach
from kaogong.people.models import Absence, AttendanceSheet, Correction, Outing
from kaogong.people.queries.bureaus import ROOM, board_bureaus, keeps, own_bureau, seen_bureaus


def demand_here(by: Account | None, why: str, verb: str, subject: str, unit: str = "") -> None:
    """Go on only when a guard had nothing against it; the system by itself (an import, a job) is not asked."""
    if by is not None:
        demand(why, room=ROOM, verb=verb, subject=subject, unit=unit)


def powers_of(by: Account | None) -> list[str]:
    """The powers used, as they enter the audit."""
    return reach(by).names if by is not None else []


def may_click(account: Account) -> str:
    """Whoever has a post clicks, each for oneself."""
    if not account.administers and own_bureau(account) is not None:
        return ""
    return _("打卡、请假由在岗人员本人办理；这个账号没有对应的岗位。")


def may_see_board(account: Account) -> str:
    """The board of a bureau is seen by its people and by those above."""
    held = board_bureaus(account)
    return "" if not account.administers and (held is None or held) else _("去向由本单位人员和绩效办查看。")


def may_see_records(account: Account) -> str:
    """The records of others are seen by those who keep them and by those above."""
    held = seen_bureaus(account)
    if not account.administers and (held is None or held):
        return ""
    return _("全员考勤由单位负责人、联络员和绩效办查看；本人考勤在“我的考勤”。")


def may_keep_some(account: Account) -> str:
    """Records are kept by the liaison officer or head of a bureau, or by the office."""
    found = reach(account)
    if any(found.has(one, room=ROOM) for one in (Power.OFFICE, Power.LIAISON, Power.HEAD)):
        return ""
    return _("考勤由单位联络员、负责人或绩效办管理。")


def may_keep(account: Account, unit: int) -> str:
    """The same, of one bureau."""
    return "" if keeps(account, unit) else _("这个单位的考勤由其联络员、负责人或绩效办管理。")


def may_set_hours(account: Account, unit: int | None) -> str:
    """Hours of a bureau are set by its head, those of everybody by the office."""
    found = reach(account)
    if found.has(Power.OFFICE, unit, ROOM) or (unit is not None and found.has(Power.HEAD, unit, ROOM)):
        return ""
    return _("全体作息由绩效办设定，单位作息由单位负责人设定。")


def may_ask_correction(account: Account, person: int, unit: int) -> str:
    """A correction is asked for by the person, or by whoever keeps the records."""
    return "" if account.person_id == person or keeps(account, unit) else _("考勤更正由本人或考勤管理人提出。")


def may_decide_correction(account: Account, one: Correction) -> str:
    """A correction is decided by another: neither who asked nor whom it is about."""
    if not keeps(account, one.unit_id):
        return _("考勤更正由单位联络员、负责人或绩效办审核。")
    if account.pk == one.by_id or account.person_id == one.person_id:
        return _("申请人和本人不能审核自己的更正，请另一位同事审核。")
    return ""


def may_see_correction(account: Account, one: Correction) -> str:
    """A correction is seen by the person, and by those who keep the records of the bureau or look over them."""
    seen = seen_bureaus(account)
    if account.person_id == one.person_id or (not account.administers and (seen is None or one.unit_id in seen)):
        return ""
    return _("考勤更正由本人和考勤管理人查看。")


def decides(account: Account, unit: int) -> bool:
    """Whether somebody agrees to leave in a bureau."""
    return any(reach(account).has(one, unit, ROOM) for one in (Power.HEAD, Power.LEADER))


def may_decide_absence(account: Account, one: Absence) -> str:
    """Leave is agreed to by the head or the leader in charge, never by whoever asks, goes or stands in."""
    if not decides(account, one.unit_id):
        return _("请假、出差由单位负责人或分管领导审批。")
    if account.pk == one.by_id or account.person_id in (one.person_id, one.substitute_id):
        return _("本人、申请人和替代人不能审批，请另一位领导审批。")
    return ""


def may_change_absence(account: Account, one: Absence) -> str:
    """Who stands in, taking back and coming back are for the person, or for whoever keeps the records."""
    return (
        "" if account.person_id == one.person_id or keeps(account, one.unit_id) else _("由请假人本人或考勤管理人办理。")
    )


def may_see_absence(account: Account, one: Absence) -> str:
    """Leave is seen by the person, by who stands in, by those who decide or keep it."""
    mine = account.person_id is not None and account.person_id in (one.person_id, one.substitute_id)
    seen = seen_bureaus(account)
    if mine or (not account.administers and (seen is None or one.unit_id in seen)):
        return ""
    return _("请假由本人、替代人和审批人查看。")


def may_see_reason(account: Account, one: Absence) -> str:
    """Why somebody is away is for the person, who stands in, who decides and who keeps the records of the bureau."""
    mine = account.person_id is not None and account.person_id in (one.person_id, one.substitute_id)
    found = reach(account)
    if mine or decides(account, one.unit_id) or found.has(Power.LIAISON, one.unit_id, ROOM):
        return ""
    return _("事由由本人和所在单位掌握。")


def may_come_back(account: Account, one: Outing) -> str:
    """Coming back is told by oneself."""
    return "" if account.person_id == one.person_id else _("外出由本人登记返回。")


def may_issue(account: Account, one: AttendanceSheet) -> str:
    """A circulation is issued by the head or the office, and not by who drafted it."""
    found = reach(account)
    if not any(found.has(power, one.unit_id, ROOM) for power in (Power.HEAD, Power.OFFICE)):
        return _("考勤通报由单位负责人或绩效办签发。")
    return _("拟稿人不能签发，请另一位同事签发。") if one.by_id == account.pk else ""


def may_see_sheet(account: Account, one: AttendanceSheet) -> str:
    """A circulation is seen by those who keep it; once issued, by everybody of the bureau."""
    seen = seen_bureaus(account)
    if not account.administers and (seen is None or one.unit_id in seen):
        return ""
    if one.state == "issued" and own_bureau(account) == one.unit_id:
        return ""
    return _("考勤通报由本单位人员查看。")
