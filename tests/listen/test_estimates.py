"""Estimates, held against values others have published; each test names where they stand."""

import pytest

from kaogong.listen.queries.estimates import (
    allocated,
    rake,
    rank_ranges,
    sample_size,
    shrunk,
    trimmed,
    weight_effect,
    wilson,
)


@pytest.mark.parametrize(
    ("frame", "size"), [(100, 80), (500, 217), (1000, 278), (10_000, 370), (100_000, 383), (10**9, 385)]
)
def test_sample_sizes_are_those_of_krejcie_and_morgan(frame, size):
    """Krejcie and Morgan 1970, Determining sample size for research activities, table 1; they round, here it is rounded up."""
    assert sample_size(frame, 5) in {size, size + 1}


def test_a_design_effect_asks_for_more_and_never_for_more_than_there_are():
    assert sample_size(10**9, 5, effect=2) == 769
    assert sample_size(50, 1, effect=3) == 50


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_intervals_are_those_of_newcombe(part, whole, low, high):
    """Newcombe 1998, Statistics in Medicine 17, 857-872, table I, method 3 (Wilson 1927)."""
    found = wilson(part / whole, whole)
    assert found == pytest.approx((low, high), abs=0.00006)


@pytest.mark.parametrize(("times", "effect"), [(2, 1.125), (3, 1.3333), (4, 1.5625), (5, 1.8), (10, 3.025)])
def test_design_effects_of_weights_are_those_of_kish(times, effect):
    """Kish 1965, Survey Sampling, table 11.7.I: two halves, one sampled so many times as often as the other."""
    assert weight_effect({1.0: times, float(times): 1}) == pytest.approx(effect, abs=0.0001)


def test_raking_is_that_of_the_usual_example():
    """The worked example of iterative proportional fitting in Wikipedia (after Deming and Stephan 1940), to two places."""
    rows = [[40, 30, 20, 10], [35, 50, 100, 75], [30, 80, 70, 120], [20, 30, 40, 50]]
    cells = {(r, c): number for r, row in enumerate(rows) for c, number in enumerate(row)}
    down, across = [150, 300, 400, 150], [200, 300, 400, 100]
    found = rake(cells, [dict(enumerate(down)), dict(enumerate(across))])
    assert [round(found[0, c], 2) for c in range(4)] == pytest.approx([64.56, 46.23, 35.38, 3.83], abs=0.02)
    assert [sum(found[r, c] for c in range(4)) for r in range(4)] == pytest.approx(down)
    assert [sum(found[r, c] for r in range(4)) for c in range(4)] == pytest.approx(across)


def test_shrinking_is_that_of_efron_and_morris():
    """Efron and Morris 1977, Stein's paradox in statistics: 18 batters, 45 times at bat; c = 0.212, 0.400 becomes 0.294."""
    hits = (18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7)
    means = [one / 45 for one in hits]
    middle = sum(means) / 18
    found = shrunk(means, [middle * (1 - middle) / 45] * 18)
    assert middle == pytest.approx(0.265, abs=0.0005)
    assert (found[0] - middle) / (means[0] - middle) == pytest.approx(0.212, abs=0.005)
    assert found[0] == pytest.approx(0.294, abs=0.001)
    assert found[-1] == pytest.approx(0.242, abs=0.002)


def test_small_numbers_are_drawn_further_than_large_ones():
    found = shrunk([90.0, 80.0, 70.0, 60.0, 90.0], [1.0, 1.0, 1.0, 1.0, 400.0])
    assert found[4] < found[0] < 90
    assert shrunk([1.0, 2.0], [1.0, 1.0]) == [1.0, 2.0]


def test_places_overlap_where_the_differences_are_small():
    assert rank_ranges([90, 89, 70], [1, 1, 1]) == [(1, 2), (1, 2), (3, 3)]
    assert rank_ranges([90], [1]) == [(1, 1)]


def test_a_weight_is_cut_and_the_sum_stays():
    found = trimmed({"a": 1.0, "b": 20.0}, {"a": 99, "b": 1}, 5)
    assert found["b"] == pytest.approx(1.19 * 5)
    assert found["a"] * 99 + found["b"] == pytest.approx(119)


def test_shares_are_kept_within_one():
    assert allocated({1: 5000, 2: 4001, 3: 2999}, 600) == {1: 250, 2: 200, 3: 150}
    assert allocated({1: 1, 2: 1, 3: 1}, 4) == {1: 2, 2: 1, 3: 1}
    assert allocated({}, 4) == {}
