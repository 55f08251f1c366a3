"""`tiers`: marginal tiers, each part of the value at its own rate."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import lcm
from typing import Any

from kaogong.core.methods.base import Context, Method, Param, Shape
from kaogong.core.methods.codes import must_be_positive, problem
from kaogong.core.methods.marks import divided, is_decimal, scaled, shown
from kaogong.core.methods.params import OF, STEP
from kaogong.core.methods.terms import ZERO, Max, Min, Num, Sub, Term, add
from kaogong.core.problem import Problem, Text

Rows = tuple[Mapping[str, Any], ...]


def part(of: Term, low: Fraction, high: Fraction | None) -> Term:
    """How much of the value lies in a tier."""
    top = of if high is None else Min((of, Num(high)))
    return Max((top if low == 0 else Sub(top, Num(low)), ZERO))


def build(ctx: Context, params: Mapping[str, Any]) -> Term:
    """Σ rate × part; rates that do not end as decimals are brought over one divisor."""
    of, rows = ctx.term(params["of"]), params["table"]
    rates = [Fraction(row["each"], row["step"]) for row in rows]
    divisor = 1 if all(map(is_decimal, rates)) else lcm(*(rate.denominator for rate in rates))
    lows = [params["from"], *(row["to"] for row in rows[:-1])]
    parts = [scaled(part(of, low, row["to"]), rate * divisor) for low, row, rate in zip(lows, rows, rates, strict=True)]
    return divided(add(*parts), Num(Fraction(divisor)))


def check(params: Mapping[str, Any], _full: Fraction) -> list[Problem]:
    """Upper bounds rise, and only the last tier is open."""
    rows: Rows = params["table"]
    if not rows:
        return [
            problem(
                "K402",
                Text("`table` 是空的", "`table` is empty"),
                Text("没有一段可计", "there is no tier"),
                Text("至少写一段", "write at least one tier"),
            )
        ]
    found = [one for row in rows for one in must_be_positive("step", row["step"])]
    low: Fraction | None = params["from"]
    for index, row in enumerate(rows, 1):
        if low is None or (row["to"] is not None and row["to"] <= low):
            bound = "" if low is None else shown(low)
            found.append(
                problem(
                    "K403",
                    Text(
                        f"第 {index} 段排错了（前一段到 {bound}）",
                        f"tier {index} is out of order (after {bound})",
                    ),
                    Text(
                        "各段从低到高相接，只有最后一段可以不写上限",
                        "tiers meet from low to high; only the last is open",
                    ),
                    Text("按 `to` 从小到大排列", "sort the tiers by `to`"),
                )
            )
        low = row["to"]
    return found


def shape(params: Mapping[str, Any], _full: Fraction) -> Shape:
    """Monotone when all rates have one sign."""
    rates = [row["each"] for row in params["table"]]
    if all(rate >= 0 for rate in rates):
        return Shape(Fraction(0), None, "up")
    return Shape(None, Fraction(0), "down") if all(rate <= 0 for rate in rates) else Shape(None, None, "no")


METHOD = Method(
    name="tiers",
    title=Text("分段累计", "Marginal tiers"),
    summary=Text(
        "每一段按自己的单价计分后相加，如同超额累进。`from` 以下不计。",
        "Each part of the value earns at its own rate, as in a graduated tax. Nothing is counted below `from`.",
    ),
    params=(
        OF,
        Param(
            "table",
            "table",
            Text("各段，从低到高", "tiers, lowest first"),
            required=True,
            columns=(
                Param(
                    "to",
                    "number",
                    Text("本段到哪里为止；最后一段可不写", "where it ends; the last may be open"),
                ),
                Param("each", "number", Text("本段每一档的分", "marks per step in it"), required=True),
                STEP,
            ),
        ),
        Param("from", "number", Text("从哪里起算", "where the first tier begins"), default=Fraction(0)),
    ),
    build=build,
    check=check,
    shape=shape,
    example="""\
facts:
  articles: {name: 信息采用篇数, type: integer, every: year}
item:
  id: articles_marks
  name: 信息采用
  full: 10
  method: tiers
  of: articles
  table:
    - {to: 100, each: 0.05}
    - {each: 0.02}
""",
)
