"""Parquet files and folders of parts in: typed columns, exact as they are."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from kaogong.core.engine.intake.complaints import Complaints
from kaogong.core.engine.intake.find import File
from kaogong.core.engine.intake.held import Held, match_header
from kaogong.core.engine.intake.scan import Scanned, words_kept
from kaogong.core.engine.intake.sql import name_of, text_of
from kaogong.core.engine.intake.tables import Table
from kaogong.core.problem import Place


def read_parquet(con: duckdb.DuckDBPyConnection, file: File, table: Table, complaints: Complaints) -> Scanned | None:
    """A Parquet file or a folder of parts; None when it cannot be read."""
    paths = ", ".join(text_of(str(path)) for path in file.paths)
    source = f"read_parquet([{paths}], union_by_name = true)"
    try:
        described = con.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
    except duckdb.Error as error:
        complaints.add("K501", Place(file.name), reason=first_line(error))
        return None
    numbered = (
        f"read_parquet([{paths}], union_by_name = true, filename = '_path', file_row_number = true)",
        "parse_filename(_path) AS _file, file_row_number + 1 AS _row",
    )
    return _scanned(
        table,
        [(row[0], row[1]) for row in described],
        source=source,
        numbered=numbered,
        name=file.name,
        complaints=complaints,
    )


def _scanned(
    table: Table,
    described: Sequence[tuple[str, str]],
    *,
    source: str,
    numbered: tuple[str, str],
    name: str,
    complaints: Complaints,
) -> Scanned | None:
    """A relation whose columns are matched by their names and renamed c0, c1, …."""
    header = [column for column, _ in described]
    found = match_header(table, header, complaints, lambda position: Place(name, 0, position + 1))
    chosen = ", ".join(f"{name_of(header[position])} AS c{position}" for position in found)
    if not chosen:
        return None
    positions = {column.key: position for position, column in found.items()}

    def place(file: str, row: int, column: str) -> Place:
        return Place(file or name, row, positions.get(column, -1) + 1) if row else Place(name)

    columns = {key: (f"c{position}", described[position][1]) for key, position in positions.items()}
    relation = f"(SELECT {chosen} FROM {source})"
    with_rows = f"(SELECT {chosen}, {numbered[1]} FROM {numbered[0]})"
    return Scanned(table, columns, relation, with_rows, place)


def held_relation(con: duckdb.DuckDBPyConnection, part: Held, number: int) -> str:
    """A table in memory as a typed relation with `_part`, `_file`, `_row`, beside scanned ones."""
    kinds = {key: words_kept(column.spec) for key, column in part.table.columns.items()}
    arrays = [pa.array(values, pa.string() if kinds[key] else pa.int64()) for key, values in part.columns.items()]
    content = pa.Table.from_arrays([*arrays, pa.array(part.rows, pa.int64())], [*part.columns, "_row"])
    con.register(f"held_{number}", content)
    wanted = [
        name_of(key) if key in part.columns else f"NULL::{'VARCHAR' if kinds[key] else 'BIGINT'} AS {name_of(key)}"
        for key in part.table.columns
        if key in {*part.columns, "subject", "period"} or not part.table.every
    ]
    return f"SELECT {', '.join(wanted)}, {number} AS _part, '' AS _file, _row FROM held_{number}"


def first_line(error: Exception) -> str:
    """The first line of an error's message."""
    return str(error).partition("\n")[0]
