"""Completion of a target or of one's own past."""

from fractions import Fraction

import pytest

from core.methods.play import Play, Scene, null_test
from kaogong.core.methods.terms import Div, Fact, Sub

WH_25 = Play("ratio", 15, of="early", target="completed")


@pytest.mark.clause("WH-25")
def test_early_completion_is_early_over_completed_times_fifteen():
    assert WH_25(early=12, completed=16) == Fraction("11.25")
    assert WH_25(early=16, completed=16) == 15
    null_test(WH_25, early=12, completed=16)


def test_hb_05_weight_ten_target_two_hundred():
    play = Play("ratio", 10, of="done", target=Fact("aim"))
    assert play(done=180, aim=200) == 9
    assert play(done=220, aim=200) == 10
    assert Play("ratio", 10, of="done", target="aim", cap_at="1.2")(done=220, aim=200) == 11
    assert Play("ratio", 10, of="done", target="aim", cap_at="none")(done=500, aim=200) == 25


def test_shicheng_reservoirs():
    assert Play("ratio", 4, of="converted", target="reservoirs")(converted=8, reservoirs=10) == Fraction("3.2")


@pytest.mark.parametrize(("word", "worth"), [("missing", None), ("full", 15), ("zero", 0)])
@pytest.mark.parametrize("target", [0, -3])
def test_a_target_not_above_zero_is_as_declared(word, worth, target):
    play = Play("ratio", 15, of="early", target="completed", zero_target=word)
    assert play(early=0, completed=target) == worth
    assert play(early=None, completed=target) is None
    assert play(early=3, completed=None) is None


def test_lower_is_better():
    play = Play("ratio", 10, of="hours", target="norm", direction="lower", zero_target="full")
    assert play(hours=8, norm=4) == 5
    assert play(hours=3, norm=4) == 10
    assert play(hours=0, norm=4) == 10
    null_test(play, hours=8, norm=4)


def test_negative_values_stop_at_zero():
    assert WH_25(early=-4, completed=16) == 0


@pytest.mark.parametrize(("done", "marks"), [("59.99", 0), (60, 6), (100, 10), (101, 10)])
def test_below_the_least_share_nothing(done, marks):
    assert Play("ratio", 10, of="done", target="aim", from_="60%")(done=done, aim=100) == marks


def test_own_past():
    past = Scene(past=[{"x": Fraction(80)}, {"x": Fraction(90)}, {"x": Fraction(40)}])
    assert Play("ratio", 100, of="x", against="last_year")(past, x=60) == 75
    assert Play("ratio", 100, of="x", against={"mean_years": 3})(past, x=63) == 90
    assert Play("ratio", 100, of="x", against={"max_years": 3})(past, x=45) == 50
    assert Play("ratio", 100, of="x", against={"min_years": 3})(past, x=30) == 75
    higher = Play("ratio", 100, of="x", against={"last_year": True, "mean_years": 3}, pick="higher")
    assert higher(past, x=60) == 75
    lower = Play("ratio", 100, of="x", target="aim", against={"mean_years": 3}, pick="lower")
    assert lower(past, x=35, aim=100) == 50
    null_test(lower, past, x=35, aim=100)
    null_test(higher, past, x=60)


def test_a_past_that_is_not_there_is_no_score():
    assert Play("ratio", 100, of="x", against={"mean_years": 3})(Scene(past=[{"x": Fraction(1)}]), x=60) is None
    assert Play("ratio", 100, of="x", against="last_year")(Scene(past=[{"x": None}]), x=60) is None


@pytest.mark.clause("HB-37")
def test_per_capita_growth_standard():
    value, people = Div(Fact("value"), Fact("people")), Div(Fact("value0"), Fact("people0"))
    growth = Div(Sub(value, people), people)
    play = Play("ratio", 10, of=growth, target=Fact("standard"), pass_="all")
    data = {"value": 1100, "people": 105, "value0": 1000, "people0": 100}
    assert play(**data, standard="5%") == 0
    assert play(**data, standard="1/21") == 10
    null_test(play, **data, standard="5%")


def test_all_or_nothing_needs_no_division():
    play = Play("ratio", 10, of="x", target="y", pass_="all")
    assert [play(x=x, y=0) for x in (-1, 0, 1)] == [0, 10, 10]
    part = Play("ratio", 10, of="x", target="y", pass_="all", from_="90%")
    assert [part(x=x, y=10) for x in ("8.99", 9)] == [0, 10]
    lower = Play("ratio", 10, of="x", target="y", pass_="all", direction="lower")
    assert [lower(x=x, y=5) for x in (5, "5.01")] == [10, 0]


def test_complaints():
    assert WH_25.codes() == []
    assert Play("ratio", 0, of="x", target="y").codes() == ["K401"]
    assert Play("ratio", of="x").codes() == ["K402"]
    assert Play("ratio", of="x", target="y", against="last_year").codes() == ["K411"]
    assert Play("ratio", of="x", against={"last_year": True, "mean_years": 2}).codes() == ["K411"]
    assert Play("ratio", of="x", target="y", pick="higher").codes() == ["K411"]
    assert Play("ratio", of="x", against={"last_year": True, "mean_years": 2}, pick="lower").codes() == []
    assert Play("ratio", of="x", target="y", from_=1).codes() == ["K413"]


def test_shape():
    assert (WH_25.shape().low, WH_25.shape().high, WH_25.shape().monotone) == (0, 15, "up")
    assert Play("ratio", of="x", target="y", cap_at="none", direction="lower").shape().high is None
