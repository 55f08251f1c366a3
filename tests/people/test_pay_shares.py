"""Sharing a sum to the cent: the parts are the pool, whatever the weights, and the order does not matter."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaogong.people.queries.pay_shares import by_standard, shares
from kaogong.people.states.pay import REMAINDERS

CENTS = st.integers(min_value=1, max_value=10**12)
PARTS = st.tuples(st.integers(0, 7200), st.integers(1, 360))
WEIGHTS = st.lists(PARTS, min_size=1, max_size=30).map(
    lambda several: {f"P{number}": Fraction(*one) for number, one in enumerate(several)}
)


@given(CENTS, WEIGHTS, st.sampled_from(sorted(REMAINDERS)), st.randoms())
def test_the_parts_are_always_the_pool_and_the_order_does_not_matter(cents, weights, remainder, luck):
    pool = Decimal(cents).scaleb(-2)
    found, rest = shares(pool, weights, remainder)
    assert sum(found.values()) + rest == pool
    assert set(found) == set(weights)
    assert all(one >= 0 and one == one.quantize(Decimal("0.01")) for one in found.values())
    keys = list(weights)
    luck.shuffle(keys)
    assert shares(pool, {key: weights[key] for key in keys}, remainder) == (found, rest)


@given(CENTS, WEIGHTS)
def test_nobody_is_a_cent_away_from_the_exact_share(cents, weights):
    pool = Decimal(cents).scaleb(-2)
    whole = sum(weights.values())
    found, rest = shares(pool, weights, "largest")
    if not whole:
        assert rest == pool
        return
    assert rest == 0
    for key, weight in weights.items():
        assert abs(Fraction(found[key]) - Fraction(pool) * weight / whole) < Fraction(1, 100)


@pytest.mark.parametrize(
    ("remainder", "wanted", "rest"),
    [
        ("largest", ["33.34", "33.33", "33.33"], "0"),
        ("last", ["33.33", "33.33", "33.34"], "0"),
        ("keep", ["33.33", "33.33", "33.33"], "0.01"),
    ],
)
def test_a_hundred_among_three_leaves_a_cent_where_the_rule_says(remainder, wanted, rest):
    found, left = shares(Decimal(100), {"C": Fraction(1), "A": Fraction(1), "B": Fraction(1)}, remainder)
    assert ([str(found[key]) for key in "ABC"], left) == (wanted, Decimal(rest))


def test_a_standard_is_rounded_half_up_to_the_cent():
    assert by_standard(Decimal("1000.05"), Fraction(1, 2)) == Decimal("500.03")
    assert by_standard(Decimal(3000), Fraction(1, 3)) == Decimal("1000.00")
