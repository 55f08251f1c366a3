"""What generated SQL could reach, written by hand: scaled BIGINT over the wide layout, one SELECT.

Scale of the nodes (decimal places): leaf 9, secondary 11, primary 13, total 15; a percentage adds two places
to what it multiplies, so the only quotients are those of the methods and of rescaled denominators.
The largest number is 110 points at 15 places, 1.1e17: everything fits a BIGINT (9.2e18).

In every CASE the arithmetic stands in the ELSE branch: a comparison with null is not true, so null falls through to
the arithmetic and stays null. (With least and greatest, which skip nulls, who reported nothing would get the cap.)
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb

from .city import (
    FACT_PLACES,
    GRADES,
    LEAVES,
    LOWEST_GRADE,
    PRIMARIES,
    QUOTIENT_PLACES,
    SECONDARIES,
    TREE,
    WIDE_FORMAT,
    Bands,
    Beyond,
    Leaf,
    Linear,
    Node,
    Ratio,
    World,
)
from .duck import connect

ONE = 10**QUOTIENT_PLACES
UNIT = 10**FACT_PLACES


def whole(value: Decimal, scale: int) -> int:
    scaled = value * scale
    if scaled != int(scaled):
        raise ValueError(f"{value} has more places than 1/{scale} can hold")
    return int(scaled)


def ceil_div(a: int, b: int) -> int:
    return -(-a // b)


def points_sql(leaf: Leaf) -> str:
    """Points of one leaf at nine places from its scaled fact, null where the fact is."""
    x = leaf.id
    match leaf.method:
        case Ratio(target, cap):
            times, by, most = 100 * ONE, whole(target, UNIT), whole(cap, ONE)
            return f"CASE WHEN {x} >= {ceil_div(most * by, times)} THEN {most} ELSE {x} * {times} // {by} END"
        case Bands(steps):
            whens = " ".join(f"WHEN {x} >= {whole(b, UNIT)} THEN {whole(p, ONE)}" for b, p in reversed(steps))
            return f"CASE {whens} WHEN {x} IS NULL THEN NULL ELSE 0 END"
        case Beyond(line, per_unit, floor):
            a, each, least = whole(line, UNIT), whole(per_unit, ONE // UNIT), whole(floor, ONE)
            start = 100 * ONE + a * each
            ends = f"WHEN {x} >= {ceil_div(start - least, each)} THEN {least} WHEN {x} <= {a} THEN {100 * ONE}"
            return f"CASE {ends} ELSE {start} - {x} * {each} END"
        case Linear((x0, p0), (x1, p1)):
            a, b, p, q = whole(x0, UNIT), whole(x1, UNIT), whole(p0, ONE), whole(p1, ONE)
            line = f"({x} * {q - p} + {p * (b - a) - a * (q - p)}) // {b - a}"  # never negative: // truncates
            return f"CASE WHEN {x} >= {b} THEN {q} WHEN {x} <= {a} THEN {p} ELSE {line} END"
    raise TypeError(leaf)


def leaf_sql(leaf: Leaf) -> str:
    if leaf.missing != "zero":
        return points_sql(leaf)
    if isinstance(leaf.method, Bands):  # below all bands is zero already: no guard
        return points_sql(leaf).replace(f"WHEN {leaf.id} IS NULL THEN NULL ", "")
    return f"coalesce({points_sql(leaf)}, 0)"


def sum_sql(node: Node, parts: dict[str, str]) -> str:
    """Weighted sum of the parts; where leaves may be out, divided by the weights that are present."""
    terms = {p.id: f"({parts[p.id]}) * {p.weight}" for p in node.parts}
    if not any(isinstance(p, Leaf) and p.missing == "out" for p in node.parts):
        return " + ".join(terms.values())
    points = " + ".join(f"coalesce({t}, 0)" for t in terms.values())
    present = " + ".join(f"CASE WHEN {p.id} IS NULL THEN 0 ELSE {p.weight} END" for p in node.parts)
    return f"({points}) // ({present}) * 100"


def _names(nodes: tuple[Node, ...] | tuple[Leaf, ...], prefix: str = "") -> dict[str, str]:
    return {n.id: prefix + n.id for n in nodes}


def totals_sql(source: str) -> str:
    """Only the totals: leaves and secondary nodes in one flat expression each, nothing kept that is not needed."""
    leaves = {leaf.id: leaf_sql(leaf) for leaf in LEAVES}
    secondary = ",\n  ".join(f"{sum_sql(n, leaves)} AS {n.id}" for n in SECONDARIES)
    primary = {n.id: sum_sql(n, _names(SECONDARIES)) for n in PRIMARIES}
    total = sum_sql(TREE, primary)
    return f"SELECT subject, grp, {total} AS total FROM (\nSELECT subject, grp, {secondary}\nFROM {source})"


def nodes_sql(source: str) -> str:
    """Every node: 58 leaves, then 15, 4 and 1; the leaves are n_f01 ... because f01 is the fact."""
    leaves = ",\n  ".join(f"{leaf_sql(leaf)} AS n_{leaf.id}" for leaf in LEAVES)
    secondary = ", ".join(f"{sum_sql(n, _names(LEAVES, 'n_'))} AS {n.id}" for n in SECONDARIES)
    primary = ", ".join(f"{sum_sql(n, _names(SECONDARIES))} AS {n.id}" for n in PRIMARIES)
    total = sum_sql(TREE, _names(PRIMARIES))
    facts = ", ".join(leaf.id for leaf in LEAVES)
    return (
        f"SELECT * EXCLUDE ({facts}), {total} AS total FROM (\nSELECT *, {primary} FROM (\n"
        f"SELECT *, {secondary} FROM (\nSELECT *, {leaves}\nFROM {source})))"
    )


def graded_sql(totals: str) -> str:
    """Published total (two places, half up), grade and place within the group."""
    bands = " ".join(f"WHEN published >= {whole(b, 100)} THEN '{g}'" for b, g in GRADES)
    return (
        f"SELECT subject, grp, total, published, CASE {bands} ELSE '{LOWEST_GRADE}' END AS grade,\n"
        f"  rank() OVER (PARTITION BY grp ORDER BY published DESC) AS place\n"
        f"FROM (SELECT *, (total + 5000000000000) // 10000000000000 AS published FROM (\n{totals}))"
    )


def open_tuned(out: Path) -> duckdb.DuckDBPyConnection:
    """Looking for common subexpressions costs 15 to 40 ms at 58 leaves, and this SQL has none."""
    con = connect(out)
    con.execute("SET disabled_optimizers = 'common_subexpressions'")
    return con


def totals(world: World, out: Path) -> None:
    """Totals, grades and places."""
    with open_tuned(out) as con:
        con.execute(f"COPY ({graded_sql(totals_sql(repr(str(world.wide))))}) TO '{out}/totals.parquet' ({WIDE_FORMAT})")


def nodes(world: World, out: Path) -> None:
    """Every node streamed to Parquet, then places from the file's three columns.

    In one statement the window would have to hold all 78 columns of every subject.
    """
    with open_tuned(out) as con:
        made = out / "nodes.parquet"
        con.execute(f"COPY ({nodes_sql(repr(str(world.wide)))}) TO '{made}' ({WIDE_FORMAT})")
        places = graded_sql(f"SELECT subject, grp, total FROM '{made}'")
        con.execute(f"COPY ({places}) TO '{out}/totals.parquet' ({WIDE_FORMAT})")
