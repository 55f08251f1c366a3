"""How a sum is shared to the cent: nothing is lost, nothing is made, and the order of the list does not matter."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from kaogong.core.engine.results import shared_out
from kaogong.plan.queries.figures import cut, exact

CENT = 2


def shares(pool: Decimal, weights: Mapping[str, Fraction], remainder: str) -> tuple[dict[str, Decimal], Decimal]:
    """What everybody gets of a pool, in proportion to weights, and what stays in it; together they are the pool.

    Args:
        pool: how much there is, in whole cents.
        weights: by the number of the person; whoever has none gets nothing.
        remainder: where the cents go that the division leaves: `largest` (one each to the largest remainders, of equal
            ones to the smaller number first), `last` (to the last number), `keep` (they stay in the pool).
    """
    heavy = {key: weights[key] for key in sorted(weights) if weights[key] > 0}
    given = dict.fromkeys(weights, Decimal("0.00"))
    if not heavy:
        return given, pool
    members = [(key, weight, Fraction(pool)) for key, weight in heavy.items()]
    found = shared_out(members, "largest" if remainder == "largest" else "keep")
    given |= {key: exact(amount, CENT) for key, amount in found}
    rest = pool - sum(given.values(), Decimal(0))
    if remainder == "last" and rest:
        given[max(heavy)] += rest
        rest = Decimal(0)
    return given, rest


def by_standard(standard: Decimal, weight: Fraction) -> Decimal:
    """A standard times a weight, rounded half up to the cent."""
    return cut(Fraction(standard) * weight, CENT)
