"""Grades, places, consequences and rewards on the score of an item: `sheet: unit.quarter`."""

import pytest

from core.scheme import small
from kaogong.core.engine.facts import Facts
from kaogong.core.engine.run import score

FACTS = "facts:\n  done: {name: 办结率, type: decimal, places: 3, every: quarter}\n"
QUARTER = "{id: q, name: 季考核, full: 100, every: quarter, rollup: {by: mean}, method: formula, formula: done}"
YEAR = "{id: y, name: 年考核, full: 100, method: formula, formula: 2}"
GRADES = """\
grades:
  - {id: g, sheet: unit.q, ladder: [{grade: 好, from: 60, where: total ≥ 80}, {grade: 差}]}
ranks:
  - {id: place, sheet: unit.q, within: class, order: [total]}
consequences:
  - {id: talk, sheet: unit.q, when: 'total < 60 or grade = "差"', yields: {kind: talk, text: 约谈}, money: total × 10}
rewards:
  - {id: money, sheet: unit.q, pool: 100, share_by: total, where: total > 60}
"""


@pytest.fixture(scope="module")
def run():
    book = small.book(QUARTER, YEAR, facts=FACTS, more=GRADES)
    subjects = [{"subject": who, "class": "town"} for who in "abc"]
    values = {"a": "79.996", "b": 59, "c": 75}
    facts = [{"subject": who, "period": "2026-Q1", "fact": "done", "value": n} for who, n in values.items()]
    found = score(book, Facts.from_rows(book, subjects=subjects, facts=facts), period="2026")
    yield found
    found.close()


def quarter(run, name):
    return {row["subject"]: row[name] for row in run.rows("unit", "quarter")}


def test_total_is_the_published_score_of_the_item(run):
    assert quarter(run, "grade") == {"a": "好", "b": "差", "c": "差"}
    assert quarter(run, "rank") == {"a": 1, "c": 2, "b": 3}


def test_what_follows_in_the_items_own_period(run):
    assert quarter(run, "consequences") == {"a": [], "b": ["talk"], "c": ["talk"]}
    assert quarter(run, "money") == {"a": {}, "b": {"talk": 590}, "c": {"talk": 750}}
    assert {one["subject"] for one in run.rewards} == {"a", "c"}


def test_an_item_of_the_sheets_own_period():
    graded = (
        "grades:\n  - {id: g, sheet: unit.y, ladder: [{grade: 好, where: total > 50}, {grade: 差, where: total = 2}]}\n"
    )
    book = small.book(QUARTER, YEAR, facts=FACTS, more=graded)
    facts = [{"subject": "a", "period": "2026-Q1", "fact": "done", "value": 100}]
    run = score(book, Facts.from_rows(book, subjects=[{"subject": "a", "class": "town"}], facts=facts), period="2026")
    (row,) = run.rows("unit")
    run.close()
    assert (row["total"], row["grade"]) == (102, "差")
