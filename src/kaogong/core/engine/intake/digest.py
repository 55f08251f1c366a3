"""The hash of the content of facts: free of the order of rows, the same for tables in memory and in Parquet.

Every row is written as text (words with their length before them, so that no two rows read alike),
hashed with MD5 to 128 bits, and the hashes of a table are added up; adding does not care for order and,
unlike xor, notices repetition. The sums of all tables are named by one SHA-256. It tells facts apart;
that nobody altered a file is what the SHA-256 of each frozen file is for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pyarrow as pa

from kaogong.core.engine.intake.layout import NOT_CONTENT
from kaogong.core.engine.intake.sql import name_of, text_of

Tables = Mapping[str, Path | pa.Table]
_WORD = 2**64


def content_digest(tables: Tables) -> str:
    """SHA-256, in hexadecimal, of the content of the tables."""
    with duckdb.connect() as con:
        sums = {name: table_sum(con, name, table) for name, table in tables.items()}
    whole = "\n".join(f"{name} {sums[name]}" for name in sorted(sums))
    return hashlib.sha256(whole.encode()).hexdigest()


def is_content(table: str, column: str) -> bool:
    """Whether a column of a table is content; facts may carry columns of their subjects, which are content elsewhere."""
    if column in NOT_CONTENT.get(table, frozenset()):
        return False
    return not table.startswith("facts_") or column in ("subject", "period") or column.startswith("f_")


def table_sum(con: duckdb.DuckDBPyConnection, name: str, table: Path | pa.Table) -> str:
    """Columns, number of rows and added hashes of one table, as text."""
    if isinstance(table, Path):
        source = f"read_parquet({text_of(str(table))})"
    else:
        con.register("content", table)
        source = "content"
    described = con.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
    columns = [(row[0], row[1]) for row in described if is_content(name, row[0])]
    cells = [_cell(name_of(name), kind) for name, kind in columns]
    query = f"""
        SELECT count(*), sum((hash >> 64)::UBIGINT), sum((hash & {_WORD - 1}::UHUGEINT)::UBIGINT)
        FROM (SELECT md5_number(concat_ws('|', {", ".join(cells)})) AS hash FROM {source})"""
    rows, high, low = con.execute(query).fetchall()[0]
    return f"{','.join(name for name, _ in columns)} {rows} {high or 0} {low or 0}"


def _cell(name: str, kind: str) -> str:
    """A value as text: numbers as they are, words with their length before them, missing as a dash."""
    return (
        f"coalesce(length({name})::VARCHAR || ':' || {name}, '-')"
        if kind == "VARCHAR"
        else f"coalesce({name}::VARCHAR, '-')"
    )
