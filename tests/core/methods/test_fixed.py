"""Always so many marks."""

from core.methods.play import Play


def test_marks():
    assert Play("fixed", 60, marks="full")() == 60
    assert Play("fixed", 60, marks=55)() == 55
    assert Play("fixed", 60, marks=61).codes() == ["K406"]
    assert Play("fixed", 60, marks="full").codes() == []
    assert Play("fixed", 60, marks=55).shape().low == 55
