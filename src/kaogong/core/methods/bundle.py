"""`bundle`: a quota that must be met, then so much for each extra."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from kaogong.core.methods.base import Context, Method, Param, Shape
from kaogong.core.methods.codes import needs_full, problem
from kaogong.core.methods.marks import given, scaled
from kaogong.core.methods.terms import (
    ZERO,
    All,
    Branch,
    Case,
    Compare,
    Max,
    Min,
    Num,
    Sub,
    Term,
    add,
)
from kaogong.core.problem import Problem, Text

Params = Mapping[str, Any]


def surplus(counts: Mapping[str, Term], params: Params) -> list[Term]:
    """Marks for what goes beyond the need, kind by kind."""
    extra: Mapping[str, Fraction] = params["extra_each"] or {}
    return [scaled(over(counts[kind], params["need"].get(kind)), marks) for kind, marks in extra.items()]


def over(count: Term, need: Fraction | None) -> Term:
    """How many beyond the need (where the need is met)."""
    return Sub(count, Num(need)) if need else count


def build(ctx: Context, params: Params) -> Term:
    """Full marks and the extras when every need is met; else 0, or less for each one lacking."""
    counts = {kind: ctx.term(formula) for kind, formula in params["counts"].items()}
    need: Mapping[str, Fraction] = params["need"]
    extras = surplus(counts, params)
    reward: Term = Num(ctx.full)
    if extras:
        total = add(*extras)
        cap = params["extra_cap"]
        reward = add(reward, total if cap is None else Min((total, Num(cap))))
    met = All(tuple(Compare(">=", counts[kind], Num(number)) for kind, number in need.items()))
    all_given = given(*counts.values())
    short: Term = ZERO
    if params["short"] == "each":
        lacks = [
            scaled(Max((Sub(Num(need[kind]), counts[kind]), ZERO)), marks)
            for kind, marks in params["short_each"].items()
        ]
        short = Max((Sub(Num(ctx.full), add(*lacks)), ZERO))
    return Case(
        (
            Branch(All((all_given, met)), reward, Text("任务数已完成", "the need is met")),
            Branch(all_given, short, Text("任务数未完成", "the need is not met")),
        )
    )


def check(params: Params, full: Fraction) -> list[Problem]:
    """Names agree, and a shortfall by pieces has its tariff."""
    found = needs_full(full)
    for name in ("need", "extra_each", "short_each"):
        declared = params["need"] if name == "short_each" else params["counts"]
        strange = [kind for kind in params[name] or {} if kind not in declared]
        found += [
            problem(
                "K412",
                Text(
                    f"`{name}` 中的“{kind}”没有对应的数",
                    f"`{name}` names “{kind}”, which has no count or need",
                ),
                Text("没有数就无从计分", "there is nothing to count"),
                Text(
                    "在 `counts`（和 `need`）里写上它，或去掉",
                    "add it to `counts` (and `need`), or remove it",
                ),
            )
            for kind in strange
        ]
    if (params["short"] == "each") != (params["short_each"] is not None):
        found.append(
            problem(
                "K411",
                Text("`short: each` 与 `short_each` 要同时写", "`short: each` and `short_each` go together"),
                Text("按缺额扣分要写明每缺一个扣多少", "a shortfall by pieces needs marks for each one lacking"),
                Text(
                    "补上另一个，或都去掉（缺额即 0 分）",
                    "write both, or neither (then a shortfall is worth 0)",
                ),
            )
        )
    return found


def shape(params: Params, full: Fraction) -> Shape:
    """From nothing to full marks and the greatest extra."""
    cap = params["extra_cap"]
    if not params["extra_each"]:
        return Shape(Fraction(0), full, "up")
    return Shape(Fraction(0), None if cap is None else full + cap, "up")


METHOD = Method(
    name="bundle",
    title=Text("成套任务", "Bundle"),
    summary=Text(
        "各类任务数都完成得满分，超出部分按类另加，可设上限 `extra_cap`；未完成得 0，或按缺额扣（扣到 0）。"
        "任务数未完成时，其他类的超出部分不另加。默认不封顶。",
        "Full marks when every need is met, and so much for each extra up to `extra_cap`; else 0, or full "
        "marks less so much for "
        "each one lacking (not below 0). Extras count only when all needs are met. No cap unless declared.",
    ),
    params=(
        Param("counts", "map", Text("类: 数（公式）", "kind: count (a formula)"), required=True, value="formula"),
        Param("need", "map", Text("类: 任务数", "kind: how many are needed"), required=True, value="number"),
        Param("extra_each", "map", Text("类: 每超一个加", "kind: marks for each extra"), value="number"),
        Param("extra_cap", "limit", Text("超出部分最多加多少", "the most the extras may add")),
        Param(
            "short",
            "choice",
            Text("未完成时：`zero` 得 0，`each` 按缺额扣", "when short: nothing, or less for each one lacking"),
            default="zero",
            choices=("zero", "each"),
        ),
        Param(
            "short_each",
            "map",
            Text("类: 每缺一个扣", "kind: marks lost for each one lacking"),
            value="number",
        ),
    ),
    build=build,
    check=check,
    shape=shape,
    cap="none",
    example="""\
facts:
  articles_province: {name: 省级采用, type: integer, every: year}
  articles_city: {name: 市级采用, type: integer, every: year}
  articles_county: {name: 县级采用, type: integer, every: year}
item:
  id: publicity
  name: 宣传信息
  full: 5
  method: bundle
  counts: {province: articles_province, city: articles_city, county: articles_county}
  need: {province: 1, city: 2, county: 2}
  extra_each: {province: 2, city: 1, county: 0.5}
""",
)
