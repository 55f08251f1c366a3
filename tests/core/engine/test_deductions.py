"""Deductions begin at nothing: what is lost is taken from the total, at most their full marks."""

import pytest

from core.oracle import face
from core.oracle.world import build
from core.scheme import small
from kaogong.core.engine.facts import Facts
from kaogong.core.engine.run import score

FACTS = """\
facts:
  done: {name: 办结率, type: decimal, every: year}
  handed: {name: 报送日, type: date, every: year}
  late: {name: 迟报, type: boolean, every: year}
"""
BASE = "{id: base, name: 基础分, full: 100, method: fixed, marks: 100}"
REDS = [{"subject": "a", "ledger": "card", "kind": "red", "day": "2026-03-01"}] * 3


@pytest.mark.parametrize(
    ("method", "taken"),
    [
        ("full: 15, method: events, ledger: card, mode: deduct, marks: {red: 2}", -6),
        ("full: 5, method: events, ledger: card, mode: deduct, marks: {red: 2}", -5),
        ("method: events, ledger: card, mode: deduct, marks: {red: 2}", -6),
        ("full: 15, method: events, ledger: card, mode: deduct, start: 4, marks: {red: 2}", -2),
        ("full: 15, method: per_unit, of: done, line: 90, each: 0.5, beyond: below", -5),
        ("full: 15, method: timely, done: handed, due: {month: 6, day: 30}, late_each: 1", -2),
    ],
)
def test_a_deduction_begins_at_nothing(method, taken):
    book = small.book(BASE, f"{{id: x, name: 扣分, role: deduction, {method}}}", facts=FACTS)
    rows = {
        "subjects": [{"subject": "a", "class": "town"}],
        "facts": [
            {"subject": "a", "period": "2026", "fact": "done", "value": 80},
            {"subject": "a", "period": "2026", "fact": "handed", "value": "2026-07-02"},
        ],
        "events": REDS,
    }
    run = score(book, Facts.from_rows(book, **rows), period="2026")
    (found,) = run.rows("unit")
    run.close()
    assert (found["x"], found["total"]) == (taken, 100 + taken)
    assert face.only(build(book, **rows), "unit", "2026")["x"] == taken
