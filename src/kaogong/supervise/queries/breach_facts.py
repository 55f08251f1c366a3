"""What efficiency supervision found of people, as events: admonition and warning circumstances (XM-45)."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa

from kaogong.core.scheme.model import Rulebook
from kaogong.supervise.models import Breach
from kaogong.supervise.states.tasks import LEVELS

Row = dict[str, str | None]
LEDGER = "supervision"
SHORT = {"admonition": "诫勉", "warning": "告诫"}
"""How a rulebook writes the number of a circumstance: 诫勉-2."""


def breach_events(book: Rulebook, first: dt.date, last: dt.date) -> dict[str, pa.Table]:
    """Breaches of people in matters somebody else has closed; what is still in hand, or of a unit alone, gives nothing."""
    ledger = book.events.get(LEDGER)
    if ledger is None or not set(ledger.kinds) & set(LEVELS):
        return {}
    held = Breach.objects.filter(
        matter__state__in=("closed", "archived"), person__isnull=False, on__range=(first, last),
        circumstance__level__in=list(ledger.kinds),
    )  # fmt: skip
    supplier = next(iter(ledger.authority), None)
    rows = [
        _row(one, supplier, list(ledger.details))
        for one in held.select_related("matter", "circumstance", "person").order_by("on", "pk")
    ]
    return {"events": pa.Table.from_pylist(rows)} if rows else {}


def _row(one: Breach, supplier: str | None, details: list[str]) -> Row:
    level = one.circumstance.level
    assert one.person is not None
    row: Row = {
        "ledger": LEDGER,
        "subject": one.person.code,
        "day": str(one.on),
        "kind": level,
        "incident": f"{one.matter.number}/{one.pk}",
        "supplier": supplier,
        "source": f"效能监察 {one.matter.number}",
        "evidence": f"{one.matter.number} {one.words[:60]}",
        "evidence_hash": None,
    }
    told = {f"{level}_no": f"{SHORT[level]}-{one.circumstance.number}"}
    return row | {name: told.get(name) for name in details if name in {f"{key}_no" for key in LEVELS}}
