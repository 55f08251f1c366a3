"""Frozen facts are put right by a ruling: one figure or event changes, and every other row stays as it was frozen."""

from decimal import Decimal

import pytest

from core.scheme import small
from kaogong.core.engine.corrected import Altered, Figure, TakenBack, corrected
from kaogong.core.engine.facts import Facts
from kaogong.core.engine.run import score
from kaogong.core.problem import Refused

FACTS = "facts:\n  done: {name: 办结率, type: decimal, places: 1, every: year}\n"
BASE = "{id: base, name: 办结, full: 100, method: ratio, of: done, target: 100}"
CARDS = "{id: x, name: 扣分, role: deduction, method: events, ledger: card, mode: deduct, marks: {red: 2}}"
RULED = {"supplier": "考核领导小组", "approved_by": "SS-2026-0001"}


@pytest.fixture
def book():
    return small.book(BASE, CARDS, facts=FACTS)


@pytest.fixture
def facts(book, tmp_path):
    """Two units, frozen on disk: 80 less one red card, and 90."""
    return frozen(book, tmp_path)


def frozen(book, tmp_path):
    """Two units with a figure each, the first with a red card."""
    made = Facts.from_rows(
        book,
        subjects=[{"subject": one, "class": "town"} for one in "ab"],
        facts=[
            {"subject": one, "period": "2026", "fact": "done", "value": value} for one, value in (("a", 80), ("b", 90))
        ],
        events=[{"subject": "a", "ledger": "card", "kind": "red", "day": "2026-03-01", "incident": "HP-1"}],
    )
    return made.save(book, tmp_path / "frozen")


@pytest.fixture
def cards():
    """A rulebook in which a red card costs 5 and a yellow one 2, each times its quantity."""
    return small.book(BASE, CARDS.replace("marks: {red: 2}", "per: quantity, marks: {red: 5, yellow: 2}"), facts=FACTS)


@pytest.fixture
def marked(cards, tmp_path):
    """The same two units under it, frozen on disk."""
    return frozen(cards, tmp_path)


def totals(book, facts):
    run = score(book, facts, period="2026")
    found = {row["subject"]: row["total"] for row in run.rows("unit")}
    run.close()
    return found


def test_a_figure_changes_and_only_it(book, facts, tmp_path):
    assert totals(book, facts) == {"a": 78, "b": 90}
    again = corrected(facts, book, [Figure("a", "2026", "done", Decimal("84.5"), RULED)])
    again = again.save(book, tmp_path / "again")
    assert totals(book, again) == {"a": Decimal("82.5"), "b": 90}
    assert totals(book, facts) == {"a": 78, "b": 90}, "what was frozen before stays"
    assert again.digest != facts.digest


def test_an_event_taken_back_costs_nothing(book, facts):
    assert totals(book, corrected(facts, book, [TakenBack("HP-1")])) == {"a": 80, "b": 90}


def test_a_figure_may_turn_out_to_be_missing(book, facts):
    again = corrected(facts, book, [Figure("b", "2026", "done", None, RULED)])
    assert totals(book, again)["b"] is None, "missing is never zero"


def test_no_correction_is_no_change(book, facts):
    assert corrected(facts, book, []).digest == facts.digest


def test_what_cannot_be_put_right_is_named_all_at_once(book, facts):
    wrong = [
        Figure("a", "2026", "nothing", Decimal(1), RULED),
        Figure("a", "2026", "done", Decimal("1.25"), RULED),
        Figure("z", "2026", "done", Decimal(1), RULED),
        TakenBack("HP-9"),
        TakenBack("HP-1", subject="b"),
    ]
    with pytest.raises(Refused) as refused:
        corrected(facts, book, wrong)
    assert [one.code for one in refused.value.problems] == ["K571", "K572", "K573", "K574", "K574"]


def of(book, facts, *several):
    """The total of unit a, after corrections."""
    return totals(book, corrected(facts, book, several))["a"]


def test_an_event_says_otherwise_from_then_on(cards, marked):
    assert totals(cards, marked) == {"a": 75, "b": 90}, "80 less a red card of 5"
    assert of(cards, marked, Altered("HP-1", "kind", "yellow")) == 78
    assert of(cards, marked, Altered("HP-1", "kind", "黄牌")) == 78, "by its Chinese name too"
    assert of(cards, marked, Altered("HP-1", "quantity", "0.5")) == Decimal("77.5")
    assert of(cards, marked, Altered("HP-1", "kind", "yellow"), Altered("HP-1", "quantity", "2")) == 76
    assert of(cards, marked, Altered("HP-1", "day", "2026-12-31")) == 75, "still of the year"


def test_an_event_counts_so_many_times(cards, marked):
    assert of(cards, marked, Altered("HP-1", "times", "3")) == 65, "three red cards of 5"
    assert of(cards, marked, Altered("HP-1", "times", "0")) == 80
    assert of(cards, marked, Altered("HP-1", "times", "3"), Altered("HP-1", "times", "1")) == 75, "the last one holds"


def test_an_event_taken_back_is_not_altered_again(cards, marked):
    with pytest.raises(Refused) as refused:
        corrected(marked, cards, [TakenBack("HP-1"), Altered("HP-1", "kind", "yellow")])
    assert [one.code for one in refused.value.problems] == ["K574"]


def test_what_an_event_cannot_say_is_named_all_at_once(cards, marked):
    wrong = [
        Altered("HP-1", "kind", "green"),
        Altered("HP-1", "quantity", "半"),
        Altered("HP-1", "times", "-1"),
        Altered("HP-1", "day", "2026-02-30"),
        Altered("HP-1", "severity", ""),
        Altered("HP-1", "kind", "yellow", subject="b"),
        Altered("HP-1", "kind", "yellow", proof="录音"),
    ]
    with pytest.raises(Refused) as refused:
        corrected(marked, cards, wrong)
    assert [one.code for one in refused.value.problems] == ["K534", "K520", "K522", "K526", "K533", "K574", "K574"]
