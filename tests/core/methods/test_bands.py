"""Tables of bands with straight tails."""

from fractions import Fraction

import pytest

from core.methods.play import Play, null_test
from kaogong.core.methods.terms import Compare, num

DEQING = Play(
    "bands",
    10,
    of="days",
    table=[{"from": 20, "marks": 10}, {"from": 15, "marks": 9}, {"from": 10, "marks": 8}],
    below={"each": 1, "from": 9, "start": 8},
)
GRADES = Play("bands", 60, of="rate", table=[{"from": "90%", "marks": 60}, {"from": "80%", "marks": 40}, {"marks": 0}])


@pytest.mark.parametrize(
    ("days", "marks"),
    [(31, 10), (20, 10), (19, 9), (17, 9), (15, 9), (14, 8), (10, 8), (9, 8), (8, 7), (1, 0), (0, 0)],
)
def test_deqing_days(days, marks):
    assert DEQING.clamped(days=days) == marks


def test_deqing_between_the_table_and_the_tail():
    assert DEQING(days="9.5") == 8
    assert DEQING(days=0) == -1
    null_test(DEQING, days=17)


@pytest.mark.parametrize(
    ("rate", "marks"), [("0.9", 60), ("0.899999999", 40), ("0.8", 40), ("0.7999999999", 0), (-5, 0)]
)
def test_half_open(rate, marks):
    assert GRADES(rate=rate) == marks


def test_a_missing_value_is_not_the_last_band():
    null_test(GRADES, rate="0.95")
    assert DEQING(days=None) is None


def test_lower_is_better():
    play = Play("bands", 10, of="days", table=[{"through": 3, "marks": 10}, {"to": 5, "marks": 6}, {"marks": 0}])
    assert [play(days=x) for x in (0, 3, "3.01", "4.99", 5)] == [10, 10, 6, 6, 0]
    assert play.codes() == []
    assert play.shape().monotone == "down"


def test_excluded_bounds():
    play = Play(
        "bands",
        10,
        of="x",
        table=[{"above": 80, "marks": 10}, {"from": 60, "through": 80, "marks": 5}, {"marks": 0}],
    )
    assert [play(x=x) for x in ("80.1", 80, 60, "59.9")] == [10, 5, 5, 0]
    assert play.codes() == []


def test_no_band_is_no_score():
    play = Play("bands", 10, of="x", table=[{"from": 60, "marks": 10}])
    assert play(x=59) is None


def test_a_tail_above():
    table = [{"from": 100, "marks": 10}, {"marks": 0}]
    play = Play("bands", 10, of="x", table=table, above={"each": "0.5", "from": 100, "whole_steps": True})
    assert [play(x=x) for x in (99, 100, "100.9", 101, 104)] == [0, 10, 10, Fraction("10.5"), 12]
    null_test(play, x=104)


def test_the_worse_side_where_low_is_better():
    table = [{"through": 3, "marks": 10}, {"through": 5, "marks": 6}]
    play = Play("bands", 10, of="x", table=table, above={"each": -2, "from": 5})
    assert [play(x=x) for x in (3, 5, "5.5", 7)] == [10, 6, 5, 2]
    assert play.codes() == []
    assert (play.shape().low, play.shape().high, play.shape().monotone) == (None, 10, "down")
    null_test(play, x=7)


def test_the_tail_starts_at_the_nearest_row():
    play = Play("bands", 10, of="x", table=[{"from": 10, "marks": 8}], below={"each": 1, "from": 10, "step": 3})
    assert play(x=9) == Fraction(23, 3)


def test_notes_are_in_both_languages():
    case = GRADES.method.build(GRADES, GRADES.params)
    assert [branch.note.zh for branch in case.branches] == ["≥90% 档", "≥80% 档", "其余档"]
    assert case.branches[0].note.en == "band ≥90%"
    assert case.branches[0].when == Compare(">=", GRADES.term("rate"), num("0.9"))
    days = DEQING.method.build(DEQING, DEQING.params)
    assert days.branches[1].note.zh == "≥15 档"


@pytest.mark.parametrize(
    ("codes", "table"),
    [
        ([], [{"from": 90, "marks": 10}, {"from": 80, "to": 90, "marks": 5}, {"to": 80, "marks": 0}]),
        (["K402"], []),
        (["K403"], [{"from": 80, "marks": 10}, {"from": 90, "marks": 5}]),
        (["K403"], [{"from": 80, "marks": 10}, {"from": 80, "marks": 5}]),
        (["K403"], [{"to": 5, "marks": 10}, {"to": 3, "marks": 5}]),
        (["K404"], [{"marks": 10}, {"from": 80, "marks": 5}]),
        (["K404"], [{"from": 90, "marks": 10}, {"from": 80, "to": 95, "marks": 5}]),
        (["K405"], [{"from": 90, "marks": 10}, {"from": 80, "to": 89, "marks": 5}]),
        (["K405"], [{"from": 90, "marks": 10}, {"from": 80, "through": 89, "marks": 5}]),
        (["K405"], [{"above": 90, "marks": 10}, {"from": 80, "to": 90, "marks": 5}]),
        (["K406"], [{"from": 90, "marks": 11}]),
        (["K411"], [{"from": 90, "above": 80, "marks": 1}]),
        (["K413"], [{"from": 90, "to": 80, "marks": 1}]),
    ],
)
def test_complaints(codes, table):
    assert Play("bands", 10, of="x", table=table).codes() == codes


def test_complaints_of_tails():
    table = [{"from": 90, "marks": 10}, {"marks": 0}]
    assert Play("bands", 10, of="x", table=table, below={"each": 1, "from": 90}).codes() == ["K404"]
    assert Play("bands", 10, of="x", table=table, above={"each": 0, "from": 90, "step": 0}).codes() == [
        "K409",
        "K409",
    ]
    assert DEQING.codes() == []


def test_shape():
    assert (GRADES.shape().low, GRADES.shape().high, GRADES.shape().monotone) == (0, 60, "up")
    assert (DEQING.shape().low, DEQING.shape().high) == (None, 10)
    odd = Play("bands", 10, of="x", table=[{"from": 90, "marks": 1}, {"from": 80, "marks": 9}, {"marks": 0}])
    assert odd.shape().monotone == "no"
