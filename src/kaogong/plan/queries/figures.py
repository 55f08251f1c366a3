"""Exact figures: sums, means, medians and shares, never through a binary float."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from kaogong.core.engine.exact import rounded
from kaogong.core.scheme.numbers import number_text


def exact(value: Fraction, places: int = 0) -> Decimal:
    """A number that ends, with at least so many places."""
    whole, _dot, rest = number_text(value).partition(".")
    return Decimal(f"{whole}.{rest.ljust(places, '0')}" if max(places, len(rest)) else whole)


def cut(value: Fraction, places: int) -> Decimal:
    """A number rounded half up to so many places."""
    return Decimal(f"{rounded(value * 10**places, 0).numerator}e-{places}")


def places_of(*values: Decimal | None) -> int:
    """The most places any of some numbers was written with."""
    found = [-int(one.as_tuple().exponent) for one in values if one is not None]
    return max([0, *found])


def total(values: Iterable[Decimal]) -> Decimal:
    """The exact sum."""
    some = list(values)
    return exact(sum((Fraction(one) for one in some), Fraction(0)), places_of(*some))


def mean(values: Iterable[Decimal]) -> Fraction | None:
    """The exact mean; None of nothing."""
    some = [Fraction(one) for one in values]
    return Fraction(sum(some, Fraction(0)), len(some)) if some else None


def median(values: Iterable[Decimal]) -> Fraction | None:
    """The exact median; None of nothing."""
    some = sorted(Fraction(one) for one in values)
    if not some:
        return None
    middle = len(some) >> 1
    return some[middle] if len(some) & 1 else Fraction(some[middle - 1] + some[middle], 2)


def sign_of(direction: str, splits: str) -> str:
    """The sign before a target that is a level to reach; an amount shared out has none."""
    return {"higher": "≥", "lower": "≤"}.get(direction, "") if splits != "sum" else ""


def said(value: Decimal | None) -> str:
    """A number as it is shown: with its places, and a real minus."""
    return "" if value is None else f"{value:f}".replace("-", "−")
