"""What this room contributes to scoring: figures of the month, and events a person has verified (docs/guide/facts.md)."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa

from kaogong.approvals.queries.verified import Row, events, figures
from kaogong.core.scheme.model import Rulebook


def tables(book: Rulebook, first: dt.date, last: dt.date) -> dict[str, pa.Table]:
    """What happened from one day to another, as far as a rulebook asks; a room nobody asks gives nothing."""
    if not {"completed", "items_total", "card"} & {*book.facts, *book.events}:
        return {}
    found = {"facts": [one for one in figures(first, last) if one["fact"] in book.facts]}
    kinds = {key: set(one.kinds) for key, one in book.events.items()}
    found["events"] = [one for one in events(first, last) if one["kind"] in kinds.get(one["ledger"], ())]
    return {name: _table(rows) for name, rows in found.items() if rows}


def _table(rows: list[Row]) -> pa.Table:
    heads = list(rows[0])
    columns = {head: [None if one[head] is None else str(one[head]) for one in rows] for head in heads}
    return pa.Table.from_pydict(columns, schema=pa.schema([(head, pa.string()) for head in heads]))
