"""What this room contributes to scoring (docs/guide/facts.md)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pyarrow as pa

from kaogong.core.scheme.model import Rulebook
from kaogong.supervise.queries.breach_facts import breach_events
from kaogong.supervise.queries.inspections_facts import finding_events
from kaogong.supervise.queries.ledger_facts import ledger_events
from kaogong.supervise.queries.task_facts import task_facts

Give = Callable[[Rulebook, dt.date, dt.date], dict[str, pa.Table]]
PARTS: tuple[Give, ...] = (task_facts, finding_events, breach_events, ledger_events)
"""What is contributed, part by part; each gives nothing where a rulebook does not ask."""


def tables(book: Rulebook, first: dt.date, last: dt.date) -> dict[str, pa.Table]:
    """What happened from one day to another, as far as a rulebook asks."""
    found: dict[str, list[pa.Table]] = {}
    for part in PARTS:
        for name, table in part(book, first, last).items():
            found.setdefault(name, []).append(table)
    return {name: pa.concat_tables(held, promote_options="default") for name, held in found.items()}
