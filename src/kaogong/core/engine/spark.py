"""Spark as the database of a run, for those who outgrow one machine. The SQL is the engine's own, transpiled by sqlglot."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyarrow as pa
import sqlglot
from sqlglot import exp

from kaogong.core.engine.database import Row
from kaogong.core.problem import Place, Problem, Refused, Text

CONFIG = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
"""What a session must have: overflow is an error, never a wrong number. Everything else is the installation's choice."""


@contextmanager
def spark() -> Iterator[Spark]:
    """A Spark for one run: the cluster that spark-defaults.conf or spark-submit name, else all processors of this machine.

    Raises:
        Refused: pyspark or Java is not installed, or Spark does not start.
    """
    if find_spec("pyspark") is None:
        raise Refused([_no_pyspark()])
    if not _java():
        raise Refused([_no_java(Text("找不到 java", "there is no java"))])
    from pyspark.errors import PySparkException  # noqa: PLC0415 - an extra
    from pyspark.sql import SparkSession  # noqa: PLC0415

    builder = SparkSession.builder.appName("kaogong")
    for key, value in CONFIG.items():
        builder = builder.config(key, value)
    try:
        session = builder.getOrCreate()
    except PySparkException as error:
        raise Refused([_no_java(Text.same(str(error).splitlines()[0]))]) from error
    context = session.sparkContext
    context.setLogLevel("ERROR")
    if context.master.startswith("local"):  # two hundred partitions, as for a cluster, are a minute of waiting here
        session.conf.set("spark.sql.shuffle.partitions", str(context.defaultParallelism))
    try:
        yield Spark(session)
    finally:
        session.stop()


def _java() -> bool:
    """Whether Spark will find a Java."""
    home = os.environ.get("JAVA_HOME")
    return Path(home, "bin", "java").exists() if home else shutil.which("java") is not None


def _no_pyspark() -> Problem:
    return Problem(
        "K770",
        Place(),
        Text("没有安装 Spark（pyspark）", "Spark (pyspark) is not installed"),
        Text("--engine spark 要用它；平常的计分用不着", "--engine spark needs it; ordinary scoring does not"),
        Text(
            "运行 pip install 'kaogong[spark]'，并装上 Java 17 或更新的版本；或不写 --engine spark",
            "run pip install 'kaogong[spark]' and install Java 17 or newer; or leave out --engine spark",
        ),
    )


def _no_java(reason: Text) -> Problem:
    return Problem(
        "K771",
        Place(),
        Text(f"Spark 启动不了：{reason.zh}", f"Spark does not start: {reason.en}"),
        Text("Spark 要在 Java 17 或更新的版本上运行", "Spark runs on Java 17 or newer"),
        Text(
            "安装 Java 17（如 apt install openjdk-17-jre-headless），或让 JAVA_HOME 指向它；或不写 --engine spark",
            "install Java 17 (such as apt install openjdk-17-jre-headless) or point JAVA_HOME to it; "
            "or leave out --engine spark",
        ),
    )


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
