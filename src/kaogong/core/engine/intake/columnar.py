"""Parquet files (or folders of parts) and Arrow tables in: typed columns, exact as they are."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from kaogong.core.engine.intake.complaints import Complaints
from kaogong.core.engine.intake.find import File
from kaogong.core.engine.intake.held import Held, match_header
from kaogong.core.engine.intake.scan import Scanned
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
    return _scanned(table, [(row[0], row[1]) for row in described], source, numbered, file.name, complaints)


def read_arrow(con: duckdb.DuckDBPyConnection, content: pa.Table, table: Table, complaints: Complaints) -> Scanned | None:
    """An Arrow table handed over by a program."""
    name = f"arrow_{table.id}"
    con.register(name, content)
    described = con.execute(f"DESCRIBE SELECT * FROM {name}").fetchall()
    numbered = (name, f"{text_of(table.id)} AS _file, row_number() OVER () AS _row")
    return _scanned(table, [(row[0], row[1]) for row in described], name, numbered, table.id, complaints)


def _scanned(
    table: Table,
    described: Sequence[tuple[str, str]],
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
    from_spec = {key: _arrow_type(part, key) for key in part.columns}
    arrays = [pa.array(values, from_spec[key]) for key, values in part.columns.items()]
    content = pa.Table.from_arrays([*arrays, pa.array(part.rows, pa.int64())], [*part.columns, "_row"])
    con.register(f"held_{number}", content)
    wanted = []
    for key, column in part.table.columns.items():
        if key in part.columns:
            wanted.append(name_of(key))
        elif not part.table.every:
            kind = "VARCHAR" if pa.types.is_string(_type_of(column.key, part)) else "BIGINT"
            wanted.append(f"NULL::{kind} AS {name_of(key)}")
    return f"SELECT {', '.join(wanted)}, {number} AS _part, '' AS _file, _row FROM held_{number}"


def _arrow_type(part: Held, key: str) -> pa.DataType:
    """The type of a column in memory."""
    return _type_of(key, part)


def _type_of(key: str, part: Held) -> pa.DataType:
    """Text or integer, by what the column may say."""
    from kaogong.core.engine.intake.scan import words_kept

    return pa.string() if words_kept(part.table.columns[key].spec) else pa.int64()


def first_line(error: Exception) -> str:
    """The first line of an error's message."""
    return str(error).partition("\n")[0]
