"""The functions a formula may call: names, arguments, meaning.

The one table for parser, checker, schema and docs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kaogong.core.problem import Text

ArgumentKind = Literal[
    "number",  # a formula that gives a number
    "condition",  # a formula that is true or false
    "readable",  # the name of a fact, derived fact, attribute or item
    "whole",  # a whole number, written out
    "ledger",  # a ledger of events, in quotes
    "event_kind",  # a kind of that ledger, in quotes
    "scheme",  # the id of a grade scheme, in quotes
    "grade",  # a grade, in quotes
]


@dataclass(frozen=True, slots=True)
class Function:
    """A function of formulas.

    `more` repeats the last argument kind any number of times; `least` counts the required; `truth`: it is a condition;
    `same`: it is of the type of what it reads.
    """

    name: str
    chinese: tuple[str, ...]
    arguments: tuple[ArgumentKind, ...]
    least: int
    more: bool
    truth: bool
    doc: Text
    same: bool = False


def _function(
    name: str,
    chinese: str,
    arguments: tuple[ArgumentKind, ...],
    zh: str,
    en: str,
    *,
    least: int = -1,
    more: bool = False,
    truth: bool = False,
    same: bool = False,
) -> Function:
    needed = len(arguments) if least < 0 else least
    return Function(name, tuple(chinese.split()), arguments, needed, more, truth, Text(zh, en), same)


_ALL = (
    _function("min", "最小 最小值", ("number",), "最小的一个", "the least", least=1, more=True),
    _function("max", "最大 最大值", ("number",), "最大的一个", "the greatest", least=1, more=True),
    _function("abs", "绝对值", ("number",), "绝对值", "absolute value"),
    _function(
        "if",
        "如果",
        (
            "condition",
            "number",
            "number",
        ),
        "条件成立取前者，否则取后者",
        "the second if true, else the third",
    ),
    _function(
        "round",
        "四舍五入",
        (
            "number",
            "whole",
        ),
        "四舍五入到几位小数",
        "half-up to so many decimal places",
        least=1,
    ),
    _function("whole", "取整", ("number",), "去掉小数部分", "the whole part, towards zero"),
    _function("present", "已报", ("readable",), "有值", "has a value", truth=True),
    _function(
        "count",
        "件数",
        (
            "ledger",
            "event_kind",
        ),
        "本期确认的事件数",
        "confirmed events in the period",
        least=1,
    ),
    _function(
        "quantity",
        "数量",
        (
            "ledger",
            "event_kind",
        ),
        "本期确认事件的数量之和",
        "their summed quantity",
        least=1,
    ),
    _function("group_max", "组最大", ("number",), "同组最大值", "greatest of the group"),
    _function("group_min", "组最小", ("number",), "同组最小值", "least of the group"),
    _function("group_mean", "组平均 组均值", ("number",), "同组平均值", "mean of the group"),
    _function("group_sum", "组合计", ("number",), "同组合计", "sum of the group"),
    _function("group_count", "组个数", ("number",), "同组有值的个数", "how many of the group have a value"),
    _function("previous", "上期", ("readable",), "上一期的值", "the value one period earlier", same=True),
    _function("last_year", "上年 上年同期", ("readable",), "上年同期的值", "the value a year earlier", same=True),
    _function(
        "rolling_sum",
        "近期合计",
        (
            "readable",
            "whole",
        ),
        "最近几期（含本期，可跨年）的合计",
        "sum of the last n periods, this one included, across years",
    ),
    _function(
        "rolling_mean",
        "近期平均",
        (
            "readable",
            "whole",
        ),
        "最近几期（含本期，可跨年）的平均",
        "mean of the last n periods, this one included, across years",
    ),
    _function("history_score", "历年得分", ("whole",), "若干年前的最后得分", "final score so many years ago"),
    _function("history_rank", "历年位次", ("whole",), "若干年前的位次", "final rank so many years ago"),
    _function(
        "streak",
        "连续",
        ("grade",),
        "连续几年（含本年）在这些等次",
        "years running in these grades",
        more=True,
    ),
    _function(
        "graded_years",
        "等次年数",
        (
            "whole",
            "grade",
        ),
        "近几年（含本年）有几年在这些等次",
        "years out of the last n",
        more=True,
    ),
    _function(
        "times_graded",
        "等次次数",
        (
            "scheme",
            "grade",
        ),
        "本期内各短周期得过几次这些等次",
        "times in shorter periods",
        more=True,
    ),
)
FUNCTIONS: dict[str, Function] = {one.name: one for one in _ALL}
SPOKEN: dict[str, str] = {spoken: one.name for one in _ALL for spoken in (one.name, *one.chinese)}
"""Every way a function may be written → its name."""

RESULTS: dict[str, str] = {
    "grade": "grade",
    "等次": "grade",
    "rank": "rank",
    "位次": "rank",
    "total": "total",
    "总分": "total",
}
"""Results of a subject, readable where scoring is over."""
BUILT_IN: dict[str, str] = {
    "class": "class",
    "类别": "class",
    "group": "group",
    "组别": "group",
    "kind": "kind",
}
"""Attributes every subject has."""
