"""What this room contributes to scoring: the targets that bind, as rows of the table `facts` (docs/guide/facts.md)."""

from __future__ import annotations

import pyarrow as pa

from kaogong.core.scheme.model import Rulebook
from kaogong.plan.models import Cycle, Edition, Letter, Target, TaskUnit
from kaogong.plan.states import FIXED

COLUMNS = ("subject", "period", "fact", "value", "approved_by", "evidence", "evidence_hash")
HAPPENED = ("ledger", "subject", "day", "kind", "quantity", "incident", "supplier", "source")
EXTRA = "extra"
"""The ledger of tasks outside the plan; its kinds: what was given, what was done (CX-07)."""
SCHEMA = pa.schema([(name, pa.string()) for name in COLUMNS])


def facts(cycle: Cycle, edition: Edition | None = None) -> pa.Table:
    """The targets of a cycle that an edition reads as facts. A target without a value gives no row: missing stays missing.

    Args:
        cycle: the cycle.
        edition: only what units under this edition contribute; None: all.
    """
    held = Target.objects.filter(cycle=cycle, person__isnull=True, state__in=FIXED, value__isnull=False, track="")
    held = held.exclude(indicator__fact="")
    if edition is not None:
        held = held.filter(indicator__adoption__edition=edition)
    effective = Letter.objects.filter(cycle=cycle, state="effective").defer("content")
    letters = {one.unit_id: one for one in effective.order_by("version", "id")}
    office = cycle.organiser.code
    columns: dict[str, list[str | None]] = {name: [] for name in COLUMNS}
    rows = held.values_list("unit_id", "unit__code", "period", "indicator__fact", "value").order_by("unit", "id")
    for unit, code, period, fact, value in rows:
        letter = letters.get(unit)
        sealed = letter.sm3 if letter else None
        named = f"{letter.kind} {letter.version}" if letter else None
        row = (code, period, fact, f"{value:f}", office, named, sealed)
        for name, cell in zip(COLUMNS, row, strict=True):
            columns[name].append(cell)
    return pa.Table.from_pydict(columns, schema=SCHEMA)


def events(cycle: Cycle, book: Rulebook) -> pa.Table | None:
    """Tasks outside the plan, for a rulebook that keeps a ledger of them: their points once approved, again once finished.

    What is not approved gives no row.

    Args:
        cycle: the cycle.
        book: the rulebook that asks.
    """
    ledger = book.events.get(EXTRA)
    if ledger is None:
        return None
    held = TaskUnit.objects.filter(task__cycle=cycle, task__origin=EXTRA, role="lead", task__points__isnull=False)
    held = held.exclude(task__state__in=("draft", "refused")).select_related("task", "unit").order_by("task__number")
    supplier = next(iter(ledger.authority), cycle.organiser.code)
    rows = []
    for one in held:
        days = {"task": one.task.given_on, "done": one.task.finished_on if one.task.state == "finished" else None}
        for kind, day in days.items():
            if day is not None and kind in ledger.kinds:
                number, source = f"{one.task.number} {one.task.name}", one.task.given_by
                told = (EXTRA, one.unit.code, str(day), kind, f"{one.task.points:f}", number, supplier, source)
                rows.append(dict(zip(HAPPENED, told, strict=True)))
    return pa.Table.from_pylist(rows, schema=pa.schema([(name, pa.string()) for name in HAPPENED])) if rows else None
