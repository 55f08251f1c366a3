"""Corrections by rulings: put into the facts that are gathered, and into those that were frozen."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from kaogong.assess.models import FactCorrection
from kaogong.core.engine.corrected import Correction, Figure, TakenBack
from kaogong.plan.models import Cycle, Edition


def corrections_of(cycle: Cycle, edition: Edition) -> list[FactCorrection]:
    """All that rulings put right in a year under a measure, in their order."""
    return list(FactCorrection.objects.filter(run__cycle=cycle, run__edition=edition).order_by("pk"))


def as_core(several: Iterable[FactCorrection]) -> list[Correction]:
    """The same, as the core reads them."""
    return [
        TakenBack(one.incident, subject=one.subject, proof=one.proof)
        if one.incident
        else Figure(one.subject, one.period, one.fact, one.after, _said(one) | {"source": one.ruling})
        for one in several
    ]


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
    """Gathered tables with what rulings put right: the corrected figure in the place of the old one, events left out."""
    for one in several:
        if one.incident and "events" in tables:
            key = {"incident": one.incident, "subject": one.subject}
            tables["events"] = _without(tables["events"], key, one.proof)
        elif one.fact and "facts" in tables:
            key = {"subject": one.subject, "period": one.period, "fact": one.fact}
            tables["facts"] = _without(tables["facts"], key)
            if one.after is not None:
                fresh = pa.Table.from_pylist([_said(one) | key | {"value": f"{one.after:f}"}])
                tables["facts"] = pa.concat_tables([tables["facts"], fresh], promote_options="default")
    return {name: table for name, table in tables.items() if table.num_rows}


def _without(table: pa.Table, key: dict[str, str], proof: str = "") -> pa.Table:
    here = pc.fill_null(pc.starts_with(table["evidence"], proof), False) if proof else None
    for column, value in key.items():
        same = pc.fill_null(pc.equal(table[column], value), False)
        here = same if here is None else pc.and_(here, same)
    return table.filter(pc.invert(here))
