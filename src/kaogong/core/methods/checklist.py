"""`checklist`: parts present or absent."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from kaogong.core.methods.base import Context, Method, Param, Shape
from kaogong.core.methods.codes import must_be_positive, problem
from kaogong.core.methods.marks import scaled, shown
from kaogong.core.methods.terms import Num, Sub, Term, add
from kaogong.core.problem import Problem, Text


def build(ctx: Context, params: Mapping[str, Any]) -> Term:
    """Σ marks × part (1 or 0), added to 0 or taken from full marks."""
    total = add(*(scaled(ctx.term(name), marks) for name, marks in params["parts"].items()))
    return Sub(Num(ctx.full), total) if params["mode"] == "deduct" else total


def check(params: Mapping[str, Any], full: Fraction) -> list[Problem]:
    """Marks above zero; parts that are added make full marks."""
    parts: Mapping[str, Fraction] = params["parts"]
    found = [one for name, marks in parts.items() for one in must_be_positive(name, marks)]
    total = sum(parts.values(), Fraction(0))
    if params["mode"] == "add" and full not in {0, total}:
        found.append(
            problem(
                "K414",
                Text(
                    f"各部分共 {shown(total)} 分，满分是 {shown(full)}",
                    f"the parts make {shown(total)} of {shown(full)} marks",
                ),
                Text(
                    "全部做到的单位得不到满分，或超过满分",
                    "whoever does everything gets less, or more, than full marks",
                ),
                Text("改正分值，或改 `full:`", "correct the marks or `full:`"),
                "warning",
            )
        )
    return found


def shape(params: Mapping[str, Any], full: Fraction) -> Shape:
    """From none to all of the parts."""
    total = sum(params["parts"].values(), Fraction(0))
    if params["mode"] == "deduct":
        return Shape(full - total, full, "down")
    return Shape(Fraction(0), total, "up")


METHOD = Method(
    name="checklist",
    title=Text("清单", "Checklist"),
    summary=Text(
        "做到的各部分的分相加；`mode: deduct` 时从满分中扣去为“是”的各部分。",
        "The marks of the parts present; with `mode: deduct`, full marks less those of the parts that are true.",
    ),
    params=(
        Param(
            "parts",
            "map",
            Text("是否型事实: 分", "boolean fact: marks"),
            required=True,
            value="number",
            keys="fact",
        ),
        Param(
            "mode",
            "choice",
            Text("加分或扣分", "add or take marks"),
            default="add",
            choices=("add", "deduct"),
        ),
    ),
    build=build,
    check=check,
    shape=shape,
    example="""\
facts:
  plan_issued: {name: 制定方案, type: boolean, every: year}
  board_put_up: {name: 设立公示牌, type: boolean, every: year}
item:
  id: basics
  name: 基础工作
  full: 3
  method: checklist
  parts: {plan_issued: 2, board_put_up: 1}
""",
)
