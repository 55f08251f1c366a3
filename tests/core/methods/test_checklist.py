"""Parts present or absent."""

from fractions import Fraction

from core.methods.play import Play, null_test

PARTS = Play("checklist", 3, parts={"plan": 2, "board": 1})


def test_parts_add_up():
    assert PARTS(plan=1, board=1) == 3
    assert PARTS(plan=1, board=0) == 2
    assert PARTS(plan=0, board=0) == 0
    null_test(PARTS, plan=1, board=0)


def test_budget_missing_rules_are_taken():
    play = Play("checklist", 3, parts={"no_rule": 1, "not_published": "1/3"}, mode="deduct")
    assert play(no_rule=1, not_published=0) == 2
    assert play(no_rule=1, not_published=1) == Fraction(5, 3)
    null_test(play, no_rule=1, not_published=0)


def test_complaints_and_shape():
    assert PARTS.codes() == []
    assert Play("checklist", 3, parts={"plan": 1, "board": 1}).codes() == ["K414"]
    assert Play("checklist", 3, parts={"plan": 0}, mode="deduct").codes() == ["K409"]
    assert (PARTS.shape().low, PARTS.shape().high) == (0, 3)
    assert Play("checklist", 3, parts={"plan": 1}, mode="deduct").shape().low == 2
