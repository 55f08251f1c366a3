"""Pools of subjects: their values, and places among them."""

from fractions import Fraction

from core.oracle import formulas
from core.oracle.world import Spot, World
from kaogong.core.scheme.formula import Formula


def values(world: World, formula: Formula, spot: Spot, within: str) -> list[Fraction]:
    """The values of a formula over the pool, of those that have one."""
    found = [formulas.number(world, formula, spot._replace(subject=one)) for one in world.pool(spot, within)]
    return [one for one in found if one is not None]


def place(value: Fraction, everyone: list[Fraction], high: bool, ties: str) -> Fraction:
    """The place of a value among all values. best 1,2,2,4 · worst 1,3,3,4 · dense 1,2,2,3 · mean 1,2.5,2.5,4."""
    better = [one for one in everyone if (one > value if high else one < value)]
    equal = everyone.count(value)
    if ties == "dense":
        return Fraction(len(set(better)) + 1)
    if ties == "worst":
        return Fraction(len(better) + equal)
    if ties == "mean":
        return Fraction(2 * len(better) + equal + 1, 2)
    return Fraction(len(better) + 1)


def between_places(points: list[Fraction], last: Fraction, at: Fraction) -> Fraction:
    """The points of a place; of a place and a half, the mean of its neighbours."""

    def of(number: int) -> Fraction:
        return points[number - 1] if number <= len(points) else last

    low = at.numerator // at.denominator
    return of(low) if at == low else (of(low) + of(low + 1)) / 2
