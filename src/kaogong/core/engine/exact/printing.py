"""Expressions as text in DuckDB's dialect: the few kinds that plans are made of; sqlglot prints any other."""

from __future__ import annotations

from sqlglot import exp

BETWEEN: dict[type[exp.Expression], str] = {
    exp.Add: "+",
    exp.Sub: "-",
    exp.Mul: "*",
    exp.IntDiv: "//",
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.GT: ">",
    exp.GTE: ">=",
    exp.Is: "IS",
    exp.And: "AND",
    exp.Or: "OR",
}
"""What stands between two sides."""
WIDE = {exp.DataType.Type.BIGINT: "BIGINT", exp.DataType.Type.INT128: "INT128"}


def printed(node: exp.Expression) -> str:
    """The text of an expression, as sqlglot writes it; many times as quick."""
    kind, parts = type(node), node.args
    between = BETWEEN.get(kind)
    if between is not None:
        return f"{printed(parts['this'])} {between} {printed(parts['expression'])}"
    if kind is exp.Paren:
        return f"({printed(parts['this'])})"
    if kind is exp.Column and not parts.get("table") and parts["this"].args.get("quoted"):
        name: str = parts["this"].args["this"].replace('"', '""')
        return f'"{name}"'
    if kind is exp.Var or (kind is exp.Literal and not parts["is_string"]):
        return str(parts["this"])
    if kind is exp.Null:
        return "NULL"
    if kind is exp.Boolean:
        return "TRUE" if parts["this"] else "FALSE"
    if kind is exp.Neg and type(parts["this"]) is not exp.Neg:
        return f"-{printed(parts['this'])}"
    if kind is exp.Not:
        return f"NOT {printed(parts['this'])}"
    return _longer(node)


def _longer(node: exp.Expression) -> str:
    """CASE, COALESCE, CAST, and what is seldom met."""
    kind, parts = type(node), node.args
    if kind is exp.Case and not parts.get("this"):
        arms = [f"WHEN {printed(one.args['this'])} THEN {printed(one.args['true'])}" for one in parts["ifs"]]
        last = parts.get("default")
        return " ".join(["CASE", *arms, *([f"ELSE {printed(last)}"] if last is not None else []), "END"])
    if kind is exp.Coalesce:
        return f"COALESCE({', '.join(printed(one) for one in (parts['this'], *parts['expressions']))})"
    if kind is exp.Cast and (width := WIDE.get(parts["to"].args["this"])) is not None:
        return f"CAST({printed(parts['this'])} AS {width})"
    return node.sql("duckdb", copy=False)


__all__ = ["printed"]
