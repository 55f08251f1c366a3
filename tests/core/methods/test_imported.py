"""Another result rescaled."""

from fractions import Fraction

from core.methods.play import Play, null_test

PARTY = Play("imported", 15, of="score", from_=120)


def test_rescaled():
    assert PARTY(score=120) == 15
    assert PARTY(score=96) == 12
    assert PARTY(score=0) == 0
    assert PARTY.clamped(score=130) == 15
    assert PARTY.clamped(score=-10) == 0
    null_test(PARTY, score=96)


def test_a_scale_not_from_zero():
    assert Play("imported", 10, of="score", from_=[40, 70])(score=50) == Fraction(10, 3)
    assert Play("imported", 10, of="score", from_=[40, 70], places=2)(score=50) == Fraction("3.33")


def test_complaints_and_shape():
    assert PARTY.codes() == []
    assert Play("imported", 0, of="x", from_=100).codes() == ["K401"]
    assert Play("imported", 10, of="x", from_=[1]).codes() == ["K402"]
    assert Play("imported", 10, of="x", from_=[5, 5]).codes() == ["K413"]
    assert Play("imported", 10, of="x", from_=0).codes() == ["K413"]
    assert PARTY.shape().monotone == "up"
