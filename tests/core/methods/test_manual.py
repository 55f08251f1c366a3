"""Discretion within a range, at a granularity."""

import pytest

from core.methods.play import Play, null_test

FIVE = Play("manual", 5, of="given", range=[0, 5], step="0.5", by="考核领导小组")


@pytest.mark.parametrize(
    ("given", "marks"), [(0, 0), (5, 5), ("4.5", "4.5"), ("4.4", None), ("5.5", None), ("-0.5", None)]
)
def test_in_range_and_on_the_grid(given, marks):
    assert FIVE(given=given) == (None if marks is None else FIVE(given=marks))
    assert (FIVE(given=given) is None) == (marks is None)


def test_null_and_defaults():
    null_test(FIVE, given=3)
    free = Play("manual", 5, of="given", by="x")
    assert [free(given=x) for x in ("4.99", 5, 6)] == [499 * free(given="0.01"), 5, None]


def test_the_grid_begins_at_the_low_end():
    play = Play("manual", 5, of="given", range=["-0.5", 4], step="1.5", by="x")
    assert [play(given=x) is None for x in ("-0.5", 0, 1, "2.5")] == [False, True, False, False]


def test_complaints_and_shape():
    assert FIVE.codes() == []
    assert Play("manual", 5, of="g", range=[5, 0], by="x").codes() == ["K413"]
    assert Play("manual", 5, of="g", range=[0], by="x").codes() == ["K413"]
    assert Play("manual", 5, of="g", range=[0, 6], by="x").codes() == ["K406"]
    assert Play("manual", 5, of="g", step=2, by="x").codes() == ["K411"]
    assert Play("manual", 5, of="g", step=0, by="x").codes() == ["K409"]
    assert (FIVE.shape().low, FIVE.shape().high) == (0, 5)
