"""Formulas of rulebooks: what a whole run makes of them."""

from fractions import Fraction

import pytest

from core.scheme import small
from kaogong.core.engine.facts import Facts
from kaogong.core.engine.run import score

DERIVED = """\
derived:
  rate: {name: 比率, formula: done ÷ due × 100, zero_denominator: 1}
  twice: {name: 两次, formula: 1 ÷ due + rate}
"""
FREE = "full: 100, floor: none, cap: none, method: formula"


def values(formula, *given):
    """The item of subjects a, b, …, given what was done and due."""
    book = small.book(f"{{id: x, name: 项, {FREE}, formula: {formula}}}", facts=small.FACTS + DERIVED)
    names = "abcdef"[: len(given)]
    rows = [
        {"subject": name, "period": "2026", "fact": fact, "value": value}
        for name, pair in zip(names, given, strict=True)
        for fact, value in zip(("done", "due"), pair, strict=True)
        if value is not None
    ]
    facts = Facts.from_rows(book, subjects=[{"subject": name, "class": "town"} for name in names], facts=rows)
    run = score(book, facts, period="2026")
    try:
        return [row["x"] for row in run.rows("unit")]
    finally:
        run.close()


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("rate", 100),  # the division is worth 1 wherever it stands in the formula
        ("twice", None),  # and only in its own formula
        ("rate + 1 ÷ due", None),
    ],
)
def test_a_zero_denominator_is_worth_what_the_derived_fact_says(formula, value):
    assert values(formula, (7, 0)) == [value]


def test_statistics_of_statistics():
    assert values("group_max(group_mean(done))", (1, 1), (2, 1)) == [Fraction(3, 2)] * 2
    assert values("group_sum(done − group_min(done ÷ group_max(due)))", (1, 2), (2, 4)) == [Fraction(5, 2)] * 2
