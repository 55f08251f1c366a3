"""Who starts scoring runs, and who reads which results."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kaogong.assess.guards import ROOM
from kaogong.assess.models import Result
from kaogong.org.models import Account
from kaogong.org.models.powers import Power
from kaogong.org.queries import reach

ALL = (Power.OFFICE, Power.DECISION, Power.COMMITTEE, Power.DISCIPLINE)
"""Who reads every result their power reaches."""


def may_run(account: Account) -> str:
    """Scoring runs are started, cancelled and repeated by the performance office."""
    if reach(account).has(Power.OFFICE, room=ROOM):
        return ""
    return _("计分由绩效办办理。")


def may_see_runs(account: Account) -> str:
    """Runs as a whole are read by the office, the decision body, the committee and discipline inspection."""
    if any(reach(account).has(power, room=ROOM) for power in ALL):
        return ""
    return _("计分记录由绩效办、决策机构、监督小组和纪检监察查看。您可以查看本单位得分。")


def may_see_result(account: Account, result: Result) -> str:
    """A result is read by those with a power over its unit, and by the person it is about."""
    if account.person_id is not None and account.person_id == result.person_id:
        return ""
    found = reach(account)
    unit = result.unit_id
    if any(found.has(power, unit, ROOM) for power in ALL):
        return ""
    own = (Power.HEAD, Power.LIAISON, Power.LEADER)
    if result.run.purpose != "trial" and unit is not None and any(found.has(power, unit, ROOM) for power in own):
        return ""
    return _("您的岗位看不到这个得分。")
