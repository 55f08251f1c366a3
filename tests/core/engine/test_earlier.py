"""Earlier periods: whatever may be asked for, it is computed there as it is here."""

from fractions import Fraction

import pytest

from core.scheme import small
from kaogong.core.engine.facts import Facts
from kaogong.core.engine.run import score

FACTS = """\
facts:
  sold: {name: 月销量, type: integer, every: month, over: sum}
  staff: {name: 人数, type: integer, every: year}
  growth: {name: 增速, type: integer, every: quarter, missing: exclude}
  listed: {name: 已上市, type: boolean, every: year}
  tier: {name: 档次, type: choice, options: [一级, 二级], every: year}
derived:
  each: {name: 人均, formula: sold ÷ staff}
"""
MONTHS = {2024: 6, 2025: 7, 2026: 8}
STAFF = {2024: 6, 2025: 12, 2026: 24}
FREE = "full: 100, floor: none, cap: none"


def rows():
    sold = [
        {"subject": "a", "period": f"{year}-{month:02}", "fact": "sold", "value": value}
        for year, value in MONTHS.items()
        for month in range(1, 13)
    ]
    staff = [{"subject": "a", "period": str(year), "fact": "staff", "value": n} for year, n in STAFF.items()]
    return sold + staff


def result(*items, facts=None, period="2026"):
    """The values of the one subject."""
    book = small.book(*items, head=small.HEAD, facts=FACTS)
    subjects = [{"subject": "a", "class": "town"}]
    run = score(book, Facts.from_rows(book, subjects=subjects, facts=rows() if facts is None else facts), period=period)
    try:
        (found,) = run.rows("unit")
        return found
    finally:
        run.close()


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("last_year(sold)", 12 * 7),  # a fact of shorter periods, summed there
        ("last_year(staff)", 12),
        ("last_year(each)", 7),
        ("previous(each)", 7),
    ],
)
def test_formulas(formula, value):
    assert result(f"{{id: x, name: 上年数, {FREE}, method: formula, formula: {formula}}}")["x"] == value


def test_own_history_of_what_is_computed():
    item = f"{{id: x, name: 比上年, {FREE}, method: ratio, of: sold ÷ staff, against: last_year, cap_at: none}}"
    assert result(item)["total"] == Fraction("57.14")
    item = f"{{id: x, name: 比上年, {FREE}, method: improve, now: each, by: change, each: 1}}"
    assert result(item)["x"] == -3


def test_an_item_of_shorter_periods():
    month = "{id: m, name: 月考核, full: 100, every: month, rollup: {by: mean}, method: formula, formula: sold}"
    year = f"{{id: x, name: 上年月均, {FREE}, method: formula, formula: last_year(m)}}"
    assert result(month, year)["x"] == 7


def test_what_looks_back_may_be_looked_back_at():
    chain = [
        f"{{id: y, name: 一年前, {FREE}, method: formula, formula: last_year(z)}}",
        f"{{id: z, name: 本年, {FREE}, method: formula, formula: staff}}",
        f"{{id: x, name: 两年前, {FREE}, method: formula, formula: last_year(y)}}",
    ]
    assert result(*chain)["x"] == 6


def test_a_heading_of_shorter_periods_needs_no_facts_of_the_longer():
    heading = (
        "{id: q, name: 季考核, full: 100, every: quarter, rollup: {by: mean}, "
        "items: [{id: g, name: 增速分, full: 100, method: formula, formula: growth}]}"
    )
    facts = [{"subject": "a", "period": f"2026-Q{n}", "fact": "growth", "value": 10 * n} for n in (1, 2)]
    assert result(heading, facts=facts)["q"] == 15


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("if(last_year(listed), 1, 2)", 1),
        ("if(not listed and previous(listed), 1, 2)", 1),
        ('if(last_year(tier) = "一级" and tier = "二级", 1, 2)', 1),
        ("last_year(listed) + listed", 1),  # 1 where it is so, as without last_year
    ],
)
def test_whether_something_was_so(formula, value):
    facts = [
        {"subject": "a", "period": "2025", "fact": "listed", "value": True},
        {"subject": "a", "period": "2026", "fact": "listed", "value": False},
        {"subject": "a", "period": "2025", "fact": "tier", "value": "一级"},
        {"subject": "a", "period": "2026", "fact": "tier", "value": "二级"},
    ]
    found = result(f"{{id: x, name: 上年情况, {FREE}, method: formula, formula: '{formula}'}}", facts=facts)
    assert found["x"] == value


def test_looking_back_does_not_widen_the_year():
    """Months before the first with anything in it are known when last year is asked for, and still do not count."""
    sold = [{"subject": "a", "period": f"{year}-12", "fact": "sold", "value": 3} for year in (2025, 2026)]
    month = "{id: m, name: 月考核, full: 10, every: month, missing: full, rollup: {by: sum}, method: formula, formula: sold}"
    year = f"{{id: x, name: 上年, {FREE}, method: formula, formula: last_year(m)}}"
    found = result(month, year, facts=sold)
    assert (found["m"], found["x"]) == (3, 3)
