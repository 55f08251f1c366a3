"""Satisfaction indices."""

from fractions import Fraction

import pytest

from core.methods.play import Play, Scene, null_test

WEIGHTS = ["40%", "20%", "15%", "10%", "10%", "5%"]
FZ_13 = Play("survey", 100, groups={f"g{i}": {"of": f"g{i}", "weight": w} for i, w in enumerate(WEIGHTS)})
MEANS = {f"g{i}": mean for i, mean in enumerate((85, 80, 90, 88, 92, 86))}


@pytest.mark.clause("FZ-13")
def test_six_weighted_groups():
    assert FZ_13(**MEANS) == Fraction("85.8")
    null_test(FZ_13, **MEANS)
    short = {"a": {"of": "a", "weight": "95%"}}
    assert Play("survey", groups=short).codes() == ["K407"]


@pytest.mark.clause("FZ-15")
def test_satisfaction_over_two_denominators():
    options = {"satisfied": 100, "other": 0}
    assert Play("survey", options=options)(satisfied=340, other=60) == 85
    of_all = Play("survey", options=options, valid="valid")
    assert of_all(satisfied=340, other=60, valid=500) == 68
    null_test(of_all, satisfied=340, other=60, valid=500)
    assert of_all(satisfied=0, other=0, valid=0) is None


def test_options_with_points():
    play = Play("survey", 20, options={"good": 100, "fair": 60, "bad": 0})
    assert play(good=5, fair=5, bad=0) == 16
    assert play(good=0, fair=0, bad=0) is None
    null_test(play, good=5, fair=5, bad=0)


def test_absent_groups():
    groups = {"a": {"of": "a", "weight": "75%"}, "b": {"of": "b", "weight": "25%"}}
    assert Play("survey", groups=groups)(a=80, b=None) is None
    assert Play("survey", groups=groups, absent="zero")(a=80, b=None) == 60
    shared = Play("survey", groups=groups, absent="redistribute")
    assert shared(a=80, b=None) == 80
    assert shared(a=80, b=40) == 70
    assert shared(a=None, b=None) is None


def test_minimum_sample():
    play = Play("survey", options={"yes": 100, "no": 0}, minimum=30)
    assert play(yes=29, no=0) is None
    assert play(yes=15, no=15) == 50
    null_test(play, yes=15, no=15)


def test_shrinkage():
    fixed = Play("survey", options={"yes": 100, "no": 0}, shrink={"k": 20, "to": 60})
    assert fixed(yes=10, no=0) == Fraction(10 * 100 + 20 * 60, 30)
    small = Play(
        "survey",
        options={"yes": 100, "no": 0},
        minimum=30,
        below_minimum="shrink",
        shrink={"k": 20, "to": 60},
    )
    assert small(yes=10, no=0) == Fraction(220, 3)
    assert small(yes=30, no=0) == 100
    assert small(yes=0, no=0) is None
    null_test(small, yes=10, no=0)
    groups = {"a": {"of": "a", "weight": 1}}
    drawn = Play("survey", 50, groups=groups, valid="n", shrink={"k": 10})
    peers = Scene(peers=[{"a": Fraction(60)}, {"a": None}])
    assert drawn(peers, a=80, n=10) == Fraction(10 * 40 + 10 * 35, 20)
    null_test(drawn, peers, a=80, n=10)
    both = Play("survey", options={"yes": 100, "no": 0}, minimum=5, shrink={"k": 20, "to": 60})
    assert both(yes=4, no=0) is None
    assert both(yes=10, no=0) == Fraction(220, 3)


def test_complaints_and_shape():
    assert FZ_13.codes() == []
    assert Play("survey").codes() == ["K402"]
    groups = {"a": {"of": "a", "weight": 1}}
    assert Play("survey", 0, groups=groups).codes() == ["K401"]
    assert Play("survey", groups=groups, options={"x": 1}).codes() == ["K411"]
    assert Play("survey", groups=groups, minimum=3).codes() == ["K402"]
    assert Play("survey", groups=groups, valid="n", minimum=3, below_minimum="shrink").codes() == ["K402"]
    assert Play("survey", groups=groups, valid="n", shrink={"k": 0}, out_of=0).codes() == ["K409", "K409"]
    assert FZ_13.shape().monotone == "up"
