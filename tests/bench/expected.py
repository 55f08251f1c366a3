"""The rules once more, one subject at a time in plain integers: slow, and meant to be read."""

from __future__ import annotations

from fractions import Fraction
from math import floor

from .city import FACT_PLACES, QUOTIENT_PLACES, TREE, Bands, Beyond, Leaf, Linear, Node, Ratio

ONE = 10**QUOTIENT_PLACES
Facts = dict[str, int | None]


def _floored(value: Fraction) -> Fraction:
    return Fraction(floor(value * ONE), ONE)


def leaf(item: Leaf, scaled: int | None) -> Fraction | None:
    """Points of one leaf, None where it is out of the denominator."""
    if scaled is None:
        return Fraction(0) if item.missing == "zero" else None
    x = Fraction(scaled, 10**FACT_PLACES)
    match item.method:
        case Ratio(target, cap):
            return min(_floored(100 * x / Fraction(target)), Fraction(cap))
        case Bands(steps):
            return max((Fraction(p) for bound, p in steps if x >= bound), default=Fraction(0))
        case Beyond(line, per_unit, least):
            return max(100 - Fraction(per_unit) * max(x - Fraction(line), Fraction(0)), Fraction(least))
        case Linear((x0, p0), (x1, p1)):
            inside = min(max(x, Fraction(x0)), Fraction(x1))
            slope = Fraction(p1 - p0) / Fraction(x1 - x0)
            return _floored(Fraction(p0) + (inside - Fraction(x0)) * slope)
    raise TypeError(item)


def node(item: Node, facts: Facts) -> Fraction:
    parts = []
    for part in item.parts:
        value = leaf(part, facts[part.id]) if isinstance(part, Leaf) else node(part, facts)
        if value is not None:
            parts.append((value, part.weight))
    total = sum((value * weight for value, weight in parts), Fraction(0))
    if len(parts) == len(item.parts):
        return total / 100 if not _may_lack(item) else _floored(total / 100)
    return _floored(total / sum(weight for _, weight in parts))


def _may_lack(item: Node) -> bool:
    return any(isinstance(p, Leaf) and p.missing == "out" for p in item.parts)


def total(facts: Facts) -> Fraction:
    return node(TREE, facts)
