"""Who starts scoring runs, and who reads which results."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kaogong.assess.guards import ROOM
from kaogong.assess.models import Result
from kaogong.assess.queries.results import ALL, seen_results
from kaogong.org.models import Account
from kaogong.org.models.powers import Power
from kaogong.org.queries import reach


def may_run(account: Account) -> str:
    """Scoring runs are started, cancelled and repeated by the performance office."""
    if reach(account).has(Power.OFFICE, room=ROOM):
        return ""
    return _("计分由绩效办办理。")


def may_see_runs(account: Account) -> str:
    """Runs as a whole are read by the office, the decision body, the committee and discipline inspection."""
    held = reach(account).held
    if any(one.power in ALL and one.unit is None and one.room in ("", ROOM) for one in held):
        return ""
    return _("计分记录由绩效办、决策机构、监督小组和纪检监察查看。您可以查看本单位得分。")


def may_see_result(account: Account, result: Result) -> str:
    """A result is read by those with a power over its unit, and by the person it is about."""
    if seen_results(account, result.run).filter(pk=result.pk).exists():
        return ""
    return _("这个得分由本单位和绩效办查看，您的岗位不能看。需要时请向绩效办申请，说明用途。")
