"""Facts that carry their subjects: where one file of facts has one row for every subject, nothing need be joined to score it.

The columns of the subject table are written into such a file when it is frozen. They are not content (the subject table
is), but `joined_wrongly` proves that they agree with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from kaogong.core.engine.database import QUICK
from kaogong.core.engine.intake.sql import name_of, text_of

CARRIED = ("kind", "class", "since", "until")


def join_subjects(folder: Path) -> None:
    """Write the subjects' columns into every facts file that has one period and one row for every subject."""
    subjects = folder / "subjects.parquet"
    for file in sorted(folder.glob("facts_*.parquet")):
        with duckdb.connect(config={"preserve_insertion_order": "true"}) as con:
            if _joins(con, subjects, file):
                _write(con, subjects, file)


def joined_tables(tables: Mapping[str, object]) -> frozenset[str]:
    """The tables of facts that carry their subjects."""
    found = set()
    for name, table in tables.items():
        if name.startswith("facts_") and isinstance(table, Path) and "class" in pq.read_schema(table).names:
            found.add(name)
    return frozenset(found)


def joined_wrongly(tables: Mapping[str, object]) -> list[str]:
    """The tables of facts whose carried columns differ from the subject table, or that lack a subject."""
    subjects = tables.get("subjects")
    wrong = []
    for name in sorted(joined_tables(tables)):
        file = tables[name]
        assert isinstance(file, Path)
        assert isinstance(subjects, Path)
        columns = [name_of(c) for c in _carried(subjects)]
        listed = ", ".join(["subject", *columns])
        with duckdb.connect() as con:
            left, right = (f"SELECT {listed} FROM {_read(one)}" for one in (subjects, file))
            query = f"SELECT COUNT(*) FROM (({left} EXCEPT ALL {right}) UNION ALL ({right} EXCEPT ALL {left}))"
            if con.execute(query).fetchall()[0][0]:
                wrong.append(name)
    return wrong


def _read(file: Path) -> str:
    return f"read_parquet({text_of(str(file))})"


def _carried(subjects: Path) -> list[str]:
    names = pq.read_schema(subjects).names
    return [c for c in names if c in CARRIED or c.startswith("a_")]


def _joins(con: duckdb.DuckDBPyConnection, subjects: Path, file: Path) -> bool:
    """One period, as many rows as subjects, every subject there, everybody there all the time."""
    query = f"SELECT COUNT(*), COUNT(DISTINCT period) FROM {_read(file)}"
    rows, periods = con.execute(query).fetchall()[0]
    people, staying = con.execute(
        f"SELECT COUNT(*), COUNT(CASE WHEN since IS NULL AND until IS NULL THEN 1 END) FROM {_read(subjects)}"
    ).fetchall()[0]
    if periods != 1 or rows != people or people != staying:
        return False
    known = f"SELECT COUNT(*) FROM {_read(subjects)} SEMI JOIN {_read(file)} USING (subject)"
    return bool(con.execute(known).fetchall()[0][0] == people)


def _write(con: duckdb.DuckDBPyConnection, subjects: Path, file: Path) -> None:
    columns = ", ".join(f"s.{name_of(c)}" for c in _carried(subjects))
    query = f"SELECT {columns}, f.* FROM {_read(file)} AS f JOIN {_read(subjects)} AS s USING (subject)"
    fresh = file.with_suffix(".joined")
    con.execute(f"COPY ({query}) TO {text_of(str(fresh))} ({QUICK})")
    fresh.replace(file)
