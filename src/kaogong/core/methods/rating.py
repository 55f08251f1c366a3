"""`rating`: ballots of rater groups, weighted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from kaogong.core.methods.base import Context, Method, Param, Shape
from kaogong.core.methods.codes import must_be_positive, needs_full, problem, weights_add_up
from kaogong.core.methods.marks import scaled
from kaogong.core.methods.terms import (
    ZERO,
    Branch,
    Case,
    Compare,
    Condition,
    Div,
    Null,
    Num,
    RatingStat,
    Term,
    add,
    num,
)
from kaogong.core.problem import Problem, Refused, Text

Params = Mapping[str, Any]


def statistic(params: Params, group: str) -> RatingStat:
    """The trimmed sum of a group's ballots."""
    stat = RatingStat(params["ratings"], group, "sum", params["question"] or "")
    if params["trim"] is None:
        return stat
    trim = params["trim"]
    if trim["share"]:
        return replace(stat, trim_share=trim["share"], trim_from=trim["from"] or 0)
    drop = trim["highest"] + trim["lowest"]
    return replace(stat, trim_high=trim["highest"], trim_low=trim["lowest"], trim_from=trim["from"] or drop + 1)


def present(params: Params, group: str) -> Condition:
    """Whether enough of the group voted; counted before trimming."""
    ballots = RatingStat(params["ratings"], group, "count", params["question"] or "")
    return Compare(">=", ballots, num(max(1, (params["minimum"] or {}).get(group, 1))))


def group_marks(params: Params, group: str, share: Fraction) -> Term:
    """share × mean ballot of the group."""
    total = statistic(params, group)
    if params["denominator"] == "issued":
        return Div(scaled(total, share), replace(total, stat="issued"))
    return Div(scaled(total, share), replace(total, stat="count"))


def build(ctx: Context, params: Params) -> Term:
    """Σ weight × group mean, with what is declared for absent groups.

    Raises:
        Refused: K412, a group the ratings do not declare.
    """
    groups: Mapping[str, Fraction] = params["groups"]
    refuse_strange_groups(params["ratings"], groups, ctx.rating_groups[params["ratings"]])
    absent: Term = Null() if params["absent"] == "refuse" else ZERO
    scale = Fraction(ctx.full, params["out_of"])
    parts, weights = [], []
    for group, weight in groups.items():
        here = present(params, group)
        note = Text(f"“{group}”有足够的评议人", f"enough raters of “{group}”")
        parts.append(Case((Branch(here, group_marks(params, group, weight * scale), note),), absent))
        weights.append(Case((Branch(here, Num(weight), note),), ZERO))
    if params["absent"] == "redistribute":
        return Div(add(*parts), add(*weights))
    return add(*parts)


def refuse_strange_groups(ratings: str, groups: Mapping[str, Fraction], declared: tuple[str, ...]) -> None:
    """Refuse groups that the ratings do not declare: they could never have a ballot."""
    strange = [group for group in groups if group not in declared]
    if strange:
        raise Refused(
            problem(
                "K412",
                Text(f"“{group}”不是 `{ratings}` 的评议组", f"“{group}” is not a rater group of `{ratings}`"),
                Text("未声明的组永远没有票", "a group that is not declared never has a ballot"),
                Text(f"评议组有：{'、'.join(declared)}", f"the groups are: {', '.join(declared)}"),
            )
            for group in strange
        )


def check(params: Params, full: Fraction) -> list[Problem]:
    """Weights make 1, trimming leaves somebody, minimums name groups of the item."""
    groups: Mapping[str, Fraction] = params["groups"]
    found = needs_full(full) + weights_add_up("groups", list(groups.values()))
    found += must_be_positive("out_of", params["out_of"])
    for group, weight in groups.items():
        found += must_be_positive(f"groups.{group}", weight)
    strange = [group for group in params["minimum"] or {} if group not in groups]
    found += [
        problem(
            "K412",
            Text(
                f"`minimum` 中的“{group}”不在 `groups` 里",
                f"`minimum` names “{group}”, which is not in `groups`",
            ),
            Text("这条最低人数不起作用", "that minimum has no effect"),
            Text("改正组名，或在 `groups` 里写上它", "correct the name, or add it to `groups`"),
        )
        for group in strange
    ]
    return found + ([] if params["trim"] is None else check_trim(params))


