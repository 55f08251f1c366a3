"""From terms to integer SQL.

Ratios stay ratios as long as possible: `Round(a ÷ b)` and `a ÷ b ≥ c` are decided exactly on integers. Only where
several quotients are added up, or a quotient is kept as the value of an item, is it cut. A decision (a rounding, a
comparison) on a cut value adds a *doubt*: a boolean expression, true in the rows where the decision could differ from
the true one. The engine settles those rows with fractions.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from sqlglot import exp

from kaogong.core.engine.exact import integers as ints
from kaogong.core.engine.exact import rounding
from kaogong.core.engine.exact.conditions import Conditions, Ratio
from kaogong.core.engine.exact.integers import Quantity, binary, case, literal
from kaogong.core.methods.terms import (
    Add,
    Branch,
    Case,
    Compare,
    Div,
    Known,
    Max,
    Min,
    Mul,
    Null,
    Num,
    Root,
    Round,
    Sub,
    Term,
)

ZERO = Fraction(0)


class Lowerer(Conditions):
    """Lowers terms of one frame. `columns` gives the quantity of a leaf; `doubts` collects what must be settled."""

    def __init__(self, columns: Callable[[Term], Quantity]) -> None:
        self._columns = columns
        self.doubts: list[exp.Expression] = []

    # --- values ---------------------------------------------------------------------------------------------------

    def value(self, term: Term) -> Quantity:
        """The quantity of a term, cut where it has no finite decimals."""
        return self._settled(self.ratio(term))

    def ratio(self, term: Term) -> Ratio:
        """The term as a ratio of exact quantities where it is one."""
        match term:
            case Num(value):
                return Ratio(ints.constant(value))
            case Null():
                return Ratio(ints.absent())
            case Add(terms):
                return self._sum([self.ratio(one) for one in terms])
            case Sub(left, right):
                minus = self.ratio(right)
                return self._sum([self.ratio(left), replace(minus, over=ints.times(minus.over, Fraction(-1)))])
            case Mul(terms):
                return self._product([self.ratio(one) for one in terms])
            case Div():
                return self._division(term)
            case Min(terms) | Max(terms):
                return Ratio(self._extreme(term, [self.value(one) for one in terms]))
            case Round():
                return Ratio(self._round(term))
            case Root(over, under, places):
                return Ratio(self._root(self.value(over), self.value(under), places))
            case Case():
                return Ratio(self._case(term))
            case _:
                return Ratio(self._columns(term))

    def order(self, term: Term) -> Quantity:
        """A value that puts rows in order: quotients are kept to so many places that different ones stay different."""
        match term:
            case Case(branches, otherwise):
                arms = [self.order(b.then) for b in branches]
                return self._cased([self.condition(b.when) for b in branches], [*arms, self.order(otherwise)])
            case Min(terms) | Max(terms):
                return self._extreme(term, [self.order(one) for one in terms])
            case _:
                ratio = self.ratio(term)
                over, under = ratio.over, ratio.under
                if under is None or under.constant is not None or not (over.exact and under.exact):
                    return self._settled(ratio)
                return rounding.order_key(over, under)

    def _settled(self, ratio: Ratio) -> Quantity:
        over, under = ratio.over, ratio.under
        if under is None or over.absent:
            return over
        if under.constant is not None:
            return ints.times(over, 1 / under.constant)
        if over.exact and under.exact:
            return ints.quotient(over, under)
        smallest = under.low - under.below if under.low > under.below else under.unit
        spread = (over.reach * (under.below + under.above) / smallest + over.below + over.above) / smallest
        bare = (
            replace(over, below=ZERO, above=ZERO, cut=None),
            replace(under, below=ZERO, above=ZERO, cut=None),
        )
        keep = replace(over, below=spread, above=spread, cut=ints.both(over.cut, under.cut))
        return ints.quotient(*bare, keep=keep)

    def _sum(self, parts: list[Ratio]) -> Ratio:
        whole = [p.over for p in parts if p.under is None]
        broken = [p for p in parts if p.under is not None]
        if not broken:
            return Ratio(ints.add(whole))
        under = broken[0].under
        if under is not None and all(p.under is not None and p.under.sql == under.sql for p in broken):
            tops = [p.over for p in broken]
            exact = under.exact and all(q.exact for q in [*tops, *whole])
            if exact and self._roomy([*tops, *whole], under):
                if whole:
                    tops.append(ints.multiply(ints.add(whole), under))
                return Ratio(ints.add(tops), under)
        return Ratio(ints.add([*whole, *(self._settled(p) for p in broken)]))

    @staticmethod
    def _roomy(parts: list[Quantity], under: Quantity) -> bool:
        """Bringing the parts over one denominator leaves room for carrying the quotient in 128 bits."""
        finest = ints.common_unit([q.unit for q in parts])
        reach = sum((q.reach for q in parts), ZERO)
        size = reach * under.reach / (finest * under.unit) * 10**ints.CARRIED * 4
        return ints.fits(size)

    def _product(self, parts: list[Ratio]) -> Ratio:
        over = parts[0].over
        under = parts[0].under
        for part in parts[1:]:
            over = ints.multiply(over, part.over)
            if part.under is not None:
                under = part.under if under is None else ints.multiply(under, part.under)
        return Ratio(over, under)

    def _division(self, term: Div) -> Ratio:
        if not isinstance(term.when_zero, Null):
            zero = Branch(Compare("==", term.under, Num(ZERO)), term.when_zero)
            known = Branch(Known(term.over), Case((zero,), replace(term, when_zero=Null())))
            return self.ratio(Case((known,)))
        over, under = self.ratio(term.over), self.ratio(term.under)
        top, bottom = over.over, under.over
        if bottom.constant == 0 or bottom.absent:
            return Ratio(ints.absent())
        if under.under is not None:
            top = ints.multiply(top, under.under)
        self._doubt_near_zero(bottom)
        top, bottom = ints.positive_denominator(top, bottom)
        if bottom.low <= 0:
            guarded = exp.Nullif(this=bottom.sql, expression=literal(0))
            bottom = replace(bottom, sql=guarded, nullable=True)
        if over.under is not None:
            bottom = ints.multiply(bottom, over.under)
        if bottom.constant is not None:
            return Ratio(ints.times(top, 1 / bottom.constant))
        return Ratio(top, bottom)

    def _doubt_near_zero(self, under: Quantity) -> None:
        """A denominator so near zero that its stored value may be zero, or of the other sign, where the true one is not."""
        error = max(under.below, under.above) + under.unit
        if under.exact or under.low > error or under.high < -error:
            return
        near = literal(math.ceil(error / under.unit))
        self._doubt(binary(exp.LTE, exp.Abs(this=under.sql), near), under.cut)

    # --- choices --------------------------------------------------------------------------------------------------

    def _extreme(self, term: Min | Max, parts: list[Quantity]) -> Quantity:
        if any(p.absent for p in parts):
            return ints.absent()
        least = isinstance(term, Min)
        found = parts[0]
        for other in parts[1:]:
            found = self._of_two(least, found, other)
        return found

    @staticmethod
    def _of_two(least: bool, a: Quantity, b: Quantity) -> Quantity:
        if a.constant is not None and b.constant is not None:
            return ints.constant(min(a.constant, b.constant) if least else max(a.constant, b.constant))
        if a.constant is not None:
            a, b = b, a
        pick = min if least else max
        if b.constant is not None and (a.high <= b.constant if least else a.low >= b.constant):
            return a  # never beyond the limit, whether known or not
        a, b = ints.aligned([a, b])
        beyond = exp.GT if least else exp.LT
        passes = binary(beyond, a.sql, b.sql)
        cut = ints.both(a.cut, b.cut)
        if b.constant is not None:
            sql: exp.Expression = case().when(passes, b.sql, copy=False).else_(a.sql, copy=False)
            if a.cut is not None:
                cut = case().when(passes, exp.false(), copy=False).else_(a.cut, copy=False)
        elif not (a.nullable or b.nullable):
            sql = (exp.Least if least else exp.Greatest)(this=a.sql, expressions=[b.sql])
        else:
            held = binary(exp.LTE if least else exp.GTE, a.sql, b.sql)
            sql = case().when(held, a.sql, copy=False).when(passes, b.sql, copy=False)
        found = Quantity(
            sql,
            a.unit,
            pick(a.low, b.low),
            pick(a.high, b.high),
            max(a.below, b.below),
            max(a.above, b.above),
            cut,
            a.nullable or b.nullable,
            a.wide,
        )
        return ints.narrowed(found)

    def _else(self, term: Case) -> Quantity | None:
        """`x where it is known, else a constant` in one word."""
        if len(term.branches) != 1 or not isinstance(term.otherwise, Num):
            return None
        branch = term.branches[0]
        if branch.when != Known(branch.then):
            return None
        known = self.value(branch.then)
        if not known.nullable and not known.absent:
            return known
        value, other = ints.aligned([known, self.value(term.otherwise)])
        if value.absent:
            return other
        cut = exp.Coalesce(this=value.cut, expressions=[exp.false()]) if value.cut is not None else None
        sql = exp.Coalesce(this=value.sql, expressions=[other.sql])
        low, high = min(value.low, other.low), max(value.high, other.high)
        return replace(value, sql=sql, low=low, high=high, cut=cut, nullable=False, constant=None)

    def _case(self, term: Case) -> Quantity:
        short = self._else(term)
        if short is not None:
            return short
        conditions = [self.condition(b.when) for b in term.branches]
        values = [self.value(b.then) for b in term.branches] + [self.value(term.otherwise)]
        return self._cased(conditions, values)

    @staticmethod
    def _cased(conditions: list[exp.Expression], values: list[Quantity]) -> Quantity:
        if all(v.absent for v in values):
            return ints.absent()
        lined = ints.aligned(values)
        there = [v for v in lined if not v.absent]
        shape = there[0]
        sql, cut = case(), case()
        for when, value in zip(conditions, lined[:-1], strict=True):
            sql = sql.when(when, value.sql, copy=False)
            cut = cut.when(when, value.cut if value.cut is not None else exp.false(), copy=False)
        last = lined[-1]
        sql = sql.else_(last.sql, copy=False)
        cut = cut.else_(last.cut if last.cut is not None else exp.false(), copy=False)
        return Quantity(
            sql,
            shape.unit,
            min(v.low for v in there),
            max(v.high for v in there),
            max(v.below for v in there),
            max(v.above for v in there),
            cut if any(v.cut is not None for v in there) else None,
            any(v.nullable or v.absent for v in values),
            shape.wide,
        )

    # --- rounding -------------------------------------------------------------------------------------------------

    def _round(self, term: Round) -> Quantity:
        inner, places, mode = term.term, term.places, term.mode
        match inner:
            case Case(branches, otherwise, note):
                arms = tuple(replace(b, then=Round(b.then, places, mode)) for b in branches)
                return self._case(Case(arms, Round(otherwise, places, mode), note))
            case Min(terms) | Max(terms):
                parts = [self.value(Round(one, places, mode)) for one in terms]
                return self._extreme(inner, parts)
            case _:
                return self._rounded(self.ratio(inner), term)

    def _rounded(self, ratio: Ratio, term: Round) -> Quantity:
        over, under = ratio.over, ratio.under
        if over.absent:
            return over
        if under is not None and not (over.exact and under.exact):
            over, under = self._settled(ratio), None
        one = ints.constant(Fraction(1))
        if over.exact:
            target = Fraction(1, 10**term.places) if term.places >= 0 else Fraction(10**-term.places)
            if under is None and (over.unit / target).denominator == 1:
                return over
            return rounding.rounded_ratio(over, under or one, term.places, term.mode)
        bare = replace(over, below=ZERO, above=ZERO, cut=None)
        first, stored, last = (
            rounding.rounded_ratio(
                ints.add([bare, ints.constant(shift)]) if shift else bare, one, term.places, term.mode
            )
            for shift in (-over.below, ZERO, over.above)
        )
        self._doubt(binary(exp.NEQ, first.sql, last.sql), over.cut)
        return replace(stored, low=first.low, high=last.high)  # a row that was not cut is rounded as it stands

    def _root(self, over: Quantity, under: Quantity, places: int) -> Quantity:
        """Integer square root: a guess by floating point, corrected on integers, so that the digits are exact."""
        square = ints.multiply(over, over)
        top, bottom = ints.positive_denominator(square, under)
        positive = case().when(binary(exp.GT, under.sql, literal(0)), bottom.sql, copy=False)
        whole = rounding.rounded_ratio(top, replace(bottom, sql=positive, low=bottom.unit), 2 * places, "down")
        under_root = ints.widened(whole)
        guess = rounding.root_guess(under_root, whole.integers)
        more = binary(exp.Add, guess, literal(1))
        high = (
            case()
            .when(binary(exp.GT, binary(exp.Mul, guess, guess), under_root), literal(1), copy=False)
            .else_(literal(0), copy=False)
        )
        low = (
            case()
            .when(binary(exp.LTE, binary(exp.Mul, more, more), under_root), literal(1), copy=False)
            .else_(literal(0), copy=False)
        )
        size = binary(exp.Add, binary(exp.Sub, guess, high), low)
        signed = (
            case()
            .when(binary(exp.LT, over.sql, literal(0)), exp.Neg(this=ints.paren(size)), copy=False)
            .else_(size, copy=False)
        )
        unit = Fraction(1, 10**places)
        reach = rounding.rounded_root_bound(whole.high)
        return ints.narrowed(Quantity(signed, unit, -reach, reach, nullable=True, wide=True))
