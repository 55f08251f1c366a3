"""`choice`: points of the option chosen."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from kaogong.core.methods.base import Context, Method, Param, Shape
from kaogong.core.methods.codes import above_full, must_be_positive, one_of, problem
from kaogong.core.methods.terms import Branch, Case, Compare, Num, Term, num
from kaogong.core.problem import Problem, Refused, Text


def build(ctx: Context, params: Mapping[str, Any]) -> Term:
    """A branch for each option.

    Raises:
        Refused: K412, the points do not name exactly the options of the fact.
    """
    options = ctx.fact_options[params["of"]]
    points = params["points"]
    if points is None:
        first = ctx.full if params["first"] is None else params["first"]
        points = {option: first - params["gap"] * index for index, option in enumerate(options)}
    refuse_other_names(params["of"], options, points)
    fact = ctx.term(params["of"])
    branches = [
        Branch(Compare("==", fact, num(code)), Num(points[option]), Text(f"“{option}”档", f"option “{option}”"))
        for code, option in enumerate(options, 1)
    ]
    return Case(tuple(branches))


def refuse_other_names(fact: str, options: tuple[str, ...], points: Mapping[str, Fraction]) -> None:
    """Refuse points that miss an option or name one that is not declared."""
    strange = [name for name in points if name not in options]
    lacking = [name for name in options if name not in points]
    if not strange and not lacking:
        return
    named = "、".join(strange + lacking), ", ".join(strange + lacking)
    raise Refused(
        [
            problem(
                "K412",
                Text(
                    f"`points` 与 `{fact}` 的选项不一致：{named[0]}",
                    f"`points` and the options of `{fact}` differ: {named[1]}",
                ),
                Text(
                    "每个选项都要有分，且只能是声明过的选项",
                    "every option needs points, and only declared ones exist",
                ),
                Text(f"选项是：{'、'.join(options)}", f"the options are: {', '.join(options)}"),
            )
        ]
    )


def check(params: Mapping[str, Any], full: Fraction) -> list[Problem]:
    """Either points or a gap; points within full marks."""
    points, gap = params["points"], params["gap"]
    found = one_of(
        {"points": points is not None, "gap": gap is not None},
        Text("各选项的分要么逐个写明，要么按档差递减", "points are written one by one, or fall by a gap"),
    )
    found += must_be_positive("gap", gap)
    if points:
        found += above_full("`points`", max(points.values()), full)
    if params["first"] is not None:
        found += above_full("`first`", params["first"], full)
    return found


def shape(params: Mapping[str, Any], full: Fraction) -> Shape:
    """Bounds of the points."""
    if params["points"]:
        return Shape(min(params["points"].values()), max(params["points"].values()))
    return Shape(None, full if params["first"] is None else params["first"], "down")


METHOD = Method(
    name="choice",
    title=Text("选项定分", "Choice"),
    summary=Text(
        "选项对应的分，例如Ⅰ、Ⅱ、Ⅲ档。可逐个写 `points`，或从 `first`（默认满分）起每低一档减 `gap`。",
        "The points of the option chosen, such as tiers Ⅰ, Ⅱ, Ⅲ: written one by one as `points`, or "
        "falling by `gap` from `first` (default full).",
    ),
    params=(
        Param("of", "fact", Text("选项型事实", "a choice fact"), required=True),
        Param("points", "map", Text("选项: 分", "option: points"), value="number"),
        Param("gap", "number", Text("档次分值差", "how much less each lower option earns")),
        Param("first", "number", Text("第一档的分，默认满分", "points of the first option; default full")),
    ),
    build=build,
    check=check,
    shape=shape,
    example="""\
facts:
  tier: {name: 个性指标档次, type: choice, options: [Ⅰ, Ⅱ, Ⅲ], every: year}
item:
  id: individual
  name: 个性指标
  full: 50
  method: choice
  of: tier
  points: {Ⅰ: 50, Ⅱ: 45, Ⅲ: 40}
""",
)
