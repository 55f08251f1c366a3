"""The database a run is computed in: DuckDB in the process, or Spark for those who outgrow one machine.

All SQL is written in DuckDB's dialect; for Spark it is transpiled by sqlglot with the few changes listed here.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import duckdb
import pyarrow as pa

Row = tuple[Any, ...]
PIECE = 16_384
"""Rows in a piece of a Parquet file: small enough that one subject is found quickly."""
QUICK = f"FORMAT parquet, PARQUET_VERSION v2, DICTIONARY_SIZE_LIMIT 1, COMPRESSION snappy, ROW_GROUP_SIZE {PIECE}"
"""How files of very many integers are written: packed by differences, without a dictionary."""


class Database(Protocol):
    """What the engine asks of a database."""

    def register(self, name: str, table: pa.Table | Path) -> None:
        """Make an Arrow table or a Parquet file readable under a name."""

    def create(self, name: str, query: str) -> None:
        """Compute a query and keep its rows as a table."""

    def view(self, name: str, query: str) -> None:
        """Give a query a name without computing it."""

    def columns(self, table: str) -> list[str]:
        """The columns of a table or view."""

    def rows(self, query: str) -> list[Row]:
        """The rows of a query."""

    def arrow(self, query: str) -> pa.Table:
        """The rows of a query as an Arrow table."""

    def drop(self, name: str) -> None:
        """Forget a table."""


def _opened(threads: int | None, **more: str | Path | None) -> duckdb.DuckDBPyConnection:
    """A new DuckDB."""
    given = {"threads": threads, **more}
    config: dict[str, Any] = {name: str(value) for name, value in given.items() if value is not None}
    opened = duckdb.connect(":memory:", config={"preserve_insertion_order": "false", **config})
    opened.execute("SET parquet_metadata_cache = true")
    return opened


@cache
def _shared(process: int, threads: int | None) -> duckdb.DuckDBPyConnection:
    """The DuckDB of a process: opening one takes as long as scoring a few units, a further connection to it nothing."""
    del process  # a forked process has its own
    return _opened(threads)


class Duck:
    """DuckDB in the process. `memory_limit` such as `2GB`; `threads` as the machine has when None.

    Everything a connection makes is temporary: it belongs to this connection alone and goes with it.
    """

    def __init__(
        self, *, threads: int | None = None, memory_limit: str | None = None, spill: Path | None = None
    ) -> None:
        if memory_limit is None and spill is None:
            self.connection = _shared(os.getpid(), threads).cursor()
            return
        self.connection = _opened(threads, memory_limit=memory_limit, temp_directory=spill)

    def register(self, name: str, table: pa.Table | Path) -> None:
        """Make an Arrow table or a Parquet file readable under a name."""
        if isinstance(table, Path):
            spot = str(table).replace("'", "''")
            self.connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS SELECT * FROM read_parquet('{spot}')")
        else:
            self.connection.register(name, table)

    def create(self, name: str, query: str) -> None:
        """Compute a query and keep its rows as a table."""
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}")

    def view(self, name: str, query: str) -> None:
        """Give a query a name without computing it."""
        self.connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {query}")

    def columns(self, table: str) -> list[str]:
        """The columns of a table or view."""
        return [str(row[0]) for row in self.connection.execute(f"DESCRIBE {table}").fetchall()]

    def copy(self, query: str, target: Path) -> None:
        """Write the rows of a query to a Parquet file, streaming."""
        spot = str(target).replace("'", "''")
        self.connection.execute(f"COPY ({query}) TO '{spot}' ({QUICK})")

    def execute(self, query: str, values: Sequence[Any] = ()) -> None:
        """Run a statement."""
        self.connection.execute(query, list(values))

    def rows(self, query: str) -> list[Row]:
        """The rows of a query."""
        return self.connection.execute(query).fetchall()

    def arrow(self, query: str) -> pa.Table:
        """The rows of a query as an Arrow table."""
        return self.connection.sql(query).to_arrow_table()

    def drop(self, name: str) -> None:
        """Forget a table."""
        self.connection.execute(f"DROP TABLE IF EXISTS {name}")

    def close(self) -> None:
        """End the connection."""
        self.connection.close()


@contextmanager
def duck(**options: Any) -> Iterator[Duck]:
    """A DuckDB that is closed at the end."""
    database = Duck(**options)
    try:
        yield database
    finally:
        database.close()
