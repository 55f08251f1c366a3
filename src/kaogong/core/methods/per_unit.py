"""`per_unit`: so many marks for each step beyond a line."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from kaogong.core.methods.base import Context, Method, Param, Shape
from kaogong.core.methods.codes import must_be_positive
from kaogong.core.methods.marks import start_marks, stepped
from kaogong.core.methods.params import OF, STEPS, word_or_number
from kaogong.core.methods.terms import ZERO, Max, Num, Sub, Term, add
from kaogong.core.problem import Problem, Text


def beyond(of: Term, line: Term, side: str) -> Term:
    """How far the value lies beyond the line on the side that counts; never negative."""
    if side == "above":
        return Max((Sub(of, line), ZERO))
    if side == "below":
        return Max((Sub(line, of), ZERO))
    return Max((Sub(of, line), Sub(line, of)))


def starting(params: Mapping[str, Any], full: Fraction) -> Fraction:
    """Marks at the line: as written; else full when marks are taken and 0 when they are added."""
    if params["start"] is not None:
        return start_marks(params["start"], full)
    return full if params["mode"] == "deduct" else Fraction(0)


def build(ctx: Context, params: Mapping[str, Any]) -> Term:
    """Start − (or +) marks for the steps beyond the line."""
    amount = beyond(ctx.term(params["of"]), ctx.term(params["line"]), params["beyond"])
    marks = stepped(amount, params["each"], params)
    start = Num(starting(params, ctx.full))
    if params["mode"] == "deduct":
        return Sub(start, marks)
    return marks if start == ZERO else add(start, marks)


def check(params: Mapping[str, Any], _full: Fraction) -> list[Problem]:
    """`step` and `each` above zero: the sign is `mode`."""
    return must_be_positive("step", params["step"]) + must_be_positive("each", params["each"])


def shape(params: Mapping[str, Any], full: Fraction) -> Shape:
    """One bound is the start; direction from side and mode."""
    start, deduct = starting(params, full), params["mode"] == "deduct"
    low, high = (None, start) if deduct else (start, None)
    if params["beyond"] == "both":
        return Shape(low, high, "no")
    return Shape(low, high, "down" if deduct == (params["beyond"] == "above") else "up")


METHOD = Method(
    name="per_unit",
    title=Text("按单位增减", "Per unit"),
    summary=Text(
        "超过（或不足）某条线，每一档扣（或加）多少分。默认从满分起扣；`mode: add` 时从 0 起加。",
        "So many marks for each step beyond a line. Marks are taken from full marks; "
        "with `mode: add` they are added to 0.",
    ),
    params=(
        OF,
        Param("line", "formula", Text("那条线（公式）", "the line (a formula)"), required=True),
        Param("each", "number", Text("每一档的分", "marks per step"), required=True),
        *STEPS,
        Param(
            "beyond",
            "choice",
            Text("哪一侧计：`above` 超过，`below` 不足，`both` 偏离", "which side counts"),
            default="above",
            choices=("above", "below", "both"),
        ),
        Param(
            "mode",
            "choice",
            Text("扣分或加分", "take or add marks"),
            default="deduct",
            choices=("deduct", "add"),
        ),
        Param(
            "start",
            "either",
            Text(
                "起点分：`full` 或数；默认扣分为满分，加分为 0",
                "marks at the line: `full` or a number; default full, or 0 when added",
            ),
            options=word_or_number("full"),
        ),
    ),
    build=build,
    check=check,
    shape=shape,
    example="""\
facts:
  staff: {name: 在职人数, type: integer, every: year}
  posts: {name: 编制数, type: integer, every: year}
item:
  id: staff_control
  name: 在职人员控制率
  full: 5
  method: per_unit
  of: staff ÷ posts × 100
  line: 100
  each: 0.5
""",
)
