"""Ballots of rater groups."""

from fractions import Fraction

import pytest

from core.methods.play import Play, Scene
from kaogong.core.problem import Refused

GROUPS = {"month": ("self", "peers", "leader")}


def build(full, weights, **params):
    return Play("rating", full, GROUPS, ratings="month", groups=weights, **params)


def month(**params):
    return build(100, {"self": "30%", "peers": "40%", "leader": "30%"}, **params)


def ballots(**groups):
    return Scene(ballots=groups)


@pytest.mark.clause("QH-46")
def test_thirty_forty_thirty():
    assert month()(ballots(self=[95], peers=[88], leader=[90])) == Fraction("90.7")
    assert month()(ballots(self=[95], peers=[80, 96], leader=[85, 95])) == Fraction("90.7")


def test_thirds_are_exact():
    assert build(100, {"peers": 1})(ballots(peers=[80, 80, 81])) == Fraction(241, 3)
    assert build(20, {"peers": 1}, out_of=5)(ballots(peers=[4, 5])) == 18


@pytest.mark.parametrize("gone", ["self", "peers", "leader"])
def test_an_absent_group(gone):
    full = {"self": [90], "peers": [80], "leader": [60]}
    there = {name: votes for name, votes in full.items() if name != gone}
    assert month()(ballots(**there)) is None
    weights = {"self": Fraction("0.3"), "peers": Fraction("0.4"), "leader": Fraction("0.3")}
    total = sum(weights[name] * votes[0] for name, votes in there.items())
    assert month(absent="zero")(ballots(**there)) == total
    shared = month(absent="redistribute")
    assert shared(ballots(**there)) == total * Fraction(1, 1 - weights[gone])
    assert shared(ballots(**full)) == 77


def test_nobody_at_all():
    assert month()(ballots()) is None
    assert month(absent="redistribute")(ballots()) is None
    assert month(absent="zero")(ballots()) == 0


def test_minimum_raters():
    play = build(100, {"peers": 1}, minimum={"peers": 3})
    assert play(ballots(peers=[90, 90])) is None
    assert play(ballots(peers=[90, 90, 60])) == 80


def test_trimming():
    play = build(100, {"peers": 1}, trim={"highest": 1, "lowest": 1, "from": 5})
    assert play(ballots(peers=[0, 80, 90, 100])) == Fraction(270, 4)
    assert play(ballots(peers=[0, 80, 85, 90, 100])) == 85
    assert build(100, {"peers": 1}, trim={"highest": 1, "lowest": 1})(ballots(peers=[0, 50, 100])) == 50
    assert build(100, {"peers": 1}, trim={"highest": 1, "lowest": 1})(ballots(peers=[0, 100])) == 50
    share = build(100, {"peers": 1}, trim={"share": "10%"})
    assert share(ballots(peers=[0, 0, *[50] * 16, 100, 100])) == 50
    minimum = build(100, {"peers": 1}, trim={"highest": 1, "lowest": 1}, minimum={"peers": 3})
    assert minimum(ballots(peers=[0, 60, 100])) == 60


def test_over_issued_ballots():
    play = build(100, {"peers": 1}, denominator="issued")
    assert play(Scene(ballots={"peers": [100, 80]}, issued={"peers": 3})) == 60


def test_an_undeclared_group_is_refused():
    with pytest.raises(Refused, match="K412"):
        build(100, {"stranger": 1})(ballots())


def test_complaints_and_shape():
    assert month().codes() == []
    assert build(0, {"peers": 1}).codes() == ["K401"]
    assert build(100, {"peers": "95%"}).codes() == ["K407"]
    assert build(100, {"peers": "1.5", "self": "-0.5"}, out_of=0).codes() == ["K409", "K409"]
    assert build(100, {"peers": 1}, minimum={"self": 1}).codes() == ["K412"]
    assert build(100, {"peers": 1}, trim={"highest": 1, "lowest": 1, "from": 2}).codes() == ["K408"]
    assert build(100, {"peers": 1}, trim={"share": "50%"}).codes() == ["K408"]
    assert build(100, {"peers": 1}, trim={"share": "10%", "highest": 1}).codes() == ["K411"]
    assert build(100, {"peers": 1}, trim={"highest": 1}, denominator="issued").codes() == ["K411"]
    assert month().shape().monotone == "up"
