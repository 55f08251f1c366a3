"""Rolling windows: the last months, also those of the year before."""

from fractions import Fraction

import pytest

from core.oracle import face, formulas
from core.oracle.world import Spot, build
from core.scheme import small
from kaogong.core.engine.facts import Facts
from kaogong.core.engine.run import score
from kaogong.core.problem import Refused
from kaogong.core.scheme.period import Period

FACTS = """\
facts:
  sold: {name: 销量, type: integer, every: month, over: sum}
  staff: {name: 人数, type: integer, every: year}
derived:
  half: {name: 半数, formula: sold ÷ 2}
"""
MONTHLY = "full: 100, every: month, rollup: {by: last}, floor: none, cap: none, method: formula, formula"
SOLD = {"2025-11": 10, "2025-12": 20, "2026-01": 30, "2026-03": 60, "2026-04": 90}
SUBJECTS = [{"subject": "a", "class": "town"}]
ROWS = [{"subject": "a", "period": period, "fact": "sold", "value": value} for period, value in SOLD.items()]


def months(formula, *items):
    """What the formula is worth in the first months of 2026, the oracle agreeing."""
    book = small.book(f"{{id: x, name: 滚动, {MONTHLY}: '{formula}'}}", *items, facts=FACTS)
    run = score(book, Facts.from_rows(book, subjects=SUBJECTS, facts=ROWS), period="2026")
    try:
        found = {row["period"]: row["x"] for row in run.rows("unit", "month")}
    finally:
        run.close()
    world = build(book, SUBJECTS, ROWS)
    for period, value in found.items():
        spot = Spot("unit", "a", "month", Period.parse(period).number)
        assert formulas.number(world, formula, spot) == value
    return list(found.values())


@pytest.mark.parametrize(
    ("formula", "values"),
    [
        ("rolling_sum(sold, 3)", [60, None, None, None]),  # February is not reported
        ("rolling_mean(sold, 3)", [20, 25, 45, 75]),
        ("近期平均(销量, 2)", [25, 30, 60, 75]),
        ("rolling_sum(half, 2)", [25, None, None, 75]),
        ("rolling_sum(sold, 1)", [30, None, 60, 90]),
        ("round(sold ÷ rolling_mean(sold, 3), 2)", [Fraction("1.5"), None, Fraction("1.33"), Fraction("1.2")]),
    ],
)
def test_the_last_months(formula, values):
    assert months(formula) == values


def test_of_an_item():
    plain = f"{{id: m, name: 月考核, {MONTHLY}: sold}}"
    assert months("rolling_mean(m, 2)", plain) == [25, 30, 60, 75]


def test_a_fact_of_a_longer_period_is_refused():
    with pytest.raises(Refused, match="K618"):
        months("rolling_mean(staff, 3)")


def test_over_years():
    yearly = "{id: x, name: 三年平均, full: 100, cap: none, method: formula, formula: 'rolling_mean(staff, 3)'}"
    book = small.book(yearly, facts=FACTS)
    rows = [{"subject": "a", "period": str(year), "fact": "staff", "value": year - 2020} for year in (2024, 2025, 2026)]
    run = score(book, Facts.from_rows(book, subjects=SUBJECTS, facts=rows), period="2026")
    (found,) = run.rows("unit")
    run.close()
    assert found["x"] == face.only(build(book, SUBJECTS, rows), "unit", "2026")["x"] == 5
