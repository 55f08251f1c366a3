"""Formulas as people write them, into trees."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest

from kaogong.core.problem import Place, Problems
from kaogong.core.scheme.formula import Call, Name, Node, Number, Operation, Words
from kaogong.core.scheme.parse_formula import parse_formula


def tree(written: str) -> Node:
    problems = Problems()
    formula = parse_formula(written, problems)
    assert formula is not None, [one.what.en for one in problems]
    return formula.tree


def shown(node: Node) -> str:
    """The tree with every bracket."""
    if isinstance(node, Number):
        return str(node.value)
    if isinstance(node, Words):
        return f"'{node.text}'"
    if isinstance(node, Name):
        return node.name
    if isinstance(node, Call):
        return f"{node.function}({', '.join(shown(one) for one in node.arguments)})"
    if len(node.operands) == 1:
        return f"({node.operator} {shown(node.operands[0])})"
    return f"({shown(node.operands[0])} {node.operator} {shown(node.operands[1])})"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("a + b × c", "(a + (b * c))"),
        ("a − b − c", "((a - b) - c)"),
        ("a ÷ b ÷ c", "((a / b) / c)"),
        ("−a × b", "((neg a) * b)"),
        ("a - -b", "(a - (neg b))"),
        ("a > 1 or b > 2 and not c = 3", "((a > 1) or ((b > 2) and (not (c == 3))))"),
        ("60 ≤ x < 80", "((60 <= x) and (x < 80))"),
        ("30%", "3/10"),
        ("0.10", "1/10"),
        ("1/3", "(1 / 3)"),
        ("（甲 ＋ 乙）× ２０％", "((甲 + 乙) * 1/5)"),
        ("x ≥ 1 且 y ≥ 2 或 非 z", "(((x >= 1) and (y >= 2)) or (not z))"),
        ("x≥1且y≥2", "((x >= 1) and (y >= 2))"),
        ("非税收入 + 1", "(非税收入 + 1)"),
        ("如果(x ≥ 60, 1, 0)", "if((x >= 60), 1, 0)"),
        ("最大(a，b、c)", "max(a, b, c)"),
        ("max（a, b）", "max(a, b)"),
        ('count("黄红牌", “红牌”)', "count('黄红牌', '红牌')"),
        ("类别 ≠ '县区'", "(类别 != '县区')"),
        ("「三公经费 变动率」 × 2", "(三公经费 变动率 * 2)"),
        ("fact.done + item.done", "(fact.done + item.done)"),
        ("a == b", "(a == b)"),
        ("a <> b", "(a != b)"),
        ("a\n  + b", "(a + b)"),
    ],
)
def test_read(written: str, meant: str) -> None:
    assert shown(tree(written)) == meant


def test_numbers_are_exact() -> None:
    assert tree("0.1") == Number(Fraction(1, 10))
    assert tree("1234567890123456789.000000000001") == Number(Fraction("1234567890123456789.000000000001"))


@pytest.mark.parametrize(
    ("written", "code", "at", "says"),
    [
        ("", "K040", 1, "empty"),
        ("a +", "K040", 4, "not finished"),
        ("(a + b", "K040", 1, "not closed"),
        ("a b", "K040", 3, "'b'"),
        ("a + )", "K040", 5, "')'"),
        ("1,000 + a", "K040", 2, "comma"),
        ("max(1,000)", "K040", 7, "begin with 0"),
        ("1e5", "K040", 2, "'e5'"),
        ("a & b", "K040", 3, "'&'"),
        ("a | b", "K040", 3, "'|'"),
        ("a ^ 2", "K040", 3, "'^'"),
        ('a = "x', "K040", 5, "not closed"),
        ("a < b < c < d", "K040", 11, "'<'"),
        ("f(1)", "K048", 1, "no function f"),
        ("__import__('os')", "K048", 1, "no function"),
    ],
)
def test_refused_with_the_spot(written: str, code: str, at: int, says: str) -> None:
    problems = Problems()
    assert parse_formula(written, problems, Place("f.yaml", 7, 11), single_line=True) is None
    (one,) = problems
    assert one.code == code
    assert one.place == Place("f.yaml", 7, 11 + at - 1)
    assert says in one.what.en


def test_a_caret_marks_the_spot() -> None:
    problems = Problems()
    parse_formula("done ÷ ÷ due", problems)
    lines = next(iter(problems)).what.en.splitlines()
    assert lines[-2].endswith("done ÷ ÷ due")
    assert lines[-1].index("^") - 4 == "done ÷ ÷ due".rindex("÷")


def test_a_misspelt_function_is_guessed() -> None:
    problems = Problems()
    parse_formula("rond(x, 2)", problems)
    assert "round" in next(iter(problems)).fix.en


@pytest.mark.parametrize(
    "huge",
    [
        "a+" * 5_000_000,
        "(" * 10_000,
        "-" * 3_000,
        "not " * 900 + "a",
        "max(" * 500,
        "a" + "+a" * 150,
        "1" * 3_000,
    ],
)
def test_the_huge_and_the_deep_are_refused_at_once(huge: str) -> None:
    problems = Problems()
    start = time.perf_counter()
    assert parse_formula(huge, problems) is None
    assert time.perf_counter() - start < 0.5
    assert next(iter(problems)).code == "K041"


def test_a_long_sum_is_fine() -> None:
    assert isinstance(tree("+".join(["a"] * 90)), Operation)
