"""What tasks say to scoring: counts of what is closed with verified proof, and what a signed talk confirms."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from kaogong.core.scheme.model import Rulebook
from kaogong.supervise.models import CheckRound, Interview, Task, TaskHandler, TaskProof

Row = dict[str, Any]
KEY = ("key", "hard", "livelihood", "major")
"""Marks of key work."""
COUNTS = {"assigned": ("assigned_done", ()), "key_tasks": ("key_done", KEY)}
"""A fact that counts tasks, the one that counts those closed in time, and which marks are counted."""


def task_facts(book: Rulebook, first: dt.date, last: dt.date) -> dict[str, pa.Table]:
    """Facts and events of tasks, as far as a rulebook asks; a unit without tasks gives nothing."""
    facts = [*_counts(book, first, last), *_checks(book, first, last)]
    events = [*_talks(book, first, last), *_failed(book, first, last)]
    return {name: _table(rows) for name, rows in (("facts", facts), ("events", events)) if rows}


def _leads(first: dt.date, last: dt.date) -> Iterator[tuple[str, Task]]:
    """Tasks due in a span of days, each with the code of the unit that leads."""
    held = TaskHandler.objects.filter(role="lead", task__due__range=(first, last))
    for one in held.exclude(task__state__in=("draft", "dropped")).select_related("unit", "task").order_by("pk"):
        yield one.unit.code, one.task


def _supplier(book: Rulebook, fact: str) -> str:
    return next(iter(book.facts[fact].authority), "")


def _counts(book: Rulebook, first: dt.date, last: dt.date) -> Iterator[Row]:
    wanted = {key: each for key, each in COUNTS.items() if key in book.facts and each[0] in book.facts}
    if not wanted:
        return
    by_unit: dict[str, list[Task]] = defaultdict(list)
    for code, task in _leads(first, last):
        by_unit[code].append(task)
    proofs = _proofs([one.pk for several in by_unit.values() for one in several])
    for key, (done, marks) in wanted.items():
        for code, several in sorted(by_unit.items()):
            counted = [one for one in several if not marks or one.mark in marks]
            closed = [
                one for one in counted if one.state == "done" and one.closed_on and one.due and one.closed_on <= one.due
            ]
            if counted:
                shown = next((proofs[one.pk] for one in closed if one.pk in proofs), ("", ""))
                yield _fact(book, key, code, last, len(counted), ("", ""))
                yield _fact(book, done, code, last, len(closed), shown)


def _checks(book: Rulebook, first: dt.date, last: dt.date) -> Iterator[Row]:
    """Quarter checks that were closed, for every unit that leads something (DX-11)."""
    if "checks_done" not in book.facts:
        return
    rounds = CheckRound.objects.filter(kind="quarter", closed_on__range=(first, last)).values_list("period", flat=True)
    number = min(len(set(rounds)), 4)
    for code in sorted({code for code, _task in _leads(first, last)}):
        yield _fact(book, "checks_done", code, last, number, ("", ""))


def _fact(book: Rulebook, fact: str, code: str, last: dt.date, value: int, shown: tuple[str, str]) -> Row:
    name, sm3 = shown
    return {
        "subject": code, "period": str(last.year), "fact": fact, "value": str(value), "supplier": _supplier(book, fact),
        "evidence": name or None, "evidence_hash": sm3 or None,
    }  # fmt: skip


def _proofs(tasks: list[int]) -> dict[int, tuple[str, str]]:
    """The proof on which a task was closed: its number with the name of the file, and the SM3."""
    held = TaskProof.objects.filter(closing__state="agreed", closing__task__in=tasks).select_related("closing__task")
    return {
        one.closing.task_id: (f"{one.closing.task.number} {one.name}", one.evidence_id) for one in held if one.closing
    }


def _talks(book: Rulebook, first: dt.date, last: dt.date) -> Iterator[Row]:
    """Talks that were held and signed, where a rulebook keeps a ledger of them (QH)."""
    ledger = book.events.get("talk")
    if ledger is None or "unmet" not in ledger.kinds:
        return
    held = Interview.objects.filter(state="done", held_on__range=(first, last)).select_related("unit", "task")
    for one in held.order_by("pk"):
        number = one.task.number if one.task else f"约谈 {one.pk}"
        assert one.held_on is not None
        yield _event("talk", one.unit.code, one.held_on, "unmet", number, ledger.authority, f"{number} 约谈记录")


def _failed(book: Rulebook, first: dt.date, last: dt.date) -> Iterator[Row]:
    """Key tasks past their limit of which a talk was held: not done, and without a good reason (QD)."""
    ledger = book.events.get("key_task")
    if ledger is None or "failed" not in ledger.kinds:
        return
    talked = Interview.objects.filter(state="done", task__isnull=False).values_list("task_id", flat=True)
    held = set(talked)
    for code, task in _leads(first, last):
        late = task.state in ("open", "reported") and task.due is not None and task.due < last
        if late and task.mark in KEY and task.pk in held and task.due is not None:
            proof = f"{task.number} {task.name}"
            yield _event("key_task", code, task.due, "failed", task.number, ledger.authority, proof)


def _event(ledger: str, code: str, day: dt.date, kind: str, number: str, suppliers: Any, proof: str) -> Row:
    return {
        "ledger": ledger, "subject": code, "day": str(day), "kind": kind, "incident": number,
        "supplier": next(iter(suppliers), ""), "source": f"督办 {number}", "evidence": proof, "evidence_hash": None,
    }  # fmt: skip


def _table(rows: list[Row]) -> pa.Table:
    heads = list(rows[0])
    columns = {head: [one[head] for one in rows] for head in heads}
    return pa.Table.from_pydict(columns, schema=pa.schema([(head, pa.string()) for head in heads]))
