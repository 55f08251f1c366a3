"""`manual`: marks given by a named body, within a range and at a granularity."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from kaogong.core.methods.base import Context, Method, Param, Shape
from kaogong.core.methods.codes import above_full, must_be_positive, problem
from kaogong.core.methods.marks import scaled, shown
from kaogong.core.methods.terms import All, Branch, Case, Compare, Num, Round, Sub, Term
from kaogong.core.problem import Problem, Text

Params = Mapping[str, Any]


def ends(params: Params, full: Fraction) -> tuple[Fraction, Fraction]:
    """The range of marks: as written, else from 0 to full."""
    written: tuple[Fraction, ...] | None = params["range"]
    return (Fraction(0), full) if written is None else (written[0], written[1])


def build(ctx: Context, params: Params) -> Term:
    """The marks given, if they lie in the range and on the grid; anything else is no score."""
    given, (low, high) = ctx.term(params["of"]), ends(params, ctx.full)
    conditions = [Compare(">=", given, Num(low)), Compare("<=", given, Num(high))]
    if params["step"] is not None:
        steps = scaled(given if low == 0 else Sub(given, Num(low)), Fraction(1, params["step"]))
        conditions.append(Compare("==", steps, Round(steps, 0, "down")))
    step = "" if params["step"] is None else shown(params["step"])
    note = Text(
        f"在 {shown(low)}–{shown(high)} 之内" + (f"，每档 {step}" if step else ""),
        f"within {shown(low)} to {shown(high)}" + (f", in steps of {step}" if step else ""),
    )
    return Case((Branch(All(tuple(conditions)), given, note),))


def check(params: Params, full: Fraction) -> list[Problem]:
    """A range that is not empty, a step that divides it."""
    found = must_be_positive("step", params["step"])
    if params["range"] is not None and (len(params["range"]) != 2 or params["range"][0] >= params["range"][1]):
        found.append(
            problem(
                "K413",
                Text("`range` 不是 [最低, 最高]", "`range` is not [lowest, highest]"),
                Text("没有可给的分", "there are no marks to give"),
                Text("例如 `range: [0, 5]`", "for example `range: [0, 5]`"),
            )
        )
        return found
    low, high = ends(params, full)
    step = params["step"]
    if step is not None and step > 0 and Fraction(high - low, step).denominator != 1:
        found.append(
            problem(
                "K411",
                Text(
                    f"{shown(low)}–{shown(high)} 不是 {shown(step)} 的整数档",
                    f"{shown(high)} is not a whole number of steps",
                ),
                Text("最高分永远给不到", "the highest marks can never be given"),
                Text("改 `step` 或 `range`", "change `step` or `range`"),
                "warning",
            )
        )
    return found + above_full("`range`", high, full)


def shape(params: Params, full: Fraction) -> Shape:
    """The range."""
    low, high = ends(params, full)
    return Shape(low, high, "up")


METHOD = Method(
    name="manual",
    title=Text("裁量给分", "Manual"),
    summary=Text(
        "由指定机构在区间内按规定档距给分，须写理由。区间外或不在档上的分不算得分。",
        "Marks given by a named body within a range, in whole steps, with a reason. Marks outside the "
        "range or off the steps are no "
        "score.",
    ),
    params=(
        Param("of", "fact", Text("给出的分（事实）", "the marks given (a fact)"), required=True),
        Param("range", "numbers", Text("[最低, 最高]，默认 0 到满分", "[lowest, highest]; default 0 to full")),
        Param("step", "number", Text("档距", "granularity")),
        Param("by", "text", Text("给分的机构", "the body that gives them"), required=True),
        Param("reason", "choice", Text("理由", "a reason"), default="required", choices=("required", "optional")),
    ),
    build=build,
    check=check,
    shape=shape,
    example="""\
facts:
  innovation: {name: 创新工作评定, type: decimal, places: 1, every: year, authority: [考核领导小组]}
item:
  id: innovation_marks
  name: 创新工作
  full: 5
  method: manual
  of: innovation
  range: [0, 5]
  step: 0.5
  by: 考核领导小组
  reason: required
""",
)
