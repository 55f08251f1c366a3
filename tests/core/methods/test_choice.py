"""Points of the option chosen."""

import pytest

from core.methods.play import Play, null_test
from kaogong.core.problem import Refused

TIERS = {"tier": ("Ⅰ", "Ⅱ", "Ⅲ")}
LZ_12 = Play("choice", 50, TIERS, of="tier", points={"Ⅰ": 50, "Ⅱ": 45, "Ⅲ": 40})


@pytest.mark.clause("LZ-12")
def test_three_tiers_five_apart():
    assert [LZ_12(tier=code) for code in (1, 2, 3)] == [50, 45, 40]
    gap = Play("choice", 50, TIERS, of="tier", gap=5)
    assert [gap(tier=code) for code in (1, 2, 3)] == [50, 45, 40]
    assert Play("choice", 50, TIERS, of="tier", gap=5, first=48)(tier=2) == 43
    null_test(LZ_12, tier=1)
    null_test(gap, tier=3)


def test_a_code_out_of_range_is_no_score():
    assert LZ_12(tier=4) is None


@pytest.mark.parametrize("points", [{"Ⅰ": 50, "Ⅱ": 45}, {"Ⅰ": 50, "Ⅱ": 45, "Ⅲ": 40, "Ⅳ": 1}])
def test_other_options_are_refused(points):
    with pytest.raises(Refused, match="K412"):
        Play("choice", 50, TIERS, of="tier", points=points)(tier=1)


def test_complaints_and_shape():
    assert LZ_12.codes() == []
    assert Play("choice", 50, TIERS, of="tier").codes() == ["K402"]
    assert Play("choice", 50, TIERS, of="tier", points={"Ⅰ": 51}, gap=0).codes() == ["K411", "K409", "K406"]
    assert Play("choice", 50, TIERS, of="tier", gap=5, first=60).codes() == ["K406"]
    assert (LZ_12.shape().low, LZ_12.shape().high) == (40, 50)
    assert Play("choice", 50, TIERS, of="tier", gap=5).shape().high == 50
