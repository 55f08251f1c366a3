"""`linear`: straight lines between points."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any, Literal

from kaogong.core.methods.base import Context, Method, Param, Shape
from kaogong.core.methods.codes import above_full, problem
from kaogong.core.methods.marks import divided, given, is_decimal, scaled, shown
from kaogong.core.methods.params import OF
from kaogong.core.methods.terms import Branch, Case, Compare, Null, Num, Sub, Term, add
from kaogong.core.problem import Problem, Text

Monotone = Literal["up", "down", "no"]
Point = tuple[Fraction, Fraction]


def line_through(of: Term, first: Point, second: Point) -> Term:
    """Marks on the line through two points; one division, and none where the slope ends as a decimal."""
    (x, low), (far, high) = first, second
    rise, run = high - low, far - x
    if rise == 0:
        return Num(low)
    if is_decimal(Fraction(rise, run)):
        return add(Num(low), scaled(Sub(of, Num(x)), Fraction(rise, run)))
    return divided(add(Num(low * run), scaled(Sub(of, Num(x)), rise)), Num(run))


def build(ctx: Context, params: Mapping[str, Any]) -> Term:
    """The segment the value lies in."""
    of, points, outside = ctx.term(params["of"]), params["points"], params["outside"]
    first, last = points[0], points[-1]
    ends: dict[str, tuple[Term, Term]] = {
        "hold": (Num(first[1]), Num(last[1])),
        "extend": (line_through(of, *points[:2]), line_through(of, *points[-2:])),
        "missing": (Null(), Null()),
    }
    under, over = ends[outside]
    start, end = shown(first[0]), shown(last[0])
    branches = [Branch(Compare("<", of, Num(first[0])), under, Text(f"低于 {start}", f"below {start}"))]
    for left, right in pairwise(points):
        span = shown(left[0]), shown(right[0])
        note = Text(f"在 {span[0]} 与 {span[1]} 之间", f"between {span[0]} and {span[1]}")
        branches.append(Branch(Compare("<=", of, Num(right[0])), line_through(of, left, right), note))
    branches.append(Branch(given(of), over, Text(f"高于 {end}", f"above {end}")))
    return Case(tuple(branches))


def check(params: Mapping[str, Any], full: Fraction) -> list[Problem]:
    """At least two points, rising in x, none above full marks."""
    points: tuple[Point, ...] = params["points"]
    if len(points) < 2:
        return [
            problem(
                "K402",
                Text("折线少于两个点", "fewer than two points"),
                Text("一条线至少要两个点", "a line needs two"),
                Text("例如 `points: [[60, 0], [100, 10]]`", "for example `points: [[60, 0], [100, 10]]`"),
            )
        ]
    found = [
        problem(
            "K403",
            Text(
                f"{shown(right[0])} 排在 {shown(left[0])} 之后",
                f"{shown(right[0])} comes after {shown(left[0])}",
            ),
            Text("折线各点的值必须从小到大，不得相同", "the values of the points must rise, without repeats"),
            Text("按值从小到大排列；跳档请用 `bands`", "sort the points by value; for a jump use `bands`"),
        )
        for left, right in pairwise(points)
        if right[0] <= left[0]
    ]
    return found + above_full("`points`", max(marks for _, marks in points), full)


def shape(params: Mapping[str, Any], _full: Fraction) -> Shape:
    """Bounds (none when the ends are extended) and direction."""
    marks = [mark for _, mark in params["points"]]
    rising = all(low <= high for low, high in pairwise(marks))
    falling = all(low >= high for low, high in pairwise(marks))
    monotone: Monotone = "up" if rising else "down" if falling else "no"
    if params["outside"] == "extend":
        return Shape(None, None, monotone)
    return Shape(min(marks), max(marks), monotone)


METHOD = Method(
    name="linear",
    title=Text("折线", "Linear"),
    summary=Text(
        "各点之间按直线计分。两端之外：`hold` 取端点分，`extend` 沿直线延长，`missing` 无得分。",
        "Straight lines between points. Outside them: `hold` the marks of the end, `extend` the line, "
        "or no score (`missing`).",
    ),
    params=(
        OF,
        Param(
            "points",
            "points",
            Text("各点 [值, 分]，值从小到大", "points [value, marks], values rising"),
            required=True,
        ),
        Param(
            "outside",
            "choice",
            Text("两端之外", "outside the points"),
            default="hold",
            choices=("hold", "extend", "missing"),
        ),
    ),
    build=build,
    check=check,
    shape=shape,
    example="""\
facts:
  coverage: {name: 覆盖率, type: decimal, places: 4, every: year, range: [0, 1]}
item:
  id: coverage_marks
  name: 覆盖率得分
  full: 10
  method: linear
  of: coverage
  points: [[60%, 0], [90%, 8], [100%, 10]]
""",
)
