"""Events and their marks: repetitions, incidents."""

from fractions import Fraction

import pytest

from core.scheme import small
from kaogong.core.engine.facts import Facts
from kaogong.core.engine.run import score

ADD = "full: 100, floor: none, cap: none, method: events, ledger: card, mode: add"


def marks(tariff, events):
    """The marks of one subject's events: rows beside ledger, subject and day."""
    book = small.book(f"{{id: x, name: 黄红牌, {ADD}, {tariff}}}")
    ledger = [
        {"id": f"e{n}", "ledger": "card", "subject": "a", "day": f"2026-01-{n:02}", "kind": "red"} | row
        for n, row in enumerate(events, 1)
    ]
    run = score(book, Facts.from_rows(book, subjects=[{"subject": "a", "class": "town"}], events=ledger), period="2026")
    try:
        (found,) = run.rows("unit")
        return found["x"]
    finally:
        run.close()


@pytest.mark.parametrize("times", ["1.5", "2", "1/3"])
def test_every_repetition_is_multiplied_once_more(times):
    factor = Fraction(times)
    whole = Fraction("0.01") * (1 + factor + factor**2 + factor**3)
    assert marks(f"marks: {{red: 0.01}}, repeat: {{from: 2, times: {times}}}", [{}] * 4) == whole


def test_repetitions_are_never_taken_together():
    many = [{"day": f"2026-{n % 12 + 1:02}-{n // 12 + 1:02}"} for n in range(70)]
    assert marks("marks: {red: 1}, repeat: {from: 1, times: 2}", many) == sum(2**n for n in range(1, 71))


def test_an_incident_may_be_named_like_an_event():
    assert marks("marks: {red: 1}, per: incident", [{"incident": "e2"}, {}]) == 2
