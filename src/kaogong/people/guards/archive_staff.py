"""Who may do what in duties and staff appraisal. A guard gives the reason why not; empty: they may."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kaogong.org.models import Account, Post, Unit
from kaogong.org.models.powers import Power
from kaogong.org.queries import reach
from kaogong.people.models import AnnualForm, StaffLine, StaffObjection, StaffRound, StaffScheme
from kaogong.people.queries.archive_sight import ROOM, keeps

INSIDE = (Power.HEAD, Power.LIAISON)


def _has(account: Account, unit: int | None, *wanted: Power) -> bool:
    return any(reach(account).has(one, unit, ROOM) for one in wanted)


def may_write_duty(account: Account, post: Post) -> str:
    """Duties and targets of a post are written by its unit, or by whoever keeps archives; not by the holder alone."""
    if post.person_id is not None and account.person_id == post.person_id:
        return _("本人的岗位职责请由单位另一位同事写。")
    if _has(account, post.unit_id, *INSIDE) or keeps(account):
        return ""
    return _("岗位职责由本单位联络员、负责人或人事部门写。")


def may_draft_scheme(account: Account, unit: Unit) -> str:
    """A scheme is drafted by the unit."""
    return "" if _has(account, unit.pk, *INSIDE) else _("考评方案由本单位联络员或负责人拟。")


def may_adopt_scheme(account: Account, scheme: StaffScheme) -> str:
    """It is adopted by the head of the unit, not by whoever drafted it."""
    if not _has(account, scheme.unit_id, Power.HEAD):
        return _("考评方案由单位负责人审签。")
    return _("拟稿人不能审签，请另一位同事审签。") if scheme.drafted_by_id == account.pk else ""


def may_end_scheme(account: Account, scheme: StaffScheme) -> str:
    """The head ends a scheme."""
    return "" if _has(account, scheme.unit_id, Power.HEAD) else _("考评方案由单位负责人停用。")


def may_open_round(account: Account, unit: Unit) -> str:
    """A quarter is opened by the unit."""
    return "" if _has(account, unit.pk, *INSIDE) else _("季度考评由本单位联络员或负责人启动。")


def may_check(account: Account, line: StaffLine) -> str:
    """Daily checks are entered by the unit or by those who supervise; nobody checks oneself."""
    if account.person_id == line.person_id:
        return _("不能登记对自己的检查。")
    unit = line.round.unit_id
    if _has(account, unit, *INSIDE) or any(
        reach(account).has(one, room=ROOM) for one in (Power.OFFICE, Power.DISCIPLINE)
    ):
        return ""
    return _("平时效能检查由本单位、绩效办或纪检监察登记。")


def may_write_self(account: Account, line: StaffLine) -> str:
    """A monthly self-appraisal is one's own."""
    return "" if account.person_id == line.person_id else _("每月自评由本人填写。")


def may_vote(account: Account, held: StaffRound) -> str:
    """Peers vote, each once; the marks are only counted."""
    there = held.lines.filter(person=account.person_id).exists() if account.person_id else False
    return "" if there else _("群众互评由本单位参加考评的同事投票。")


def may_comment(account: Account, line: StaffLine) -> str:
    """Leaders of the unit comment; nobody comments on oneself."""
    if account.person_id == line.person_id:
        return _("不能点评自己。")
    if _has(account, line.round.unit_id, Power.HEAD, Power.LEADER):
        return ""
    return _("领导点评由单位负责人或分管领导作出。")


def may_go_on(account: Account, held: StaffRound) -> str:
    """The unit leads the first four steps; the office reviews and puts up."""
    if held.state == "review":
        return "" if reach(account).has(Power.OFFICE, room=ROOM) else _("审核由局效能办办理。")
    if held.state == "comments":
        return "" if _has(account, held.unit_id, Power.HEAD) else _("点评结果由单位负责人报送。")
    return "" if _has(account, held.unit_id, *INSIDE) else _("这一步由本单位办理。")


def may_send_back(account: Account, held: StaffRound) -> str:
    """What lies with the office or the leading group is sent back by them."""
    power = Power.DECISION if held.state == "approval" else Power.OFFICE
    return "" if reach(account).has(power, room=ROOM) else _("退回由审核、审定的机构办理。")


