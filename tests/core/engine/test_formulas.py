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


MONTHS = """\
  - {id: months, name: 月表, for: {kind: unit}, every: month, full: 100,
     items: [{id: m, name: 月项, full: 100, method: formula, formula: sold}]}
grades:
  - {id: monthly, sheet: months, ladder: [{grade: 优秀, from: 90}, {grade: 一般}]}
  - {id: annual, sheet: unit, ladder: [{grade: 优秀, where: 'times_graded("monthly", "优秀") ≥ 2'}, {grade: 一般}]}
"""


def test_grades_of_another_sheet_are_counted():
    sold = "  sold: {name: 月销量, type: integer, every: month, over: sum}\n"
    item = f"{{id: x, name: 项, {FREE}, formula: done}}"
    book = small.book(item, facts=small.FACTS + sold, more=MONTHS)
    subjects = [{"subject": name, "class": "town"} for name in "ab"]
    rows = [{"subject": name, "period": "2026", "fact": "done", "value": 1} for name in "ab"]
    rows += [
        {"subject": name, "period": f"2026-0{month}", "fact": "sold", "value": value}
        for name, values in {"a": (95, 90, 10), "b": (95, 89, 10)}.items()
        for month, value in enumerate(values, 1)
    ]
    run = score(book, Facts.from_rows(book, subjects=subjects, facts=rows), period="2026")
    try:
        assert [row["grade"] for row in run.rows("unit")] == ["优秀", "一般"]
    finally:
        run.close()
