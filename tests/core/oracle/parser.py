"""Formula text to a nested tuple: ("num", x) · ("text", s) · ("name", n) · ("call", f, args) · (operator, operands…)."""

import re
from fractions import Fraction
from typing import Any

TOKEN = re.compile(
    r"\s*(?:(?P<num>\d+(?:\.\d+)?%?)|(?P<text>\"[^\"]*\"|'[^']*'|“[^”]*”)"
    r"|(?P<op><=|>=|==|!=|[-+*/×÷−(),=≠<≤>≥])|「(?P<quoted>[^」]*)」|(?P<name>[^\W\d]\w*(?:\.\w+)?))"
)
TWINS = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
"""Full-width letters, digits and signs are read as their twins."""
SAME = {
    "×": "*",
    "÷": "/",
    "−": "-",
    "=": "==",
    "≠": "!=",
    "≤": "<=",
    "≥": ">=",
}
WORDS = {"且": "and", "或": "or", "非": "not"}
FUNCTIONS = {
    "最小": "min",
    "最小值": "min",
    "最大": "max",
    "最大值": "max",
    "绝对值": "abs",
    "如果": "if",
    "四舍五入": "round",
    "取整": "whole",
    "已报": "present",
    "件数": "count",
    "数量": "quantity",
    "组最大": "group_max",
    "组最小": "group_min",
    "组平均": "group_mean",
    "组均值": "group_mean",
    "组合计": "group_sum",
    "组个数": "group_count",
    "上期": "previous",
    "近期合计": "rolling_sum",
    "近期平均": "rolling_mean",
    "上年": "last_year",
    "上年同期": "last_year",
    "历年得分": "history_score",
    "历年位次": "history_rank",
    "连续": "streak",
    "等次年数": "graded_years",
    "等次次数": "times_graded",
}
LEVELS = [("or",), ("and",), ("not",), ("==", "!=", "<", "<=", ">", ">="), ("+", "-"), ("*", "/")]


def parse(text: str) -> Any:
    """The tree of a formula."""
    text = text.translate(TWINS)
    tokens: list[tuple[str, str]] = []
    at = 0
    while at < len(text.rstrip()):
        found = TOKEN.match(text, at)
        assert found, f"cannot read {text!r} from {at}"
        kind = str(found.lastgroup)
        word = found[kind]
        kind = "name" if kind == "quoted" else kind
        word = WORDS.get(word, SAME.get(word, word))
        tokens.append(("op" if word in {"and", "or", "not"} else kind, word))
        at = found.end()
    tree, rest = _level(tokens, 0)
    assert not rest, f"cannot read {text!r}: {rest}"
    return tree


def _level(tokens: list[tuple[str, str]], level: int) -> tuple[Any, list[tuple[str, str]]]:
    if level == len(LEVELS):
        return _single(tokens)
    operators = LEVELS[level]
    if operators == ("not",):
        if tokens[:1] == [("op", "not")]:
            inner, tokens = _level(tokens[1:], level)
            return ("not", inner), tokens
        return _level(tokens, level + 1)
    left, tokens = _level(tokens, level + 1)
    if "<" in operators:
        return _chain(left, tokens, level)
    while tokens and tokens[0][0] == "op" and tokens[0][1] in operators:
        operator = tokens[0][1]
        right, tokens = _level(tokens[1:], level + 1)
        left = (operator, left, right)
    return left, tokens


def _chain(left: Any, tokens: list[tuple[str, str]], level: int) -> tuple[Any, list[tuple[str, str]]]:
    """`a ≤ x < b` is `a ≤ x and x < b`."""
    links = []
    while tokens and tokens[0][0] == "op" and tokens[0][1] in LEVELS[level]:
        operator = tokens[0][1]
        right, tokens = _level(tokens[1:], level + 1)
        links.append((operator, left, right))
        left = right
    if not links:
        return left, tokens
    return (links[0] if len(links) == 1 else ("and", *links)), tokens


def _single(tokens: list[tuple[str, str]]) -> tuple[Any, list[tuple[str, str]]]:
    (kind, word), rest = tokens[0], tokens[1:]
    if kind == "num":
        percent = word.endswith("%")
        return ("num", Fraction(word.rstrip("%")) / (100 if percent else 1)), rest
    if kind == "text":
        return ("text", word[1:-1]), rest
    if kind == "name":
        return _call(word, rest[1:]) if rest[:1] == [("op", "(")] else (("name", word), rest)
    if word in {"-", "+"}:
        inner, rest = _single(rest)
        return ("neg", inner) if word == "-" else inner, rest
    assert word == "(", tokens
    inner, rest = _level(rest, 0)
    assert rest[0][1] == ")", tokens
    return inner, rest[1:]


def _call(name: str, tokens: list[tuple[str, str]]) -> tuple[Any, list[tuple[str, str]]]:
    arguments = []
    while tokens[0][1] != ")":
        argument, tokens = _level(tokens, 0)
        arguments.append(argument)
        if tokens[0][1] == ",":
            tokens = tokens[1:]
    return ("call", FUNCTIONS.get(name, name), arguments), tokens[1:]