def may_approve_list(account: Account, held: StaffRound) -> str:
    """A list is approved by members of the leading group who are not on it themselves."""
    if not reach(account).has(Power.DECISION, room=ROOM):
        return _("优秀名单由效能和行风建设领导小组成员审定。")
    if account.person_id and held.lines.filter(person=account.person_id).exists():
        return _("本人在这份名单的考评范围内，请回避。")
    return ""


def may_approve_still(account: Account, held: StaffRound) -> str:
    """Who has approved a list has done his part; another one approves it too."""
    done = held.approvals.filter(by=account).exists()
    return may_approve_list(account, held) or (_("您已经审定过这份名单，还需要另一位成员。") if done else "")


def may_publish_list(account: Account) -> str:
    """The office announces the list, closes the publicity, and records the payment."""
    return "" if reach(account).has(Power.OFFICE, room=ROOM) else _("公示和发放由局效能办办理。")


def may_object_staff(account: Account, held: StaffRound) -> str:
    """Anybody of the unit, or who supervises, may object."""
    if _has(account, held.unit_id, *INSIDE, Power.STAFF, Power.LEADER) or not may_vote(account, held):
        return ""
    if any(reach(account).has(one, room=ROOM) for one in (Power.DISCIPLINE, Power.SUPERVISOR, Power.COMMITTEE)):
        return ""
    return _("异议由本单位人员或监督人员提出。")


def may_answer_staff(account: Account, held: StaffObjection) -> str:
    """The office answers, not whoever objected."""
    if not reach(account).has(Power.OFFICE, room=ROOM):
        return _("异议由局效能办答复。")
    return _("提出异议的人不能答复。") if held.by_id == account.pk else ""


def may_see_round(account: Account, held: StaffRound) -> str:
    """A quarter is seen by the unit and those above it."""
    above = (Power.OFFICE, Power.DECISION, Power.DISCIPLINE, Power.COMMITTEE)
    if any(reach(account).has(one, room=ROOM) for one in above):
        return ""
    if _has(account, held.unit_id, *INSIDE, Power.LEADER) or not may_vote(account, held):
        return ""
    return _("季度考评由本单位和上级机构查看。")


def may_see_line(account: Account, line: StaffLine) -> str:
    """One's own line, or those one answers for; colleagues do not see each other's."""
    above = (Power.OFFICE, Power.DECISION, Power.DISCIPLINE)
    if account.person_id == line.person_id or any(reach(account).has(one, room=ROOM) for one in above):
        return ""
    if _has(account, line.round.unit_id, *INSIDE, Power.LEADER):
        return ""
    return _("您看不到这位同事的考评。")


def may_open_annual(account: Account, unit: int | None) -> str:
    """Annual forms are opened by the unit or by whoever keeps archives."""
    return "" if keeps(account) or _has(account, unit, *INSIDE) else _("年度考核表由本单位或人事部门建立。")


def may_write_annual(account: Account, form: AnnualForm) -> str:
    """One's own summary."""
    return "" if account.person_id == form.person_id else _("个人总结由本人填写。")


def may_grade_annual(account: Account, form: AnnualForm) -> str:
    """The head of the unit grades, never oneself."""
    if account.person_id == form.person_id:
        return _("不能评定自己的等次。")
    return "" if _has(account, form.unit_id, Power.HEAD, Power.LEADER) else _("等次由单位负责人提出。")


def may_confirm_annual(account: Account, form: AnnualForm) -> str:
    """Whoever keeps archives confirms, not whoever graded."""
    if not keeps(account):
        return _("年度考核结果由人事部门审定归档。")
    return _("评鉴人不能审定，请另一位同事审定。") if form.graded_by_id == account.pk else ""


def may_see_annual(account: Account, form: AnnualForm) -> str:
    """The person, the unit, those who decide, and whoever keeps archives."""
    above = any(reach(account).has(one, room=ROOM) for one in (Power.DECISION, Power.DISCIPLINE))
    if account.person_id == form.person_id or keeps(account) or above:
        return ""
    return "" if _has(account, form.unit_id, *INSIDE, Power.LEADER) else _("年度考核表由本人、单位和人事部门查看。")
