"""CSV in: encoding, delimiter and header are found first; the rest streams through DuckDB as text."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from kaogong.core.engine.intake.columnar import first_line
from kaogong.core.engine.intake.complaints import Complaints
from kaogong.core.engine.intake.find import File
from kaogong.core.engine.intake.header import SEARCHED, Header, locate
from kaogong.core.engine.intake.held import match_header
from kaogong.core.engine.intake.scan import Scanned
from kaogong.core.engine.intake.sql import text_of
from kaogong.core.engine.intake.tables import Table
from kaogong.core.problem import Place

DELIMITERS = (",", "\t", ";", "；", "|")
SAMPLE = 1 << 16
_CHUNK = 1 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a file is written: delimiter and header."""

    delimiter: str
    header: Header


def read_csv(
    con: duckdb.DuckDBPyConnection, file: File, table: Table, work: Path, complaints: Complaints
) -> Scanned | None:
    """A CSV file as a relation of texts; None when it cannot be read (complaints say why)."""
    path = _as_utf8(file, work, complaints)
    if path is None:
        return None
    dialect = _dialect(table, path)
    if dialect is None:
        wanted = "、".join(one.title.zh for one in table.columns.values() if one.required)
        complaints.add("K506", Place(file.name), rows=SEARCHED, columns=wanted)
        return None
    header = dialect.header
    line = header.row + 1
    if header.title:
        complaints.add("K507", Place(file.name, line, 1), row=line)
    found = match_header(table, header.texts, complaints, lambda position: Place(file.name, line, max(position, 0) + 1))
    relation = _relation(path, dialect, len(header.texts))
    try:
        rejected = _ragged(con, relation, file, len(header.texts), complaints)
    except duckdb.Error as error:
        complaints.add("K501", Place(file.name), reason=first_line(error))
        return None
    positions = {column.key: position for position, column in found.items()}
    first = header.row + header.height

    def place(_: str, row: int, column: str) -> Place:
        if not row:
            return Place(file.name)
        number = row + first
        for reject in rejected:
            number += reject <= number
        return Place(file.name, number, positions.get(column, -1) + 1)

    columns = {key: (f"c{position}", "VARCHAR") for key, position in positions.items()}
    numbered = f"(SELECT *, {text_of(file.name)} AS _file, row_number() OVER () AS _row FROM {relation})"
    return Scanned(table, columns, relation, numbered, place) if columns else None


def _as_utf8(file: File, work: Path, complaints: Complaints) -> Path | None:
    """The file itself when it is UTF-8, else a copy in UTF-8; both checked to the end, piece by piece."""
    path = file.paths[0]
    try:
        for encoding in _encodings(path):
            target = None if encoding in {"utf-8", "utf-8-sig"} else work / f"{path.stem}-{path.stat().st_size}.csv"
            state = _pass(path, encoding, target)
            if state == "nul":
                complaints.add("K504", Place(file.name))
                return None
            if state == "good":
                return target or path
    except OSError as error:
        complaints.add("K501", Place(file.name), reason=error.strerror or str(error))
        return None
    complaints.add("K503", Place(file.name))
    return None


def _encodings(path: Path) -> Sequence[str]:
    """The encodings to try, in order."""
    with path.open("rb") as stream:
        head = stream.read(SAMPLE)
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return (encoding,)
    zeros = (head[0::2].count(0), head[1::2].count(0))
    if max(zeros) * 20 > len(head) and min(zeros) * 20 < max(zeros):
        return ("utf-16-be",) if zeros[0] > zeros[1] else ("utf-16-le",)
    return ("utf-8", "gb18030")


def _pass(path: Path, encoding: str, target: Path | None) -> str:
    """Decode a file to its end, writing UTF-8 to `target` if there is one: "good", "bad" or "nul"."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    output = target.open("wb") if target else None
    try:
        for chunk in _chunks(path):
            text = decoder.decode(chunk)
            if "\0" in text:
                return "nul"
            if output:
                output.write(text.encode("utf-8"))
        decoder.decode(b"", final=True)
    except UnicodeError:
        return "bad"
    finally:
        if output:
            output.close()
    return "good"


def _chunks(path: Path) -> Iterator[bytes]:
    """The bytes of a file, piece by piece."""
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _dialect(table: Table, path: Path) -> Dialect | None:
    """The delimiter under which the best header is found."""
    with path.open("rb") as stream:
        text = stream.read(SAMPLE).decode("utf-8-sig", errors="ignore")
    found = []
    for delimiter in DELIMITERS:
        header = locate(table, _records(text, delimiter))
        if header:
            found.append(Dialect(delimiter, header))
    return max(found, key=lambda one: one.header.score, default=None)


def _records(text: str, delimiter: str) -> list[list[str]]:
    """The first records of a text, as far as they can be told apart."""
    rows: list[list[str]] = []
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    try:
        for row in reader:
            rows.append(row)
            if len(rows) > SEARCHED + 2:
                break
    except csv.Error:
        return rows
    return rows


def _relation(path: Path, dialect: Dialect, width: int, extra: str = "ignore_errors = true") -> str:
    """The file as a table of texts c0, c1, …; rows that do not fit are left out (`_ragged` tells)."""
    columns = ", ".join(f"'c{position}': 'VARCHAR'" for position in range(width))
    skip = dialect.header.row + dialect.header.height
    return (
        f"read_csv({text_of(str(path))}, auto_detect = false, header = false, skip = {skip}, "
        f"delim = {text_of(dialect.delimiter)}, quote = '\"', escape = '\"', "
        f"columns = {{{columns}}}, {extra})"
    )


def _ragged(con: duckdb.DuckDBPyConnection, relation: str, file: File, width: int, complaints: Complaints) -> list[int]:
    """Complain of every row that does not fit the header; the lines they are in."""
    con.execute("DROP TABLE IF EXISTS reject_scans; DROP TABLE IF EXISTS reject_errors")
    reading = relation.replace("ignore_errors = true", "store_rejects = true")
    con.execute(f"SELECT count(*) FROM {reading} WHERE c0 = c{width - 1}").fetchall()
    rejects = con.execute(
        "SELECT line, max(column_idx), min(error_type::VARCHAR), min(error_message) "
        "FROM reject_errors GROUP BY 1 ORDER BY 1"
    ).fetchall()
    for line, got, kind, message in rejects:
        place = Place(file.name, line, 1)
        if kind in {"MISSING COLUMNS", "TOO MANY COLUMNS"}:
            complaints.add("K505", place, got=_got(message, got), want=width)
        else:
            complaints.add("K501", place, reason=message)
    return [line for line, *_ in rejects]


def _got(message: str, column: int) -> str:
    """How many columns a rejected row had, from DuckDB's words."""
    tail = message.rpartition("Found: ")[2].strip()
    return tail if tail.isdigit() else str(column)
