"""`ratio`: completion of a target or of one's own past."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import lcm
from typing import Any

from kaogong.core.methods.base import Context, Method, Param, Shape
from kaogong.core.methods.codes import needs_full, one_of, problem
from kaogong.core.methods.marks import given, guarded, scaled, shown, worth
from kaogong.core.methods.params import OF
from kaogong.core.methods.terms import (
    ZERO,
    Branch,
    Case,
    Compare,
    Div,
    Earlier,
    Max,
    Min,
    Num,
    Term,
    add,
    clamp,
)
from kaogong.core.problem import Problem, Text

ALL = "all"
YEARS = ("mean_years", "max_years", "min_years")
Scaled = tuple[Term, int]
"""A term and the whole number it must be divided by, so that the division is done once, at the end."""


def past(of: Term, years: int) -> tuple[Term, ...]:
    """The value one, two, … years ago."""
    return tuple(Earlier(of, back, year=True) for back in range(1, years + 1))


def baselines(ctx: Context, params: Mapping[str, Any], of: Term) -> list[Scaled]:
    """Every baseline written: the target, last year, and the mean, greatest or least of several years."""
    found: list[Scaled] = [] if params["target"] is None else [(ctx.term(params["target"]), 1)]
    if params["against"] is None:
        return found
    kind, row = params["against"]
    if kind == "word" or row["last_year"]:
        found.append((Earlier(of, 1, year=True), 1))
    if kind == "word":
        return found
    if row["mean_years"]:
        found.append((add(*past(of, row["mean_years"])), row["mean_years"]))
    for name, node in (("max_years", Max), ("min_years", Min)):
        if row[name]:
            found.append((node(past(of, row[name])), 1))
    return found


def baseline(ctx: Context, params: Mapping[str, Any], of: Term) -> Scaled:
    """The one baseline, or the higher or lower of those written."""
    found = baselines(ctx, params, of)
    if len(found) == 1:
        return found[0]
    common = lcm(*(divisor for _, divisor in found))
    level = tuple(scaled(term, Fraction(common, divisor)) for term, divisor in found)
    return (Max(level) if params["pick"] == "higher" else Min(level)), common


def build(ctx: Context, params: Mapping[str, Any]) -> Term:
    """full × of ÷ baseline (or baseline ÷ of), held between 0 and the cap; or full marks for reaching it."""
    of = ctx.term(params["of"])
    base, divisor = baseline(ctx, params, of)
    own = scaled(of, Fraction(divisor))
    higher = params["direction"] == "higher"
    if params["pass"] == ALL:
        return all_or_nothing(ctx.full, own, base, params)
    over, under = (own, base) if higher else (base, own)
    value: Term = Div(scaled(over, ctx.full), under)
    cap, least = params["cap_at"], params["from"]
    high = None if cap is None else ctx.full * cap
    if least > 0:
        note = Text(f"低于 {shown(least, True)}，不得分", f"below {shown(least, True)}: no marks")
        short = Branch(Compare("<", value, Num(ctx.full * least)), ZERO, note)
        value = Case((short,), clamp(value, None, high))
    else:
        value = clamp(value, Fraction(0), high)
    return guarded(value, over, under, worth(params["zero_target"], ctx.full))


def all_or_nothing(full: Fraction, own: Term, base: Term, params: Mapping[str, Any]) -> Term:
    """Full marks when the baseline (or the share `from` of it) is reached; decided without dividing."""
    share = params["from"] if params["from"] > 0 else Fraction(1)
    if params["direction"] == "higher":
        reached = Compare(">=", own, scaled(base, share))
    else:
        reached = Compare("<=", scaled(own, share), base)
    met = Branch(reached, Num(full), Text("达标", "reached"))
    return Case((met, Branch(given(own, base), ZERO, Text("未达标", "not reached"))))


def check(params: Mapping[str, Any], full: Fraction) -> list[Problem]:
    """Full marks, one baseline (or a `pick`), and a cap above the least share."""
    found = needs_full(full) + check_baselines(params)
    cap = params["cap_at"]
    if cap is not None and cap <= params["from"]:
        found.append(
            problem(
                "K413",
                Text("`cap_at` 不高于 `from`", "`cap_at` is not above `from`"),
                Text("得分没有变化的余地", "there is no share between them"),
                Text("`cap_at` 应大于 `from`", "make `cap_at` greater than `from`"),
            )
        )
    return found


def check_baselines(params: Mapping[str, Any]) -> list[Problem]:
    """One baseline, or several and a `pick`."""
    found: list[Problem] = []
    row: Mapping[str, Any] = {}
    if params["against"] is not None and params["against"][0] == "years":
        row = params["against"][1]
    written = {"target": params["target"] is not None, "against": params["against"] is not None}
    count = sum(1 for name in ("last_year", *YEARS) if row.get(name)) or written["against"]
    why = Text("要说明与什么相比", "say what the value is compared with")
    if params["pick"] is None or not any(written.values()):
        found += one_of(written, why)
        if count > 1:
            found += one_of({name: bool(row[name]) for name in ("last_year", *YEARS)}, why)
    elif count + written["target"] < 2:
        found.append(
            problem(
                "K411",
                Text("只有一个基数，却写了 `pick`", "`pick` with only one baseline"),
                Text("`pick` 在几个基数中取高或取低", "`pick` takes the higher or lower of several"),
                Text("去掉 `pick`，或再写一个基数", "remove `pick`, or write another baseline"),
            )
        )
    return found


def shape(params: Mapping[str, Any], full: Fraction) -> Shape:
    """From 0 to the cap."""
    higher = params["direction"] == "higher"
    high = full if params["pass"] == ALL else None if params["cap_at"] is None else full * params["cap_at"]
    return Shape(Fraction(0), high, "up" if higher else "down")


AGAINST = Param(
    "against",
    "either",
    Text("与自己的过去相比", "one's own past instead of a target"),
    options=(
        Param("word", "choice", Text("上年", "last year"), choices=("last_year",)),
        Param(
            "years",
            "record",
            Text("往年", "past years"),
            columns=(
                Param("last_year", "boolean", Text("上年", "last year"), default=False),
                Param("mean_years", "integer", Text("前 n 年平均", "mean of the last n years"), default=0),
                Param("max_years", "integer", Text("前 n 年最高", "greatest of the last n years"), default=0),
                Param("min_years", "integer", Text("前 n 年最低", "least of the last n years"), default=0),
            ),
        ),
    ),
)

METHOD = Method(
    name="ratio",
    title=Text("完成率", "Ratio"),
    summary=Text(
        "满分 × 值 ÷ 目标，不低于 0，不高于 `cap_at` 倍；`direction: lower` 时为 目标 ÷ 值。低于 `from` "
        "不得分。"
        "`pass: all` 达标得满分，否则 0。分母不大于零时按 `zero_target`。",
        "full × value ÷ target, not below 0 nor above `cap_at` times full; with `direction: lower`, "
        "target ÷ value. Below the share `from`: 0. `pass: all`: full marks when reached, else 0. "
        "A denominator not above zero: `zero_target`.",
    ),
    params=(
        OF,
        Param("target", "formula", Text("目标（公式）", "the target (a formula)")),
        AGAINST,
        Param(
            "pick",
            "choice",
            Text("有几个基数时取高或取低", "with several baselines, the higher or the lower"),
            choices=("higher", "lower"),
        ),
        Param(
            "direction",
            "choice",
            Text("高者为优或低者为优", "which is better"),
            default="higher",
            choices=("higher", "lower"),
        ),
        Param(
            "cap_at",
            "limit",
            Text("比率的上限，`none` 不限", "the greatest share, or `none`"),
            default=Fraction(1),
        ),
        Param(
            "from",
            "number",
            Text("低于此比率不得分", "the share below which there are no marks"),
            default=Fraction(0),
        ),
        Param(
            "zero_target",
            "choice",
            Text("分母不大于零时", "when the denominator is not above zero"),
            default="missing",
            choices=("missing", "full", "zero"),
        ),
        Param(
            "pass",
            "choice",
            Text("`share` 按比率，`all` 达标才得", "`share`: by share; `all`: all or nothing"),
            default="share",
            choices=("share", "all"),
        ),
    ),
    build=build,
    check=check,
    shape=shape,
    example="""\
facts:
  early: {name: 提前办结数, type: integer, every: month}
  completed: {name: 办结数, type: integer, every: month}
item:
  id: early_marks
  name: 提前办结
  full: 15
  method: ratio
  of: early
  target: completed
""",
)
