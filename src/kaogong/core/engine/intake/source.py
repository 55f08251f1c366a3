"""Everything that holds facts in a folder or workbook, read part by part."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from kaogong.core.engine.intake.bulk import Bulk, Part
from kaogong.core.engine.intake.columnar import first_line, read_parquet
from kaogong.core.engine.intake.csvfile import read_csv
from kaogong.core.engine.intake.find import CSV, WORKBOOK, File, find_files
from kaogong.core.engine.intake.workbook import read_workbook
from kaogong.core.problem import Place

MEMORY = "1GB"
"""What DuckDB may use; beyond it, sorts and aggregates spill to the workspace."""


@contextmanager
def workspace(folder: Path) -> Iterator[tuple[duckdb.DuckDBPyConnection, Path]]:
    """A connection and a scratch folder on the disk of a folder; both gone at the end."""
    scratch = Path(tempfile.mkdtemp(prefix=".kaogong-", dir=folder))
    try:
        with duckdb.connect() as con:
            con.execute("SET enable_progress_bar = false")
            con.execute(f"SET memory_limit = '{MEMORY}'")
            con.execute("SET temp_directory = ?", [str(scratch / "spill")])
            yield con, scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def read_all(bulk: Bulk, source: Path, scratch: Path) -> None:
    """Add every part found; what cannot be read is complained of."""
    for file in find_files(source, bulk.tables, bulk.complaints):
        for part in _parts(bulk, file, scratch):
            try:
                bulk.add(part)
            except duckdb.Error as error:
                bulk.complaints.add("K501", Place(file.name), reason=first_line(error))


def _parts(bulk: Bulk, file: File, scratch: Path) -> list[Part]:
    """The tables of one file."""
    if file.kind in WORKBOOK:
        return [*read_workbook(file, bulk.tables, bulk.complaints)]
    if file.table is None:
        return []
    if file.kind in CSV:
        part = read_csv(bulk.con, file, file.table, scratch, bulk.complaints)
    else:
        part = read_parquet(bulk.con, file, file.table, bulk.complaints)
    return [part] if part else []
