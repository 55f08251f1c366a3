"""`improve`: change on own history."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from kaogong.core.methods.base import Context, Method, Param, Shape
from kaogong.core.methods.codes import must_be_positive, needs_full, one_of
from kaogong.core.methods.marks import divided, guarded, scaled, worth
from kaogong.core.methods.params import STEPS
from kaogong.core.methods.terms import ONE, Div, Earlier, Num, Round, Sub, Term, add
from kaogong.core.problem import Problem, Text

Params = Mapping[str, Any]
SHARES = ("rate", "gap_closed")
"""Ways that give a share, so that a whole one may stand for full marks."""


def measure(now: Term, before: Term, params: Params) -> tuple[Term, Term]:
    """How far it moved in the good direction, and what that is measured against."""
    low = params["by"] == "places" or params["direction"] == "lower"
    moved = Sub(before, now) if low else Sub(now, before)
    if params["by"] == "rate":
        return moved, before
    if params["by"] == "gap_closed":
        best = Num(params["best"])
        return moved, Sub(before, best) if low else Sub(best, before)
    return moved, ONE


def unit(params: Params) -> Fraction:
    """The improvement that earns the gain: `full_at`, or one step."""
    if params["each"] is not None:
        return Fraction(params["step"])
    return Fraction(params["full_at"] if params["full_at"] is not None else 1)


def build(ctx: Context, params: Params) -> Term:
    """start + gain × improvement ÷ unit; one division."""
    now = ctx.term(params["now"])
    before = Earlier(now, 1, year=True) if params["before"] is None else ctx.term(params["before"])
    moved, against = measure(now, before, params)
    start: Fraction = params["start"]
    gain = params["each"] if params["each"] is not None else ctx.full - start
    whole = scaled(against, unit(params)) if against != ONE else Num(unit(params))
    if params["each"] is not None and params["whole_steps"]:
        steps = Round(divided(moved, whole), 0, "up" if params["part_step"] == "count" else "down")
        value = scaled(steps, gain)
    elif against == ONE:
        value = scaled(moved, Fraction(gain, unit(params)))
    else:
        value = Div(scaled(moved, gain), whole)
    if start != 0:
        value = add(Num(start), value)
    return guarded(value, moved, against, worth(params["zero"], ctx.full))


def check(params: Params, full: Fraction) -> list[Problem]:
    """A tariff: `each`, or full marks at `full_at`."""
    found = must_be_positive("each", params["each"]) + must_be_positive("full_at", params["full_at"])
    found += must_be_positive("step", params["step"])
    if params["each"] is None:
        found += needs_full(full)
    if params["by"] not in SHARES or (params["each"] is not None and params["full_at"] is not None):
        why = Text(
            "要说明每一档多少分，或进步多少得满分",
            "say what a step earns, or what improvement earns full marks",
        )
        found += one_of({name: params[name] is not None for name in ("each", "full_at")}, why)
    return found


def shape(params: Params, _full: Fraction) -> Shape:
    """Rises with the present value unless low is better."""
    low = params["by"] == "places" or params["direction"] == "lower"
    return Shape(None, None, "down" if low else "up")


METHOD = Method(
    name="improve",
    title=Text("进步", "Improve"),
    summary=Text(
        "与自己的过去比：`change` 增量，`rate` 增幅（÷ 过去），`gap_closed` 缩小差距（÷（最好 − 过去）），"
        "`places` 位次前移。"
        "每一档得 `each`，或到 `full_at` 得满分（增幅与缩小差距默认 100%）。退步为负，默认到 0 为止。",
        "Against one's own past: `change`, `rate` (÷ the past), `gap_closed` (÷ (best − past)), `places` "
        "moved up. `each` marks "
        "per step, or full marks at `full_at` (default 100% for rate and gap). Falling back is negative "
        "and stops at 0.",
    ),
    params=(
        Param("now", "formula", Text("现在的值（公式）", "the present value (a formula)"), required=True),
        Param(
            "before",
            "formula",
            Text("过去的值（公式），默认上年同期", "the past value; default the same period a year ago"),
        ),
        Param(
            "by",
            "choice",
            Text("怎样比", "how it is measured"),
            default="change",
            choices=("change", "rate", "gap_closed", "places"),
        ),
        Param("each", "number", Text("每一档的分", "marks per step")),
        Param("full_at", "number", Text("进步到多少得满分", "the improvement that earns full marks")),
        *STEPS,
        Param("start", "number", Text("没有变化时的分", "marks for no change"), default=Fraction(0)),
        Param(
            "best",
            "number",
            Text("`gap_closed` 的最好值", "`gap_closed`: the best there is"),
            default=Fraction(100),
        ),
        Param(
            "direction",
            "choice",
            Text("高者为优或低者为优（`places` 总是低者为优）", "which is better (for `places` always lower)"),
            default="higher",
            choices=("higher", "lower"),
        ),
        Param(
            "zero",
            "choice",
            Text(
                "分母不大于零时（过去为零、已到最好）",
                "when the denominator is not above zero (past zero, already best)",
            ),
            default="missing",
            choices=("missing", "full", "zero"),
        ),
    ),
    build=build,
    check=check,
    shape=shape,
    example="""\
facts:
  level: {name: 工作水平, type: decimal, places: 2, every: year, range: [0, 100]}
  level_before: {name: 起点水平, type: decimal, places: 2, every: year, range: [0, 100]}
item:
  id: gap
  name: 缩小差距
  full: 100
  method: improve
  now: level
  before: level_before
  by: gap_closed
  zero: full
""",
)
