"""Baselines of several years: each year is another one."""

from fractions import Fraction

import pytest

from core.engine.test_earlier import FREE, result
from core.oracle.rounding import round_to


@pytest.mark.parametrize(
    ("against", "baseline"),
    [("last_year: true", 12), ("mean_years: 2", 9), ("max_years: 2", 12), ("min_years: 2", 6), ("mean_years: 3", None)],
)
@pytest.mark.parametrize("of", ["staff", "staff + 0 × sold", "twice"])
def test_baselines_of_several_years_are_of_different_years(against, baseline, of):
    """24 people now, 12 and 6 in the two years before; of the year before that nothing is known."""
    twice = f"{{id: twice, name: 人数, {FREE}, method: formula, formula: staff}}"
    item = f"{{id: x, name: 比往年, {FREE}, method: ratio, of: {of}, against: {{{against}}}, cap_at: none}}"
    found = result(twice, item)["x"]
    assert (found and round_to(found, 6)) == (baseline and round_to(Fraction(2400, baseline), 6))
