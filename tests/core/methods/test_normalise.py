"""Marks against the others of the pool."""

from fractions import Fraction

import pytest

from core.methods.play import Play, Scene, null_test


def pool(*values):
    return Scene(peers=[{"x": None if one is None else Fraction(str(one))} for one in values])


def test_deqing_against_the_greatest():
    assert Play("normalise", 10, of="x", by="max")(pool(25, 3), x=18) == Fraction("7.2")
    assert Play("normalise", 15, of="x", by="max")(pool(6), x=5) == Fraction("12.5")
    assert Play("normalise", 20, of="x", by="max", zero=0)(pool(0, None), x=0) == 0
    assert Play("normalise", 20, of="x", by="max")(pool(0), x=0) is None
    assert Play("normalise", 20, of="x", by="max", zero=5)(pool(-3), x=-2) == 5


@pytest.mark.parametrize("by", ["max", "mean", "min_max", "efficacy", "t_score", "around_mean"])
@pytest.mark.parametrize("order", ["high", "low"])
def test_null(by, order):
    more = {"at_mean": 80} if by == "around_mean" else {}
    play = Play("normalise", 100, of="x", by=by, order=order, **more)
    null_test(play, pool(1, 9, None), x=4)
    few = Play("normalise", 100, of="x", by=by, order=order, minimum=4, **more)
    assert few(pool(1, 9, None), x=4) is None
    assert few(pool(1, 9, 3), x=4) == play(pool(1, 9, 3), x=4)


@pytest.mark.parametrize("by", ["min_max", "efficacy", "t_score"])
def test_all_alike_is_as_declared(by):
    assert Play("normalise", 100, of="x", by=by)(pool(4, 4), x=4) is None
    assert Play("normalise", 100, of="x", by=by, zero=60)(pool(4, 4), x=4) == 60


def test_mean():
    assert Play("normalise", 10, of="x", by="mean")(pool(2, 6), x=1) == Fraction(10, 3)
    assert Play("normalise", 10, of="x", by="mean", order="low")(pool(2, 6), x=4) == 10
    assert Play("normalise", 10, of="x", by="mean", order="low")(pool(2, 4), x=0) is None
    assert Play("normalise", 10, of="x", by="mean", zero=1)(pool(-2, -6), x=1) == 1


def test_low_against_the_least():
    assert Play("normalise", 10, of="x", by="max", order="low")(pool(2, 6), x=4) == 5


def test_range():
    high = Play("normalise", 10, of="x", by="min_max")
    assert [high(pool(0, 10), x=x) for x in (0, "2.5", 10)] == [0, Fraction("2.5"), 10]
    assert Play("normalise", 10, of="x", by="min_max", order="low")(pool(0, 10), x="2.5") == Fraction("7.5")
    assert high(pool(-10, 10), x=-5) == Fraction("2.5")


def test_efficacy_coefficient():
    play = Play("normalise", 100, of="x", by="efficacy", low="low", high="high")
    assert [play(x=x, low=50, high=90) for x in (50, 80, 90, 40)] == [60, 90, 100, 50]
    null_test(play, x=80, low=50, high=90)
    assert Play("normalise", 100, of="x", by="efficacy")(pool(50, 90), x=80) == 90
    assert Play("normalise", 10, of="x", by="efficacy", base=50)(pool(50, 90), x=70) == Fraction("7.5")
    low = Play("normalise", 100, of="x", by="efficacy", order="low")
    assert [low(pool(10, 30), x=x) for x in (10, 20, 30)] == [100, 80, 60]
    assert Play("normalise", 100, of="x", by="efficacy", order="low", low="a", high="b")(x=20, a=30, b=10) == 80


def test_t_score():
    play = Play("normalise", 100, of="x", by="t_score")
    assert play(pool(2, 4, 4, 5, 5, 7, 9), x=4) == 45
    assert play(pool(4, 4, 4, 5, 5, 7, 9), x=2) == 35
    assert play(pool(2, 4, 4, 4, 5, 5, 7), x=9) == 70
    low = Play("normalise", 100, of="x", by="t_score", order="low")
    assert low(pool(2, 4, 4, 4, 5, 5, 7), x=9) == 30
    third = Play("normalise", 100, of="x", by="t_score", places=2)
    assert third(pool(0, 0), x=1) == Fraction("64.1")
    assert third(pool(1, 1), x=0) == Fraction("35.9")


def test_both_ways_from_the_mean():
    play = Play("normalise", 10, of="x", by="around_mean", at_mean=8, each_above="0.5", each_below=1, step=2)
    assert play(pool(10, 20), x=15) == 8
    assert play(pool(10, 20), x=30) == 8 + Fraction("0.25") * 10
    assert play(pool(10, 20), x=0) == 8 - Fraction("0.5") * 10


def test_both_ways_relative_to_the_mean():
    play = Play(
        "normalise",
        10,
        of="x",
        by="around_mean",
        at_mean=8,
        each_above="0.1",
        each_below="0.2",
        step="1%",
        relative=True,
    )
    assert play(pool(10, 20), x=30) == 8 + 5
    assert play(pool(10, 20), x=0) == 8 - 20
    assert play(pool(-10, -20), x=-15) == 8
    assert play(pool(-10, -20), x=-30) is None


def test_stretched_to_the_ends():
    play = Play("normalise", 10, of="x", by="around_mean", at_mean=6, least=2)
    assert [play(pool(0, 10), x=x) for x in (5, 10, 0)] == [6, 10, 2]
    assert play(pool(0, 10), x=8) == 8
    assert play(pool(4, 4), x=4) == 6
    low = Play("normalise", 10, of="x", by="around_mean", at_mean=6, least=2, order="low")
    assert [low(pool(0, 10), x=x) for x in (5, 10, 0)] == [6, 2, 10]
    rates = Play("normalise", 10, of="x", by="around_mean", at_mean=6, each_above=1, each_below=2, order="low")
    assert [rates(pool(0, 10), x=x) for x in ("3.5", "6.5")] == [7, 4]


def test_complaints_and_shape():
    assert Play("normalise", 10, of="x", by="max").codes() == []
    assert Play("normalise", 0, of="x", by="max").codes() == ["K401"]
    assert Play("normalise", 10, of="x", by="around_mean").codes() == ["K402"]
    assert Play("normalise", 10, of="x", by="around_mean", at_mean=11, each_above=0, step=0).codes() == [
        "K409",
        "K409",
        "K406",
    ]
    assert Play("normalise", 10, of="x", by="max", low="y", at_mean=1).codes() == ["K411", "K411"]
    assert Play("normalise", 10, of="x", by="min_max").shape().high == 10
    assert Play("normalise", 10, of="x", by="max", order="low").shape().monotone == "down"
