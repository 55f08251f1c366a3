"""Straight lines between points."""

from fractions import Fraction

import pytest

from core.methods.play import Play, null_test
from kaogong.core.methods.terms import Div, Null

LINE = Play("linear", 10, of="x", points=[["60%", 0], ["90%", 8], ["100%", 10]])


@pytest.mark.parametrize(
    ("x", "marks"),
    [("59%", 0), ("60%", 0), ("75%", 4), ("90%", 8), ("95%", 9), ("100%", 10), ("101%", 10), (-1, 0)],
)
def test_between_the_points(x, marks):
    assert LINE(x=x) == marks


def test_null():
    null_test(LINE, x="75%")
    for outside in ("extend", "missing"):
        null_test(Play("linear", 10, of="x", points=[[0, 0], [1, 1]], outside=outside), x="0.5")


def test_outside():
    points = [[0, 0], [10, 5]]
    assert Play("linear", 10, of="x", points=points, outside="extend")(x=-2) == -1
    assert Play("linear", 10, of="x", points=points, outside="extend")(x=12) == 6
    missing = Play("linear", 10, of="x", points=points, outside="missing")
    assert [missing(x=x) for x in (-1, 0, 10, 11)] == [None, 0, 5, None]


def test_thirds_stay_exact_with_one_division():
    play = Play("linear", 10, of="x", points=[[0, 0], [3, 1]])
    assert play(x=1) == Fraction(1, 3)
    case = play.method.build(play, play.params)
    assert [type(branch.then) for branch in case.branches][1] is Div
    assert case.otherwise == Null()


def test_complaints_and_shape():
    assert LINE.codes() == []
    assert Play("linear", 10, of="x", points=[[0, 0]]).codes() == ["K402"]
    assert Play("linear", 10, of="x", points=[[0, 0], [0, 1], [-1, 2]]).codes() == ["K403", "K403"]
    assert Play("linear", 10, of="x", points=[[0, 0], [1, 11]]).codes() == ["K406"]
    assert (LINE.shape().low, LINE.shape().high, LINE.shape().monotone) == (0, 10, "up")
    assert Play("linear", of="x", points=[[0, 5], [1, 0], [2, 6]]).shape().monotone == "no"
    assert Play("linear", of="x", points=[[0, 5], [1, 0]], outside="extend").shape().low is None
