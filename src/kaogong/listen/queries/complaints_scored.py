"""What complaints give to scoring: those a second handler has confirmed as true, and how many were answered in time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any, Final

import pyarrow as pa
from django.urls import reverse

from kaogong.core.scheme.model import Rulebook
from kaogong.listen.models import Complaint, Handling, Lead
from kaogong.listen.states.complaints import TOPICS, UPHELD
from kaogong.org.models import Unit

Row = dict[str, Any]
CENTRE = "效能投诉中心"
"""The name under which the centre supplies, where a rulebook names it."""
LEDGERS: Final[dict[str, Callable[[Complaint], str]]] = {
    "complaint": lambda one: "upheld" if one.topic == "approval" else "",
    "accountability": lambda one: "complaint",
    "registration": lambda one: "complaint",
    "complaints": lambda one: one.topic,
}
"""The ledgers of the shipped rulebooks that hold complaints, and as which kind one stands in each; empty: in none."""
CASES: Final = {"accountability": "case"}
COUNTS: Final = ("transferred", "completed")


def confirmed(first: dt.date, last: dt.date) -> list[Complaint]:
    """Complaints closed by a second handler as true, or true in part, from one day to another."""
    held = Complaint.objects.filter(state="closed", verdict__in=UPHELD, closed_on__range=(first, last))
    return list(held.filter(unit__isnull=False).select_related("unit").order_by("closed_on", "pk"))


def tables(book: Rulebook, first: dt.date, last: dt.date) -> dict[str, pa.Table]:
    """Facts and events a rulebook asks for."""
    found = {"events": list(_events(book, first, last)), "facts": list(_facts(book, first, last))}
    return {name: _table(rows) for name, rows in found.items() if rows}


def _events(book: Rulebook, first: dt.date, last: dt.date) -> Iterator[Row]:
    wanted = [name for name in book.events if name in LEDGERS]
    several = confirmed(first, last) if wanted else []
    for name in wanted:
        ledger = book.events[name]
        for one in several:
            kind = LEDGERS[name](one)
            if kind in ledger.kinds:
                assert one.unit is not None
                yield _row(
                    name, _supplier(ledger.authority), kind, one.unit.code, one.closed_on, one.number, TOPICS[one.topic]
                )
    for name, kind in CASES.items():
        if name in book.events and kind in book.events[name].kinds:
            held = Lead.objects.filter(
                closed_on__range=(first, last), unit__isnull=False, involved__outcome__in=("discipline", "transfer")
            )
            for lead in held.distinct().select_related("unit").order_by("pk"):
                assert lead.unit is not None
                supplier = _supplier(book.events[name].authority)
                yield _row(name, supplier, kind, lead.unit.code, lead.closed_on, lead.number, "案件查办")


def _row(ledger: str, supplier: str | None, kind: str, code: str, day: Any, number: str, source: str) -> Row:
    return {
        "ledger": ledger, "subject": code, "day": str(day), "kind": kind, "incident": number, "supplier": supplier,
        "source": source, "evidence": f"投诉办结件 {number}" if source != "案件查办" else f"结案件 {number}",
    }  # fmt: skip


def _supplier(authority: Any) -> str | None:
    """The centre where the rulebook names it, else the first that is named: in whose name the centre keeps the ledger."""
    names = list(authority)
    return CENTRE if CENTRE in names else names[0] if names else None


def _facts(book: Rulebook, first: dt.date, last: dt.date) -> Iterator[Row]:
    """How many complaints a unit was sent whose limit has come, and how many of them it answered in time, by year."""
    if not all(one in book.facts for one in COUNTS):
        return
    ended = Handling.objects.filter(due_on__range=(first, last)).exclude(complaint__state="joined")
    told = list(ended.values_list("unit__code", "due_on", "replied_on"))
    counts = {year: dict.fromkeys(_codes(), (0, 0)) for year in sorted({due.year for _code, due, _replied in told})}
    for code, due, replied in told:
        sent, done = counts[due.year][code]
        counts[due.year][code] = (sent + 1, done + (replied is not None and replied <= due))
    for year, held in counts.items():
        for code, several in sorted(held.items()):
            for name, number in zip(COUNTS, several, strict=True):
                supplier = _supplier(book.facts[name].authority)
                yield {"subject": code, "period": str(year), "fact": name, "value": str(number), "supplier": supplier}


def _codes() -> list[str]:
    """Every unit: where the centre transfers complaints at all, a unit that was sent none has none, which is known."""
    return list(Unit.objects.values_list("code", flat=True))


def _table(rows: list[Row]) -> pa.Table:
    heads = list(rows[0])
    columns = {head: [one[head] for one in rows] for head in heads}
    return pa.Table.from_pydict(columns, schema=pa.schema([(head, pa.string()) for head in heads]))


def of_approvals(first: dt.date, last: dt.date) -> list[Row]:
    """Complaints about approvals proved true, as rows of the monthly bulletin of e-supervision, each with its page (WH-32)."""
    rows = []
    for one in confirmed(first, last):
        if one.topic == "approval":
            assert one.unit is not None
            row = _row("complaint", "市监察局", "upheld", one.unit.code, one.closed_on, one.number, TOPICS[one.topic])
            rows.append(row | {"evidence_hash": None, "url": reverse("listen:complaint", args=[one.pk])})
    return rows
