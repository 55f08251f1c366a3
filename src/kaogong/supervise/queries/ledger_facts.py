"""What ledgers give to scoring: entries that are confirmed and not contested, as events under the names of the rulebook."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa

from kaogong.core.scheme.model import Rulebook
from kaogong.supervise.models import LedgerEntry

Row = dict[str, str | None]


def ledger_events(book: Rulebook, first: dt.date, last: dt.date) -> dict[str, pa.Table]:
    """The events of a rulebook that stand in ledgers; nothing where it asks for none."""
    kinds = {f"{key}.{kind}": one.authority for key, one in book.events.items() for kind in one.kinds}
    held = LedgerEntry.objects.filter(state="confirmed", happened_on__range=(first, last)).exclude(item__events=[])
    rows = [
        _row(entry, name, kinds[name])
        for entry in held.select_related("ledger", "item", "unit", "person").order_by("pk")
        for name in entry.item.events
        if name in kinds
    ] if kinds else []  # fmt: skip
    return {"events": pa.Table.from_pylist(rows)} if rows else {}


def _row(entry: LedgerEntry, name: str, authority: Any) -> Row:
    ledger, _dot, kind = name.partition(".")
    named = [one for one in [entry.supplier, *entry.ledger.supplier_names] if one]
    supplier = next((one for one in named if one in authority), named[0] if named else None)
    return {
        "ledger": ledger,
        "subject": entry.person.code if entry.person else entry.unit.code,
        "day": str(entry.happened_on),
        "kind": kind,
        "incident": entry.number,
        "supplier": supplier,
        "source": entry.source,
        "evidence": f"{entry.number} {entry.words[:60]}",
        "evidence_hash": entry.evidence_id,
    }
