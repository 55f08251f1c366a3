"""Change on own history."""

from fractions import Fraction

import pytest

from core.methods.play import Play, Scene, null_test

GAP = Play("improve", 100, now="now", before="before", by="gap_closed", zero="full")


@pytest.mark.clause("CX-11")
def test_gap_closed_favours_the_weak_starter():
    assert GAP(now=72, before=60) == 30
    assert GAP(now=96, before=95) == 20
    assert GAP(now=100, before=100) == 100
    assert GAP(now=50, before=60) == -25
    assert GAP.clamped(now=50, before=60) == 0
    null_test(GAP, now=72, before=60)
    assert GAP(now=None, before=100) is None


@pytest.mark.clause("HB-38")
def test_places_and_own_progress():
    assert Play("improve", 10, now="rank", before="last", by="places", each=1)(rank=7, last=12) == 5
    assert Play("improve", 10, now="x", before="y", by="rate", each=1, step="1%")(x=88, y=80) == 10
    assert Play("improve", 10, now="x", before="y", by="rate", full_at="20%")(x=88, y=80) == 5


def test_change():
    play = Play("improve", 10, now="x", before="y", each="0.5", step=2, start=5)
    assert [play(x=x, y=10) for x in (10, 14, 6)] == [5, 6, 4]
    assert Play("improve", 10, now="x", before="y", full_at=8)(x=6, y=0) == Fraction("7.5")
    assert Play("improve", 10, now="x", before="y", full_at=8, start=2)(x=4, y=0) == 6
    assert Play("improve", 10, now="x", before="y", each=1, direction="lower")(x=4, y=10) == 6
    null_test(play, x=14, y=10)


def test_whole_steps():
    common = {"now": "x", "before": "y", "by": "rate", "each": 1, "step": "5%", "whole_steps": True}
    assert [Play("improve", 10, **common)(x=x, y=100) for x in (104, 105, 112, 88)] == [0, 1, 2, -2]
    assert Play("improve", 10, **common, part_step="count")(x=104, y=100) == 1
    assert Play("improve", 10, now="x", before="y", each=1, step=5, whole_steps=True)(x=9, y=0) == 1
    null_test(Play("improve", 10, **common), x=112, y=100)


@pytest.mark.parametrize(("word", "marks"), [("missing", None), ("full", 10), ("zero", 0)])
@pytest.mark.parametrize("before", [0, -5])
def test_a_past_not_above_zero_is_as_declared(word, marks, before):
    play = Play("improve", 10, now="x", before="y", by="rate", each=1, zero=word)
    assert play(x=3, y=before) == marks
    assert play(x=None, y=before) is None


def test_without_a_past_named_last_year_is_meant():
    play = Play("improve", 10, now="x", each=1)
    assert play(Scene(past=[{"x": Fraction(4)}]), x=6) == 2
    assert play(Scene(), x=6) is None


def test_lower_gap():
    play = Play("improve", 10, now="x", before="y", by="gap_closed", best=0, direction="lower")
    assert play(x=3, y=4) == Fraction("2.5")


def test_complaints_and_shape():
    assert GAP.codes() == []
    assert Play("improve", 10, now="x").codes() == ["K402"]
    assert Play("improve", 10, now="x", each=1, full_at=2, by="rate").codes() == ["K411"]
    assert Play("improve", 10, now="x", each=0, step=0).codes() == ["K409", "K409"]
    assert Play("improve", 0, now="x", by="rate").codes() == ["K401"]
    assert GAP.shape().monotone == "up"
    assert Play("improve", now="x", by="places", each=1).shape().monotone == "down"
