"""Leads of case investigation, from report to sanction, and the papers they end in."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.states import after
from kaogong.listen.actions.complaints_intake import next_number
from kaogong.listen.guards.complaints import demand_here, may_handle, may_investigate, noted
from kaogong.listen.models import CasePaper, CaseTeam, Complaint, Involved, Lead
from kaogong.listen.queries.complaints import names_complainant
from kaogong.listen.queries.complaints_roles import ROOM, avoided
from kaogong.listen.states.leads import DOCUMENTS, LEAD, LEAD_NAMES, MARKS, OUTCOMES
from kaogong.org.models import Account, Person, Unit
from kaogong.org.queries import today


@action
def open_lead(
    *,
    by: Account | None,
    title: str,
    words: str,
    source: str,
    unit: Unit | None = None,
    complaint: Complaint | None = None,
    received_on: dt.date | None = None,
) -> Lead:
    """A report, or a complaint that points to more, is a lead from now on. It holds no word of who complained."""
    demand_here(by, may_investigate(by) if by else "", "open_lead", f"{ROOM}.lead")
    if complaint is not None:
        demand_here(by, may_handle(by, complaint) if by else "", "open_lead", f"{ROOM}.lead")
    if not title.strip() or not words.strip():
        raise Refused(_("请写明反映的问题。"), "words")
    if complaint is not None and names_complainant(complaint, title + words):
        raise Refused(_("线索里有投诉人的姓名、电话或地址。请删去。"), "words")
    if received_on is not None and received_on > today():
        raise Refused(_("受理日期不能晚于今天。"), "received_on")
    made = Lead.objects.create(
        number=next_number(Lead, "XS"), title=title.strip(), words=words.strip(),
        source=source, unit=unit or (complaint.unit if complaint else None), complaint=complaint,
        received_on=received_on or today(), by=by,
    )  # fmt: skip
    record(verb="open_lead", new={"number": made.number}, **noted(by, made))
    return made


@action
def form_team(*, by: Account | None, name: str, since: dt.date, until: dt.date, members: Sequence[Person]) -> CaseTeam:
    """People who sort leads in a concentrated period."""
    demand_here(by, may_investigate(by) if by else "", "form_team", f"{ROOM}.caseteam")
    if until <= since:
        raise Refused(_("结束日期须晚于开始日期。"), "until")
    if not members:
        raise Refused(_("请写工作组成员的工号。"), "members")
    if CaseTeam.objects.filter(name=name.strip()).exists():
        raise Refused(_("已有名为“%(name)s”的工作组。") % {"name": name.strip()}, "name")
    made = CaseTeam.objects.create(name=name.strip(), since=since, until=until)
    made.members.set(members)
    record(verb="form_team", new={"name": made.name, "members": len(members), "until": str(until)}, **noted(by, made))
    return made


@action
def assign_leads(*, by: Account | None, leads: Sequence[Lead], team: CaseTeam) -> int:
    """Give leads to a team; a lead has one team. Nobody of it may belong to the unit a lead is about."""
    demand_here(by, may_investigate(by) if by else "", "assign_leads", f"{ROOM}.caseteam:{team.pk}")
    if not team.since <= today() < team.until:
        raise Refused(_("%(name)s不在办案时段内。") % {"name": team.name}, "team")
    some = list(Lead.objects.select_for_update(of=("self",)).filter(pk__in=[one.pk for one in leads]).order_by("pk"))
    for one in some:
        demand_here(by, may_investigate(by, one) if by else "", "assign_leads", f"{ROOM}.lead:{one.pk}")
        if one.state not in ("received", "preliminary"):
            raise Refused(
                _("%(number)s 已经%(state)s，不再分组。") % {"number": one.number, "state": one.get_state_display()}
            )
        _unrelated(one, team)
        one.team = team
        one.save(update_fields=["team"])
    new = {"team": team.name, "leads": [one.number for one in some]}
    record(verb="assign_leads", new=new, **noted(by, team))
    return len(some)


def _unrelated(lead: Lead, team: CaseTeam) -> None:
    """No member may have a post in the unit."""
    held = Account.objects.filter(person__in=team.members.all(), is_active=True)
    if lead.unit_id is not None and any(lead.unit_id in avoided(one) for one in held):
        raise Refused(_("%(number)s 涉及工作组成员所在单位，须分给另一个组。") % {"number": lead.number}, "team")


def _moved(by: Account | None, lead: Lead, verb: str, **more: Any) -> Lead:
    held = Lead.objects.select_for_update(of=("self",)).get(pk=lead.pk)
    demand_here(by, may_investigate(by, held) if by else "", verb, f"{ROOM}.lead:{held.pk}")
    state = after(LEAD, held.state, verb)
    if state is None:
        can = _("、").join(_(LEAD_NAMES[one]) for one, what in LEAD if what == verb)
        told = {"state": held.get_state_display(), "can": can}
        raise Refused(_("这条线索现在是“%(state)s”，不能这样办。须在“%(can)s”时办理。") % told)
    old = {"state": held.state}
    held.state = state
    for name, value in more.items():
        setattr(held, name, value)
    held.save(update_fields=["state", *more])
    record(verb=verb, old=old, new={"state": state, "number": held.number}, **noted(by, held))
    return held


@action
def check_lead(*, by: Account | None, lead: Lead) -> Lead:
    """The preliminary check begins."""
    return _moved(by, lead, "check_lead", preliminary_on=today())


@action
def file_lead(*, by: Account | None, lead: Lead) -> Lead:
    """A case is filed, after the preliminary check and never before."""
    return _moved(by, lead, "file_lead", filed_on=today())


@action
def drop_lead(*, by: Account | None, lead: Lead, conclusion: str) -> Lead:
    """Nothing came of it; why stays on record."""
    if not conclusion.strip():
        raise Refused(_("请写明为什么了结。"), "conclusion")
    return _moved(by, lead, "drop_lead", dropped_on=today(), conclusion=conclusion.strip())


@action
def name_involved(
    *, by: Account | None, lead: Lead, name: str, person: Person | None = None, unit: Unit | None = None
) -> Involved:
    """Somebody the case is about."""
    called = name.strip() or (person.name if person else "")
    if not called:
        raise Refused(_("请写姓名，或写工号。"), "name")
    if lead.involved.filter(name=called).exists():
        raise Refused(_("%(name)s已在涉案人员里。") % {"name": called}, "name")
    held = _moved(by, lead, "name_involved")
    return Involved.objects.create(lead=held, name=called, person=person, unit=unit or held.unit)


@action
def decide_involved(*, by: Account | None, involved: Involved, outcome: str, words: str = "") -> Involved:
    """What is decided of somebody: supervision advice, discipline, transfer to judicial bodies, or nothing."""
    if outcome not in OUTCOMES:
        raise Refused(_("请选处理：监察建议书、党纪政纪责任、移送司法机关或不予追究。"), "outcome")
    if outcome == "discipline" and not words.strip():
        raise Refused(_("请写明给予什么处分。"), "words")
    _moved(by, involved.lead, "decide_involved")
    involved.outcome, involved.words, involved.decided_by, involved.decided_on = outcome, words.strip(), by, today()
    involved.save(update_fields=["outcome", "words", "decided_by", "decided_on"])
    return involved


@action
def close_lead(*, by: Account | None, lead: Lead, conclusion: str, judicial: str = "") -> Lead:
    """The case is closed once of everybody something is decided; each decision has its numbered paper."""
    if not conclusion.strip():
        raise Refused(_("请写明结案结论。"), "conclusion")
    several = list(lead.involved.select_related("unit"))
    without = [one.name for one in several if not one.outcome]
    if without:
        told = {"n": len(without), "names": _("、").join(without)}
        raise Refused(_("还有 %(n)s 人没有处理决定，不能结案：%(names)s。") % told)
    if not judicial.strip() and any(one.outcome == "transfer" for one in several):
        raise Refused(_("有人移送司法机关，请写明移送哪个机关。"), "judicial")
    held = _moved(by, lead, "close_lead", closed_on=today(), conclusion=conclusion.strip())
    for one in several:
        if one.outcome in DOCUMENTS:
            _paper(held, one, judicial.strip())
    return held


def _paper(lead: Lead, one: Involved, judicial: str) -> CasePaper:
    """The paper of a decision, numbered within its kind and year."""
    day, mark = today(), MARKS[one.outcome]
    start = f"{mark}〔{day.year}〕"
    number = f"{start}{CasePaper.objects.filter(number__startswith=start).count() + 1}号"
    to = judicial if one.outcome == "transfer" else str(one.unit.code if one.unit else lead.source)
    words = one.words or lead.conclusion
    text = "\n".join((number, to, one.name, words))
    return CasePaper.objects.create(
        lead=lead, involved=one, kind=one.outcome, number=number, to=to, words=words, made_on=day,
        sm3=hashlib.new("sm3", text.encode()).hexdigest(),
    )  # fmt: skip


@action
def sanction_lead(*, by: Account | None, lead: Lead) -> Lead:
    """The sanctions of a closed case were carried out."""
    if not lead.involved.filter(outcome__in=("discipline", "transfer")).exists():
        raise Refused(_("这个案件没有给予处分或移送的人，不进入处分。"))
    return _moved(by, lead, "sanction_lead", sanctioned_on=today())
