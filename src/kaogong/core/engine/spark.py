"""Spark as the database of a run, for those who outgrow one machine. The SQL is the engine's own, transpiled by sqlglot."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import sqlglot
from sqlglot import exp

from kaogong.core.engine.database import Row


def transpiled(query: str) -> str:
    """A query of the engine in Spark's dialect.

    128-bit integers become DECIMAL(38, 0); `* REPLACE` and `* EXCLUDE` are written out by the caller, who knows the columns.
    """
    tree = sqlglot.parse_one(query, read="duckdb")
    for kind in tree.find_all(exp.DataType):
        if kind.is_type(exp.DataType.Type.INT128):
            kind.replace(exp.DataType.build("DECIMAL(38, 0)", dialect="spark"))
    return tree.sql(dialect="spark")


class Spark:
    """A Spark session as `Database`. `session` is a `pyspark.sql.SparkSession`."""

    def __init__(self, session: Any) -> None:
        self._session = session

    def register(self, name: str, table: pa.Table | Path) -> None:
        """Make an Arrow table or a Parquet file readable under a name."""
        if isinstance(table, Path):
            frame = self._session.read.parquet(str(table))
        else:
            frame = self._session.createDataFrame(table)
        frame.createOrReplaceTempView(name)

    def create(self, name: str, query: str) -> None:
        """Compute a query and keep its rows as a table."""
        frame = self._session.sql(self._written_out(query)).cache()
        frame.createOrReplaceTempView(name)

    def view(self, name: str, query: str) -> None:
        """Give a query a name without computing it."""
        self._session.sql(self._written_out(query)).createOrReplaceTempView(name)

    def columns(self, table: str) -> list[str]:
        """The columns of a table or view."""
        return list(self._session.table(table).columns)

    def rows(self, query: str) -> list[Row]:
        """The rows of a query."""
        return [tuple(row) for row in self._session.sql(self._written_out(query)).collect()]

    def arrow(self, query: str) -> pa.Table:
        """The rows of a query as an Arrow table."""
        return self._session.sql(self._written_out(query)).toArrow()

    def drop(self, name: str) -> None:
        """Forget a table."""
        self._session.catalog.dropTempView(name)

    def _written_out(self, query: str) -> str:
        """Stars with EXCLUDE and REPLACE as lists of columns, innermost first."""
        tree = sqlglot.parse_one(query, read="duckdb")
        for star in list(tree.find_all(exp.Star)):
            if star.args.get("except_") or star.args.get("except") or star.args.get("replace"):
                self._expand(star)
        return transpiled(tree.sql(dialect="duckdb"))

    def _expand(self, star: exp.Star) -> None:
        select = star.find_ancestor(exp.Select)
        if select is None:
            return
        source = select.args["from_"] if "from_" in select.args else select.args["from"]
        inner = exp.select("*").from_(source.this.copy(), dialect="duckdb")
        names = self._session.sql(transpiled(inner.sql(dialect="duckdb")) + " LIMIT 0").columns
        left_out = {one.name for one in star.args.get("except_") or star.args.get("except") or []}
        replaced = {one.alias: one.this for one in star.args.get("replace") or []}
        alias = star.parent.table if isinstance(star.parent, exp.Column) else ""
        picked = [
            exp.alias_(replaced[name].copy(), name, quoted=True)
            if name in replaced
            else exp.column(name, alias or None, quoted=True)
            for name in names
            if name not in left_out
        ]
        others = [one for one in select.expressions if one is not star and one is not star.parent]
        select.set("expressions", [*picked, *others])
