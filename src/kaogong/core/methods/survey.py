"""`survey`: a satisfaction index from results counted elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from kaogong.core.methods.base import Context, Method, Param, Shape
from kaogong.core.methods.codes import must_be_positive, needs_full, one_of, problem, weights_add_up
from kaogong.core.methods.marks import divided, given, guarded, scaled
from kaogong.core.methods.params import WITHIN, word_or_number
from kaogong.core.methods.terms import (
    ONE,
    ZERO,
    Branch,
    Case,
    Compare,
    Div,
    GroupStat,
    Known,
    Mul,
    Null,
    Num,
    Term,
    add,
)
from kaogong.core.problem import Problem, Text

Params = Mapping[str, Any]
Index = tuple[Term, Term]
"""An index in marks as a quotient: what is divided, and by what."""


def build(ctx: Context, params: Params) -> Term:
    """The index, drawn to the prior and refused where the sample is too small, as declared."""
    answers = None if params["valid"] is None else ctx.term(params["valid"])
    scale = Fraction(ctx.full, params["out_of"])
    if params["options"] is not None:
        index, answers = from_options(ctx, params["options"], scale, answers)
    else:
        index = from_groups(ctx, params, scale)
    plain = guarded(divided(*index), index[0], index[1], Null())
    if answers is None:
        return plain
    value = plain
    drawn = shrunk(index, plain, answers, params, scale) if params["shrink"] is not None else plain
    small_only = params["below_minimum"] == "shrink"
    if not small_only:
        value = drawn
    if params["minimum"] == 0:
        return value
    below = drawn if small_only else Null()
    least = Num(Fraction(params["minimum"]))
    enough = Branch(Compare(">=", answers, least), value, Text("样本足够", "the sample is large enough"))
    return Case((enough, Branch(given(answers), below, Text("样本不足", "the sample is too small"))))


def from_options(
    ctx: Context, options: Mapping[str, Fraction], scale: Fraction, valid: Term | None
) -> tuple[Index, Term]:
    """Σ points × answers over the valid answers (default: all answers counted)."""
    total = add(*(scaled(ctx.term(name), points * scale) for name, points in options.items()))
    counted = add(*(ctx.term(name) for name in options)) if valid is None else valid
    return (total, counted), counted


def from_groups(ctx: Context, params: Params, scale: Fraction) -> Index:
    """Σ weight × index of each group; an absent group is refused, counted zero or its weight shared out."""
    values = {name: ctx.term(row["of"]) for name, row in params["groups"].items()}
    weights = {name: row["weight"] for name, row in params["groups"].items()}
    if params["absent"] == "refuse":
        return add(*(scaled(value, weights[name] * scale) for name, value in values.items())), ONE
    parts: list[Term] = []
    there: list[Term] = []
    for name, value in values.items():
        note = Text(f"“{name}”有结果", f"“{name}” has a result")
        parts.append(Case((Branch(Known(value), scaled(value, weights[name] * scale), note),), ZERO))
        there.append(Case((Branch(Known(value), Num(weights[name]), note),), ZERO))
    return add(*parts), add(*there) if params["absent"] == "redistribute" else ONE


def shrunk(index: Index, plain: Term, answers: Term, params: Params, scale: Fraction) -> Term:
    """(n × index + k × prior) ÷ (n + k)."""
    strength: Fraction = params["shrink"]["k"]
    kind, value = params["shrink"]["to"]
    within = params["within"]
    prior: Term = Div(GroupStat("sum", plain, within), GroupStat("count", plain, within))
    if kind == "number":
        prior = Num(value * scale)
    over, under = index
    if under != answers:
        return Div(add(Mul((answers, plain)), scaled(prior, strength)), add(answers, Num(strength)))
    drawn = Div(add(over, scaled(prior, strength)), add(answers, Num(strength)))
    return guarded(drawn, over, answers, Null())


def check(params: Params, full: Fraction) -> list[Problem]:
    """One source; weights make 1; a minimum or shrinkage knows the sample."""
    why = Text("结果来自各组的指数，或来自各选项的份数", "results come as indices of groups, or as answers by option")
    given_sources = {name: params[name] is not None for name in ("groups", "options")}
    found = needs_full(full) + one_of(given_sources, why) + must_be_positive("out_of", params["out_of"])
    if params["groups"] is not None:
        found += weights_add_up("groups", [row["weight"] for row in params["groups"].values()])
    shrink = params["shrink"]
    if shrink is not None:
        found += must_be_positive("shrink.k", shrink["k"])
    if params["groups"] is not None and params["valid"] is None and (shrink is not None or params["minimum"] > 0):
        found.append(
            problem(
                "K402",
                Text("没有写 `valid`", "`valid` is missing"),
                Text(
                    "最低样本与收缩都要知道有效样本数",
                    "a minimum or shrinkage needs the number of valid answers",
                ),
                Text("写 `valid:`，即有效样本数", "write `valid:`, the number of valid answers"),
            )
        )
    if params["below_minimum"] == "shrink" and (shrink is None or params["minimum"] <= 0):
        found.append(
            problem(
                "K402",
                Text(
                    "`below_minimum: shrink` 还要有 `minimum` 和 `shrink`",
                    "`below_minimum: shrink` needs `minimum` and `shrink`",
                ),
                Text("不知道何为不足、向哪里收缩", "it is not said what is too small, or where to draw it"),
                Text(
                    "例如 `minimum: 30` 和 `shrink: {k: 20, to: group_mean}`",
                    "such as `minimum: 30`, `shrink: {k: 20, to: group_mean}`",
                ),
            )
        )
    return found


def shape(_params: Params, _full: Fraction) -> Shape:
    """Bounded by the results' own range."""
    return Shape(None, None, "up")


