"""Points by place."""

from fractions import Fraction

import pytest

from core.methods.play import Play, Scene, null_test


def pool(*values):
    return Scene(peers=[{"x": None if one is None else Fraction(str(one))} for one in values])


OTHERS = pool(9, 9, 8, 5, None)
THREE = {"of": "x", "points": [10, 8, 6], "last": 4}


@pytest.mark.parametrize(("x", "marks"), [("9.1", 10), ("8.5", 6), (8, 6), ("7.5", 4), (1, 4), (-3, 4)])
def test_places(x, marks):
    assert Play("rank", 10, **THREE)(OTHERS, x=x) == marks


@pytest.mark.parametrize(("ties", "marks"), [("best", 10), ("worst", 6), ("mean", 8), ("dense", 10)])
def test_three_share_the_first_place(ties, marks):
    assert Play("rank", 10, **THREE, ties=ties)(OTHERS, x=9) == marks


def test_two_share_places():
    assert Play("rank", 10, **THREE, ties="mean")(pool(9, 1), x=9) == 9
    assert Play("rank", 10, **THREE, ties="mean")(pool(9, 8, 7), x=7) == 5
    assert Play("rank", 10, **THREE, ties="dense")(OTHERS, x=8) == 8


def test_null_and_minimum():
    null_test(Play("rank", 10, **THREE), OTHERS, x=7)
    null_test(Play("rank", 10, of="x", spread={"best": 10, "worst": 1}), OTHERS, x=7)
    null_test(Play("rank", 10, of="x", shares=[{"top": "30%", "points": 10}]), OTHERS, x=7)
    null_test(Play("rank", 10, of="x", first=10), OTHERS, x=7)
    assert Play("rank", 10, **THREE, minimum=5)(OTHERS, x=7) == 4
    assert Play("rank", 10, **THREE, minimum=6)(OTHERS, x=7) is None


def test_low_is_better_and_from_the_bottom():
    assert Play("rank", 10, **THREE, order="low")(OTHERS, x=1) == 10
    bottom = Play("rank", 10, of="x", points=[0, 2], last=10, count_from="bottom")
    assert [bottom(OTHERS, x=x) for x in (4, 6, 10)] == [0, 2, 10]


def test_step_by_step():
    play = Play("rank", 10, of="x", first=10, step="0.5", last=9)
    assert [play(OTHERS, x=x) for x in (10, "8.5", 8, 1)] == [10, 9, 9, 9]
    assert Play("rank", 10, of="x", first=10, step="1/3")(pool(9), x=1) == Fraction(29, 3)


def test_shares_of_the_pool():
    play = Play("rank", 10, of="x", shares=[{"top": "30%", "points": 10}, {"top": "70%", "points": 8}], last=6)
    nine = pool(*range(1, 10))
    assert [play(nine, x=x) for x in ("9.5", "7.5", "6.5", "3.5", "2.5")] == [10, 10, 8, 8, 6]


def test_evenly_from_first_to_last():
    play = Play("rank", 10, of="x", spread={"best": 10, "worst": 6})
    assert [play(pool(1, 2, 3), x=x) for x in (4, "2.5", "1.5", 0)] == [
        10,
        Fraction(26, 3),
        Fraction(22, 3),
        6,
    ]
    assert play(pool(), x=4) == 10


def test_complaints_and_shape():
    assert Play("rank", 10, **THREE).codes() == []
    assert Play("rank", 10, of="x").codes() == ["K402"]
    assert Play("rank", 10, of="x", points=[1], first=3).codes() == ["K411"]
    assert Play("rank", 10, of="x", points=[11]).codes() == ["K406"]
    assert Play("rank", 10, of="x", first=11, step=0).codes() == ["K406", "K409"]
    assert Play("rank", 10, of="x", spread={"best": 11, "worst": 0}).codes() == ["K406"]
    shares = [{"top": "70%", "points": 8}, {"top": "30%", "points": 1}, {"top": "130%", "points": 1}]
    assert Play("rank", 10, of="x", shares=shares).codes() == ["K403", "K403"]
    for play, high in (
        (Play("rank", 10, **THREE), 10),
        (Play("rank", 10, of="x", first=7), 7),
        (Play("rank", 10, of="x", shares=shares), 8),
        (Play("rank", 10, of="x", spread={"best": 9, "worst": 1}), 9),
    ):
        assert play.shape().high == high
