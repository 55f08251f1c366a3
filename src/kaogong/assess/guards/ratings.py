"""Who sets up ratings, rates, runs meetings, keeps declarations, and reads what came out."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kaogong.assess.guards import ROOM
from kaogong.assess.guards.rounds import may_keep_rounds
from kaogong.assess.models import DutyReport, Entrant, Hearing, Meeting, Pair, Source
from kaogong.assess.queries.pairing import may_not_rate
from kaogong.org.guards import may_watch
from kaogong.org.models import Account
from kaogong.org.models.powers import Power
from kaogong.org.queries import reach


def may_rate(account: Account, pair: Pair) -> str:
    """Whoever a pair names rates, and nobody else; a relative or somebody recused since then does not."""
    if account.person_id is None or account.person_id != pair.rater_id:
        return _("这张票由名单上的评议人本人填写，名单里没有您。")
    return may_not_rate(pair)


def may_rate_here(account: Account, source: Source) -> str:
    """Whether anybody on a source is this account's to rate."""
    if account.person_id is not None and source.pairs.filter(rater=account.person_id).exists():
        return ""
    return _("“%(name)s”的名单里没有您。") % {"name": source.name}


def may_run_meeting(account: Account, meeting: Meeting) -> str:
    """The office runs a meeting; whoever is rated at it does not."""
    if why := may_keep_rounds(account):
        return why
    if account.person_id is not None and meeting.round.entrants.filter(person=account.person_id).exists():
        return _("您是这次测评的对象，请绩效办另一位同事主持。")
    return ""


def may_see_tally(account: Account, entrant: Entrant) -> str:
    """What came out is read by who is rated, and by the office, the decision body, the committee and discipline inspection."""
    if account.person_id is not None and account.person_id == entrant.person_id:
        return ""
    found = reach(account)
    if any(found.has(power, room=ROOM) for power in (Power.OFFICE, Power.DECISION, Power.COMMITTEE, Power.DISCIPLINE)):
        return ""
    if entrant.person_id is None and found.has(Power.HEAD, entrant.unit_id, ROOM):
        return ""
    return _("测评结果由本人和绩效办查看。")


def may_declare(account: Account) -> str:
    """Relatives and absences are entered by the office, from what people declare."""
    return may_keep_rounds(account) and _("亲属申报和在岗情况由绩效办登记。")


def may_declare_own(account: Account) -> str:
    """Everybody declares his own relatives."""
    return "" if account.person_id is not None else _("您的账号没有对应人员，不能申报亲属。")


def may_write_duty(account: Account, entrant: Entrant) -> str:
    """A duty report is written by the person it is about."""
    if entrant.person_id is None or account.person_id != entrant.person_id:
        return _("述职报告由本人撰写。")
    return ""


def may_read_duty(account: Account, report: DutyReport) -> str:
    """A duty report handed in is read by its author, his raters, those above, and his unit's head."""
    entrant = report.entrant
    if account.person_id is not None and account.person_id == entrant.person_id:
        return ""
    if report.state != "handed":
        return _("述职报告还没有提交。")
    if account.person_id is not None and entrant.pairs.filter(rater=account.person_id).exists():
        return ""
    found = reach(account)
    above = (Power.OFFICE, Power.DECISION, Power.COMMITTEE, Power.DISCIPLINE)
    if any(found.has(power, room=ROOM) for power in above) or found.has(Power.HEAD, entrant.unit_id, ROOM):
        return ""
    return _("述职报告由本人、评议人和绩效办查看。")


def may_hear(account: Account, hearing: Hearing | None = None) -> str:
    """The supervision team hears; nobody hears himself."""
    if why := may_watch(account):
        return why
    if hearing is not None and account.person_id == hearing.person_id:
        return _("不能听取自己的意见。请监督小组另一位同事办理。")
    return ""