def check_trim(params: Params) -> list[Problem]:
    """K408, K411: trimming must leave somebody, in one way, and not under a denominator of issued ballots."""
    trim, found = params["trim"], []
    drop = trim["highest"] + trim["lowest"]
    if (trim["share"] or 0) >= Fraction(1, 2) or (trim["from"] is not None and trim["from"] <= drop):
        found.append(
            problem(
                "K408",
                Text("去掉最高最低之后无票可计", "trimming leaves no ballot"),
                Text("剩下零票无法求平均", "there is no mean of no ballots"),
                Text(
                    "`from` 要大于去掉的票数，`share` 要小于 50%",
                    "`from` above the ballots dropped, `share` below 50%",
                ),
            )
        )
    wrong = (
        ("share", "highest / lowest", bool(trim["share"]) and drop > 0),
        ("trim", "denominator: issued", params["denominator"] == "issued"),
    )
    found += [
        problem(
            "K411",
            Text(f"`{one}` 与 `{two}` 不能同时用", f"`{one}` does not go with `{two}`"),
            Text("去掉极端票只有一种算法，且以有效票为分母", "trimming is done in one way, over valid ballots"),
            Text("去掉其中一个", "remove one of them"),
        )
        for one, two, clash in wrong
        if clash
    ]
    return found


def shape(_params: Params, _full: Fraction) -> Shape:
    """Bounded by the ratings' own range, which the loader knows."""
    return Shape(None, None, "up")


TRIM = (
    Param("highest", "integer", Text("去掉几个最高", "how many of the highest"), default=0),
    Param("lowest", "integer", Text("去掉几个最低", "how many of the lowest"), default=0),
    Param(
        "share",
        "number",
        Text("两端各去掉百分之几（舍去零头）", "a share at each end, rounded down"),
        default=Fraction(0),
    ),
    Param(
        "from",
        "integer",
        Text("满几票才去掉；默认多一票", "with at least so many ballots; default one more than dropped"),
    ),
)

METHOD = Method(
    name="rating",
    title=Text("测评", "Rating"),
    summary=Text(
        "各评议组平均票值按权重相加，再按 满分 ÷ `out_of` 换算。可去掉最高最低票，可设最低人数（去掉前计）。"
        "无票或人数不足的组：`refuse` 无得分，`redistribute` 权重按比例分给其余组，`zero` 计零。",
        "Σ weight × mean ballot of each rater group, rescaled by full ÷ `out_of`. The highest and lowest "
        "may be dropped; a "
        "minimum of raters counts before that. A group without (enough) ballots: `refuse` no score, "
        "`redistribute` its weight, "
        "or `zero`.",
    ),
    params=(
        Param("ratings", "ratings", Text("测评表", "the ratings"), required=True),
        Param("question", "text", Text("其中一题", "one question of them")),
        Param(
            "groups",
            "map",
            Text("评议组: 权重，和为 100%", "rater group: weight, making 100%"),
            required=True,
            value="number",
        ),
        Param("trim", "record", Text("去掉最高最低", "drop the highest and lowest"), columns=TRIM),
        Param(
            "minimum",
            "map",
            Text("评议组: 最低有效票数", "rater group: least valid ballots"),
            value="integer",
        ),
        Param(
            "absent",
            "choice",
            Text("无票或人数不足的组", "a group without (enough) ballots"),
            default="refuse",
            choices=("refuse", "redistribute", "zero"),
        ),
        Param(
            "denominator",
            "choice",
            Text(
                "分母：有效票或发出票（未收回与无效票计零）",
                "over valid ballots, or over all issued (the others count zero)",
            ),
            default="valid",
            choices=("valid", "issued"),
        ),
        Param("out_of", "number", Text("票值的满分", "full marks of a ballot"), default=Fraction(100)),
    ),
    build=build,
    check=check,
    shape=shape,
    example="""\
ratings:
  month_rating:
    name: 月度测评
    groups: {self: 自评, peers: 群众, leader: 领导}
    range: [0, 100]
item:
  id: month_value
  name: 月度测评得分
  full: 100
  method: rating
  ratings: month_rating
  groups: {self: 30%, peers: 40%, leader: 30%}
""",
)
