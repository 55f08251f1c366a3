"""What the language says about gaps, order and periods, worked by hand."""

from fractions import Fraction
from typing import Any

import pytest

from core.oracle import face, formulas
from core.oracle.rounding import root, round_to
from core.oracle.test_clauses import SHEET, asked, leaf, numbers
from core.oracle.world import Spot

SPOT = Spot("s", "u", "year", 2016)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 × 3 ÷ 4", "2.5"),
        ("－（2 − 5） × 10%", "0.3"),
        ("if(n > 1, 2, nothing)", 2),
        ("如果(nothing > 1, 2, 3)", None),
        ("n ÷ (n - n)", None),
        ("present(nothing) and nothing > 3", False),
        ("nothing > 3 or n = 2", True),
        ("not nothing > 3", None),
        ("1 < n ≤ 2", True),
        ("最大(n, 3) = 3 且 非 n > 2", True),
        ("round(2.345, 2) - whole(-2.7)", "4.35"),
        ("group_count(nothing) + group_sum(n)", 2),
        ('class = "a"', True),
    ],
)
def test_formula(text: str, value: Any) -> None:
    found = formulas.value(
        asked(numbers("n", "nothing") + leaf("full: 1, method: fixed, marks: 1"), {"n": 2}), text, SPOT
    )
    assert found == (Fraction(value) if isinstance(value, str) else value)


@pytest.mark.parametrize(
    ("mode", "low", "middle", "negative"),
    [("half_up", 2, 3, -3), ("half_even", 2, 2, -2), ("down", 2, 2, -2), ("up", 3, 3, -3)],
)
def test_rounding(mode: str, low: int, middle: int, negative: int) -> None:
    values = (Fraction("2.4"), Fraction("2.5"), Fraction("-2.5"))
    assert [round_to(one, 0, mode) for one in values] == [low, middle, negative]


def test_root() -> None:
    assert root(Fraction(-1), Fraction(2), 4) == Fraction("-0.7071")
    assert root(Fraction(1), Fraction(0), 4) is None


TWO = (
    numbers("a", "b")
    + SHEET
    % "{id: x, name: 甲项, full: 60, missing: %s, method: formula, formula: a}, {id: y, name: 乙项, full: 40, method: formula, formula: b}"
)


@pytest.mark.parametrize(
    ("policy", "total"),
    [("refuse", None), ("exclude", 30), ("rescale", 75), ("peer_mean", 80), ("zero", 30), ("full", 90)],
)
def test_missing(policy: str, total: int | None) -> None:
    facts = {"a": [None, 40, 60], "b": 30}
    rows = face.rows(asked(TWO % policy, facts, "u v w"), "s", "2016")
    assert rows[0]["total"] == total


def test_nothing_left_is_no_score() -> None:
    body = numbers("a") + leaf("full: 10, missing: exclude, method: formula, formula: a")
    assert face.only(asked(body, {"a": None}), "s", "2016")["total"] is None


MONTHS = "facts: {m: {name: 月, type: decimal, every: month}, n: {name: 另, type: decimal, every: month}}\n" + leaf(
    "full: 100, every: month, rollup: %s, method: formula, formula: m"
)


@pytest.mark.parametrize(
    ("rollup", "total"),
    [
        ("{by: mean}", None),
        ("{by: mean, missing: exclude}", 70),
        ("{by: sum, missing: exclude}", 210),
        ("{by: last, missing: exclude}", 90),
        ("{best: 2, missing: exclude}", 80),
        ("{best: 9, missing: exclude}", 70),
        ("{weights: [1, 2, 1, 2, 1, 1, 1, 1, 1, 1, 1, 1], missing: exclude}", 1036),
    ],
)
def test_rollup(rollup: str, total: int | None) -> None:
    facts = {"m@2016-01": 50, "m@2016-02": 70, "m@2016-03": None, "m@2016-04": 90, "n@2016-04": 1}
    found = face.only(asked(MONTHS % rollup, facts), "s", "2016")["x"]
    assert found == total


def test_a_month_that_is_left_out_does_not_count() -> None:
    body = MONTHS % "{by: mean}, applies: n > 0, not_applicable: exclude"
    facts = {"m@2016-01": 50, "n@2016-01": 1, "m@2016-02": 10, "n@2016-02": 0, "m@2016-03": 70, "n@2016-03": 1}
    assert face.only(asked(body, facts), "s", "2016")["x"] == 60


def test_one_rounding() -> None:
    body = numbers("a") + leaf("full: 100, method: formula, formula: a ÷ 3")
    found = face.only(asked(body, {"a": 200}), "s", "2016")
    assert (found["x"], found["total"]) == (Fraction(200, 3), Fraction("66.67"))
