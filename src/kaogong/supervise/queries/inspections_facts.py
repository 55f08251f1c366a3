"""Findings that were confirmed, as events of whatever ledger a rulebook keeps for them: for the unit and for the person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from kaogong.core.scheme.model import Rulebook
from kaogong.supervise.models import Finding

Row = dict[str, Any]
LEDGERS = ("finding", "findings", "supervision", "daily")
"""The ledgers of shipped rulebooks that take what inspections find."""
BY_KIND = {"concentrated": "concentrated", "livelihood": "livelihood"}


def kinds_of(one: Finding) -> tuple[str, ...]:
    """What a finding may be called in a ledger, the closest word first."""
    kind = one.inspection.kind if one.inspection else ""
    return (
        one.category,
        BY_KIND.get(kind, ""),
        "mismatch" if one.channel == "comparison" else "",
        "serious" if one.grave else "plain",
        "rule" if one.person_id else "other",
        "conduct",
        "visit",
        "inspection",
    )


def finding_events(book: Rulebook, first: dt.date, last: dt.date) -> dict[str, pa.Table]:
    """Events of confirmed findings, as far as a rulebook asks; each carries its number, so that its page can be found."""
    asked = {name: one for name, one in book.events.items() if name in LEDGERS}
    if not asked:
        return {}
    held = Finding.objects.filter(state="confirmed", counts=True, found_on__range=(first, last))
    rows: list[Row] = []
    for one in held.select_related("unit", "person", "inspection").prefetch_related("proofs").order_by("pk"):
        for ledger, declared in asked.items():
            rows += _rows(one, ledger, declared.kinds, declared.authority)
    if not rows:
        return {}
    columns = {head: [None if row[head] is None else str(row[head]) for row in rows] for head in rows[0]}
    return {"events": pa.Table.from_pydict(columns, schema=pa.schema([(head, pa.string()) for head in columns]))}


def _rows(one: Finding, ledger: str, kinds: Mapping[str, Any], authority: Sequence[str]) -> list[Row]:
    kind = next((word for word in kinds_of(one) if word in kinds), None)
    if kind is None:
        return []
    proof = next(iter(one.proofs.all()), None)
    row = {
        "ledger": ledger, "subject": one.unit.code, "day": one.found_on, "kind": kind, "incident": one.number,
        "supplier": authority[0] if authority else None, "source": str(one.get_channel_display()),
        "evidence": f"{one.number} {proof.name if proof else one.words[:60]}",
        "evidence_hash": proof.evidence_id if proof else None,
    }  # fmt: skip
    return [row, *([row | {"subject": one.person.code}] if one.person else [])]
