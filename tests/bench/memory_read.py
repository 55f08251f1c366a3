"""The floor under every contender: how fast the facts alone can be read."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from .city import LEAVES, World
from .duck import THREADS, connect

SUMS = ", ".join(f"sum({leaf.id})" for leaf in LEAVES)


def duckdb_sum(world: World, out: Path) -> None:
    """Sum all 58 columns of the wide Parquet."""
    with connect(out) as con:
        con.execute(f"SELECT {SUMS} FROM '{world.wide}'").fetchall()


def duckdb_sum_long(world: World, out: Path) -> None:
    """Sum per fact over the long Parquet: one column of text and one of numbers."""
    with connect(out) as con:
        con.execute(f"SELECT fact, sum(value) FROM '{world.long_exact}' GROUP BY fact").fetchall()


def arrow_read(world: World, out: Path) -> None:
    """Decode the wide Parquet into Arrow and do nothing with it."""
    pa.set_cpu_count(THREADS)
    pq.read_table(world.wide, columns=[leaf.id for leaf in LEAVES])
