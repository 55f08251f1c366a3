"""Duty reports with their results, and hearings of assessors and those concerned."""

from __future__ import annotations

import json

from django.utils import timezone
from django.utils.translation import gettext as _

from kaogong.assess.actions.rounds import moved, powers_of, subject
from kaogong.assess.guards import ROOM, demand_here
from kaogong.assess.guards.ratings import may_hear, may_write_duty
from kaogong.assess.models import DutyReport, Entrant, Hearing
from kaogong.assess.queries.duties import results_of
from kaogong.assess.states.ratings import DUTY, DUTY_NAMES, HEARING, HEARING_NAMES
from kaogong.audit.actions import Refused, action, record
from kaogong.core.chain import digest
from kaogong.org.models import Account, Finding, Person
from kaogong.org.queries import today


@action
def write_duty(*, by: Account | None, entrant: Entrant, words: str) -> DutyReport:
    """Write the own duty report; it is read by others once it is handed in."""
    where, code = subject(entrant), entrant.unit.code
    demand_here(by, may_write_duty(by, entrant) if by else "", "write_duty", where, code)
    _open(entrant)
    held = DutyReport.objects.select_for_update().filter(entrant=entrant).first() or DutyReport(entrant=entrant)
    held.state, held.words = moved(DUTY, held.state, "write_duty", DUTY_NAMES), words
    held.save()
    record(
        by=by, room=ROOM, verb="write_duty", subject=where, unit=code, powers=powers_of(by), new={"length": len(words)}
    )
    return held


@action
def hand_in_duty(*, by: Account | None, report: DutyReport) -> DutyReport:
    """Hand in a duty report: the verified results of the year are attached as they stand, and both are sealed by hash."""
    entrant, where = report.entrant, subject(report)
    demand_here(by, may_write_duty(by, entrant) if by else "", "hand_in_duty", where, entrant.unit.code)
    _open(entrant)
    if not report.words.strip():
        raise Refused(_("请先写述职内容。"), "words")
    report.state = moved(DUTY, report.state, "hand_in_duty", DUTY_NAMES)
    report.results, report.handed_at = results_of(entrant), timezone.now()
    whole = json.dumps({"words": report.words, "results": report.results}, ensure_ascii=False, sort_keys=True)
    report.sm3 = digest(whole.encode())
    report.save(update_fields=["state", "results", "handed_at", "sm3"])
    new = {"results": len(report.results), "sm3": report.sm3}
    record(by=by, room=ROOM, verb="hand_in_duty", subject=where, unit=entrant.unit.code, powers=powers_of(by), new=new)
    return report


def _open(entrant: Entrant) -> None:
    if entrant.round.state != "open":
        raise Refused(_("这一轮还没有启动或已经办结，不能述职。"))


@action
def ask_hearing(*, by: Account | None, finding: Finding, person: Person, role: str = "accused") -> Hearing:
    """Invite somebody to be heard about a finding: whom it accuses, whom it concerns, or others who were assessed."""
    where = f"org.finding:{finding.pk}"
    demand_here(by, may_hear(by) if by else "", "ask_hearing", where)
    if role == "accused" and person.pk != finding.person_id:
        raise Refused(_("被指考核人是 %(name)s。") % {"name": finding.person or "—"}, "person")
    if Hearing.objects.filter(finding=finding, person=person).exists():
        raise Refused(_("已经通知过这个人。"), "person")
    made = Hearing.objects.create(finding=finding, person=person, role=role, asked_on=today(), by=by)
    new = {"person": person.code, "role": role}
    record(by=by, room=ROOM, verb="ask_hearing", subject=where, powers=powers_of(by), new=new)
    return made


@action
def hear(*, by: Account | None, hearing: Hearing, words: str) -> Hearing:
    """Write down what was said."""
    if not words.strip():
        raise Refused(_("请写明本人的陈述。"), "words")
    return _heard(by, hearing, "hear", words)


@action
def waive_hearing(*, by: Account | None, hearing: Hearing, words: str) -> Hearing:
    """Somebody does not want to be heard, and says so."""
    if not words.strip():
        raise Refused(_("请写明怎样放弃的。"), "words")
    return _heard(by, hearing, "waive_hearing", words)


def _heard(by: Account | None, hearing: Hearing, verb: str, words: str) -> Hearing:
    demand_here(by, may_hear(by, hearing) if by else "", verb, subject(hearing))
    hearing.state = moved(HEARING, hearing.state, verb, HEARING_NAMES)
    hearing.words, hearing.heard_on, hearing.by = words, today(), by
    hearing.save(update_fields=["state", "words", "heard_on", "by"])
    new = {"state": hearing.state}
    record(by=by, room=ROOM, verb=verb, subject=subject(hearing), powers=powers_of(by), new=new, reason=words)
    return hearing
