"""Frozen facts with a few of them put right: a ruling changes a figure or takes an event back, all else stays as frozen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kaogong.core.engine.facts import Facts
from kaogong.core.engine.intake.layout import ARROW, PROVENANCE
from kaogong.core.engine.intake.messages import problem
from kaogong.core.problem import Place, Problem, Refused
from kaogong.core.scheme.model import Fact, Rulebook
from kaogong.core.scheme.period import Period


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


Correction = Figure | TakenBack


def corrected(facts: Facts, book: Rulebook, corrections: Sequence[Correction]) -> Facts:
    """The facts with corrections; every other row is the one that was frozen, to the byte.

    Args:
        facts: frozen, or in memory.
        book: the rulebook they were frozen for.
        corrections: what is put right; the last of two about one thing holds.

    Raises:
        Refused: a fact is not declared, has more decimal places than declared, is no number, or an event is not there;
            every problem is named.
    """
    tables: dict[str, Path | pa.Table] = dict(facts.tables)
    problems: list[Problem] = []
    for one in corrections:
        found = _figure(tables, book, one) if isinstance(one, Figure) else _taken_back(tables, one)
        problems += [found] if found is not None else []
    if problems:
        raise Refused(problems)
    return Facts(tables)


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
    here = pc.fill_null(pc.equal(table["incident"], one.incident), False)
    for column, wanted in (("ledger", one.ledger), ("subject", one.subject)):
        if wanted:
            here = pc.and_(here, pc.equal(table[column], wanted))
    if one.proof:
        here = pc.and_(here, pc.fill_null(pc.starts_with(table["evidence"], one.proof), False))
    if not pc.any(here).as_py():
        return problem("K574", Place(one.incident), incident=one.incident)
    states = pc.if_else(here, "withdrawn", table["state"])
    tables["events"] = table.set_column(table.schema.get_field_index("state"), "state", states)
    return None
