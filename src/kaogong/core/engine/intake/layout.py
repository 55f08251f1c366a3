"""What frozen tables look like: columns and types. The engine reads exactly these."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pyarrow as pa

from kaogong.core.engine.intake.tables import Table
from kaogong.core.engine.intake.values import Spec, Switch, Word

Layout = Mapping[str, str]
"""Column name → SQL type, in order."""

ARROW: Mapping[str, pa.DataType] = {
    "VARCHAR": pa.string(),
    "INTEGER": pa.int32(),
    "BIGINT": pa.int64(),
    "BOOLEAN": pa.bool_(),
}
PROVENANCE: Layout = {
    "subject": "VARCHAR",
    "period": "INTEGER",
    "every": "VARCHAR",
    "fact": "VARCHAR",
    "supplier": "VARCHAR",
    "approved_by": "VARCHAR",
    "approved_on": "VARCHAR",
    "evidence": "VARCHAR",
    "evidence_hash": "VARCHAR",
    "reason": "VARCHAR",
    "source": "VARCHAR",
}
FIXED: Mapping[str, Layout] = {
    "provenance": PROVENANCE,
    "events": {
        "id": "VARCHAR",
        "ledger": "VARCHAR",
        "subject": "VARCHAR",
        "day": "INTEGER",
        "kind": "VARCHAR",
        "severity": "VARCHAR",
        "finder": "VARCHAR",
        "quantity": "BIGINT",
        "incident": "VARCHAR",
        "source": "VARCHAR",
        "evidence": "VARCHAR",
        "evidence_hash": "VARCHAR",
        "state": "VARCHAR",
    },
    "ratings": {
        "ratings": "VARCHAR",
        "question": "VARCHAR",
        "subject": "VARCHAR",
        "month": "INTEGER",
        "rater": "VARCHAR",
        "rater_group": "VARCHAR",
        "value": "BIGINT",
        "valid": "BOOLEAN",
    },
    "links": {"link": "VARCHAR", "from_subject": "VARCHAR", "to_subject": "VARCHAR", "share": "BIGINT"},
    "history": {
        "subject": "VARCHAR",
        "year": "INTEGER",
        "sheet": "VARCHAR",
        "score": "BIGINT",
        "rank": "BIGINT",
        "grade": "VARCHAR",
    },
    "calendar": {"day": "INTEGER", "working": "BOOLEAN"},
}
SUBJECTS: Layout = {
    "subject": "VARCHAR",
    "name": "VARCHAR",
    "kind": "VARCHAR",
    "class": "VARCHAR",
    "since": "INTEGER",
    "until": "INTEGER",
}
NOT_CONTENT: Mapping[str, frozenset[str]] = {"provenance": frozenset({"source"})}
"""Columns that say where a row stood: no part of the digest, so that shuffled rows are the same facts."""


def subjects_layout(table: Table) -> dict[str, str]:
    """Columns of the frozen subjects: the fixed ones, then every declared attribute."""
    more = {key: sql_type(column.spec) for key, column in table.columns.items() if key.startswith("a_")}
    return {**SUBJECTS, **more}


def events_layout(table: Table) -> dict[str, str]:
    """Columns of the frozen events: the fixed ones, then every declared detail."""
    return {**FIXED["events"], **{key: "VARCHAR" for key in table.columns if key.startswith("d_")}}


def facts_layout(facts: Iterable[str]) -> dict[str, str]:
    """Columns of a frozen table of facts, from the keys of its fact columns."""
    return {"subject": "VARCHAR", "period": "INTEGER", **dict.fromkeys(facts, "BIGINT")}


def sql_type(spec: Spec | Switch) -> str:
    """The type a declared column is kept in."""
    return "VARCHAR" if isinstance(spec, Word) else "BIGINT"


def arrow_table(layout: Layout, columns: Mapping[str, Sequence[object]]) -> pa.Table:
    """An Arrow table of a layout; columns that are absent are all null."""
    rows = max((len(values) for values in columns.values()), default=0)
    arrays = [pa.array(columns.get(name) or [None] * rows, ARROW[kind]) for name, kind in layout.items()]
    return pa.Table.from_arrays(arrays, names=list(layout))
