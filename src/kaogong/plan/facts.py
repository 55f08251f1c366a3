"""What this room contributes to scoring: the targets that bind, as rows of the table `facts` (docs/guide/facts.md)."""

from __future__ import annotations

import pyarrow as pa

from kaogong.plan.models import Cycle, Edition, Letter, Target
from kaogong.plan.states import FIXED

COLUMNS = ("subject", "period", "fact", "value", "approved_by", "evidence", "evidence_hash")
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
