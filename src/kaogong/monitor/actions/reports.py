"""Reports: written, handed in, signed, verified or returned, locked; red lights explained; evidence shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.models import Evidence
from kaogong.audit.states import after
from kaogong.core.scheme.period import Period
from kaogong.monitor.actions.rules import powers_of, said
from kaogong.monitor.guards import (
    ROOM,
    demand_here,
    may_explain,
    may_keep,
    may_report,
    may_return,
    may_sign,
    may_verify,
)
from kaogong.monitor.models import Attachment, Explanation, PartFigure, Report, Rules
from kaogong.monitor.queries import (
    asked_period,
    due_of,
    findings,
    is_locked,
    light_of,
    locks_on,
    milestones_of,
    rules_of,
)
from kaogong.monitor.states import REPORT, REPORT_NAMES
from kaogong.org.models import Account, Unit
from kaogong.org.queries import calendar, today
from kaogong.plan.models import Cycle, Target, Task

EDITABLE = ("draft", "returned")


def _moved(report: Report, verb: str) -> str:
    found = after(REPORT, report.state, verb)
    if found is None:
        can = _("、").join(_(REPORT_NAMES[one]) for (one, what) in REPORT if what == verb)
        words = _("这份进展现在是“%(state)s”，不能这样办。须在“%(can)s”时办理。")
        raise Refused(words % {"state": report.get_state_display(), "can": can})
    return found


def _subject(report: Report) -> str:
    return f"{ROOM}.report:{report.pk}"


def _told(by: Account | None, verb: str, report: Report, **more: Any) -> None:
    code, powers = report.unit.code, powers_of(by)
    record(by=by, room=ROOM, verb=verb, subject=_subject(report), unit=code, powers=powers, **more)


def _open(rules: Rules, unit: Unit, text: str) -> Period:
    """The period to be reported.

    Raises:
        Refused: the cycle does not report it, it has not begun, or it is locked.
    """
    if rules.cycle.state != "open":
        raise Refused(_("考核周期还没有启动或已经结束，不能填报。"))
    period = asked_period(rules, text)
    if period is None or str(period) != text:
        raise Refused(_("本周期没有 %(period)s 这一期。请核对。") % {"period": text}, "period")
    if period.first > today():
        raise Refused(_("%(period)s 还没有开始，不能提前填报。") % {"period": text}, "period")
    if is_locked(rules, unit.pk, period):
        words = _("%(period)s 已于 %(day)s 锁定。需要补报的，请向绩效办申请，说明原因。")
        raise Refused(words % {"period": text, "day": locks_on(rules, period, calendar())}, "period")
    return period


@action
def write_report(
    *,
    by: Account | None,
    unit: Unit,
    period: str,
    target: Target | None = None,
    task: Task | None = None,
    value: Decimal | None = None,
    words: str = "",
    cause: str = "",
    standing: str = "ongoing",
    parts: Mapping[int, Decimal] | None = None,
) -> Report:
    """Write a draft, or change one. Whatever was typed is kept; it is checked when it is handed in."""
    where = f"org.unit:{unit.code}"
    demand_here(by, may_report(by, unit.pk) if by else "", "write_report", where, unit.code)
    about = target or task
    assert about is not None, "a report is about a target or a task"
    rules = rules_of(about.cycle)
    _open(rules, unit, period)
    if target is not None and target.unit_id != unit.pk:
        raise Refused(_("这项目标不属于本单位。"))
    if task is not None and not task.units.filter(unit=unit).exists():
        raise Refused(_("这项任务不由本单位承担。"))
    found = Report.objects.select_for_update().filter(target=target, task=task, period=period).first()
    made = found or Report(cycle=about.cycle, unit=unit, target=target, task=task, period=period)
    made.state = _moved(made, "write_report")
    old = {"value": said(made.value), "standing": made.standing, "words": made.words} if found else None
    made.value, made.words, made.cause, made.standing, made.written_by = value, words, cause, standing, by
    made.save()
    made.parts.all().delete()
    PartFigure.objects.bulk_create(
        PartFigure(report=made, rule_id=rule, value=part) for rule, part in (parts or {}).items()
    )
    new = {"period": period, "value": said(value), "standing": standing, "words": words, "cause": cause}
    _told(by, "write_report", made, old=old, new=new | {"parts": {str(k): said(v) for k, v in (parts or {}).items()}})
    return made


@action
def submit_report(*, by: Account | None, report: Report) -> Report:
    """Hand a report in, when nothing in it contradicts itself.

    Raises:
        Refused: with the first finding, at its field; the rest are counted.
    """
    unit = report.unit
    demand_here(by, may_report(by, unit.pk) if by else "", "submit_report", _subject(report), unit.code)
    state, rules = _moved(report, "submit_report"), rules_of(report.cycle)
    period = _open(rules, unit, report.period)
    grave = [one for one in findings(report, rules) if one.grave]
    if grave:
        words = _("还有 %(n)s 处要改，改完才能提交：%(words)s")
        raise Refused(words % {"n": len(grave), "words": "".join(one.words for one in grave)}, grave[0].field)
    work, day, old = calendar(), today(), {"state": report.state, "version": report.version}
    report.due = due_of(rules, period, work)
    report.late = work.between(report.due, day, working=True) if report.due else 0
    report.state = state if rules.signed else "signed"
    report.submitted_at, report.version, report.told = timezone.now(), report.version + 1, ""
    report.signed_by, report.signed_at = None, None if rules.signed else report.submitted_at
    light = None
    if report.target is not None:
        nodes = milestones_of([report.target]).get(report.target.pk, {})
        light = light_of(report.target, report, period, rules, nodes, day)
        report.red = light.key == "red"
    report.save()
    new = {"state": report.state, "version": report.version, "value": said(report.value), "late": report.late}
    _told(by, "submit_report", report, old=old, new=new | {"light": light.key if light else ""})
    return report


@action
def sign_report(*, by: Account | None, report: Report) -> Report:
    """The head of the unit signs."""
    demand_here(by, may_sign(by, report) if by else "", "sign_report", _subject(report), report.unit.code)
    old = {"state": report.state}
    report.state = _moved(report, "sign_report")
    report.signed_by, report.signed_at = by, timezone.now()
    report.save(update_fields=["state", "signed_by", "signed_at"])
    _told(by, "sign_report", report, old=old, new={"state": report.state, "value": said(report.value)})
    return report


@action
def verify_report(*, by: Account | None, report: Report) -> Report:
    """The office has held a report against its evidence; its figure counts."""
    demand_here(by, may_verify(by, report) if by else "", "verify_report", _subject(report), report.unit.code)
    old = {"state": report.state}
    report.state = _moved(report, "verify_report")
    report.verified_by, report.verified_at = by, timezone.now()
    report.save(update_fields=["state", "verified_by", "verified_at"])
    _told(by, "verify_report", report, old=old, new={"state": report.state, "value": said(report.value)})
    return report


@action
def return_report(*, by: Account | None, report: Report, reason: str) -> Report:
    """A report goes back to the liaison officer, with what has to be changed."""
    demand_here(by, may_return(by, report) if by else "", "return_report", _subject(report), report.unit.code)
    if not reason.strip():
        raise Refused(_("请写明退回的原因和要改的地方。"), "reason")
    old = {"state": report.state}
    report.state, report.told = _moved(report, "return_report"), reason
    report.save(update_fields=["state", "told"])
    _told(by, "return_report", report, old=old, new={"state": report.state}, reason=reason)
    return report


@action
def lock_reports(*, by: Account | None, cycle: Cycle, period: str) -> int:
    """What was verified in a period changes no more."""
    where = f"plan.cycle:{cycle.pk}"
    demand_here(by, may_keep(by) if by else "", "lock_reports", where)
    held = Report.objects.select_for_update().filter(cycle=cycle, period=period, state="verified")
    number = held.update(state=REPORT["verified", "lock_reports"])
    if not number:
        raise Refused(_("%(period)s 没有已核实、待锁定的进展。") % {"period": period}, "period")
    new = {"period": period, "reports": number}
    record(by=by, room=ROOM, verb="lock_reports", subject=where, powers=powers_of(by), new=new)
    return number


@action
def attach(
    *,
    by: Account | None,
    report: Report,
    evidence: Sequence[tuple[Evidence, str]],
    taken_on: dt.date | None = None,
    place: str = "",
) -> list[Attachment]:
    """Show sealed files with a report. A file shown before and withdrawn is shown again."""
    unit = report.unit
    demand_here(by, may_report(by, unit.pk) if by else "", "attach", _subject(report), unit.code)
    if report.state not in EDITABLE:
        raise Refused(_("进展已提交，不能再加证据。需要补证的，请绩效办退回。"), "evidence")
    held = report.attachments.filter(withdrawn=False).exclude(evidence__in=[one for one, __ in evidence]).count()
    most = rules_of(report.cycle).pieces
    if most is not None and held + len(evidence) > most:
        words = _("一份进展至多附 %(most)s 件证据，现有 %(held)s 件。请先撤回用不上的。")
        raise Refused(words % {"most": most, "held": held}, "evidence")
    made = []
    for one, name in evidence:
        fields = {"name": name, "taken_on": taken_on, "place": place, "withdrawn": False}
        made.append(Attachment.objects.update_or_create(report=report, evidence=one, defaults=fields)[0])
    _told(by, "attach", report, new={"evidence": [{"sm3": one.pk, "name": name} for one, name in evidence]})
    return made


@action
def withdraw_attachment(*, by: Account | None, attachment: Attachment) -> Attachment:
    """A file is no longer shown with a report; that it was stays on record."""
    report = attachment.report
    demand_here(by, may_report(by, report.unit_id) if by else "", "withdraw_attachment", _subject(report))
    if report.state not in EDITABLE:
        raise Refused(_("进展已提交，不能撤回证据。需要更换的，请绩效办退回。"), "evidence")
    attachment.withdrawn = True
    attachment.save(update_fields=["withdrawn"])
    _told(by, "withdraw_attachment", report, old={"sm3": attachment.evidence_id, "name": attachment.name})
    return attachment


@action
def explain(*, by: Account | None, report: Report, reason: str, remedy: str, by_day: dt.date) -> Explanation:
    """Say why a light is red, how the target catches up, and by which day."""
    demand_here(by, may_explain(by, report) if by else "", "explain", _subject(report), report.unit.code)
    if not report.red:
        raise Refused(_("这份进展不是红灯，不需要说明。"))
    for field, text, words in (
        ("reason", reason, _("请写明落后的原因。")),
        ("remedy", remedy, _("请写明追赶的办法。")),
    ):
        if not text.strip():
            raise Refused(words, field)
    if by_day < today():
        raise Refused(_("%(day)s 已过。请写一个今天以后的赶上日期。") % {"day": by_day}, "by_day")
    fields = {"reason": reason, "remedy": remedy, "by_day": by_day, "by": by}
    made, __ = Explanation.objects.update_or_create(report=report, defaults=fields)
    _told(by, "explain", report, new={"reason": reason, "remedy": remedy, "by_day": str(by_day)})
    return made
