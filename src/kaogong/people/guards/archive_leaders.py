"""Who may do what in leaders' appraisals and life meetings. A guard gives the reason why not; empty: they may."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kaogong.org.models import Account, Person, Unit
from kaogong.org.models.powers import Power
from kaogong.org.queries import reach
from kaogong.people.models import LeaderAppraisal, LifeMeeting
from kaogong.people.queries.archive_sight import ROOM, keeps


def may_run_leader(account: Account, person: Person) -> str:
    """Leaders are appraised by whoever keeps archives, or by the office; nobody oneself."""
    if account.person_id == person.pk:
        return _("不能办理自己的考评。")
    if keeps(account) or reach(account).has(Power.OFFICE, room=ROOM):
        return ""
    return _("领导干部考评由人事部门或绩效办办理。")


def may_finalise_leader(account: Account, held: LeaderAppraisal) -> str:
    """It is made final by another than whoever evaluated."""
    if why := may_run_leader(account, held.person):
        return why
    return _("考评人不能定稿，请另一位同事定稿。") if held.evaluated_by_id == account.pk else ""


def may_see_leader(account: Account, held: LeaderAppraisal) -> str:
    """The leader's own, whoever runs it, and those who decide."""
    if account.person_id == held.person_id or not may_run_leader(account, held.person):
        return ""
    if any(reach(account).has(one, room=ROOM) for one in (Power.DECISION, Power.DISCIPLINE)):
        return ""
    return _("个人考评由本人、人事部门和决策机构查看。")


def may_read_notes(account: Account, held: LeaderAppraisal) -> str:
    """What was said of a leader is never shown to the leader."""
    if account.person_id == held.person_id:
        return _("访谈记录不向本人公开。")
    return may_run_leader(account, held.person)


def may_keep_meetings(account: Account, unit: Unit) -> str:
    """Life meetings are kept by the unit."""
    found = reach(account)
    if any(found.has(one, unit.pk, ROOM) for one in (Power.HEAD, Power.LIAISON)):
        return ""
    return _("民主生活会由本单位登记。")


def may_see_meeting(account: Account, meeting: LifeMeeting) -> str:
    """The unit, and those above."""
    found = reach(account)
    if keeps(account) or any(found.has(one, room=ROOM) for one in (Power.OFFICE, Power.DISCIPLINE, Power.DECISION)):
        return ""
    if any(found.has(one, meeting.unit_id, ROOM) for one in (Power.HEAD, Power.LIAISON, Power.LEADER)):
        return ""
    return _("民主生活会记录由本单位和上级机构查看。")
