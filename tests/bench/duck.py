"""One way to open DuckDB for every contender: two threads, under 2 GB, spilling beside the result."""

from __future__ import annotations

from pathlib import Path

import duckdb

THREADS = 2
MEMORY = "1500MB"  # DuckDB's own limit; the process stays under 2 GB with it


def connect(scratch: Path, threads: int = THREADS, memory: str = MEMORY) -> duckdb.DuckDBPyConnection:
    settings = {"threads": threads, "memory_limit": memory, "temp_directory": str(scratch / "spill")}
    return duckdb.connect(config={**settings, "preserve_insertion_order": False})
