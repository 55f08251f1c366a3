"""`rank`: points by place."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from kaogong.core.methods.base import Context, Method, Param, Shape
from kaogong.core.methods.codes import above_full, must_be_positive, one_of, problem
from kaogong.core.methods.marks import enough, given, scaled, shown
from kaogong.core.methods.params import MINIMUM_POOL, OF, ORDER, WITHIN
from kaogong.core.methods.terms import (
    ONE,
    Branch,
    Case,
    Compare,
    Div,
    GroupStat,
    Max,
    Mul,
    Num,
    Standing,
    Sub,
    Term,
    num,
)
from kaogong.core.problem import Problem, Text

Params = Mapping[str, Any]
WAYS = ("points", "first", "shares", "spread")


def by_list(place: Term, params: Params) -> Term:
    """Points of the 1st, 2nd, … place; between two places half of each; after the list `last`."""
    listed = [*params["points"], params["last"]]
    branches = []
    for index, points in enumerate(params["points"], 1):
        note = Text(f"第 {index} 名", f"place {index}")
        branches.append(Branch(Compare("==", place, num(index)), Num(points), note))
        if params["ties"] == "mean":
            half = Fraction(points + listed[index], 2)
            spot = Num(index + Fraction(1, 2))
            branches.append(Branch(Compare("==", place, spot), Num(half), Text("并列", "a shared place")))
    after = Text(f"第 {len(listed)} 名及以后", f"place {len(listed)} and after")
    return Case((*branches, Branch(given(place), Num(params["last"]), after)))


def by_step(place: Term, params: Params) -> Term:
    """`first` for the first place, `step` less for each place after it, not below `last`."""
    return Max((Sub(Num(params["first"]), scaled(Sub(place, ONE), params["step"])), Num(params["last"])))


def by_share(place: Term, size: Term, params: Params) -> Term:
    """Points of the first row whose share of the pool holds the place."""
    branches = []
    for row in params["shares"]:
        note = Text(f"前 {shown(row['top'], True)}", f"the first {shown(row['top'], True)}")
        branches.append(Branch(Compare("<=", place, scaled(size, row["top"])), Num(row["points"]), note))
    rest = Branch(given(place), Num(params["last"]), Text("其余名次", "all other places"))
    return Case((*branches, rest))


def by_spread(place: Term, size: Term, params: Params) -> Term:
    """From `best` for the first place to `worst` for the last, evenly; alone in the pool: `best`."""
    best, worst = params["spread"]["best"], params["spread"]["worst"]
    alone = Branch(Compare("<=", size, ONE), Num(best), Text("只有一个对象", "alone in the pool"))
    lost = Div(Mul((Num(best - worst), Sub(place, ONE))), Sub(size, ONE))
    return Case((alone,), Sub(Num(best), lost))


def build(ctx: Context, params: Params) -> Term:
    """Points of the place, counted from the top or from the bottom."""
    of, within, order = ctx.term(params["of"]), params["within"], params["order"]
    if params["count_from"] == "bottom":
        order = "low" if order == "high" else "high"
    place = Standing(of, within, order, params["ties"])
    size = GroupStat("count", of, within)
    if params["points"] is not None:
        value = by_list(place, params)
    elif params["first"] is not None:
        value = by_step(place, params)
    elif params["shares"] is not None:
        value = by_share(place, size, params)
    else:
        value = Case((Branch(given(place), by_spread(place, size, params)),))
    return enough(value, of, within, params["minimum"])


def check(params: Params, full: Fraction) -> list[Problem]:
    """One way of giving points, within full marks, and shares in rising order."""
    why = Text("按名次给分只能用一种办法", "points are given by place in one way")
    found = one_of({name: params[name] is not None for name in WAYS}, why)
    if params["points"]:
        found += above_full("`points`", max(params["points"]), full)
    if params["first"] is not None:
        found += above_full("`first`", params["first"], full) + must_be_positive("step", params["step"])
    if params["spread"] is not None:
        found += above_full("`spread`", max(params["spread"].values()), full)
    last = Fraction(0)
    for row in params["shares"] or ():
        found += above_full("`shares`", row["points"], full)
        if not last < row["top"] <= 1:
            found.append(
                problem(
                    "K403",
                    Text(
                        f"`shares` 的 {shown(row['top'], True)} 次序不对",
                        f"`shares`: {shown(row['top'], True)} is out of order",
                    ),
                    Text("前百分之几要从小到大，不超过 100%", "shares of the pool rise and do not pass 100%"),
                    Text("例如 `[{top: 30%, points: 10}, {top: 70%, points: 8}]`", "sort them by `top`"),
                )
            )
        last = row["top"]
    return found


def shape(params: Params, _full: Fraction) -> Shape:
    """Bounds of the points."""
    points: list[Fraction] = [params["last"]]
    if params["points"] is not None:
        points += params["points"]
    elif params["shares"] is not None:
        points += [row["points"] for row in params["shares"]]
    elif params["spread"] is not None:
        points = list(params["spread"].values())
    elif params["first"] is not None:
        points.append(params["first"])
    return Shape(min(points), max(points), "unknown")


SHARES = (
    Param("top", "number", Text("前百分之几", "the first share of the pool"), required=True),
    Param("points", "number", Text("分", "points"), required=True),
)
SPREAD = (
    Param("best", "number", Text("第一名的分", "points of the first place"), required=True),
    Param("worst", "number", Text("最后一名的分", "points of the last place"), required=True),
)

METHOD = Method(
    name="rank",
    title=Text("名次定分", "Rank"),
    summary=Text(
        "按在组（类、全体）内的名次给分，四选一：`points` 逐名；`first` 起逐名减 `step`，不低于 `last`；"
        "`shares` 按前百分之几；"
        "`spread` 从第一名到最后一名均匀递减。无值者没有名次，也不计入总数。",
        "Points by place in the pool, in one of four ways: `points` place by place; `first` less `step` "
        "for each place, not "
        "below `last`; `shares` of the pool; `spread` evenly from first to last. Whoever has no value has "
        "no place.",
    ),
    params=(
        OF,
        WITHIN,
        ORDER,
        Param(
            "count_from",
            "choice",
            Text("名次从前数还是从后数", "places counted from the top or from the bottom"),
            default="top",
            choices=("top", "bottom"),
        ),
        Param("points", "numbers", Text("第 1、2、… 名的分", "points of the 1st, 2nd, … place")),
        Param("first", "number", Text("第 1 名的分", "points of the first place")),
        Param(
            "step",
            "number",
            Text("每后一名少多少", "how much less each place after it earns"),
            default=Fraction(1),
        ),
        Param(
            "last",
            "number",
            Text("表外名次的分，也是最低分", "points of all other places, and the least"),
            default=Fraction(0),
        ),
        Param("shares", "table", Text("按前百分之几，从小到大", "by share of the pool, rising"), columns=SHARES),
        Param("spread", "record", Text("均匀递减", "evenly from first to last"), columns=SPREAD),
        Param(
            "ties",
            "choice",
            Text(
                "并列：`best` 1,2,2,4；`worst` 1,3,3,4；`mean` 1,2.5,2.5,4；`dense` 1,2,2,3",
                "ties: `best` 1,2,2,4; `worst` 1,3,3,4; `mean` 1,2.5,2.5,4; `dense` 1,2,2,3",
            ),
            default="best",
            choices=("best", "worst", "mean", "dense"),
        ),
        MINIMUM_POOL,
    ),
    build=build,
    check=check,
    shape=shape,
    example="""\
facts:
  growth: {name: 增速, type: decimal, places: 2, every: year}
item:
  id: growth_place
  name: 增速位次
  full: 10
  method: rank
  of: growth
  within: class
  points: [10, 8, 6]
  last: 4
  minimum: 3
""",
)
