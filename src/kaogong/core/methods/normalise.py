"""`normalise`: marks against the pool."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from kaogong.core.methods.base import Context, Method, Param, Shape
from kaogong.core.methods.codes import above_full, must_be_positive, needs_full, problem
from kaogong.core.methods.marks import enough, given, guarded, scaled
from kaogong.core.methods.params import MINIMUM_POOL, OF, ORDER, WITHIN, word_or_number
from kaogong.core.methods.terms import (
    ZERO,
    Branch,
    Case,
    Compare,
    Div,
    GroupStat,
    Mul,
    Null,
    Num,
    Root,
    Sub,
    Term,
    add,
)
from kaogong.core.problem import Problem, Text

Params = Mapping[str, Any]
HUNDRED = Fraction(100)


class Pool:
    """The value and the statistics of its pool."""

    def __init__(self, of: Term, params: Params) -> None:
        self.of = of
        self.within: str = params["within"]
        self.high: bool = params["order"] == "high"

    def stat(self, name: Any) -> Term:
        """One statistic over the subjects that have a value."""
        return GroupStat(name, self.of, self.within)

    def from_mean(self, other: Term) -> Term:
        """count × (other − mean), so that no division is needed."""
        return Sub(Mul((self.stat("count"), other)), self.stat("sum"))


def zero_marks(params: Params) -> Term:
    """What is declared for a denominator that is not above zero."""
    kind, value = params["zero"]
    return Null() if kind == "word" else Num(value)


def against_best(pool: Pool, full: Fraction, params: Params) -> Term:
    """full × own ÷ greatest; where low is better, full × least ÷ own."""
    over, under = (pool.of, pool.stat("max")) if pool.high else (pool.stat("min"), pool.of)
    return guarded(Div(scaled(over, full), under), over, under, zero_marks(params))


def against_mean(pool: Pool, full: Fraction, params: Params) -> Term:
    """full × own ÷ mean; where low is better, full × mean ÷ own."""
    own, total = Mul((pool.stat("count"), pool.of)), pool.stat("sum")
    over, under = (own, total) if pool.high else (total, own)
    return guarded(Div(scaled(over, full), under), over, under, zero_marks(params))


def min_max(pool: Pool, full: Fraction, params: Params) -> Term:
    """full × distance from the worst ÷ distance between worst and best."""
    low, high = pool.stat("min"), pool.stat("max")
    over = Sub(pool.of, low) if pool.high else Sub(high, pool.of)
    under = Sub(high, low)
    return guarded(Div(scaled(over, full), under), over, under, zero_marks(params))


def efficacy(pool: Pool, full: Fraction, params: Params, ends: tuple[Term | None, Term | None]) -> Term:
    """full × (base + (100 − base) × (own − low) ÷ (high − low)) ÷ 100; low above high where low is better."""
    worst, best = (pool.stat("min"), pool.stat("max")) if pool.high else (pool.stat("max"), pool.stat("min"))
    low, high = ends[0] or worst, ends[1] or best
    over, under = Sub(pool.of, low), Sub(high, low)
    if not pool.high:
        over, under = Sub(low, pool.of), Sub(low, high)
    base = full * Fraction(params["base"], HUNDRED)
    value = Div(add(scaled(under, base), scaled(over, full - base)), under)
    return guarded(value, over, under, zero_marks(params))


def t_score(pool: Pool, full: Fraction, params: Params) -> Term:
    """full × (50 + 10 × deviations from the mean) ÷ 100; the deviation is kept to `places`, towards zero."""
    count, total = pool.stat("count"), pool.stat("sum")
    over = pool.from_mean(pool.of) if pool.high else Sub(total, Mul((count, pool.of)))
    under = Sub(Mul((count, pool.stat("sum_squares"))), Mul((total, total)))
    middle, spread = full * Fraction(params["centre"], HUNDRED), full * Fraction(params["spread"], HUNDRED)
    value = add(Num(middle), scaled(Root(over, under, params["places"]), spread))
    return guarded(value, over, under, zero_marks(params))


def around_mean(pool: Pool, full: Fraction, params: Params) -> Term:
    """`at_mean` at the mean; on both sides lines at their own rates, or stretched to the best and worst."""
    deviation = pool.from_mean(pool.of)
    up, down = ("above", "below") if pool.high else ("below", "above")
    better, worse = Compare(">", deviation, ZERO), Compare("<", deviation, ZERO)
    note = {"above": Text("高于平均", "above the mean"), "below": Text("低于平均", "below the mean")}
    level = Branch(given(deviation), Num(params["at_mean"]), Text("等于平均", "at the mean"))
    branches = (
        Branch(better, side(pool, full, params, up), note["above"]),
        Branch(worse, side(pool, full, params, down), note["below"]),
        level,
    )
    return Case(branches)


def side(pool: Pool, full: Fraction, params: Params, name: str) -> Term:
    """The line on one side: `above` is the better side. `at_mean` ± rate × deviation, with one division."""
    at_mean, each, deviation = params["at_mean"], params[f"each_{name}"], pool.from_mean(pool.of)
    if each is None:
        end = full if name == "above" else params["least"]
        furthest = pool.from_mean(pool.stat("max" if (name == "above") == pool.high else "min"))
        return add(Num(at_mean), Div(scaled(deviation, end - at_mean), furthest))
    rate = Fraction(each, params["step"]) * (1 if pool.high else -1)
    if not params["relative"]:
        return add(Num(at_mean), Div(scaled(deviation, rate), pool.stat("count")))
    total = pool.stat("sum")
    return guarded(add(Num(at_mean), Div(scaled(deviation, rate), total)), deviation, total, zero_marks(params))


SIMPLE: dict[str, Callable[[Pool, Fraction, Params], Term]] = {
    "max": against_best,
    "mean": against_mean,
    "min_max": min_max,
    "t_score": t_score,
    "around_mean": around_mean,
}


def build(ctx: Context, params: Params) -> Term:
    """The value set against its pool in the way named by `by`."""
    pool = Pool(ctx.term(params["of"]), params)
    if params["by"] == "efficacy":
        low, high = (None if params[name] is None else ctx.term(params[name]) for name in ("low", "high"))
        value = efficacy(pool, ctx.full, params, (low, high))
    else:
        value = SIMPLE[params["by"]](pool, ctx.full, params)
    return enough(value, pool.of, pool.within, params["minimum"])


def check(params: Params, full: Fraction) -> list[Problem]:
    """Full marks; the parameters of the chosen way and no others; `at_mean` within full marks."""
    by = params["by"]
    found = needs_full(full) + must_be_positive("step", params["step"])
    for name in ("each_above", "each_below"):
        found += must_be_positive(name, params[name])
    for name, owner in (
        ("low", "efficacy"),
        ("high", "efficacy"),
        ("at_mean", "around_mean"),
        ("each_above", "around_mean"),
        ("each_below", "around_mean"),
    ):
        if params[name] is not None and by != owner:
            found.append(
                problem(
                    "K411",
                    Text(f"`{name}` 只用于 `by: {owner}`", f"`{name}` belongs to `by: {owner}`"),
                    Text(f"`by: {by}` 用不到它", f"`by: {by}` does not use it"),
                    Text("去掉它，或改 `by`", "remove it, or change `by`"),
                )
            )
    if by == "around_mean" and params["at_mean"] is None:
        found.append(
            problem(
                "K402",
                Text("`by: around_mean` 没有写 `at_mean`", "`by: around_mean` without `at_mean`"),
                Text("要说明等于平均值得多少分", "say what the mean is worth"),
                Text("例如 `at_mean: 8`", "for example `at_mean: 8`"),
            )
        )
    elif by == "around_mean":
        found += above_full("`at_mean`", params["at_mean"], full)
    return found


def shape(params: Params, full: Fraction) -> Shape:
    """Marks rise with the value (fall where low is better), all else equal."""
    bounded = params["by"] == "min_max"
    return Shape(
        Fraction(0) if bounded else None,
        full if bounded else None,
        "up" if params["order"] == "high" else "down",
    )


PARAMS = (
    OF,
    Param(
        "by",
        "choice",
        Text(
            "`max` 与最高比；`mean` 与平均比；`min_max` 极差；`efficacy` 功效系数；`t_score` T 分；"
            "`around_mean` 平均值上下双向",
            "against the greatest, the mean, the range, by efficacy coefficient, T-score, or both ways from the mean",
        ),
        required=True,
        choices=("max", "mean", "min_max", "efficacy", "t_score", "around_mean"),
    ),
    WITHIN,
    ORDER,
    Param(
        "zero",
        "either",
        Text("分母不大于零时：`missing` 或分值", "when the denominator is not above zero: `missing` or marks"),
        default=("word", "missing"),
        options=word_or_number("missing"),
    ),
    MINIMUM_POOL,
    Param(
        "low",
        "formula",
        Text("功效系数：不允许值，默认组内最差", "efficacy: the unsatisfactory value; default the worst"),
    ),
    Param(
        "high",
        "formula",
        Text("功效系数：满意值，默认组内最好", "efficacy: the satisfactory value; default the best"),
    ),
    Param(
        "base",
        "number",
        Text("功效系数：不允许值得百分之几", "efficacy: marks in 100 at `low`"),
        default=Fraction(60),
    ),
    Param(
        "centre",
        "number",
        Text("T 分：平均值得百分之几", "T-score: marks in 100 at the mean"),
        default=Fraction(50),
    ),
    Param(
        "spread",
        "number",
        Text("T 分：每一标准差百分之几", "T-score: marks in 100 per deviation"),
        default=Fraction(10),
    ),
    Param(
        "places",
        "integer",
        Text("T 分：标准分保留几位（截断）", "T-score: places the deviation is cut to"),
        default=4,
    ),
    Param("at_mean", "number", Text("双向：平均值的分", "around the mean: marks at the mean")),
    Param(
        "each_above",
        "number",
        Text(
            "双向：优于平均每一档加；不写则伸到最优得满分",
            "marks per step on the better side; default: stretched so that the best gets full",
        ),
    ),
    Param(
        "each_below",
        "number",
        Text(
            "双向：劣于平均每一档减；不写则伸到最差得 `least`",
            "marks per step on the worse side; default: stretched so that the worst gets `least`",
        ),
    ),
    Param(
        "least",
        "number",
        Text("双向：最差得多少", "around the mean: marks of the worst"),
        default=Fraction(0),
    ),
    Param("step", "number", Text("双向：每一档多大", "around the mean: size of a step"), default=Fraction(1)),
    Param(
        "relative",
        "boolean",
        Text("双向：偏离按平均值的比例计", "around the mean: deviations as shares of the mean"),
        default=False,
    ),
)

METHOD = Method(
    name="normalise",
    title=Text("组内标准化", "Normalise"),
    summary=Text(
        "与组（类、全体）内其他对象相比得分。标准差为总体标准差。分母不大于零（最高为零、人人相同等）时按 `zero`。",
        "Marks against the others of the pool. The deviation is that of the whole pool. A denominator not "
        "above zero (the "
        "greatest is zero, all are alike): `zero`.",
    ),
    params=PARAMS,
    build=build,
    check=check,
    shape=shape,
    example="""\
facts:
  visits: {name: 外出拜访, type: integer, every: month}
item:
  id: visits_marks
  name: 外出拜访得分
  full: 10
  method: normalise
  of: visits
  by: max
  zero: 0
""",
)
