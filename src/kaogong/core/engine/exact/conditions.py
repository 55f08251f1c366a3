"""Conditions in SQL, decided exactly on ratios where that is possible."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from fractions import Fraction

from sqlglot import exp

from kaogong.core.engine.exact import integers as ints
from kaogong.core.engine.exact.integers import Quantity, binary, case, cast, literal
from kaogong.core.methods.terms import All, AnyOf, Case, Compare, Condition, Known, Max, Min, Not, Term

_OPERATORS: dict[str, type[exp.Binary]] = {
    "==": exp.EQ,
    "!=": exp.NEQ,
    "<": exp.LT,
    "<=": exp.LTE,
    ">": exp.GT,
    ">=": exp.GTE,
}
_TURNED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True, slots=True)
class Ratio:
    """over ÷ under; `under` None is one, and is never negative; where it may be zero the SQL is NULL instead."""

    over: Quantity
    under: Quantity | None = None


class Conditions(ABC):
    """Lowers conditions; values are lowered by the class that inherits it."""

    doubts: list[exp.Expression]

    @abstractmethod
    def ratio(self, term: Term) -> Ratio:
        """The term as a ratio of exact quantities where it is one."""

    @abstractmethod
    def _settled(self, ratio: Ratio) -> Quantity:
        """A ratio as one quantity, cut where it has no finite decimals."""

    @abstractmethod
    def _sum(self, parts: list[Ratio]) -> Ratio:
        """The sum of ratios."""

    def _doubt(self, when: exp.Expression, cut: exp.Expression | None) -> None:
        if cut is not None:
            self.doubts.append(case().when(when, cut, copy=False).else_(exp.false(), copy=False))

    # --- conditions -----------------------------------------------------------------------------------------------

    def condition(self, condition: Condition) -> exp.Expression:
        """The condition in SQL; NULL is undecided."""
        match condition:
            case Compare(op, left, right):
                return self._compare(op, left, right)
            case Known(term):
                return self._known(term)
            case All(of):
                return self._joined(exp.And, of, exp.true())
            case AnyOf(of):
                return self._joined(exp.Or, of, exp.false())
            case Not(Known(term)):
                return self._unknown(term)
            case Not(of):
                return exp.Not(this=ints.paren(self.condition(of)))

    def _joined(self, kind: type[exp.Binary], of: tuple[Condition, ...], empty: exp.Expression) -> exp.Expression:
        if not of:
            return empty
        found = self.condition(of[0])
        for one in of[1:]:
            found = binary(kind, found, self.condition(one))
        return found

    def _known(self, term: Term) -> exp.Expression:
        ratio = self.ratio(term)
        if ratio.over.absent:
            return exp.false()
        parts = [q for q in (ratio.over, ratio.under) if q is not None and q.nullable]
        found: exp.Expression = exp.true()
        for q in parts:
            known = exp.Not(this=exp.Is(this=ints.paren(q.sql), expression=exp.Null()))
            found = known if found == exp.true() else binary(exp.And, found, known)
        return found

    def _unknown(self, term: Term) -> exp.Expression:
        known = self._known(term)
        bare = isinstance(known, exp.Not) and isinstance(known.this, exp.Is)
        return known.this if bare else exp.Not(this=ints.paren(known))

    def _compare(self, op: str, left: Term, right: Term) -> exp.Expression:
        if isinstance(right, Case | Min | Max) and not isinstance(left, Case | Min | Max):
            left, right, op = right, left, _TURNED[op]
        a, b = self.ratio(left), self.ratio(right)
        if a.over.absent or b.over.absent:
            return cast(exp.Null(), ints.BOOLEAN)
        if a.over.exact and b.over.exact and a.under is None and b.under is None:
            x, y = ints.aligned([a.over, b.over])
            if x.exact and y.exact:
                return binary(_OPERATORS[op], x.sql, y.sql)
        difference = self._sum([a, replace(b, over=ints.times(b.over, Fraction(-1)))])
        over, under = difference.over, difference.under
        if over.exact and (under is None or under.exact):
            met = binary(_OPERATORS[op], over.sql, literal(0))
            if under is None or not under.nullable:
                return met
            there = exp.Not(this=exp.Is(this=ints.paren(under.sql), expression=exp.Null()))
            return case().when(there, met, copy=False)
        pushed = self._pushed(op, left, right)
        return pushed if pushed is not None else self._doubtful(op, self._settled(difference))

    def _pushed(self, op: str, left: Term, right: Term) -> exp.Expression | None:
        """A comparison with a choice of inexact values, as a choice of comparisons."""
        if isinstance(left, Case):
            found = case()
            for branch in left.branches:
                found = found.when(self.condition(branch.when), self._compare(op, branch.then, right), copy=False)
            return found.else_(self._compare(op, left.otherwise, right), copy=False)
        if isinstance(left, Min | Max) and op in ("<", "<=", ">", ">="):
            every = isinstance(left, Min) == (op in (">", ">="))
            kind = exp.And if every else exp.Or
            found_all = self._joined_raw(kind, [self._compare(op, one, right) for one in left.terms])
            known = self._joined_raw(exp.And, [self._known(one) for one in left.terms])
            return case().when(known, found_all, copy=False)
        return None

    @staticmethod
    def _joined_raw(kind: type[exp.Binary], parts: list[exp.Expression]) -> exp.Expression:
        found = parts[0]
        for one in parts[1:]:
            found = binary(kind, found, one)
        return found

    def _doubtful(self, op: str, difference: Quantity) -> exp.Expression:
        below, above = (math.floor(error / difference.unit) for error in (difference.below, difference.above))
        sides = []
        if ints.fits(above):
            sides.append(binary(exp.GTE, difference.sql, literal(-above)))
        if ints.fits(below):
            sides.append(binary(exp.LTE, difference.sql, literal(below)))
        self._doubt(self._joined_raw(exp.And, sides or [exp.true()]), difference.cut)
        return binary(_OPERATORS[op], difference.sql, literal(0))
