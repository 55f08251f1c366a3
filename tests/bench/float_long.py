"""The baseline: the same rules as float SQL on the long layout, as a good SQL engineer writes it by hand.

The rules are a small typed table, joined to the facts; one CASE by method gives the points; one aggregation by
subject gives the secondary nodes. Other shapes were measured and lost: one CASE by fact (2.5x the time), grouping
by subject and node (1.0 to 1.2x), pivot first (over 3x), the rules as an untyped VALUES list (2x).
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from .city import (
    GRADES,
    LONG_FORMAT,
    LOWEST_GRADE,
    PRIMARIES,
    SECONDARIES,
    TREE,
    Bands,
    Beyond,
    Leaf,
    Linear,
    Node,
    Ratio,
    World,
)
from .duck import connect

POINTS = """CASE method
      WHEN 1 THEN least(100 * value / a, b)
      WHEN 2 THEN greatest(100 - b * greatest(value - a, 0), c)
      WHEN 3 THEN c + (least(greatest(value, a), b) - a) * (d - c) / (b - a)
      ELSE CASE WHEN value >= a THEN b WHEN value >= c THEN d WHEN value >= e THEN f
                WHEN value >= g THEN h WHEN value >= i THEN j ELSE 0 END END"""


def _numbers(leaf: Leaf) -> tuple[int, list[float]]:
    """The method's number and its parameters a, b, c ... in the order POINTS reads them."""
    match leaf.method:
        case Ratio(target, cap):
            return 1, [float(target), float(cap)]
        case Beyond(line, per_unit, floor):
            return 2, [float(line), float(per_unit), float(floor)]
        case Linear((x0, p0), (x1, p1)):
            return 3, [float(x0), float(x1), float(p0), float(p1)]
        case Bands(steps):
            downward = list(reversed(steps))
            padded = [downward[0]] * (5 - len(downward)) + downward
            return 4, [float(number) for step in padded for number in step]
    raise TypeError(leaf)


def create_rules(con: duckdb.DuckDBPyConnection) -> None:
    letters = "abcdefghij"
    columns = "fact VARCHAR, node UTINYINT, weight DOUBLE, method UTINYINT"
    con.execute(f"CREATE OR REPLACE TEMP TABLE rule ({columns}, {', '.join(f'{x} DOUBLE' for x in letters)})")
    for number, node in enumerate(SECONDARIES, 1):
        for leaf in node.parts:
            assert isinstance(leaf, Leaf)
            method, given = _numbers(leaf)
            row = [leaf.id, number, leaf.weight / 100, method, *given, *[0.0] * (10 - len(given))]
            con.execute(f"INSERT INTO rule VALUES ({', '.join('?' * len(row))})", row)


def points_sql(source: str) -> str:
    return f"SELECT subject, fact, node, weight, {POINTS} AS points\n  FROM {source} JOIN rule USING (fact)"


def _secondary(number: int, node: Node) -> str:
    """A missing row adds nothing; where leaves may be out, the sum is divided by the weights present."""
    here = f"FILTER (node = {number})"
    out = any(isinstance(p, Leaf) and p.missing == "out" for p in node.parts)
    by = f" / sum(weight) {here}" if out else ""
    return f"coalesce(sum(points * weight) {here}, 0){by} AS {node.id}"


def _weighted(node: Node) -> str:
    return " + ".join(f"{p.weight / 100} * {p.id}" for p in node.parts)


def totals_sql(points: str, world: World, keep: str = "subject, grp, total") -> str:
    secondary = ",\n    ".join(_secondary(n, node) for n, node in enumerate(SECONDARIES, 1))
    primary = ", ".join(f"{_weighted(node)} AS {node.id}" for node in PRIMARIES)
    bands = " ".join(f"WHEN published >= {b} THEN '{g}'" for b, g in GRADES)
    return f"""WITH points AS ({points}),
  secondary AS (SELECT subject, {secondary}
    FROM points GROUP BY subject),
  prim AS (SELECT *, {primary} FROM secondary),
  tot AS (SELECT *, {_weighted(TREE)} AS total FROM prim),
  pub AS (SELECT *, round(total, 2) AS published FROM tot)
SELECT {keep}, published, CASE {bands} ELSE '{LOWEST_GRADE}' END AS grade,
  rank() OVER (PARTITION BY grp ORDER BY published DESC) AS place
FROM pub JOIN '{world.groups}' USING (subject)"""


def totals_query(world: World) -> str:
    """Totals, grades and ranks; needs create_rules first."""
    return totals_sql(points_sql(f"'{world.long_float}'"), world)


def totals(world: World, out: Path) -> None:
    """Totals, grades and places."""
    with connect(out) as con:
        create_rules(con)
        con.execute(f"COPY ({totals_query(world)}) TO '{out}/totals.parquet' ({LONG_FORMAT})")


def nodes(world: World, out: Path) -> None:
    """Every node's value as Parquet, leaves long as the facts are, then the levels above from them."""
    with connect(out) as con:
        create_rules(con)
        leaves, above = out / "leaves.parquet", out / "totals.parquet"
        con.execute(f"COPY ({points_sql(repr(str(world.long_float)))}) TO '{leaves}' ({LONG_FORMAT})")
        names = ", ".join(n.id for n in (*SECONDARIES, *PRIMARIES))
        rest = totals_sql(f"FROM {str(leaves)!r}", world, f"subject, grp, total, {names}")
        con.execute(f"COPY ({rest}) TO '{above}' ({LONG_FORMAT})")
