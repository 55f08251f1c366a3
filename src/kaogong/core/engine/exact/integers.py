"""Integer quantities in SQL: exact arithmetic on columns of scaled integers.

A `Quantity` is an SQL expression over integers together with its *unit*: value = integer × unit, where the unit is
an exact rational known when the plan is made. Multiplying by a constant therefore costs nothing, and sums only bring
their operands to a common unit. A quotient of two columns is cut towards zero at `CARRIED` places; how far the stored
value may then be from the true one is known when the plan is made (`below`, `above`), and `cut` says in SQL whether a
row was cut at all. Nothing here rounds silently: a declared rounding either is provably right, or the row is marked as
doubtful and settled with fractions.

128-bit integers are used where the bounds of a product or a sum can pass 2^63, 64-bit ones elsewhere.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from sqlglot import exp

from kaogong.core.problem import NOWHERE, Problem, Refused, Text

CARRIED = 9
"""Decimal places to which a quotient is carried."""
CARRIED_UNIT = Fraction(1, 10**CARRIED)
NARROW = 2**63 - 1
THIRDS = 27
"""Thirds, ninths and so on (quarters of a year, twelve months) are kept as they are; they share a small unit."""
WIDE = 2**127 - 1
ZERO = Fraction(0)
DOUBLE = exp.DataType.build("DOUBLE")
BOOLEAN = exp.DataType.build("BOOLEAN")
HUGEINT = exp.DataType.build("HUGEINT", dialect="duckdb")
BIGINT = exp.DataType.build("BIGINT", dialect="duckdb")


@dataclass(frozen=True, slots=True)
class Quantity:
    """An SQL integer expression and what is known of it.

    `low`, `high` bound the stored value; the true value lies in [stored − below, stored + above].
    `cut` is a boolean SQL expression, true in rows whose stored value is not the true one (None: never).
    """

    sql: exp.Expression
    unit: Fraction
    low: Fraction
    high: Fraction
    below: Fraction = ZERO
    above: Fraction = ZERO
    cut: exp.Expression | None = None
    nullable: bool = True
    wide: bool = False
    constant: Fraction | None = None
    absent: bool = False

    @property
    def exact(self) -> bool:
        """The stored value is always the true one."""
        return not self.below and not self.above

    @property
    def reach(self) -> Fraction:
        """The greatest distance of the stored value from zero."""
        return max(-self.low, self.high)

    @property
    def integers(self) -> int:
        """The greatest absolute stored integer."""
        return math.ceil(self.reach / self.unit)


def literal(value: int) -> exp.Expression:
    """An integer constant."""
    number = exp.Literal.number(abs(value))
    return exp.Neg(this=number) if value < 0 else number


def paren(node: exp.Expression) -> exp.Expression:
    """The node in parentheses where it needs them."""
    return (
        node
        if isinstance(node, exp.Column | exp.Literal | exp.Var | exp.Paren | exp.Func | exp.Cast | exp.Case)
        and not isinstance(node, exp.Binary)  # AND and OR are functions to sqlglot
        else exp.Paren(this=node)
    )


def case() -> exp.Case:
    """CASE, to be built up arm by arm (`copy=False`: trees here share nodes and are only ever printed)."""
    return exp.Case()


def cast(node: exp.Expression, to: exp.DataType) -> exp.Expression:
    """CAST, without copying."""
    return exp.Cast(this=node, to=to)


def binary(kind: type[exp.Binary], left: exp.Expression, right: exp.Expression) -> exp.Expression:
    """`left kind right` with parentheses. Operands may be shared with other trees: trees here are only ever printed."""
    made: Any = kind(this=paren(left), expression=paren(right))
    return made  # type: ignore[no-any-return]


def both(*conditions: exp.Expression | None) -> exp.Expression | None:
    """OR of the conditions that are there."""
    there = [one for one in conditions if one is not None]
    if not there:
        return None
    found = there[0]
    for one in there[1:]:
        found = binary(exp.Or, found, one)
    return found


def constant(value: Fraction) -> Quantity:
    """A constant of the plan."""
    unit = Fraction(1, value.denominator)
    return Quantity(fixed(value.numerator), unit, value, value, nullable=False, constant=value)


def fixed(value: int) -> exp.Expression:
    """A constant as a 64-bit integer, so that arithmetic on it never runs in 32 bits."""
    if abs(value) > NARROW:
        return literal(value)
    return exp.Var(this=f"{value}::BIGINT" if value >= 0 else f"({value})::BIGINT")


def column(
    name: str, unit: Fraction, low: Fraction, high: Fraction, *, nullable: bool = True, wide: bool = False
) -> Quantity:
    """A stored exact column."""
    return Quantity(exp.column(name, quoted=True), unit, low, high, nullable=nullable, wide=wide)


def absent() -> Quantity:
    """Missing, always."""
    return Quantity(exp.Null(), Fraction(1), ZERO, ZERO, absent=True)


def widened(q: Quantity) -> exp.Expression:
    """The expression as a 128-bit integer."""
    return q.sql if q.wide else cast(q.sql, HUGEINT)


def fits(limit: Fraction | int) -> bool:
    """An integer of this size fits 128 bits."""
    return limit <= WIDE


def too_large(what: str) -> Refused:
    """Numbers that pass 128 bits are refused, never approximated."""
    return Refused(
        [
            Problem(
                "K601",
                NOWHERE,
                Text(f"数值太大，{what} 超出 38 位整数", f"numbers too large: {what} passes 38 digits"),
                Text("分数必须精确，不能用近似数代替", "scores are exact; no approximation is substituted"),
                Text(
                    "检查单位（例如改用万元）或为事实声明 range",
                    "check the unit (e.g. use 10,000 yuan) or declare a range for the facts",
                ),
            )
        ]
    )


def in_unit(q: Quantity, unit: Fraction) -> Quantity:
    """The same quantity in a finer unit (which must divide its own)."""
    if q.unit == unit:
        return q
    if q.absent:
        return replace(q, unit=unit)
    factor = q.unit / unit
    if q.constant is not None:
        return replace(q, sql=fixed(int(q.constant / unit)), unit=unit)
    size = math.ceil(q.reach / unit)
    if not fits(size):
        raise too_large("× " + str(factor))
    wide = q.wide or size > NARROW
    inner = widened(q) if wide and not q.wide else q.sql
    return replace(q, sql=binary(exp.Mul, inner, literal(int(factor))), unit=unit, wide=wide)


def common_unit(units: Sequence[Fraction]) -> Fraction:
    """The greatest unit of which all are whole multiples."""
    if all(unit == units[0] for unit in units):
        return units[0]
    numerator = math.gcd(*(u.numerator * math.lcm(*(v.denominator for v in units)) // u.denominator for u in units))
    return Fraction(numerator, math.lcm(*(v.denominator for v in units)))


def aligned(qs: Sequence[Quantity]) -> list[Quantity]:
    """The quantities in one unit and one width."""
    unit = common_unit([q.unit for q in qs if not q.absent] or [Fraction(1)])
    if any(endless(q) > 1 for q in qs if q.constant is None) and any(q.reach > NARROW * unit for q in qs):
        qs = [carried(q) if q.constant is None and not q.absent and endless(q) > 1 else q for q in qs]
        unit = common_unit([q.unit for q in qs if not q.absent] or [Fraction(1)])
    found = [in_unit(q, unit) for q in qs]
    if any(q.wide for q in found) and not all(q.wide for q in found):
        found = [q if q.wide or q.absent else replace(q, sql=widened(q), wide=True) for q in found]
    return found


def add(qs: Sequence[Quantity]) -> Quantity:
    """Sum."""
    there = [q for q in qs if q.constant is None or q.constant]
    parts = aligned(there or qs[:1])
    size = sum(q.integers for q in parts)
    if not fits(size):
        raise too_large("Σ")
    wide = any(q.wide for q in parts) or size > NARROW
    total = parts[0]
    sql = widened(total) if wide else total.sql
    for q in parts[1:]:
        sql = binary(exp.Add, sql, q.sql)
    known = [q.constant for q in parts]
    return Quantity(
        sql,
        total.unit,
        sum((q.low for q in parts), ZERO),
        sum((q.high for q in parts), ZERO),
        sum((q.below for q in parts), ZERO),
        sum((q.above for q in parts), ZERO),
        both(*(q.cut for q in parts)),
        any(q.nullable for q in parts),
        wide,
        sum((k for k in known if k is not None), ZERO) if all(k is not None for k in known) else None,
        any(q.absent for q in parts),
    )


def times(q: Quantity, by: Fraction) -> Quantity:
    """Product with a constant: only the unit changes (and the sign)."""
    if q.constant is not None:
        return constant(q.constant * by)
    if q.absent:
        return q
    if by == 0:
        return Quantity(binary(exp.Mul, q.sql, literal(0)), q.unit, ZERO, ZERO, nullable=q.nullable, wide=q.wide)
    if by > 0:
        return replace(q, unit=q.unit * by, low=q.low * by, high=q.high * by, below=q.below * by, above=q.above * by)
    size = -by
    return replace(
        q,
        sql=exp.Neg(this=paren(q.sql)),
        unit=q.unit * size,
        low=-q.high * size,
        high=-q.low * size,
        below=q.above * size,
        above=q.below * size,
    )


def multiply(a: Quantity, b: Quantity) -> Quantity:
    """Product of two quantities."""
    if a.absent or b.absent:
        return absent()
    if b.constant is not None:
        return times(a, b.constant)
    if a.constant is not None:
        return times(b, a.constant)
    if not (a.exact and b.exact):
        a, b = coarser(a), coarser(b)
    size = a.integers * b.integers
    if not fits(size):
        raise too_large("×")
    wide = a.wide or b.wide or size > NARROW
    corners = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high]
    ea, eb = max(a.below, a.above), max(b.below, b.above)
    error = a.reach * eb + b.reach * ea + ea * eb
    return Quantity(
        binary(exp.Mul, widened(a) if wide else a.sql, widened(b) if wide else b.sql),
        a.unit * b.unit,
        min(corners),
        max(corners),
        error,
        error,
        both(a.cut, b.cut),
        a.nullable or b.nullable,
        wide,
    )


def coarser(q: Quantity) -> Quantity:
    """An inexact quantity in no finer a unit than quotients are carried, so that products do not grow without end."""
    if q.exact or q.unit >= CARRIED_UNIT:
        return q
    return carried(q)


def carried(q: Quantity) -> Quantity:
    """The quantity as a quotient is carried: cut at `CARRIED` places, with the error it had before."""
    whole = replace(q, unit=Fraction(1), low=q.low / q.unit, high=q.high / q.unit, constant=None)
    bare = replace(whole, below=ZERO, above=ZERO, cut=None)
    return quotient(bare, constant(1 / q.unit), keep=q)


def endless(q: Quantity) -> int:
    """The part of the unit's denominator that is no power of ten: 3 for thirds, 1 where decimals end."""
    under = q.unit.denominator
    return divmod(under, math.gcd(under, 10 ** under.bit_length()))[0]


