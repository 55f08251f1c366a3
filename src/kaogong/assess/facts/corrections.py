"""Corrections by rulings: put into the facts that are gathered, and into those that were frozen."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from kaogong.assess.models import FactCorrection
from kaogong.core.engine.corrected import Altered, Correction, Figure, TakenBack
from kaogong.plan.models import Cycle, Edition


def corrections_of(cycle: Cycle, edition: Edition) -> list[FactCorrection]:
    """All that rulings put right in a year under a measure, in their order."""
    return list(FactCorrection.objects.filter(run__cycle=cycle, run__edition=edition).order_by("pk"))


def as_core(several: Iterable[FactCorrection]) -> list[Correction]:
    """The same, as the core reads them."""
    return [_as_core(one) for one in several]


def _as_core(one: FactCorrection) -> Correction:
    if one.column:
        return Altered(one.incident, one.column, one.becomes, one.ledger, one.subject, one.proof)
    if one.incident:
        return TakenBack(one.incident, subject=one.subject, proof=one.proof)
    return Figure(one.subject, one.period, one.fact, one.after, _said(one) | {"source": one.ruling})


def _said(one: FactCorrection) -> dict[str, str]:
    """Who answers for a corrected figure."""
    return {
        "supplier": one.body,
        "approved_by": one.body,
        "approved_on": str(one.on),
        "reason": one.reason,
        "evidence": one.ruling,
    }


def put_right(tables: dict[str, pa.Table], several: Iterable[FactCorrection]) -> dict[str, pa.Table]:
    """Gathered tables with what rulings put right: the corrected figure in the place of the old one, events altered or left out."""
    for one in several:
        if one.incident and "events" in tables:
            held = tables["events"]
            here = _here(held, {"incident": one.incident, "subject": one.subject, "ledger": one.ledger}, one.proof)
            tables["events"] = _altered(held, here, one) if one.column else held.filter(pc.invert(here))
        elif one.fact and "facts" in tables:
            key = {"subject": one.subject, "period": one.period, "fact": one.fact}
            tables["facts"] = tables["facts"].filter(pc.invert(_here(tables["facts"], key)))
            if one.after is not None:
                fresh = pa.Table.from_pylist([_said(one) | key | {"value": f"{one.after:f}"}])
                tables["facts"] = pa.concat_tables([tables["facts"], fresh], promote_options="default")
    return {name: table for name, table in tables.items() if table.num_rows}


def _altered(table: pa.Table, here: pa.BooleanArray, one: FactCorrection) -> pa.Table:
    """Events with what a ruling found of them. How often one counts stands in its first row, alone."""
    if one.column == "times":
        first = pc.equal(pc.cumulative_sum(here.cast(pa.int64())), 1)
        kept = pc.or_(pc.invert(here), first)
        table, here = table.filter(kept), here.filter(kept)
    spot = table.schema.get_field_index(one.column)
    values = table[one.column] if spot >= 0 else pa.nulls(table.num_rows, pa.string())
    fresh = pc.if_else(here, one.becomes, values)
    return table.set_column(spot, one.column, fresh) if spot >= 0 else table.append_column(one.column, fresh)


def _here(table: pa.Table, key: dict[str, str], proof: str = "") -> pa.BooleanArray:
    """Where rows say what is asked. A value that is empty is not asked; `proof`: how the evidence begins."""
    here = pc.fill_null(pc.starts_with(table["evidence"], proof), False) if proof else None
    for column, value in key.items():
        if not value:
            continue
        same = pc.fill_null(pc.equal(table[column], value), False)
        here = same if here is None else pc.and_(here, same)
    return here