GROUP = (
    Param("of", "formula", Text("该组的指数（公式）", "the group's index (a formula)"), required=True),
    Param("weight", "number", Text("权重", "weight"), required=True),
)
SHRINK = (
    Param("k", "number", Text("相当于多少份样本", "worth how many answers"), required=True),
    Param(
        "to",
        "either",
        Text("向 `group_mean` 组平均或某个指数收缩", "drawn to `group_mean`, or to an index"),
        default=("word", "group_mean"),
        options=word_or_number("group_mean"),
    ),
)

METHOD = Method(
    name="survey",
    title=Text("满意度调查", "Survey"),
    summary=Text(
        "满意度指数 × 满分 ÷ `out_of`。指数为各组指数按权重相加，或各选项分值 × 份数 ÷ "
        "有效份数（默认各选项之和）。"
        "样本少于 `minimum`：无得分，或向 `shrink` 所说的值收缩；只写 `shrink` 则一律收缩：(n × 指数 + k "
        "× 先验) ÷ (n + k)。",
        "Satisfaction index × full ÷ `out_of`: group indices by weight, or points × answers ÷ valid "
        "answers (default: all options). "
        "A sample below `minimum` has no score, or is drawn as `shrink` says; `shrink` alone draws every "
        "sample: "
        "(n × index + k × prior) ÷ (n + k).",
    ),
    params=(
        Param("groups", "map", Text("组: {of, weight}", "group: {of, weight}"), value="record", columns=GROUP),
        Param(
            "absent",
            "choice",
            Text("没有结果的组", "a group without a result"),
            default="refuse",
            choices=("refuse", "redistribute", "zero"),
        ),
        Param(
            "options",
            "map",
            Text("份数（事实）: 分值", "answers (a fact): points"),
            value="number",
            keys="fact",
        ),
        Param("valid", "formula", Text("有效样本数（公式）", "valid answers (a formula)")),
        Param("minimum", "integer", Text("最低样本数", "the least sample"), default=0),
        Param(
            "below_minimum",
            "choice",
            Text("样本不足时", "when the sample is too small"),
            default="missing",
            choices=("missing", "shrink"),
        ),
        Param("shrink", "record", Text("收缩", "shrinkage"), columns=SHRINK),
        WITHIN,
        Param("out_of", "number", Text("指数的满分", "full marks of the index"), default=Fraction(100)),
    ),
    build=build,
    check=check,
    shape=shape,
    example="""\
facts:
  deputies_index: {name: 代表委员满意度, type: decimal, every: year, range: [0, 100]}
  citizens_index: {name: 群众满意度, type: decimal, every: year, range: [0, 100]}
item:
  id: public_review
  name: 公众评议
  full: 20
  method: survey
  groups:
    deputies: {of: deputies_index, weight: 40%}
    citizens: {of: citizens_index, weight: 60%}
""",
)
