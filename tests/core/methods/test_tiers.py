"""Each part of the value at its own rate."""

from fractions import Fraction

import pytest

from core.methods.play import Play, null_test

ARTICLES = Play("tiers", 10, of="x", table=[{"to": 100, "each": "0.1"}, {"each": "0.05"}])


@pytest.mark.parametrize(("x", "marks"), [(0, 0), (-5, 0), (50, 5), (100, 10), (101, "10.05"), (120, 11)])
def test_marginal(x, marks):
    assert ARTICLES(x=x) == Fraction(marks)
    assert ARTICLES.clamped(x=x) == min(Fraction(marks), 10)


def test_null():
    null_test(ARTICLES, x=50)


def test_beyond_a_closed_last_tier_nothing():
    play = Play("tiers", 10, of="x", from_=10, table=[{"to": 20, "each": 1, "step": 3}, {"to": 30, "each": "0.5"}])
    assert [play(x=x) for x in (5, 10, 11, 20, 30, 40)] == [
        0,
        0,
        Fraction(1, 3),
        Fraction(10, 3),
        Fraction(25, 3),
        Fraction(25, 3),
    ]


def test_complaints_and_shape():
    assert ARTICLES.codes() == []
    assert Play("tiers", of="x", table=[]).codes() == ["K402"]
    assert Play("tiers", of="x", table=[{"each": 1}, {"to": 5, "each": 1}]).codes() == ["K403"]
    assert Play("tiers", of="x", table=[{"to": 5, "each": 1}, {"to": 5, "each": 1}]).codes() == ["K403"]
    assert Play("tiers", of="x", table=[{"to": 5, "each": 1, "step": 0}]).codes() == ["K409"]
    assert ARTICLES.shape().monotone == "up"
    assert Play("tiers", of="x", table=[{"each": -1}]).shape().monotone == "down"
    assert Play("tiers", of="x", table=[{"to": 1, "each": -1}, {"each": 1}]).shape().monotone == "no"
