"""Results of linked subjects."""

from fractions import Fraction

import pytest

from core.methods.play import Play, Scene


def linked(*values):
    return Scene(linked=[None if one is None else Fraction(str(one)) for one in values])


def play(full=100, **params):
    return Play("linked", full, link="leads", of=("unit_year", "unit_year"), **params)


@pytest.mark.clause("QD-21")
def test_unit_result_into_a_persons_score():
    assert play(60, by="one", from_=100)(linked(90)) == 54
    assert play(100, by="one", share="60%")(linked(90)) == 54


@pytest.mark.parametrize(("by", "value"), [("mean", 80), ("sum", 160), ("min", 70), ("max", 90)])
def test_several_results(by, value):
    assert play(by=by)(linked(70, 90)) == value


@pytest.mark.parametrize("mode", ["take", "loss"])
def test_nobody_linked_is_as_declared(mode):
    assert play(mode=mode, from_=100)(linked()) is None
    assert play(mode=mode, from_=100, none="full")(linked()) == 100
    assert play(mode=mode, from_=100, none="zero")(linked()) == 0


@pytest.mark.parametrize("by", ["mean", "sum", "min", "max"])
@pytest.mark.parametrize("mode", ["take", "loss"])
def test_a_result_that_is_missing(by, mode):
    assert play(by=by, mode=mode, from_=100)(linked(70, None)) is None
    assert play(by=by, mode=mode, from_=100, absent="exclude")(linked(70, None)) == 70
    assert play(by=by, mode=mode, from_=100, absent="exclude")(linked(None)) is None


@pytest.mark.clause("QW-13")
def test_half_of_what_subordinates_lost():
    assert play(by="sum", mode="loss", from_=100, share="1/2")(linked(94, 97)) == Fraction("95.5")
    assert play(by="max", mode="loss", from_=100, share="1/3")(linked(94, 97)) == 98
    assert play(by="min", mode="loss", from_=100)(linked(94, 97)) == 97
    assert play(by="sum", mode="loss", from_=0, start=0)(linked(-3, "-1.5")) == Fraction("-4.5")


def test_complaints_and_shape():
    assert play().codes() == []
    assert play(0, from_=100).codes() == ["K401"]
    assert play(share=0, from_=0).codes() == ["K409", "K409"]
    assert play(mode="loss").codes() == ["K402"]
    assert play(mode="loss", by="weighted", from_=1).codes() == ["K411"]
    assert play(mode="loss", from_=100).shape().high == 100
    assert play().shape().high is None
