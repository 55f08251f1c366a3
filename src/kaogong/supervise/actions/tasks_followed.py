"""Following tasks: progress, checks, urging, extensions, closing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.models import Evidence
from kaogong.core.scheme.period import Period
from kaogong.org.models import Account, Unit
from kaogong.org.queries import setting, today
from kaogong.supervise.actions.tasks import code_of, held_task, moved
from kaogong.supervise.guards.tasks import (
    demand_here,
    may_close,
    may_extend,
    may_keep,
    may_lead,
    may_tell,
    may_verify_entry,
    powers_of,
    units_of,
)
from kaogong.supervise.models import (
    CheckRound,
    EntryTask,
    Task,
    TaskCheck,
    TaskClosing,
    TaskEntry,
    TaskExtension,
    TaskProof,
    TaskStage,
    TaskTable,
    TaskUrging,
)
from kaogong.supervise.queries.sight import ROOM
from kaogong.supervise.queries.tasks import due_of, missing_months, planned_on, rows_lacking, rows_wanted
from kaogong.supervise.states.tasks import CHECKS

Shown = Sequence[tuple[Evidence, str]]
"""Sealed files with their names."""


def _live(task: Task) -> None:
    if task.state != "open":
        raise Refused(_("这项督办现在是“%(state)s”，不能这样办。请刷新后再看。") % {"state": task.get_state_display()})


def _share(share: Decimal | None) -> None:
    if share is not None and not 0 <= share <= 100:
        raise Refused(_("进度写 0 到 100 之间的数。"), "share")


@action
def tell_progress(
    *,
    by: Account | None,
    task: Task,
    unit: Unit,
    period: str,
    words: str,
    share: Decimal | None = None,
    shown: Shown = (),
) -> TaskEntry:
    """What the lead or a co-handler did in a month, with proof."""
    task = held_task(task)
    where = f"{ROOM}.task:{task.pk}"
    demand_here(by, may_tell(by, task) if by else "", "tell_progress", where, unit.code)
    _live(task)
    _share(share)
    if unit.pk not in units_of(task):
        raise Refused(_("这个单位不是主办或协办单位。"), "unit")
    if not words.strip():
        raise Refused(_("请写进展情况。"), "words")
    made = TaskEntry.objects.create(
        task=task, unit=unit, period=period, on=today(), words=words.strip(), share=share, by=by
    )
    TaskProof.objects.bulk_create([TaskProof(entry=made, evidence=one, name=name, on=today()) for one, name in shown])
    new = {"period": period, "share": None if share is None else f"{share:f}", "proofs": len(shown)}
    record(by=by, room=ROOM, verb="tell_progress", subject=where, unit=unit.code, powers=powers_of(by), new=new)
    return made


@action
def verify_progress(*, by: Account | None, entry: TaskEntry) -> TaskEntry:
    """Somebody above has looked: the share told is that of the task."""
    task = held_task(entry.task)
    where = f"{ROOM}.task:{task.pk}"
    entry = TaskEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    demand_here(by, may_verify_entry(by, entry) if by else "", "verify_progress", where)
    if entry.verified_on is not None:
        raise Refused(_("这条进展已经核实。"))
    entry.verified_by, entry.verified_on = by, today()
    entry.save(update_fields=["verified_by", "verified_on"])
    if entry.share is not None:
        task.share = entry.share
        task.save(update_fields=["share"])
    new = {"entry": entry.pk, "share": None if entry.share is None else f"{entry.share:f}"}
    record(by=by, room=ROOM, verb="verify_progress", subject=where, unit=code_of(task), powers=powers_of(by), new=new)
    return entry


@action
def reach_stage(*, by: Account | None, stage: TaskStage, on: dt.date) -> TaskStage:
    """A stage of a task is done."""
    task = held_task(stage.task)
    where = f"{ROOM}.task:{task.pk}"
    demand_here(by, may_keep(by) if by else "", "reach_stage", where)
    if stage.done_on is not None:
        raise Refused(_("这个阶段已经完成。"))
    stage.done_on = on
    stage.save(update_fields=["done_on"])
    new = {"stage": stage.name, "on": str(on)}
    record(by=by, room=ROOM, verb="reach_stage", subject=where, unit=code_of(task), powers=powers_of(by), new=new)
    return stage


@action
def check_task(
    *,
    by: Account | None,
    task: Task,
    kind: str,
    period: str,
    share: Decimal | None = None,
    planned: Decimal | None = None,
    problems: str = "",
    remedies: str = "",
) -> TaskCheck:
    """A row of a check: progress, plan, problems, remedies; months nobody told of are noted in it (QD-17)."""
    task = held_task(task)
    where = f"{ROOM}.task:{task.pk}"
    demand_here(by, may_keep(by) if by else "", "check_task", where)
    if kind not in CHECKS:
        raise Refused(_("请选检查种类。"), "kind")
    if task.state in ("draft", "dropped"):
        raise Refused(_("没有下达的任务不用检查。"))
    _share(share)
    if kind != "random" and task.checks.filter(kind=kind, period=period).exists():
        raise Refused(_("%(period)s 已经检查过。") % {"period": period}, "period")
    plan = planned if planned is not None else planned_on(task, Period.parse(period).last)
    made = TaskCheck.objects.create(
        task=task, kind=kind, period=period, on=today(), share=share, planned=plan, problems=problems.strip(),
        remedies=remedies.strip(), missing=missing_months(task, period, today()), by=by,
    )  # fmt: skip
    new = {"kind": kind, "period": period, "share": None if share is None else f"{share:f}"}
    record(by=by, room=ROOM, verb="check_task", subject=where, unit=code_of(task), powers=powers_of(by), new=new)
    return made


@action
def close_check(*, by: Account | None, table: TaskTable, kind: str, period: str) -> CheckRound:
    """A check of a table is over: every task has its row, and a half-year one its problems and remedies (DX-11, XM-04)."""
    where = f"{ROOM}.tasktable:{table.pk}"
    demand_here(by, may_keep(by) if by else "", "close_check", where)
    table = TaskTable.objects.select_for_update().get(pk=table.pk)
    if table.rounds.filter(kind=kind, period=period).exists():
        raise Refused(_("%(period)s 的检查已经结束。") % {"period": period}, "period")
    wanted, lacking = rows_wanted(table, period).count(), rows_lacking(table, kind, period)
    if number := lacking.count():
        told = {"all": wanted, "n": number, "words": _("、").join(one.number for one in lacking[:10])}
        raise Refused(_("应查 %(all)s 项，还缺 %(n)s 项：%(words)s。") % told, "period")
    if kind == "half":
        rows = TaskCheck.objects.filter(task__table=table, kind=kind, period=period)
        bare = rows.filter(problems="") | rows.filter(remedies="")
        if bare.exists():
            told = {"n": bare.count(), "words": _("、").join(one.task.number for one in bare[:10])}
            raise Refused(_("半年督查须写问题和解决办法，还有 %(n)s 项没写：%(words)s。") % told, "period")
    made = CheckRound.objects.create(
        table=table, kind=kind, period=period, rows=wanted, due=due_of(table, kind, period), closed_on=today(), by=by
    )
    new = {"kind": kind, "period": period, "rows": wanted}
    record(by=by, room=ROOM, verb="close_check", subject=where, powers=powers_of(by), new=new)
    return made


@action
def urge_task(*, by: Account | None, task: Task, words: str) -> TaskUrging:
    """Urge by hand."""
    task = held_task(task)
    where = f"{ROOM}.task:{task.pk}"
    demand_here(by, may_keep(by) if by else "", "urge_task", where)
    _live(task)
    if not words.strip():
        raise Refused(_("请写明催办什么、何时前办好。"), "words")
    assert task.due is not None
    made = TaskUrging.objects.create(task=task, step="hand", due=task.due, on=today(), words=words.strip(), by=by)
    new = {"words": words.strip()}
    record(by=by, room=ROOM, verb="urge_task", subject=where, unit=code_of(task), powers=powers_of(by), new=new)
    return made


@action
def ask_extension(*, by: Account | None, task: Task, until: dt.date, reason: str) -> TaskExtension:
    """The unit that leads asks for a later limit; as often as the installation allows."""
    task = held_task(task)
    where = f"{ROOM}.task:{task.pk}"
    demand_here(by, may_lead(by, task) if by else "", "ask_extension", where, code_of(task))
    _live(task)
    assert task.due is not None
    if until <= task.due:
        raise Refused(_("延至须晚于现在的时限 %(day)s。") % {"day": task.due}, "until")
    if not reason.strip():
        raise Refused(_("请写明延期理由。"), "reason")
    if task.extensions.filter(state="asked").exists():
        raise Refused(_("上一次延期申请还没有审批。"))
    most = setting("tasks.extensions")
    if task.extensions.filter(state="agreed").count() >= most:
        raise Refused(_("一项督办最多延期 %(most)s 次，已经用完。") % {"most": most})
    made = TaskExtension.objects.create(
        task=task, old_due=task.due, new_due=until, reason=reason.strip(), on=today(), by=by
    )
    new = {"until": str(until)}
    record(by=by, room=ROOM, verb="ask_extension", subject=where, unit=code_of(task), powers=powers_of(by), new=new,
           reason=reason)  # fmt: skip
    return made


@action
def decide_extension(*, by: Account | None, task: Task, agreed: bool, words: str = "") -> TaskExtension:
    """Somebody else says whether the limit moves; the first one stays visible."""
    task = held_task(task)
    where = f"{ROOM}.task:{task.pk}"
    demand_here(by, may_keep(by) if by else "", "decide_extension", where)
    asked = task.extensions.select_for_update(of=("self",)).filter(state="asked").first()
    if asked is None:
        raise Refused(_("没有待审的延期申请，可能同事已经审批。请刷新后再看。"))
    demand_here(by, may_extend(by, asked) if by else "", "decide_extension", where)
    _live(task)
    if not agreed and not words.strip():
        raise Refused(_("不同意请写明理由。"), "words")
    asked.state = "agreed" if agreed else "refused"
    asked.decided_by, asked.decided_on, asked.words = by, today(), words.strip()
    asked.save(update_fields=["state", "decided_by", "decided_on", "words"])
    if agreed:
        task.due = asked.new_due
        task.save(update_fields=["due"])
    new: dict[str, Any] = {"state": asked.state, "due": str(task.due), "original": str(task.original_due)}
    record(by=by, room=ROOM, verb="decide_extension", subject=where, unit=code_of(task), powers=powers_of(by), new=new,
           reason=words)  # fmt: skip
    return asked


@action
def ask_closing(*, by: Account | None, task: Task, words: str, shown: Shown) -> TaskClosing:
    """The unit that leads says the task is done, and shows it."""
    task = held_task(task)
    where = f"{ROOM}.task:{task.pk}"
    demand_here(by, may_lead(by, task) if by else "", "ask_closing", where, code_of(task))
    state = moved(task, "ask_closing")
    if not shown:
        raise Refused(_("销号须有佐证。请上传完成材料。"), "file")
    if not words.strip():
        raise Refused(_("请写明完成情况。"), "words")
    made = TaskClosing.objects.create(task=task, words=words.strip(), on=today(), by=by)
    TaskProof.objects.bulk_create([TaskProof(closing=made, evidence=one, name=name, on=today()) for one, name in shown])
    task.state = state
    task.save(update_fields=["state"])
    new = {"state": state, "proofs": len(shown)}
    record(by=by, room=ROOM, verb="ask_closing", subject=where, unit=code_of(task), powers=powers_of(by), new=new)
    return made


def _asked(task: Task) -> TaskClosing:
    found = task.closings.select_for_update(of=("self",)).filter(state="asked").first()
    if found is None:
        raise Refused(_("没有待核的销号申请，可能同事已经办过。请刷新后再看。"))
    return found


@action
def close_task(*, by: Account | None, task: Task, reason: str = "") -> Task:
    """The proof holds: the task is struck off the open list. Its day is the one it was reported on."""
    task = held_task(task)
    where = f"{ROOM}.task:{task.pk}"
    demand_here(by, may_keep(by) if by else "", "close_task", where)
    asked = _asked(task)
    demand_here(by, may_close(by, asked) if by else "", "close_task", where)
    state = moved(task, "close_task")
    asked.state, asked.decided_by, asked.decided_on, asked.reason = "agreed", by, today(), reason.strip()
    asked.save(update_fields=["state", "decided_by", "decided_on", "reason"])
    task.state, task.closed_on, task.share = state, asked.on, Decimal(100)
    task.save(update_fields=["state", "closed_on", "share"])
    EntryTask.objects.filter(under=task, done_on__isnull=True).update(done_on=asked.on)
    new = {"state": state, "closed_on": str(asked.on)}
    record(by=by, room=ROOM, verb="close_task", subject=where, unit=code_of(task), powers=powers_of(by), new=new,
           reason=reason)  # fmt: skip
    return task


@action
def return_closing(*, by: Account | None, task: Task, reason: str) -> Task:
    """The proof does not hold: the task goes on, and why is told."""
    task = held_task(task)
    where = f"{ROOM}.task:{task.pk}"
    demand_here(by, may_keep(by) if by else "", "return_closing", where)
    asked = _asked(task)
    demand_here(by, may_close(by, asked) if by else "", "return_closing", where)
    state = moved(task, "return_closing")
    if not reason.strip():
        raise Refused(_("请写明退回理由。"), "reason")
    asked.state, asked.decided_by, asked.decided_on, asked.reason = "refused", by, today(), reason.strip()
    asked.save(update_fields=["state", "decided_by", "decided_on", "reason"])
    task.state = state
    task.save(update_fields=["state"])
    record(by=by, room=ROOM, verb="return_closing", subject=where, unit=code_of(task), powers=powers_of(by),
           new={"state": state}, reason=reason)  # fmt: skip
    return task
