"""How alike two sheets are, exactly: shared indicators, and the angle between their weights.

The cosine is a square root. It is kept as its square, a fraction; limits are compared squared, and only
what is printed is rounded, with an integer root.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import floor, isqrt

from kaogong.core.scheme.indicators import Indicator, Sheets

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sheets side by side."""

    left: str
    right: str
    overlap: Fraction
    """Indicators in both ÷ indicators in either."""
    cosine_squared: Fraction
    """The square of the cosine between the weights; 0 when a sheet has none."""
    specific: Fraction
    """Share of indicators the other sheet does not have; the smaller of the two sheets' shares."""
    weights_only: bool
    """The same indicators, different weights."""

    @property
    def name(self) -> str:
        """The key of the pair in reports."""
        return f"{self.left} {self.right}"


def pairs(sheets: Sheets) -> Iterator[Pair]:
    """Every two sheets, in declared order."""
    for (left, ours), (right, theirs) in combinations(sheets.items(), 2):
        yield pair(left, ours, right, theirs)


def pair(left: str, ours: Sequence[Indicator], right: str, theirs: Sequence[Indicator]) -> Pair:
    """Two sheets compared."""
    a, b = {one.id: one for one in ours}, {one.id: one for one in theirs}
    both, either = a.keys() & b.keys(), a.keys() | b.keys()
    same_weights = all(a[id_].marks == b[id_].marks for id_ in both)
    return Pair(
        left,
        right,
        overlap=Fraction(len(both), len(either)) if either else ZERO,
        cosine_squared=_cosine_squared(a, b),
        specific=min((Fraction(len(one.keys() - both), len(one)) for one in (a, b) if one), default=ZERO),
        weights_only=bool(both) and both == either and not same_weights,
    )


def _cosine_squared(a: dict[str, Indicator], b: dict[str, Indicator]) -> Fraction:
    dot = sum(((a[id_].marks or ZERO) * (b[id_].marks or ZERO) for id_ in a.keys() & b.keys()), ZERO)
    lengths = _square(a) * _square(b)
    return Fraction(dot * dot, lengths) if lengths else ZERO


def _square(sheet: dict[str, Indicator]) -> Fraction:
    return sum(((one.marks or ZERO) ** 2 for one in sheet.values()), ZERO)


def half_up(value: Fraction, places: int) -> Fraction:
    """A number that is not negative, rounded half-up to decimal places."""
    scale = 10**places
    return Fraction(floor(value * scale + Fraction(1, 2)), scale)


def root(square: Fraction, places: int) -> Fraction:
    """√square rounded half-up to decimal places, by integers alone: ⌊2·10ᵖ·√x⌋ is isqrt(⌊4·10²ᵖ·x⌋)."""
    doubled = isqrt(floor(square * 4 * 100**places))
    return Fraction(floor(Fraction(doubled + 1, 2)), 10**places)


def share(some: Sequence[Indicator], tag: str, values: Sequence[str], *, expanded: bool = True) -> Fraction:
    """The share of full marks under any of the values of a tag, with composites opened or as listed."""
    return sum((_part(one, tag, values, expanded=expanded) * (one.share or ZERO) for one in some), ZERO)


def _part(one: Indicator, tag: str, values: Sequence[str], *, expanded: bool) -> Fraction:
    """An indicator under two of the values counts once."""
    if expanded:
        return min(Fraction(1), sum((one.part(tag, value) for value in values), ZERO))
    return Fraction(int(any(value in one.values(tag) for value in values)))


def values_of(some: Sequence[Indicator], tag: str) -> tuple[str, ...]:
    """The values of a tag in the order met."""
    return tuple(dict.fromkeys(value for one in some for value in one.values(tag)))
