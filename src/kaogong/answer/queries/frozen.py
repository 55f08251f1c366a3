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


@dataclass(frozen=True, slots=True)
class Occurred:
    """An event of a ledger as it was frozen."""

    incident: str
    ledger: str
    day: str
    kind: str
    evidence: str


def events_of(run: Run, subject: str) -> list[Occurred]:
    """The events of a subject that counted in a run and can be named, latest first."""
    bundle = Bundle.load(folder_of(run))
    book, table = bundle.rulebook(), _table(bundle, "events")
    if table is None:
        return []
    mine = [one for one in table.to_pylist() if one["subject"] == subject and one["state"] == "confirmed"]
    found = []
    for one in mine:
        ledger = book.events.get(one["ledger"])
        name = ledger.name.zh if ledger else one["ledger"]
        kinds = {key: each.zh for key, each in ledger.kinds.items()} if ledger else {}
        kind = kinds.get(one["kind"] or "", one["kind"] or "")
        if one["incident"]:
            found.append(Occurred(one["incident"], name, str(one["day"]), kind, one["evidence"] or ""))
    return sorted(found, key=lambda one: (one.day, one.incident), reverse=True)


def has_event(run: Run, incident: str, subject: str, proof: str = "") -> bool:
    """Whether an event of this number counted for a subject in a run. `proof`: how its evidence begins."""
    table = _table(Bundle.load(folder_of(run)), "events")
    if table is None or not incident:
        return False
    columns = (table[name].to_pylist() for name in ("incident", "subject", "state", "evidence"))
    wanted = (incident, subject, "confirmed")
    return any(one[:3] == wanted and (one[3] or "").startswith(proof) for one in zip(*columns, strict=True))


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
