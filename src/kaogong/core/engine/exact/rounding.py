"""Declared rounding on integers, and keys that put ratios in order."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction

from sqlglot import exp

from kaogong.core.engine.exact.integers import (
    DOUBLE,
    HUGEINT,
    NARROW,
    WIDE,
    Quantity,
    binary,
    case,
    cast,
    literal,
    narrowed,
    paren,
    quotient,
    ratio_bounds,
    scaled,
    too_large,
    whole_ratio,
    widened,
)
from kaogong.core.methods.terms import RoundMode

SHORT_SQUARE = 2**100
"""Up to here the root of a double is less than one off."""


def order_key(n: Quantity, d: Quantity) -> Quantity:
    """n ÷ d at so many places that two different quotients differ, wherever 128 bits allow; else as any quotient."""
    places = 2 * len(str(d.integers))
    if n.integers * 10**places > WIDE:
        return quotient(n, d)
    unit = n.unit / d.unit / 10**places
    top = scaled(replace(n, unit=Fraction(1), low=n.low / n.unit, high=n.high / n.unit, constant=None), 10**places)
    sql = binary(exp.IntDiv, top.sql, d.sql)
    low, high = ratio_bounds(n, d)
    return Quantity(sql, unit, low, high, nullable=n.nullable or d.nullable, wide=top.wide or d.wide)


def rounded_ratio(n: Quantity, d: Quantity, places: int, mode: RoundMode) -> Quantity:
    """n ÷ d (exact n, d > 0) rounded to `places` decimals, exactly."""
    unit = Fraction(1, 10**places) if places >= 0 else Fraction(10**-places)
    top, under = whole_ratio(n, d, unit)
    if 2 * top.integers + under.integers > WIDE:
        raise too_large("round")
    wide = top.wide or under.wide or 2 * top.integers + under.integers > NARROW
    if wide:
        top, under = replace(top, sql=widened(top), wide=True), replace(under, sql=widened(under), wide=True)
    low, high = ratio_bounds(n, d)
    sql = rounded_division(top.sql, under.sql, mode, signed=n.low < 0)
    return narrowed(Quantity(sql, unit, low - unit, high + unit, nullable=n.nullable or d.nullable, wide=wide))


def rounded_division(n: exp.Expression, d: exp.Expression, mode: RoundMode, *, signed: bool) -> exp.Expression:
    """n ÷ d as an integer, d > 0, rounded by `mode`. `signed`: n may be negative (integer division cuts towards zero)."""
    cut = binary(exp.IntDiv, n, d)
    if mode == "down" or (mode == "floor" and not signed):
        return cut
    if mode == "half_up":
        half = (
            d
            if not signed
            else case().when(binary(exp.LT, n, literal(0)), exp.Neg(this=paren(d)), copy=False).else_(d, copy=False)
        )
        return binary(exp.IntDiv, binary(exp.Add, binary(exp.Mul, n, literal(2)), half), binary(exp.Mul, d, literal(2)))
    rest = binary(exp.Sub, n, binary(exp.Mul, cut, d))
    step: exp.Expression = literal(1)
    if signed:
        step = case().when(binary(exp.LT, n, literal(0)), literal(-1), copy=False).else_(literal(1), copy=False)
    return case().when(_moves(mode, n, d, cut, rest), binary(exp.Add, cut, step), copy=False).else_(cut, copy=False)


def _moves(
    mode: RoundMode, n: exp.Expression, d: exp.Expression, cut: exp.Expression, rest: exp.Expression
) -> exp.Expression:
    """When a value cut towards zero must move one step away from zero."""
    some = binary(exp.NEQ, rest, literal(0))
    if mode == "up":
        return some
    if mode == "floor":
        return binary(exp.And, some, binary(exp.LT, n, literal(0)))
    if mode == "ceiling":
        return binary(exp.And, some, binary(exp.GT, n, literal(0)))
    twice = exp.Abs(this=binary(exp.Mul, rest, literal(2)))
    odd = binary(exp.NEQ, binary(exp.Mod, cut, literal(2)), literal(0))
    tie = binary(exp.And, binary(exp.EQ, twice, d), odd)
    return binary(exp.Or, binary(exp.GT, twice, d), tie)


def root_guess(square: exp.Expression, most: int) -> exp.Expression:
    """√square by floating point, at most one off; `most`: the greatest square there can be."""
    guess: exp.Expression = cast(exp.Floor(this=exp.Sqrt(this=cast(square, DOUBLE))), HUGEINT)
    if most <= SHORT_SQUARE:
        return guess
    first = exp.Greatest(
        this=guess, expressions=[literal(1)]
    )  # doubles are too short: one step of Newton's on integers
    both = binary(exp.Add, first, binary(exp.IntDiv, square, first))
    return binary(exp.IntDiv, both, literal(2))


def rounded_root_bound(square: Fraction) -> Fraction:
    """A bound on √square."""
    return Fraction(math.isqrt(math.ceil(square)) + 1)
