"""The same arithmetic on fractions: for explanations, and for the rare rows whose declared rounding is in doubt."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from fractions import Fraction

from kaogong.core.methods.terms import (
    Add,
    All,
    AnyOf,
    Case,
    Compare,
    Condition,
    Div,
    Known,
    Max,
    Min,
    Mul,
    Not,
    Null,
    Num,
    Root,
    Round,
    RoundMode,
    Sub,
    Term,
)

Value = Fraction | None
Lookup = Callable[[Term], Value]
"""Gives the value of a fact, attribute, node, result or aggregate; None: missing."""


def rounded(value: Fraction, places: int, mode: RoundMode = "half_up") -> Fraction:
    """`value` rounded to decimal places. half_up: ties away from zero; down/up: towards/away from zero."""
    tens, tenths = 10 ** max(places, 0), 10 ** max(-places, 0)
    sign = -1 if value < 0 else 1
    unit = value.denominator * tenths
    whole, rest = divmod(abs(value.numerator) * tens, unit)
    if mode == "half_up":
        whole += 2 * rest >= unit
    elif mode == "half_even":
        whole += 2 * rest > unit or (2 * rest == unit and whole % 2 == 1)
    elif mode == "up":
        whole += rest > 0
    elif mode == "floor":
        whole += rest > 0 and sign < 0
    elif mode == "ceiling":
        whole += rest > 0 and sign > 0
    return Fraction(sign * whole * tenths, tens)


def whole(over: int, under: int) -> int:
    """How many times `under` goes into `over` (both positive)."""
    return over // under


def root(over: Fraction, under: Fraction, places: int) -> Value:
    """sign(over) × √(over² ÷ under) cut to `places`; None when `under` ≤ 0."""
    if under <= 0:
        return None
    square = over * over / under * Fraction(100) ** places
    size = Fraction(math.isqrt(math.floor(square))) / Fraction(10) ** places
    return -size if over < 0 else size


MADE = frozenset((Num, Null, Add, Sub, Mul, Div, Min, Max, Round, Root, Case))
"""Terms made of others, and constants; any other is looked up."""
SIDES: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def evaluate(term: Term, lookup: Lookup) -> Value:  # noqa: C901 - one arm a kind of term
    """The exact value of a term; None is missing."""
    if type(term) not in MADE:
        return lookup(term)
    match term:
        case Num(value):
            return value
        case Null():
            return None
        case Add(terms):
            parts = [part for one in terms if (part := evaluate(one, lookup)) is not None]
            return sum(parts, Fraction(0)) if len(parts) == len(terms) else None
        case Sub(left, right):
            a, b = evaluate(left, lookup), evaluate(right, lookup)
            return None if a is None or b is None else a - b
        case Mul(terms):
            factors = [part for one in terms if (part := evaluate(one, lookup)) is not None]
            return math.prod(factors, start=Fraction(1)) if len(factors) == len(terms) else None
        case Div():
            return _quotient(term, lookup)
        case Min(terms) | Max(terms):
            return _extreme([evaluate(one, lookup) for one in terms], least=isinstance(term, Min))
        case Round(inner, places, mode):
            whole_value = evaluate(inner, lookup)
            return None if whole_value is None else rounded(whole_value, places, mode)
        case Root(over, under, places):
            size, by = evaluate(over, lookup), evaluate(under, lookup)
            return None if size is None or by is None else root(size, by, places)
        case Case(branches, otherwise):
            for branch in branches:
                if holds(branch.when, lookup):
                    return evaluate(branch.then, lookup)
            return evaluate(otherwise, lookup)
        case _:
            return lookup(term)


def _extreme(values: list[Value], *, least: bool) -> Value:
    there = [value for value in values if value is not None]
    if len(there) < len(values):
        return None
    return min(there) if least else max(there)


def _quotient(term: Div, lookup: Lookup) -> Value:
    under = evaluate(term.under, lookup)
    over = evaluate(term.over, lookup)
    if under is None or over is None:
        return None
    return evaluate(term.when_zero, lookup) if under == 0 else over / under


def holds(condition: Condition, lookup: Lookup) -> bool | None:
    """Whether a condition is met; None: undecided for want of a value."""
    match condition:
        case Compare(op, left, right):
            a, b = evaluate(left, lookup), evaluate(right, lookup)
            if a is None or b is None:
                return None
            return SIDES[op](a, b)
        case Known(term):
            return evaluate(term, lookup) is not None
        case All(of):
            return _joined([holds(one, lookup) for one in of], decisive=False)
        case AnyOf(of):
            return _joined([holds(one, lookup) for one in of], decisive=True)
        case Not(of):
            inner = holds(of, lookup)
            return None if inner is None else not inner


def _joined(parts: list[bool | None], *, decisive: bool) -> bool | None:
    """AND (decisive False) or OR (decisive True) of conditions, some of which may be undecided."""
    if decisive in parts:
        return decisive
    return None if None in parts else not decisive
