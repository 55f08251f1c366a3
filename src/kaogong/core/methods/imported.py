"""`imported`: the result of another appraisal, rescaled."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from kaogong.core.methods.base import Context, Method, Param, Shape
from kaogong.core.methods.codes import needs_full, problem
from kaogong.core.methods.marks import scaled, shown
from kaogong.core.methods.params import OF
from kaogong.core.methods.terms import Num, Round, Sub, Term
from kaogong.core.problem import Problem, Text


def ends(params: Mapping[str, Any]) -> tuple[Fraction, Fraction]:
    """The scale of the outside result: a number is the top of a scale from 0."""
    kind, value = params["from"]
    return (Fraction(0), value) if kind == "top" else (value[0], value[1])


def build(ctx: Context, params: Mapping[str, Any]) -> Term:
    """full × (of − low) ÷ (high − low), rounded half-up if `places` is written."""
    low, high = ends(params)
    of = ctx.term(params["of"])
    value = scaled(of if low == 0 else Sub(of, Num(low)), Fraction(ctx.full, high - low))
    return value if params["places"] is None else Round(value, params["places"])


def check(params: Mapping[str, Any], full: Fraction) -> list[Problem]:
    """Full marks, and a scale that is not empty."""
    kind, value = params["from"]
    found = needs_full(full)
    if kind == "ends" and len(value) != 2:
        found.append(
            problem(
                "K402",
                Text(f"`from` 有 {len(value)} 个数", f"`from` has {len(value)} numbers"),
                Text("区间要写最低分和最高分", "a scale has a lowest and a highest mark"),
                Text("例如 `from: [0, 120]`", "for example `from: [0, 120]`"),
            )
        )
    elif ends(params)[0] >= ends(params)[1]:
        low, high = map(shown, ends(params))
        found.append(
            problem(
                "K413",
                Text(f"`from` 的区间 {low}–{high} 是空的", f"the scale {low} to {high} is empty"),
                Text("最低分必须低于最高分", "the lowest mark must be below the highest"),
                Text("例如 `from: [0, 120]`", "for example `from: [0, 120]`"),
            )
        )
    return found


def shape(_params: Mapping[str, Any], _full: Fraction) -> Shape:
    """A straight line."""
    return Shape(None, None, "up")


METHOD = Method(
    name="imported",
    title=Text("引用外部结果", "Imported"),
    summary=Text(
        "把另一项考核的结果换算到本项满分：满分 ×（值 − 最低）÷（最高 − 最低）。",
        "Another result rescaled to full marks: full × (value − lowest) ÷ (highest − lowest).",
    ),
    params=(
        OF,
        Param(
            "from",
            "either",
            Text("原分制：最高分，或 [最低, 最高]", "the scale it comes from: its top, or [lowest, highest]"),
            required=True,
            options=(
                Param("top", "number", Text("最高分", "the top")),
                Param("ends", "numbers", Text("[最低, 最高]", "[lowest, highest]")),
            ),
        ),
        Param(
            "places",
            "integer",
            Text(
                "换算后四舍五入到几位小数；不写则不舍入",
                "decimal places after rescaling, half-up; default none",
            ),
        ),
    ),
    build=build,
    check=check,
    shape=shape,
    example="""\
facts:
  party_score: {name: 党建考核得分, type: decimal, every: year, range: [0, 120]}
item:
  id: party
  name: 党建
  full: 15
  method: imported
  of: party_score
  from: 120
""",
)
