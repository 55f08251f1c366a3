"""Entries: made in real time, confirmed by another, contested, settled, corrected without overwriting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.models import Evidence
from kaogong.audit.states import after
from kaogong.org.models import Account, Person, Unit
from kaogong.org.queries import after_days, today
from kaogong.supervise.guards.ledgers import (
    ROOM,
    demand_here,
    may_confirm_entry,
    may_contest_entry,
    may_enter,
    may_join_entry,
    may_settle_entry,
    may_withdraw_entry,
    powers_of,
)
from kaogong.supervise.models import EntryTask, Ledger, LedgerEntry, LedgerItem, LedgerUnit, Task
from kaogong.supervise.states.ledgers import ENTRY, ENTRY_NAMES


@action
def enter(
    *,
    by: Account | None,
    ledger: Ledger,
    item: LedgerItem,
    unit: Unit,
    happened_on: dt.date,
    source: str,
    words: str,
    person: Person | None = None,
    details: Mapping[str, str] | None = None,
    key: str = "",
    evidence: tuple[Evidence, str] | None = None,
) -> LedgerEntry:
    """Write down what happened. It counts once another person has confirmed it.

    Args:
        by: the account that acts.
        ledger: the ledger.
        item: which of its items.
        unit: whom it is about, or whose person.
        happened_on: the day it happened; entered too many days later it is marked as such.
        source: where it is known from.
        words: what happened.
        person: whom it is about, in ledgers of people.
        details: the further columns of the ledger.
        key: what identifies the matter; the same again is refused.
        evidence: a sealed file and its name.
    """
    demand_here(by, may_enter(by, ledger, unit) if by else "", "enter", f"{ROOM}.ledger:{ledger.pk}", unit.code)
    given = {"happened_on": happened_on, "source": source, "words": words, "key": key, "evidence": evidence}
    made = written(by, ledger, item, unit, person, given | {"details": details or {}})
    new = {"number": made.number, "item": item.name, "happened_on": str(happened_on), "late": made.late}
    _recorded(by, made, "enter", new=new)
    return made


def written(
    by: Account | None, ledger: Ledger, item: LedgerItem, unit: Unit, person: Person | None, given: Mapping[str, Any]
) -> LedgerEntry:
    """One entry, its number counted on while nobody else writes in the ledger."""
    held = Ledger.objects.select_for_update().get(pk=ledger.pk)
    day = today()
    _open(held, item, unit, person)
    if given["happened_on"] > day:
        raise Refused(_("发生日期不能晚于今天。"), "happened_on")
    if given["happened_on"] < held.since:
        raise Refused(_("这本台账自 %(day)s 起记录。") % {"day": held.since}, "happened_on")
    for name, words in (("source", _("请写明来源。")), ("words", _("请写明事由。"))):
        if not str(given[name]).strip():
            raise Refused(words, name)
    proof, name = given["evidence"] or (None, "")
    head = f"{held.code}-{day.year}-"
    try:
        with transaction.atomic():
            return LedgerEntry.objects.create(
                number=f"{head}{LedgerEntry.objects.filter(number__startswith=head).count() + 1:05d}",
                ledger=held, item=item, unit=unit, person=person, happened_on=given["happened_on"], entered_on=day,
                late=(day - given["happened_on"]).days > held.late_days, source=given["source"].strip(),
                words=given["words"].strip(), details=_details(held, given["details"]), key=given["key"].strip(),
                evidence=proof, evidence_name=name[:160], marks=item.marks, by=by, corrects=given.get("corrects"),
                supplier=next(iter(held.supplier_names), ""),
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused(_("事由编号“%(key)s”已经记录过。") % {"key": given["key"]}, "key") from error


def _open(ledger: Ledger, item: LedgerItem, unit: Unit, person: Person | None) -> None:
    if ledger.state != "open":
        raise Refused(_("台账“%(name)s”现在不能记录：%(state)s。") % {
            "name": ledger.name, "state": ledger.get_state_display()})  # fmt: skip
    if item.ledger_id != ledger.pk:
        raise Refused(_("这本台账没有这一项。"), "item")
    if ledger.about == "person" and person is None:
        raise Refused(_("这本台账按人记录，请写工号。"), "person")
    if ledger.own and not LedgerUnit.objects.filter(ledger=ledger, unit=unit).exists():
        raise Refused(_("本单位还没有建立这本台账。请先建立，并明确专人。"))


def _details(ledger: Ledger, given: Mapping[str, str]) -> dict[str, str]:
    """The further columns, as they were declared; a collective decision with too few present is none (QH-35)."""
    found: dict[str, str] = {}
    for one in ledger.columns:
        text = str(given.get(one["key"]) or "").strip()
        if not text:
            if one.get("must"):
                raise Refused(_("请填写“%(name)s”。") % {"name": _(one["name"])}, one["key"])
            continue
        found[one["key"]] = text if one["type"] == "text" else _number(text, one)
    if ledger.quorum and {"members", "present"} <= set(found):
        members, present = int(found["members"]), int(found["present"])
        if present > members:
            raise Refused(_("实到人数多于应到人数。"), "present")
        if present < Fraction(ledger.quorum) * members:
            words = _("应到 %(n)s 人、实到 %(m)s 人，不足 %(share)s，不能作出集体决定。")
            raise Refused(words % {"n": members, "m": present, "share": ledger.quorum}, "present")
    return found


def _number(text: str, column: Mapping[str, Any]) -> str:
    try:
        found = Decimal(text.replace(",", "").replace("，", ""))
    except InvalidOperation as error:
        raise Refused(_("“%(text)s”不是数字。") % {"text": text}, column["key"]) from error
    if not found.is_finite() or found < 0 or (column["type"] == "count" and found != found.to_integral_value()):
        raise Refused(_("“%(name)s”须是不小于 0 的数。") % {"name": _(column["name"])}, column["key"])
    return f"{found.to_integral_value():f}" if column["type"] == "count" else f"{found:f}"


def _recorded(by: Account | None, entry: LedgerEntry, verb: str, **told: Any) -> None:
    record(
        by=by, room=ROOM, verb=verb, subject=f"{ROOM}.ledgerentry:{entry.pk}", unit=entry.unit.code,
        powers=powers_of(by), **told,
    )  # fmt: skip


def _held(entry: LedgerEntry) -> LedgerEntry:
    found = LedgerEntry.objects.select_for_update(of=("self",))
    return found.select_related("ledger", "item", "unit", "person").get(pk=entry.pk)


def _moved(by: Account | None, entry: LedgerEntry, verb: str, why: str = "", **more: Any) -> LedgerEntry:
    state = after(ENTRY, entry.state, verb)
    if state is None:
        can = _("、").join(_(ENTRY_NAMES[one]) for (one, what) in ENTRY if what == verb)
        words = _("这条记录现在是“%(state)s”，不能这样办。须在“%(can)s”时办理。")
        raise Refused(words % {"state": entry.get_state_display(), "can": can})
    old, entry.state = {"state": entry.state}, state
    for name, value in more.items():
        setattr(entry, name, value)
    entry.save(update_fields=["state", *more])
    _recorded(by, entry, verb, old=old, new={"state": state, "number": entry.number}, reason=why)
    return entry


def _asked(by: Account | None, why: str, verb: str, entry: LedgerEntry) -> None:
    demand_here(by, why, verb, f"{ROOM}.ledgerentry:{entry.pk}", entry.unit.code)


def _reasoned(reason: str) -> str:
    if not reason.strip():
        raise Refused(_("请写明理由。理由随记录留存。"), "reason")
    return reason.strip()


@action
def confirm_entry(*, by: Account | None, entry: LedgerEntry) -> LedgerEntry:
    """Another person has looked: the entry counts, and the unit and the person are told."""
    entry = _held(entry)
    _asked(by, may_confirm_entry(by, entry) if by else "", "confirm_entry", entry)
    last = after_days(today(), entry.ledger.contest_days)
    return _moved(by, entry, "confirm_entry", confirmed_by=by, confirmed_at=timezone.now(), contest_due=last)


@action
def contest_entry(*, by: Account | None, entry: LedgerEntry, reason: str) -> LedgerEntry:
    """The unit or the person says why the entry is wrong; until it is settled it does not count."""
    entry = _held(entry)
    _asked(by, may_contest_entry(by, entry) if by else "", "contest_entry", entry)
    words = _reasoned(reason)
    if entry.contest_due is not None and today() > entry.contest_due:
        raise Refused(_("异议期已于 %(day)s 届满。") % {"day": entry.contest_due})
    if entry.settled_at is not None:
        raise Refused(_("这条记录的异议已经裁定，不能再次提出。"))
    return _moved(by, entry, "contest_entry", words, contested_by=by, contested_at=timezone.now(), contest=words)


@action
def uphold_entry(*, by: Account | None, entry: LedgerEntry, reason: str) -> LedgerEntry:
    """The objection does not hold; the entry counts."""
    entry = _held(entry)
    _asked(by, may_settle_entry(by, entry) if by else "", "uphold_entry", entry)
    words = _reasoned(reason)
    return _moved(by, entry, "uphold_entry", words, settled_by=by, settled_at=timezone.now(), reason=words)


@action
def withdraw_entry(*, by: Account | None, entry: LedgerEntry, reason: str) -> LedgerEntry:
    """The entry was wrong. It takes nothing, and stays with the reason."""
    entry = _held(entry)
    _asked(by, may_withdraw_entry(by, entry) if by else "", "withdraw_entry", entry)
    words = _reasoned(reason)
    return _moved(by, entry, "withdraw_entry", words, settled_by=by, settled_at=timezone.now(), reason=words)


@action
def correct_entry(*, by: Account | None, entry: LedgerEntry, reason: str, **given: Any) -> LedgerEntry:
    """Write it again: the old entry stays beside the new one, which has to be confirmed anew."""
    entry = _held(entry)
    _asked(by, may_enter(by, entry.ledger, entry.unit) if by else "", "correct_entry", entry)
    words = _reasoned(reason)
    if after(ENTRY, entry.state, "correct_entry") is None:
        raise Refused(_("这条记录现在是“%(state)s”，不能更正。") % {"state": entry.get_state_display()})
    old, entry.state, entry.reason = {"state": entry.state}, "corrected", words
    entry.save(update_fields=["state", "reason"])
    proof = (entry.evidence, entry.evidence_name) if entry.evidence else None
    held = {
        "happened_on": entry.happened_on, "source": entry.source, "words": entry.words, "details": entry.details,
        "key": entry.key, "evidence": proof, "corrects": entry,
    } | {name: value for name, value in given.items() if value is not None}  # fmt: skip
    item = held.pop("item", entry.item)
    made = written(by, entry.ledger, item, entry.unit, entry.person, held)
    EntryTask.objects.filter(entry=entry).update(entry=made)
    new = {"state": "corrected", "number": entry.number, "by_number": made.number}
    _recorded(by, entry, "correct_entry", old=old, new=new, reason=words)
    return made


@action
def import_entries(
    *, by: Account | None, ledger: Ledger, lines: Sequence[Mapping[str, Any]], evidence: Evidence, name: str
) -> list[LedgerEntry]:
    """Take in the entries of a workbook that was looked through before: all of them, or none."""
    if not lines:
        raise Refused(_("没有可以收下的行。"), "file")
    for unit in {one["unit"].pk: one["unit"] for one in lines}.values():
        why = may_enter(by, ledger, unit) if by else ""
        demand_here(by, why, "import_entries", f"{ROOM}.ledger:{ledger.pk}", unit.code)
    made = []
    for one in lines:
        held = dict(one) | {"evidence": (evidence, name)}
        item, unit, person, row = (held.pop(key) for key in ("item", "unit", "person", "row"))
        try:
            made.append(written(by, ledger, item, unit, person, held))
        except Refused as refused:
            raise Refused(_("第 %(row)s 行：%(words)s") % {"row": row, "words": refused}, "file") from refused
    new = {"entries": len(made), "sm3": evidence.sm3, "name": name}
    where = f"{ROOM}.ledger:{ledger.pk}"
    record(by=by, room=ROOM, verb="import_entries", subject=where, powers=powers_of(by), new=new)
    return made


@action
def add_entry_task(
    *,
    by: Account | None,
    entry: LedgerEntry,
    words: str,
    unit: Unit,
    owner: Person | None = None,
    due: dt.date | None = None,
) -> EntryTask:
    """A task that came out of a meeting; whose nobody is stays on the list of those without an owner."""
    _asked(by, may_enter(by, entry.ledger, entry.unit) if by else "", "add_entry_task", entry)
    if not words.strip():
        raise Refused(_("请写明议定事项。"), "words")
    made = EntryTask.objects.create(entry=entry, words=words.strip(), unit=unit, owner=owner, due=due)
    new = {"words": made.words, "unit": unit.code, "owner": owner.code if owner else None}
    _recorded(by, entry, "add_entry_task", new=new)
    return made


@action
def supervise_entry_task(*, by: Account | None, task: EntryTask, number: str) -> EntryTask:
    """What a meeting agreed goes on as a supervised task, which is struck off in its own way (销号), and this with it."""
    entry = task.entry
    _asked(by, may_join_entry(by, entry) if by else "", "supervise_entry_task", entry)
    found = Task.objects.filter(number=number.strip().upper()).first()
    if found is None:
        raise Refused(_("没有编号为“%(number)s”的督办任务。请核对。") % {"number": number.strip()}, "number")
    if task.done_on is not None:
        raise Refused(_("这个事项已经办结。"), "number")
    if task.under_id is not None:
        raise Refused(
            _("这个事项已列入督办任务 %(number)s。") % {"number": task.under.number if task.under else ""}, "number"
        )
    if found.state == "dropped":
        raise Refused(_("督办任务 %(number)s 已终止，不能再列入。") % {"number": found.number}, "number")
    if not found.handlers.filter(unit=task.unit_id).exists():
        raise Refused(_("督办任务 %(number)s 不由这个事项的承办单位办理。") % {"number": found.number}, "number")
    task.under, task.done_on = found, found.closed_on
    task.save(update_fields=["under", "done_on"])
    _recorded(by, entry, "supervise_entry_task", new={"words": task.words, "task": found.number})
    return task


@action
def settle_entry_task(
    *, by: Account | None, task: EntryTask, owner: Person | None = None, done_on: dt.date | None = None
) -> EntryTask:
    """Name who answers for a task, or say that it is done."""
    entry = task.entry
    _asked(by, may_enter(by, entry.ledger, entry.unit) if by else "", "settle_entry_task", entry)
    if owner is None and done_on is None:
        raise Refused(_("请写明责任人或办结日期。"), "owner")
    if done_on is not None and task.owner is None and owner is None:
        raise Refused(_("先明确责任人，再办结。"), "owner")
    if done_on is not None and task.under_id is not None:
        raise Refused(_("这个事项已列入督办，随督办任务销号办结。"))
    task.owner, task.done_on = owner or task.owner, done_on or task.done_on
    task.save(update_fields=["owner", "done_on"])
    new = {"owner": task.owner.code if task.owner else None, "done_on": str(task.done_on or "")}
    _recorded(by, entry, "settle_entry_task", new=new)
    return task
