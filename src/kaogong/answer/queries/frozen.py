"""What a run was frozen from: its figures and events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pyarrow.compute as pc
import pyarrow.parquet as pq

from kaogong.answer.models import Appeal
from kaogong.answer.queries.kinds import FIGURES, KINDS
from kaogong.answer.states import OPEN
from kaogong.assess.models import Run
from kaogong.assess.queries.runs import folder_of, latest_formal
from kaogong.core.engine.bundle import Bundle
from kaogong.core.engine.intake.tables import ONE, SCALE
from kaogong.core.engine.intake.values import day_text
from kaogong.core.scheme.model import Rulebook
from kaogong.core.scheme.period import Period

SAME: Final = ("incident", "ledger", "day", "kind", "severity", "finder", "quantity", "evidence")
"""What two events have in common that are one event twice."""


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
    """An event of a ledger as it was frozen; what is the same but for its id is one event, so many times.

    `ledger`: its id; `says`: by column, as it is written in a table of events; `words`: the same, by the names of the rulebook.
    """

    incident: str
    ledger: str
    name: str
    says: Mapping[str, str]
    words: Mapping[str, str]
    evidence: str


def events_of(run: Run, subject: str, incidents: Collection[str] = ()) -> list[Occurred]:
    """The events of a subject that counted in a run and can be named, latest first. `incidents`: only those."""
    bundle = Bundle.load(folder_of(run))
    book, table = bundle.rulebook(), _table(bundle, "events")
    if table is None:
        return []
    mine = table.filter(pc.and_(pc.equal(table["subject"], subject), pc.equal(table["state"], "confirmed"))).to_pylist()
    named = [one for one in mine if one["incident"] and (not incidents or one["incident"] in incidents)]
    counted = Counter(tuple("" if one[column] is None else str(one[column]) for column in SAME) for one in named)
    found = [_occurred(book, dict(zip(SAME, one, strict=True)), times) for one, times in counted.items()]
    return sorted(found, key=lambda one: (one.says["day"], one.incident), reverse=True)


def _occurred(book: Rulebook, row: Mapping[str, str], times: int) -> Occurred:
    ledger = book.events.get(row["ledger"])
    quantity = f"{Decimal(int(row['quantity'] or ONE)).scaleb(-SCALE).normalize():f}"
    says = {name: row[name] for name in ("kind", "severity", "finder")}
    says |= {"quantity": quantity, "times": str(times), "day": day_text(int(row["day"]))}
    words = {column: event_word(book, row["ledger"], column, value) for column, value in says.items()}
    return Occurred(
        row["incident"], row["ledger"], ledger.name.zh if ledger else row["ledger"], says, words, row["evidence"]
    )


def event_word(book: Rulebook, ledger: str, column: str, value: str) -> str:
    """A cell of an event by the name the rulebook gives it."""
    held = book.events.get(ledger)
    known = {"kind": held.kinds, "severity": held.severities, "finder": held.finders}.get(column, {}) if held else {}
    return known[value].zh if value in known else value


def run_of(appeal: Appeal) -> Run | None:
    """The run a ruling puts right: until there is one, the last formal one of the same year and measure."""
    if appeal.run is None or appeal.state not in OPEN:
        return appeal.run
    return latest_formal(appeal.run.cycle, appeal.run.edition) or appeal.run


def figures_about(appeal: Appeal) -> list[Frozen]:
    """The figures a ruling may put right: of whoever appeals against a result."""
    run, whose = run_of(appeal), appeal.person or appeal.unit
    return list(figures_of(run, whose.code)) if run and whose and appeal.kind in FIGURES else []


def events_about(appeal: Appeal) -> list[Occurred]:
    """The events a ruling may name: all of whoever appeals against a result, else those of the thing itself."""
    run, whose = run_of(appeal), appeal.person or appeal.unit
    if run is None or whose is None:
        return []
    if appeal.kind in FIGURES:
        return events_of(run, whose.code)
    told = KINDS[appeal.kind].read(KINDS[appeal.kind].find(appeal.thing))
    numbers = [one for one in (told.incident, *told.marks) if one]
    return events_of(run, whose.code, numbers) if numbers else []


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
