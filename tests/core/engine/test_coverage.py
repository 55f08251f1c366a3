"""What is still to be supplied."""

from core.engine.book import book, good
from core.engine.files import write_csv
from kaogong.core.engine.coverage import coverage, facts_used
from kaogong.core.engine.facts import Facts, freeze

BOOK = book()


def test_a_sheet_uses_the_facts_its_formulas_name():
    assert facts_used(BOOK, BOOK.sheets["dept_year"]) == ["done", "marks"]
    assert facts_used(BOOK, BOOK.sheets["town_year"]) == ["done"]
    assert facts_used(BOOK, BOOK.sheets["clerk_year"]) == []


def said(gaps):
    return [(gap.sheet, gap.fact, gap.period, gap.expected, gap.missing, gap.subjects) for gap in gaps]


EXPECTED = [
    ("dept_year", "done", 24312, 2, 1, ("d2",)),
    ("dept_year", "marks", 2026, 2, 1, ("d2",)),
    ("town_year", "done", 24312, 1, 1, ("t1",)),
]


def test_gaps_of_the_periods_supplied():
    assert said(coverage(BOOK, Facts.from_rows(BOOK, **good()))) == EXPECTED


def test_gaps_of_frozen_facts(tmp_path):
    assert said(coverage(BOOK, freeze(BOOK, write_csv(tmp_path / "in", good()), tmp_path / "out"))) == EXPECTED


def test_gaps_of_a_period_for_which_nothing_came():
    gaps = coverage(BOOK, Facts.from_rows(BOOK, subjects=good()["subjects"]), ["2026-02"])
    assert said(gaps) == [
        ("dept_year", "done", 24313, 2, 2, ("d1", "d2")),
        ("town_year", "done", 24313, 1, 1, ("t1",)),
    ]


def test_nothing_is_missing_once_all_is_there():
    rows = {"subjects": [{"subject": "d1", "class": "dept"}]}
    rows["facts_month"] = [{"subject": "d1", "period": "2026-01", "done": 0}]
    rows["facts_year"] = [{"subject": "d1", "period": "2026", "marks": 5}]
    assert coverage(BOOK, Facts.from_rows(BOOK, **rows, reasons=False)) == ()
