"""What if: who moves under another edition, which rule moved them, how alike the orders are, how firm the places."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.engine.explain.runs import book_of
from kaogong.core.engine.facts import Facts
from kaogong.core.engine.whatif import putback, sensitivity, whatif
from kaogong.core.engine.whatif.correlation import correlate, inversions
from kaogong.core.engine.whatif.refit import refit
from kaogong.core.problem import Refused
from kaogong.core.scheme.load import load_text

BOOK = """
kaogong: 1
id: trial
title: 试评
edition: "{edition}"
effective: {{from: 2026-01-01}}
basis: {{rules: {{name: 办法}}}}
readings:
  cards: {{question: 扣几分, options: {{two: 两分, five: 五分}}, chosen: two}}
subjects:
  classes: {{dept: {{name: 部门, kind: unit}}}}
facts:
  done: {{name: 完成, type: decimal, places: {places}, every: year}}
  marks: {{name: 评价, type: decimal, every: year}}
  tier: {{name: 档次, type: choice, options: {options}, every: year}}
events:
  card: {{name: 黄牌, kinds: {{yellow: 黄牌}}}}
sheets:
  - id: dept
    name: 部门表
    for: {{kind: unit, classes: [dept]}}
    every: year
    full: 100
    items:
      - {{id: share, name: 完成率, full: {share}, method: ratio, of: done, target: 100, clause: T-1}}
      - {{id: view, name: 评价, full: {view}, method: imported, of: marks, from: 100}}
      - {{id: card, name: 扣牌, role: deduction, method: events, ledger: card, mode: signed,
         marks: {{yellow: {{by_reading: cards, two: -2, five: -5}}}}}}
grades:
  - {{id: g, sheet: dept, ladder: [{{grade: 优秀, from: {good}}}, {{grade: 一般}}]}}
