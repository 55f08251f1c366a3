"""Interviews, drives with a ledger for every unit, half-year hearings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.models import Evidence
from kaogong.listen.models import Result
from kaogong.org.models import Account, Unit
from kaogong.org.queries import today
from kaogong.plan.models import Target
from kaogong.supervise.guards.matters import may_report_hearing, may_sign_interview
from kaogong.supervise.guards.tasks import demand_here, may_keep, powers_of
from kaogong.supervise.models import (
    Drive,
    DriveItem,
    DriveLedger,
    DriveLine,
    Hearing,
    HearingProblem,
    HearingReport,
    Interview,
    TargetMark,
    Task,
)
from kaogong.supervise.queries.matters import reports_lacking, reviewed, shown_mean, weak
from kaogong.supervise.queries.sight import ROOM


@action
def call_interviews(
    *, by: Account | None, subject: str, scores: Sequence[tuple[Unit, Decimal]], mean: Decimal
) -> list[Interview]:
    """Units with a weak indicator are to be talked to: so far below the mean, or among the last (FZ-19)."""
    demand_here(by, may_keep(by) if by else "", "call_interviews", f"{ROOM}.interview")
    places = weak([(unit.pk, score) for unit, score in scores], mean)
    made = [
        Interview.objects.create(
            unit=scores[one][0], subject=subject, score=scores[one][1], mean=mean, opened_on=today()
        )
        for one in places
        if not Interview.objects.filter(unit=scores[one][0], subject=subject).exists()
    ]
    new = {"subject": subject, "interviews": [one.pk for one in made]}
    record(by=by, room=ROOM, verb="call_interviews", subject=f"{ROOM}.interview", powers=powers_of(by), new=new)
    return made


@action
def call_by_review(*, by: Account | None, review: Result) -> list[Interview]:
    """Units a released evaluation shows weak are to be talked to, by its own figures (FZ-19)."""
    where = f"listen.result:{review.pk}"
    demand_here(by, may_keep(by) if by else "", "call_by_review", where)
    if review.state != "released":
        raise Refused(_("评议结果发布后才能据以约谈。"), "review")
    scores = reviewed(review)
    if not scores:
        raise Refused(_("这项结果没有单位得分。"), "review")
    mean = shown_mean([score for _unit, score in scores])
    there = set(Interview.objects.filter(review=review).values_list("unit", flat=True))
    subject = _("公众评议：%(name)s") % {"name": review.project.name}
    made = [
        Interview.objects.create(unit=unit, subject=subject, score=score, mean=mean, review=review, opened_on=today())
        for unit, score in (scores[one] for one in weak([(unit.pk, score) for unit, score in scores], mean))
        if unit.pk not in there
    ]
    new = {"subject": subject, "mean": str(mean), "interviews": [one.pk for one in made]}
    record(by=by, room=ROOM, verb="call_by_review", subject=where, powers=powers_of(by), new=new)
    return made


@action
def hold_interview(*, by: Account | None, interview: Interview, side: str, words: str) -> Interview:
    """The talk was held and its record signed, by a leader or the office and never by the unit itself."""
    found = Interview.objects.select_for_update(of=("self",)).select_related("unit").get(pk=interview.pk)
    where, code = f"{ROOM}.interview:{found.pk}", found.unit.code
    demand_here(by, may_sign_interview(by, found) if by else "", "hold_interview", where, code)
    if found.state != "open":
        raise Refused(_("这次约谈已经办过。"))
    if side not in dict(Interview.SIDES):
        raise Refused(_("请选约谈方。"), "side")
    if not words.strip():
        raise Refused(_("请写约谈记录。"), "words")
    found.state, found.side, found.words, found.signed_by, found.held_on = "done", side, words.strip(), by, today()
    found.save(update_fields=["state", "side", "words", "signed_by", "held_on"])
    new = {"side": side, "state": "done"}
    record(by=by, room=ROOM, verb="hold_interview", subject=where, unit=code, powers=powers_of(by), new=new)
    return found


@action
def mark_target(*, by: Account | None, target: Target, kind: str) -> TargetMark:
    """A target is key or difficult, and gets targeted supervision (HB-32)."""
    where, code = f"plan.target:{target.pk}", target.unit.code
    demand_here(by, may_keep(by) if by else "", "mark_target", where, code)
    if kind not in dict(TargetMark.KINDS):
        raise Refused(_("请选重点或难点。"), "kind")
    made, _fresh = TargetMark.objects.update_or_create(target=target, defaults={"kind": kind, "by": by})
    new = {"kind": kind}
    record(by=by, room=ROOM, verb="mark_target", subject=where, unit=code, powers=powers_of(by), new=new)
    return made


# --- drives ---------------------------------------------------------------------------------------------------------


@action
def start_drive(
    *,
    by: Account | None,
    title: str,
    topics: Sequence[str],
    items: Sequence[tuple[str, str]],
    since: dt.date,
) -> Drive:
    """A special supervision of every unit: its items, each with the standard it is held against."""
    demand_here(by, may_keep(by) if by else "", "start_drive", f"{ROOM}.drive")
    made = Drive.objects.create(year=since.year, title=title, topics=list(topics), since=since)
    rows = [DriveItem(drive=made, place=n, name=name, standard=std) for n, (name, std) in enumerate(items, 1)]
    DriveItem.objects.bulk_create(rows)
    where, new = f"{ROOM}.drive:{made.pk}", {"title": title, "items": len(rows)}
    record(by=by, room=ROOM, verb="start_drive", subject=where, powers=powers_of(by), new=new)
    return made


@action
def set_standard(*, by: Account | None, item: DriveItem, standard: str) -> DriveItem:
    """The standard of an item."""
    where = f"{ROOM}.drive:{item.drive_id}"
    demand_here(by, may_keep(by) if by else "", "set_standard", where)
    old, item.standard = {"standard": item.standard}, standard.strip()
    item.save(update_fields=["standard"])
    new = {"standard": item.standard}
    record(by=by, room=ROOM, verb="set_standard", subject=where, powers=powers_of(by), old=old, new=new)
    return item


@action
def open_ledgers(*, by: Account | None, drive: Drive, units: Sequence[Unit]) -> int:
    """Ledgers for units, one each; those that have one keep it."""
    where = f"{ROOM}.drive:{drive.pk}"
    demand_here(by, may_keep(by) if by else "", "open_ledgers", where)
    rows = [DriveLedger(drive=drive, unit=unit, opened_on=today()) for unit in units]
    before = drive.ledgers.count()
    DriveLedger.objects.bulk_create(rows, ignore_conflicts=True)
    number = drive.ledgers.count() - before
    record(by=by, room=ROOM, verb="open_ledgers", subject=where, powers=powers_of(by), new={"opened": number})
    return number


@action
def write_line(
    *, by: Account | None, ledger: DriveLedger, item: DriveItem, words: str, done: bool = False
) -> DriveLine:
    """How an item stands with a unit; without a standard it cannot be done (LZ-21)."""
    where, code = f"{ROOM}.drive:{ledger.drive_id}", ledger.unit.code
    demand_here(by, may_keep(by) if by else "", "write_line", where, code)
    if item.drive_id != ledger.drive_id:
        raise Refused(_("这个事项不属于这次专项督查。"), "item")
    if done and not item.standard.strip():
        raise Refused(_("“%(name)s”还没有督查标准，不能办结。") % {"name": item.name}, "done")
    made, _fresh = DriveLine.objects.update_or_create(
        ledger=ledger, item=item, defaults={"words": words, "done_on": today() if done else None}
    )
    new = {"item": item.name, "done": done}
    record(by=by, room=ROOM, verb="write_line", subject=where, unit=code, powers=powers_of(by), new=new)
    return made


# --- hearings -------------------------------------------------------------------------------------------------------


@action
def call_hearing(*, by: Account | None, period: str, title: str, units: Sequence[Unit]) -> Hearing:
    """The half-year session, and who reports in it (DX-12)."""
    demand_here(by, may_keep(by) if by else "", "call_hearing", f"{ROOM}.hearing")
    if Hearing.objects.filter(period=period).exists():
        raise Refused(_("%(period)s 的听取汇报已经安排。") % {"period": period}, "period")
    made = Hearing.objects.create(period=period, title=title)
    made.units.set(units)
    where, new = f"{ROOM}.hearing:{made.pk}", {"period": period, "units": len(units)}
    record(by=by, room=ROOM, verb="call_hearing", subject=where, powers=powers_of(by), new=new)
    return made


@action
def hand_in_report(
    *, by: Account | None, hearing: Hearing, unit: Unit, words: str, evidence: Evidence | None = None
) -> HearingReport:
    """The report of a unit, once."""
    where = f"{ROOM}.hearing:{hearing.pk}"
    demand_here(by, may_report_hearing(by, unit.pk) if by else "", "hand_in_report", where, unit.code)
    if hearing.held_on is not None:
        raise Refused(_("听取汇报已经结束。"))
    if not hearing.units.filter(pk=unit.pk).exists():
        raise Refused(_("这个单位不在应汇报之列。"), "unit")
    if hearing.reports.filter(unit=unit).exists():
        raise Refused(_("本单位已经汇报。"), "unit")
    made = HearingReport.objects.create(hearing=hearing, unit=unit, words=words, evidence=evidence, on=today(), by=by)
    record(by=by, room=ROOM, verb="hand_in_report", subject=where, unit=unit.code, powers=powers_of(by))
    return made


@action
def raise_problem(*, by: Account | None, hearing: Hearing, words: str) -> HearingProblem:
    """A problem comes up in the session."""
    where = f"{ROOM}.hearing:{hearing.pk}"
    demand_here(by, may_keep(by) if by else "", "raise_problem", where)
    if hearing.held_on is not None:
        raise Refused(_("听取汇报已经结束。"))
    made = HearingProblem.objects.create(hearing=hearing, words=words)
    record(by=by, room=ROOM, verb="raise_problem", subject=where, powers=powers_of(by), new={"words": words})
    return made


@action
def assign_problem(*, by: Account | None, problem: HearingProblem, task: Task) -> HearingProblem:
    """A problem is solved by a task."""
    where = f"{ROOM}.hearing:{problem.hearing_id}"
    demand_here(by, may_keep(by) if by else "", "assign_problem", where)
    if problem.task_id is not None:
        raise Refused(_("这个问题已经交办。"))
    problem.task = task
    problem.save(update_fields=["task"])
    record(by=by, room=ROOM, verb="assign_problem", subject=where, powers=powers_of(by), new={"task": task.number})
    return problem


@action
def close_hearing(*, by: Account | None, hearing: Hearing, achievements: str, exchange: str) -> Hearing:
    """The session is over: every unit has reported, every problem is assigned (DX-12)."""
    where = f"{ROOM}.hearing:{hearing.pk}"
    demand_here(by, may_keep(by) if by else "", "close_hearing", where)
    hearing = Hearing.objects.select_for_update().get(pk=hearing.pk)
    if hearing.held_on is not None:
        raise Refused(_("听取汇报已经结束。"))
    if number := reports_lacking(hearing).count():
        told = {"n": number, "all": hearing.units.count()}
        raise Refused(_("应汇报 %(all)s 家，还有 %(n)s 家没有汇报。") % told)
    if number := hearing.problems.filter(task__isnull=True).count():
        raise Refused(_("还有 %(n)s 个问题没有交办。") % {"n": number})
    hearing.held_on, hearing.achievements, hearing.exchange = today(), achievements, exchange
    hearing.save(update_fields=["held_on", "achievements", "exchange"])
    new = {"reports": hearing.reports.count(), "problems": hearing.problems.count()}
    record(by=by, room=ROOM, verb="close_hearing", subject=where, powers=powers_of(by), new=new)
    return hearing
