"""What a run was frozen from: its figures and events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from kaogong.assess.models import Run
from kaogong.assess.queries.runs import folder_of
from kaogong.core.engine.bundle import Bundle
from kaogong.core.scheme.period import Period


@dataclass(frozen=True, slots=True)
class Frozen:
    """A figure as it was frozen. `value` None: it is missing."""

    fact: str
    name: str
    period: str
    value: Decimal | None
    unit: str


def _table(bundle: Bundle, name: str) -> Any:
    held = bundle.facts().tables.get(name)
    return pq.read_table(held) if isinstance(held, Path) else held


def has_event(run: Run, incident: str, subject: str) -> bool:
    """Whether an event of this number cost a subject something in a run."""
    table = _table(Bundle.load(folder_of(run)), "events")
    if table is None or not incident:
        return False
    rows = zip(table["incident"].to_pylist(), table["subject"].to_pylist(), table["state"].to_pylist(), strict=True)
    return (incident, subject, "confirmed") in set(rows)


def figure_of(run: Run, subject: str, period: str, fact: str) -> Frozen | None:
    """A figure of a subject; None: there is no such fact of it among those frozen."""
    return next((one for one in figures_of(run, subject) if one.fact == fact and one.period == period), None)


def figures_of(run: Run, subject: str) -> Iterator[Frozen]:
    """All figures of a subject that a run was frozen from, also those that are missing."""
    bundle = Bundle.load(folder_of(run))
    book = bundle.rulebook()
    for every in ("month", "quarter", "half", "year"):
        table = _table(bundle, f"facts_{every}")
        facts = [one for one in book.facts.values() if one.every == every and one.type != "choice"]
        if table is None:
            continue
        there = set(table.schema.names)
        for row in table.filter([one == subject for one in table["subject"].to_pylist()]).to_pylist():
            for fact in facts:
                if f"f_{fact.id}" in there:
                    value = row[f"f_{fact.id}"]
                    exact = None if value is None else Decimal(int(value)).scaleb(-fact.places)
                    yield Frozen(fact.id, fact.name.zh, str(Period(every, row["period"])), exact, fact.unit)
