"""Frozen facts with a few of them put right: a ruling changes a figure, alters an event or takes it back; all else stays as frozen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kaogong.core.engine.facts import Facts
from kaogong.core.engine.intake.held import fault_words
from kaogong.core.engine.intake.layout import ARROW, PROVENANCE
from kaogong.core.engine.intake.messages import problem
from kaogong.core.engine.intake.tables import declared
from kaogong.core.engine.intake.values import Fault, Switch
from kaogong.core.problem import Place, Problem, Refused
from kaogong.core.scheme.model import Fact, Rulebook
from kaogong.core.scheme.period import Period

ALTERED: Final = ("kind", "severity", "finder", "quantity", "times", "day")
"""What of an event can be altered: all that scoring reads of it, besides whose it is and of which ledger."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it is from now on. None: it is missing. `said`: supplier, approver, evidence."""

    subject: str
    period: str
    fact: str
    value: Decimal | None
    said: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TakenBack:
    """Events of an incident that no longer count. What is empty is not asked: of every ledger, for everybody, with any proof.

    `proof`: how the evidence begins.
    """

    incident: str
    ledger: str = ""
    subject: str = ""
    proof: str = ""


@dataclass(frozen=True, slots=True)
class Altered:
    """Events of an incident that happened otherwise. What is empty of `ledger`, `subject` and `proof` is not asked.

    `column`: one of `ALTERED`; `value`: what it says now, as it would be written in a table of events.
    """

    incident: str
    column: str
    value: str
    ledger: str = ""
    subject: str = ""
    proof: str = ""


Correction = Figure | Altered | TakenBack


def corrected(facts: Facts, book: Rulebook, corrections: Sequence[Correction]) -> Facts:
    """The facts with corrections; every other row is the one that was frozen, to the byte.

    Args:
        facts: frozen, or in memory.
        book: the rulebook they were frozen for.
        corrections: what is put right; the last of two about one thing holds.

    Raises:
        Refused: a fact is not declared, has more decimal places than declared, is no number, an event is not there, or
            does not take what it is to say; every problem is named.
    """
    tables: dict[str, Path | pa.Table] = dict(facts.tables)
    problems: list[Problem] = []
    for one in corrections:
        found = _put(tables, book, one)
        problems += [found] if found is not None else []
    if problems:
        raise Refused(problems)
    return Facts(tables)


def event_value(book: Rulebook, ledger: str, column: str, text: str) -> int | str | Problem:
    """What a cell of an event says, as it is frozen: a number scaled, a date in days, a declared word by its id.

    Args:
        book: the rulebook.
        ledger: the ledger of the event; its kinds, severities and finders are asked.
        column: one of `ALTERED`.
        text: as written; Chinese and English names of declared words are read too.
    """
    found = declared(book)["events"].columns[column]
    spec = found.spec.specs.get(ledger) if isinstance(found.spec, Switch) else found.spec
    value = spec.parse(text) if spec is not None else None
    if value is None:
        return problem("K533", Place(column), column=found.title)
    return problem(value.code, Place(column), **fault_words(value)) if isinstance(value, Fault) else value


def _put(tables: dict[str, Path | pa.Table], book: Rulebook, one: Correction) -> Problem | None:
    if isinstance(one, Figure):
        return _figure(tables, book, one)
    return _altered(tables, book, one) if isinstance(one, Altered) else _taken_back(tables, one)


def _held(tables: Mapping[str, Path | pa.Table], name: str) -> pa.Table | None:
    table = tables.get(name)
    return pq.read_table(table) if isinstance(table, Path) else table


def _figure(tables: dict[str, Path | pa.Table], book: Rulebook, one: Figure) -> Problem | None:
    fact = book.facts.get(one.fact)
    period = Period.parse(one.period)
    if fact is None or period.every != fact.every:
        return problem("K571", Place(one.fact), fact=one.fact, period=one.period)
    stored = _stored(fact, one.value)
    if stored is None and one.value is not None:
        return problem("K572", Place(one.fact), fact=one.fact, value=f"{one.value:f}", places=fact.places)
    name, column = f"facts_{fact.every}", f"f_{fact.id}"
    table = _held(tables, name)
    if table is None or column not in table.schema.names:
        return problem("K571", Place(one.fact), fact=one.fact, period=one.period)
    here = pc.and_(pc.equal(table["subject"], one.subject), pc.equal(table["period"], period.number))
    if not pc.any(here).as_py():
        return problem("K573", Place(one.subject), subject=one.subject, period=one.period)
    kind = table.schema.field(column).type
    values = pc.if_else(here, pa.scalar(stored, kind), table[column])
    tables[name] = table.set_column(table.schema.get_field_index(column), column, values)
    _said(tables, one, period)
    return None


