"""`fixed`: always so many marks."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from kaogong.core.methods.base import Context, Method, Param, Shape
from kaogong.core.methods.codes import above_full
from kaogong.core.methods.marks import start_marks
from kaogong.core.methods.params import word_or_number
from kaogong.core.methods.terms import Num, Term
from kaogong.core.problem import Problem, Text


def build(ctx: Context, params: Mapping[str, Any]) -> Term:
    """The marks."""
    return Num(start_marks(params["marks"], ctx.full))


def check(params: Mapping[str, Any], full: Fraction) -> list[Problem]:
    """Marks within full marks."""
    return above_full("`marks`", start_marks(params["marks"], full), full)


def shape(params: Mapping[str, Any], full: Fraction) -> Shape:
    """One value."""
    marks = start_marks(params["marks"], full)
    return Shape(marks, marks, "no")


METHOD = Method(
    name="fixed",
    title=Text("固定分", "Fixed"),
    summary=Text(
        "总是这么多分，例如起点分。尚未考核的部分不能写成固定分。",
        "Always so many marks, such as a starting score. A part not yet assessed is not `fixed`.",
    ),
    params=(
        Param(
            "marks",
            "either",
            Text("分值：数，或 `full` 满分", "marks: a number, or `full`"),
            required=True,
            options=word_or_number("full"),
        ),
    ),
    build=build,
    check=check,
    shape=shape,
    example="""\
item:
  id: base
  name: 基础分
  full: 60
  method: fixed
  marks: full
""",
)
