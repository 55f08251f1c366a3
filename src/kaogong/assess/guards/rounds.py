"""Who keeps rounds, reports on the own work, reviews, scores, counts and reads."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kaogong.assess.guards import ROOM
from kaogong.assess.models import Bundle, Entrant, Round, SelfReport, Source
from kaogong.assess.queries.raters import Rater
from kaogong.assess.queries.rounds import ABOVE
from kaogong.assess.states.rounds import EDITABLE
from kaogong.org.models import Account
from kaogong.org.models.powers import Power
from kaogong.org.queries import reach, recused


def may_keep_rounds(account: Account) -> str:
    """Rounds are set up, opened and closed by the performance office."""
    if reach(account).has(Power.OFFICE, room=ROOM):
        return ""
    return _("考评轮次由绩效办组织。")


def may_see_round(account: Account, one: Round) -> str:
    """A round is seen by those above, by the units and people in it, by their leaders, and by its assessors."""
    found = reach(account)
    if any(found.has(power, room=ROOM) for power in ABOVE):
        return ""
    units = found.units(*Power.values)
    there = one.entrants.all()
    if units is None or (units and there.filter(unit__in=units).exists()):
        return ""
    if account.person_id is not None:
        named = one.sources.filter(assessors__person=account.person_id).exists()
        rates = one.sources.filter(pairs__rater=account.person_id).exists()
        if named or rates or there.filter(person=account.person_id).exists():
            return ""
    return _("这一轮考评不涉及您的单位。")


def may_see_entrant(account: Account, entrant: Entrant) -> str:
    """What an entrant says of the own work is read by itself, by those who review it, and by a leader once it is released."""
    found, unit = reach(account), entrant.unit_id
    if account.person_id is not None and account.person_id == entrant.person_id:
        return ""
    if any(found.has(power, unit, ROOM) for power in (*ABOVE, Power.HEAD, Power.LIAISON)):
        return ""
    rater = Rater(account)
    if rater.serves(entrant):
        return ""
    if rater.leads(entrant):
        released = Bundle.objects.filter(round=entrant.round_id, reports__entrant=entrant, leader=account.person_id)
        return "" if account.person_id and released.exists() else _("自评报告由绩效办汇总后集中报送，现在还没有报送。")
    return _("您的岗位看不到这份自评。")


def may_write_self(account: Account, entrant: Entrant) -> str:
    """A unit's self-report is written by its liaison officer; a person's by that person."""
    if entrant.person_id is not None:
        return "" if account.person_id == entrant.person_id else _("个人自评由本人填写。")
    if reach(account).has(Power.LIAISON, entrant.unit_id, ROOM):
        return ""
    return _("自评由本单位联络员填报。")


def may_sign_self(account: Account, report: SelfReport) -> str:
    """The head of the unit signs, and not what he wrote himself."""
    if not reach(account).has(Power.HEAD, report.entrant.unit_id, ROOM):
        return _("自评由本单位负责人签批。")
    return _("自己填的自评不能自己签批。") if report.written_by_id == account.pk else ""


def may_return_self(account: Account, report: SelfReport) -> str:
    """A self-report is returned by whoever has it before them: the head, then the office."""
    return may_sign_self(account, report) if report.state == "submitted" else may_review(account, report.entrant)


def may_review(account: Account, entrant: Entrant) -> str:
    """The office reviews; nobody reviews what he wrote or signed, or a unit he stands back from."""
    if not reach(account).has(Power.OFFICE, room=ROOM):
        return _("自评由绩效办复核。")
    if recused(account, entrant.unit):
        return _("您对这个单位须回避，请绩效办另一位同事复核。")
    report = getattr(entrant, "report", None)
    own = report is not None and account.pk in {report.written_by_id, report.signed_by_id}
    return _("自己填报或签批的自评，请绩效办另一位同事复核。") if own else ""


def next_step(account: Account, entrant: Entrant) -> str:
    """What an account does next about a self-report: write, sign, review or read it; empty: it is not for them."""
    if not may_edit_self(account, entrant):
        return "write"
    report = getattr(entrant, "report", None)
    if report is not None and entrant.round.state == "open":
        if report.state == "submitted" and not may_sign_self(account, report):
            return "sign"
        if report.state == "signed" and not may_review(account, entrant):
            return "review"
    return "" if report is None or may_see_entrant(account, entrant) else "see"


def _words(why: str, source: Source) -> str:
    """Why an account does not rate, in words for the person."""
    told = {
        "recused": _("您对这个单位须回避，不能评分。"),
        "office": _("这张表由绩效办评分。"),
        "leader": _("由这个单位的分管领导评分。"),
        "chief": _("由本单位正职评分。您不是这个单位的正职。"),
        "self": _("不能给自己评分。"),
        "named": _("这张表由“%(name)s”的评分人填写，名单里没有您。") % {"name": source.name},
        "employed": _("被评的是您任职的单位，您须回避。"),
    }
    return told[why]


def may_score(account: Account, source: Source, entrant: Entrant) -> str:
    """Who fills in a sheet, by what the source says (QW-05, HB-47); nobody does where he stands back."""
    why = Rater(account).bar(source, entrant)
    return _words(why, source) if why else ""


def may_enter(account: Account, source: Source) -> str:
    """Votes and results from outside are entered by the unit that answers for them; where none is named, by the office."""
    if source.unit_id is None:
        return may_keep_rounds(account) and _("由绩效办登记。")
    if any(reach(account).has(power, source.unit_id, ROOM) for power in (Power.AUTHORITY, Power.LIAISON)):
        return ""
    return _("“%(name)s”由提供它的责任部门登记，其他单位不能自填。") % {"name": source.name}


def may_read_bundle(account: Account, bundle: Bundle) -> str:
    """A bundle is read by the leader it was released to, and by the office."""
    if account.person_id == bundle.leader_id or reach(account).has(Power.OFFICE, room=ROOM):
        return ""
    return _("这份清单报送给分管领导本人。")


def may_edit_self(account: Account, entrant: Entrant) -> str:
    """Whether the self-report can be written on now, and by whom."""
    if why := may_write_self(account, entrant):
        return why
    report = getattr(entrant, "report", None)
    if entrant.round.state != "open":
        return _("这一轮还没有启动或已经办结，不能填报自评。")
    if report is not None and report.state not in EDITABLE:
        return _("自评已经提交。需要更正的，请签批人或绩效办退回。")
    return ""