ranks: [{{id: r, sheet: dept, order: [total]}}]
"""
PLAIN = {"edition": "1", "places": 2, "options": "[甲, 乙]", "share": 60, "view": 40, "good": 80}


def edition(**changed):
    return book_of(BOOK.format(**{**PLAIN, **changed}))


OLD = edition()


def facts(rows, cards=()):
    """Facts of subjects: (done, marks)."""
    given = [{"subject": f"u{n}", "class": "dept", "name": f"单位{n}"} for n in range(len(rows))]
    values = [
        {"subject": f"u{n}", "period": "2026", "fact": fact, "value": value}
        for n, row in enumerate(rows)
        for fact, value in zip(("done", "marks"), row, strict=True)
    ]
    events = [{"ledger": "card", "subject": who, "day": "2026-03-01", "kind": "yellow"} for who in cards]
    return Facts.from_rows(OLD, subjects=given, facts=values, events=events)


SOME = [("90", "60"), ("60", "95"), ("80", "80")]


def test_who_moves_in_score_place_and_grade():
    found = whatif(OLD, edition(edition="2", share=40, view=60), facts(SOME))
    assert (found.before, found.after) == ("trial 1", "trial 2")
    assert (found.subjects, found.scores, found.ranks, found.grades) == (3, 2, 3, 1)
    moved = {one.subject: (one.before, one.after) for one in found.movers}
    before, after = moved["u1"]
    assert (before.total, before.rank, before.grade) == (74, 3, "一般")
    assert (after.total, after.rank, after.grade) == (81, 1, "优秀")
    assert found.movers[0].subject == "u1", "a changed grade comes first"


def test_which_item_moved_exactly():
    found = whatif(OLD, edition(edition="2", share=40, view=60), facts(SOME))
    items = {move.id: (move.before, move.after) for move in found.movers[0].items}
    assert items == {"share": (36, 24), "view": (38, 57)}
    assert [(path, count, marks) for path, _, count, marks in found.items] == [
        ("dept.view", 3, 47),
        ("dept.share", 3, -46),
    ]


def test_each_changed_rule_is_put_back_alone():
    found = whatif(OLD, edition(edition="2", share=50, good=85), facts(SOME))
    by_path = {one.path: one for one in found.attributions}
    assert set(by_path) == {"sheets.dept.items.share", "grades.g"}
    share, grades = by_path["sheets.dept.items.share"], by_path["grades.g"]
    assert (share.scores, share.marks, share.clause) == (3, 23, "T-1")
    assert (grades.scores, grades.grades) == (0, 0), (
        "nobody reaches 85 or is between the two lines once the marks are lower"
    )


def test_the_only_change_put_back_is_the_old_edition(monkeypatch):
    """It is not scored again, and says the same as if it were."""
    new = edition(edition="2", share=50)
    quick = whatif(OLD, new, facts(SOME)).attributions
    monkeypatch.setattr(putback, "rules", lambda book: object())
    assert whatif(OLD, new, facts(SOME)).attributions == quick
    assert [one.marks for one in quick] == [23]
    monkeypatch.undo()
    monkeypatch.setattr(putback, "score", None)
    assert whatif(OLD, new, facts(SOME)).attributions == quick


def test_another_reading_of_the_same_edition():
    other, problems = load_text(BOOK.format(**PLAIN), readings={"cards": "five"})
    problems.raise_errors()
    found = whatif(OLD, other, facts(SOME, cards=["u0", "u0"]))
    assert (found.before, found.after) == ("trial 1 cards=two", "trial 1 cards=five")
    (mover,) = [one for one in found.movers if one.scored]
    assert (mover.before.total, mover.after.total) == (74, 68)
    assert [one.path for one in found.attributions] == ["sheets.dept.items.card"]
    assert found.attributions[0].marks == 6


def test_facts_are_read_by_the_new_edition():
    """More places are filled up, choices keep their words, what the old edition did not ask for is missing."""
    one = facts([("90.25", "60")])
    fitted, notes = refit(one, OLD, edition(places=4, options="[特, 甲, 乙]"))
    assert fitted.tables["facts_year"].column("f_done").to_pylist() == [902500]
    assert notes == ()
    with pytest.raises(Refused, match="K751"):
        refit(one, OLD, edition(places=1))


def test_same_rules_move_nobody():
    found = whatif(OLD, edition(), facts(SOME))
    assert (found.scores, found.ranks, found.grades, found.movers, found.items, found.attributions) == (
        0,
        0,
        0,
        (),
        (),
        (),
    )
    (one,) = found.correlations
    assert (one.tau_b, one.rho) == (1, 1)


def test_how_firm_places_are():
    """74.0 against 78.0: ten percent more weight on the right item turns two places round; the first stays first."""
    found = whatif(OLD, OLD, facts([("100", "100"), ("90", "60"), ("68", "90")]), change=Fraction(1, 10))
    (one,) = found.sensitivities
    assert [(r.subject, r.rank, r.best, r.worst) for r in one.ranges] == [
        ("u0", 1, 1, 1),
        ("u1", 2, 2, 3),
        ("u2", 3, 2, 3),
    ]
    assert one.firm == 1
    assert {name: moved for name, _, moved in one.items} == {"share": 2, "view": 2}


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=2, max_size=12))
def test_many_rows_are_ranged_as_few_are(pairs):
    told = [whatif(OLD, OLD, facts([(str(a), str(b)) for a, b in pairs])).sensitivities]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sensitivity, "AT_ONCE", 0)
        told.append(whatif(OLD, OLD, facts([(str(a), str(b)) for a, b in pairs])).sensitivities)
    assert told[0] == told[1]


def test_a_small_change_of_weight_by_hand():
    """Totals 80 and 80.4; a tenth more on `share` (66 : 34) gives 79.6 + … the order stays."""
    found = whatif(OLD, OLD, facts([("80", "80"), ("82", "78")]), change=Fraction(1, 100))
    (one,) = found.sensitivities
    assert one.firm == 2


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=2, max_size=30))
def test_pairs_are_counted_as_by_hand(pairs):
    found = correlate("s", "2026", pairs)
    signs = [(a[0] - b[0]) * (a[1] - b[1]) for a, b in combinations(pairs, 2)]
    assert found.concordant == sum(sign > 0 for sign in signs)
    assert found.discordant == sum(sign < 0 for sign in signs)
    assert found.tied_before == sum(a[0] == b[0] for a, b in combinations(pairs, 2))
    assert found.tied_after == sum(a[1] == b[1] for a, b in combinations(pairs, 2))


def test_coefficients_by_hand():
    one = correlate("s", "2026", [(1, 1), (2, 3), (3, 2), (4, 4)])
    assert (one.concordant, one.discordant) == (5, 1)
    assert one.tau_b == Fraction("0.6666")
    assert one.rho == Fraction("0.8")
    assert inversions([3, 1, 2, 2]) == 3