def storable(q: Quantity) -> Quantity:
    """The quantity as a column is kept: thirds and the like stay exact, units such as 1/4613 are carried.

    Small units share a small common one, so that means of months and quarters stay exact however they are added up.
    """
    if q.constant is None and not q.absent and divmod(THIRDS, endless(q))[1]:
        return carried(q)
    return q


def positive_denominator(n: Quantity, d: Quantity) -> tuple[Quantity, Quantity]:
    """The same ratio with a denominator that is never negative."""
    if d.low >= 0:
        return n, d
    negative = binary(exp.LT, d.sql, literal(0))
    flipped = case().when(negative, exp.Neg(this=paren(n.sql)), copy=False).else_(n.sql, copy=False)
    reach = n.reach
    n2 = replace(n, sql=flipped, low=-reach, high=reach, constant=None)
    d2 = replace(d, sql=exp.Abs(this=d.sql), low=ZERO, high=d.reach, constant=None)
    return n2, d2


def whole_ratio(n: Quantity, d: Quantity, unit: Fraction) -> tuple[Quantity, Quantity]:
    """Integer numerator and denominator (as quantities of unit 1) such that n ÷ d ÷ unit = N ÷ D."""
    scale = n.unit / d.unit / unit
    top = replace(n, unit=Fraction(1), low=n.low / n.unit, high=n.high / n.unit, constant=None)
    under = replace(d, unit=Fraction(1), low=d.low / d.unit, high=d.high / d.unit, constant=None)
    return scaled(top, scale.numerator), scaled(under, scale.denominator)


