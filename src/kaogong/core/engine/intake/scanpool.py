"""All rows of one table in SQL: the same questions as a pool in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import duckdb

from kaogong.core.engine.intake.complaints import SHOWN
from kaogong.core.engine.intake.held import Typed
from kaogong.core.engine.intake.pool import Key, Pool, Row, Spot
from kaogong.core.engine.intake.sql import name_of
from kaogong.core.engine.intake.tables import Table
from kaogong.core.problem import Place

Locate = Callable[[int, str, int, str], Place]
"""The place of a cell: number of the part, file, row, column."""


class ScanPool:
    """A pool over a relation. `numbered` is the same relation with `_part`, `_file`, `_row`."""

    def __init__(
        self, con: duckdb.DuckDBPyConnection, table: Table, relation: str, numbered: str, locate: Locate
    ) -> None:
        self.con = con
        self.table = table
        self.relation = relation
        self.numbered = numbered
        self.locate = locate

    def distinct(self, columns: Sequence[str]) -> Iterable[Key]:
        """The different values of some columns together, nulls included."""
        found: list[Key] = self.con.execute(
            f"SELECT DISTINCT {_list(columns)} FROM {self.relation} ORDER BY ALL"
        ).fetchall()
        return found

    def _repeats(self, columns: Sequence[str]) -> str:
        """A query of the keys without nulls that more than one row has."""
        known = " AND ".join(f"{name_of(one)} IS NOT NULL" for one in columns)
        return f"SELECT {_list(columns)} FROM {self.relation} WHERE {known} GROUP BY ALL HAVING count(*) > 1"

    def repeated(self, columns: Sequence[str]) -> list[Key]:
        """Values that more than one row has."""
        return self.con.execute(f"{self._repeats(columns)} ORDER BY ALL LIMIT {SHOWN}").fetchall()

    def count_repeated(self, columns: Sequence[str]) -> int:
        """How many such values there are."""
        return int(self.con.execute(f"SELECT count(*) FROM ({self._repeats(columns)})").fetchall()[0][0])

    def strangers(self, column: str, known: Pool) -> tuple[list[Typed], int]:
        """Values of a column that are no subject of `known` (another pool of the same connection)."""
        subjects = known.relation if isinstance(known, ScanPool) else "(SELECT NULL AS subject WHERE false)"
        name = name_of(column)
        rows = f"""
            SELECT t.{name}, count(*) AS n FROM {self.relation} AS t
            WHERE t.{name} IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM {subjects} AS s WHERE s.subject = t.{name})
            GROUP BY 1"""
        total = self.con.execute(f"SELECT sum(n) FROM ({rows})").fetchall()[0][0]
        if not total:
            return [], 0
        return [row[0] for row in self.con.execute(f"{rows} ORDER BY 1 LIMIT {SHOWN}").fetchall()], int(total)

    def same(self, left: str, right: str) -> Iterable[Row]:
        """Rows whose two columns are equal."""
        where = f"WHERE {name_of(left)} = {name_of(right)} ORDER BY ALL LIMIT {SHOWN}"
        return self._rows(f"SELECT * FROM {self.relation} {where}", ())

    def find(self, columns: Sequence[str], key: Key) -> list[tuple[Row, Spot]]:
        """Rows with these values."""
        where = " AND ".join(f"{name_of(one)} IS NOT DISTINCT FROM ?" for one in columns)
        order = f"ORDER BY _part, _file, _row LIMIT {SHOWN}"
        rows = self._rows(f"SELECT * FROM {self.numbered} WHERE {where} {order}", key)
        return [(row, self._spot(row)) for row in rows]

    def _rows(self, query: str, values: Sequence[object]) -> list[Row]:
        """The rows of a query by column name."""
        found = self.con.execute(query, list(values))
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def _spot(self, row: Row) -> Spot:
        """Where a row is."""
        at = (int(row["_part"] or 0), str(row["_file"]), int(row["_row"] or 0))

        def spot(column: str) -> Place:
            return self.locate(*at, column)

        return spot


def _list(columns: Sequence[str]) -> str:
    """Names of columns as a list in SQL."""
    return ", ".join(map(name_of, columns))
