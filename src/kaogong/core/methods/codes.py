"""Codes of complaints about parameters of methods (K4xx), with their titles, and the one way to make one."""

from __future__ import annotations

from fractions import Fraction

from kaogong.core.methods.marks import shown
from kaogong.core.problem import NOWHERE, Problem, Severity, Text

CODES: dict[str, Text] = {
    "K401": Text("方法需要满分", "the method needs full marks"),
    "K402": Text("缺少参数", "a parameter is missing"),
    "K403": Text("表中各行次序不对", "rows out of order"),
    "K404": Text("档次重叠或够不着", "bands overlap or cannot be reached"),
    "K405": Text("档次之间有空隙", "a gap between bands"),
    "K406": Text("得分高于满分", "marks above full marks"),
    "K407": Text("权重之和不是 1", "weights do not add up to 1"),
    "K408": Text("去掉极端值后无人可计", "trimming leaves nobody"),
    "K409": Text("数必须大于零", "the number must be above zero"),
    "K410": Text("分值正负号不对", "marks have the wrong sign"),
    "K411": Text("参数互相矛盾", "parameters that exclude each other"),
    "K412": Text("未声明的选项或评议组", "an option or rater group that is not declared"),
    "K413": Text("区间为空", "an empty range"),
    "K414": Text("各部分之和与满分不符", "parts do not add up to full marks"),
}
"""Every code a method may use."""


def problem(code: str, what: Text, why: Text, fix: Text, severity: Severity = "error") -> Problem:
    """A complaint without a place; the caller knows the item and puts its place in."""
    if code not in CODES:
        raise KeyError(code)
    return Problem(code, NOWHERE, what, why, fix, severity)


def needs_full(full: Fraction) -> list[Problem]:
    """K401 when the item has neither full marks nor a weight: the method would always give 0."""
    if full != 0:
        return []
    return [
        problem(
            "K401",
            Text("本项没有满分 `full`", "this item has no `full`"),
            Text(
                "此方法按满分的一定比例给分，没有满分则永远得 0",
                "the method gives a share of full marks, so it would always give 0",
            ),
            Text("写上 `full:`（或 `weight:`）", "write `full:` (or `weight:`)"),
        )
    ]


def must_be_positive(name: str, value: Fraction | int | None) -> list[Problem]:
    """K409 when a number that must be above zero is not."""
    if value is None or value > 0:
        return []
    return [
        problem(
            "K409",
            Text(f"`{name}` 是 {shown(Fraction(value))}", f"`{name}` is {shown(Fraction(value))}"),
            Text("按它计数或作除数，必须大于零", "things are counted or divided by it"),
            Text(f"给 `{name}` 一个大于零的数", f"give `{name}` a number above zero"),
        )
    ]


def one_of(given: dict[str, bool], why: Text) -> list[Problem]:
    """K402 when none of several parameters is given, K411 when more than one is."""
    written = [name for name, is_given in given.items() if is_given]
    names = "、".join(f"`{name}`" for name in given), ", ".join(f"`{name}`" for name in given)
    if len(written) == 1:
        return []
    if not written:
        what = Text(f"{names[0]} 一个也没有写", f"none of {names[1]} is written")
        return [problem("K402", what, why, Text(f"写其中一个：{names[0]}", f"write one of {names[1]}"))]
    both = "、".join(f"`{name}`" for name in written), ", ".join(f"`{name}`" for name in written)
    what = Text(f"{both[0]} 不能同时写", f"{both[1]} are written together")
    return [problem("K411", what, why, Text("只留一个", "keep one of them"))]


def above_full(name: str, marks: Fraction, full: Fraction) -> list[Problem]:
    """K406 when marks pass full marks (an item without full marks, such as a bonus, has no such limit)."""
    if full == 0 or marks <= full:
        return []
    return [
        problem(
            "K406",
            Text(
                f"{name} 给 {shown(marks)} 分，满分只有 {shown(full)}",
                f"{name} gives {shown(marks)} marks of {shown(full)}",
            ),
            Text(
                "高于满分的部分会被封顶，永远得不到",
                "what passes full marks is cut off and can never be earned",
            ),
            Text("降低分值，或提高 `full:`，或写 `cap:`", "lower the marks, raise `full:` or write `cap:`"),
            "warning",
        )
    ]


def weights_add_up(name: str, weights: list[Fraction]) -> list[Problem]:
    """K407 when weights do not add up to exactly 1."""
    total = sum(weights, Fraction(0))
    if total == 1:
        return []
    return [
        problem(
            "K407",
            Text(
                f"`{name}` 的权重之和是 {shown(total, percent=True)}",
                f"the weights of `{name}` add up to {shown(total, percent=True)}",
            ),
            Text(
                "权重之和必须正好是 100%，否则满分得不到或被突破",
                "unless they make 100%, full marks cannot be reached or are passed",
            ),
            Text("调整权重，使其和为 100%", "change the weights so that they make 100%"),
        )
    ]