def scaled(q: Quantity, factor: int) -> Quantity:
    """The integer multiplied by a whole number; its unit stays."""
    if factor == 1:
        return q
    size = q.integers * factor
    if not fits(size):
        raise too_large("÷")
    wide = q.wide or size > NARROW
    sql = binary(exp.Mul, widened(q) if wide else q.sql, literal(factor))
    return replace(q, sql=sql, low=q.low * factor, high=q.high * factor, wide=wide)


def ratio_bounds(n: Quantity, d: Quantity) -> tuple[Fraction, Fraction]:
    """Bounds of n ÷ d for d that is positive, or zero where the quotient is missing."""
    smallest = d.low if d.low > 0 else d.unit
    corners = [
        n.low / smallest,
        n.high / smallest,
        n.low / max(d.high, smallest),
        n.high / max(d.high, smallest),
    ]
    return min(*corners, ZERO) if d.low <= 0 else min(corners), max(*corners, ZERO) if d.low <= 0 else max(corners)


def cut_towards_zero(value: Fraction, unit: Fraction) -> Fraction:
    """The value in whole units, as integer division leaves it."""
    return math.trunc(value / unit) * unit


def quotient(n: Quantity, d: Quantity, *, keep: Quantity | None = None) -> Quantity:
    """n ÷ d for exact n and positive d, cut towards zero at `CARRIED` places. `keep`: a quantity whose error stays."""
    top, under = whole_ratio(n, d, CARRIED_UNIT)
    wide = top.wide or under.wide
    whole = binary(exp.IntDiv, widened(top) if wide else top.sql, widened(under) if wide else under.sql)
    low, high = ratio_bounds(n, d)
    cut = binary(exp.NEQ, binary(exp.Mul, whole, under.sql), top.sql)
    result = Quantity(
        whole,
        CARRIED_UNIT,
        cut_towards_zero(low, CARRIED_UNIT),
        cut_towards_zero(high, CARRIED_UNIT),
        CARRIED_UNIT if low < 0 else ZERO,
        CARRIED_UNIT if high > 0 else ZERO,
        cut,
        n.nullable or d.nullable,
        wide,
    )
    if keep is not None:
        result = replace(
            result, below=result.below + keep.below, above=result.above + keep.above, cut=both(cut, keep.cut)
        )
    return narrowed(result)


def narrowed(q: Quantity) -> Quantity:
    """The quantity as a 64-bit integer where its bounds allow."""
    if q.wide and q.integers <= NARROW:
        return replace(q, sql=cast(q.sql, BIGINT), wide=False)
    return q