def _stored(fact: Fact, value: Decimal | None) -> Any:
    """A number as it is frozen: scaled by the declared places; None where it does not fit."""
    if value is None or fact.type == "choice":
        return None
    scaled = value.scaleb(fact.places)
    return int(scaled) if scaled == scaled.to_integral_value() else None


def _said(tables: dict[str, Path | pa.Table], one: Figure, period: Period) -> None:
    """Who answers for the figure now stands in the place of who did."""
    held = _held(tables, "provenance")
    if held is not None:
        same = pc.and_(pc.equal(held["subject"], one.subject), pc.equal(held["fact"], one.fact))
        held = held.filter(pc.invert(pc.and_(same, pc.equal(held["period"], period.number))))
    row = dict.fromkeys(PROVENANCE) | dict(one.said)
    row |= {"subject": one.subject, "period": period.number, "every": period.every, "fact": one.fact}
    schema = pa.schema([(name, ARROW[kind]) for name, kind in PROVENANCE.items()])
    fresh = pa.Table.from_pylist([row], schema=schema)
    tables["provenance"] = fresh if held is None else pa.concat_tables([held.cast(schema), fresh])


def _taken_back(tables: dict[str, Path | pa.Table], one: TakenBack) -> Problem | None:
    table = _held(tables, "events")
    if table is None:
        return problem("K574", Place(one.incident), incident=one.incident)
    here = _here(table, one.incident, one.proof, {"ledger": one.ledger, "subject": one.subject})
    if not pc.any(here).as_py():
        return problem("K574", Place(one.incident), incident=one.incident)
    tables["events"] = _said_of(table, "state", here, "withdrawn")
    return None


def _altered(tables: dict[str, Path | pa.Table], book: Rulebook, one: Altered) -> Problem | None:
    """Events that count say otherwise; those that were withdrawn or never confirmed stay as they are."""
    table = _held(tables, "events")
    if table is None:
        return problem("K574", Place(one.incident), incident=one.incident)
    here = _here(table, one.incident, one.proof, {"ledger": one.ledger, "subject": one.subject, "state": "confirmed"})
    ledger = next(iter(table.filter(here)["ledger"].to_pylist()), None)
    if ledger is None:
        return problem("K574", Place(one.incident), incident=one.incident)
    value = event_value(book, ledger, one.column, one.value)
    if isinstance(value, Problem):
        return value
    if one.column == "times":
        assert isinstance(value, int)
        tables["events"] = _repeated(table, here, value)
    else:
        tables["events"] = _said_of(table, one.column, here, value)
    return None


def _repeated(table: pa.Table, here: pa.BooleanArray, times: int) -> pa.Table:
    """So many of the events count: what is too much is withdrawn, what lacks is added like the first."""
    spots = pc.indices_nonzero(here).to_pylist()
    many = set(spots[times:])
    over = pa.array([place in many for place in range(table.num_rows)], pa.bool_())
    first, lacking = table.slice(spots[0], 1), range(len(spots), times)
    more = [first.set_column(0, "id", pa.array([f"{first['id'][0].as_py()}+{n}"])) for n in lacking]
    fewer = _said_of(table, "state", over, "withdrawn")
    return pa.concat_tables([fewer, *(one.cast(fewer.schema) for one in more)])


def _here(table: pa.Table, incident: str, proof: str, wanted: Mapping[str, str]) -> pa.BooleanArray:
    """Where the events of an incident stand. A wanted value that is empty is not asked; `proof`: how the evidence begins."""
    here = pc.fill_null(pc.equal(table["incident"], incident), False)
    for column, value in wanted.items():
        if value:
            here = pc.and_(here, pc.fill_null(pc.equal(table[column], value), False))
    if proof:
        here = pc.and_(here, pc.fill_null(pc.starts_with(table["evidence"], proof), False))
    return here


def _said_of(table: pa.Table, column: str, here: pa.BooleanArray, value: int | str) -> pa.Table:
    """The table with another value in a column of some rows."""
    spot = table.schema.get_field_index(column)
    values = pc.if_else(here, pa.scalar(value, table.schema.field(spot).type), table[column])
    return table.set_column(spot, column, values)
