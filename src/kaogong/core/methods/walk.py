"""Walking over terms: every node below a term, the facts it reads, and the term rebuilt with its leaves replaced."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from kaogong.core.methods import terms as t
from kaogong.core.methods.terms import Condition, Term

INNER = (t.Num, t.Null, t.Add, t.Sub, t.Mul, t.Div, t.Min, t.Max, t.Round, t.Root, t.Case)
"""Kinds of terms that compute; all others are leaves, looked up in the frame."""


def children(node: Term | Condition) -> tuple[Term | Condition, ...]:
    """The terms and conditions directly below a computing node or a condition; none below a leaf."""
    match node:
        case t.Add(terms) | t.Mul(terms) | t.Min(terms) | t.Max(terms):
            return terms
        case t.Sub(left, right) | t.Compare(_, left, right):
            return (left, right)
        case t.Div(over, under, when_zero):
            return (over, under, when_zero)
        case t.Round(term) | t.Known(term):
            return (term,)
        case t.Root(over, under):
            return (over, under)
        case t.Case(branches, otherwise):
            return (*(part for b in branches for part in (b.when, b.then)), otherwise)
        case t.All(of) | t.AnyOf(of):
            return of
        case t.Not(of):
            return (of,)
        case _:
            return ()


def leaves(node: Term | Condition) -> Iterator[Term]:
    """Every leaf below, from left to right."""
    below = children(node)
    if not below and not isinstance(node, INNER) and not isinstance(node, t.All | t.AnyOf):
        yield node  # type: ignore[misc]
    for one in below:
        yield from leaves(one)


def transform(term: Term, leaf: Callable[[Term], Term]) -> Term:
    """The term with `leaf` applied to every leaf."""
    match term:
        case t.Num() | t.Null():
            return term
        case t.Add(terms) | t.Mul(terms) | t.Min(terms) | t.Max(terms):
            return type(term)(tuple(transform(one, leaf) for one in terms))
        case t.Sub(left, right):
            return t.Sub(transform(left, leaf), transform(right, leaf))
        case t.Div(over, under, when_zero):
            return t.Div(transform(over, leaf), transform(under, leaf), transform(when_zero, leaf))
        case t.Round(inner):
            return replace(term, term=transform(inner, leaf))
        case t.Root(over, under):
            return replace(term, over=transform(over, leaf), under=transform(under, leaf))
        case t.Case(branches, otherwise):
            arms = tuple(
                replace(b, when=transform_condition(b.when, leaf), then=transform(b.then, leaf)) for b in branches
            )
            return replace(term, branches=arms, otherwise=transform(otherwise, leaf))
        case _:
            return leaf(term)


def transform_condition(condition: Condition, leaf: Callable[[Term], Term]) -> Condition:
    """The condition with `leaf` applied to every leaf."""
    match condition:
        case t.Compare(op, left, right):
            return t.Compare(op, transform(left, leaf), transform(right, leaf))
        case t.Known(term):
            return t.Known(transform(term, leaf))
        case t.All(of):
            return t.All(tuple(transform_condition(one, leaf) for one in of))
        case t.AnyOf(of):
            return t.AnyOf(tuple(transform_condition(one, leaf) for one in of))
        case t.Not(of):
            return t.Not(transform_condition(of, leaf))


def facts_in(leaf: Term) -> set[str]:
    """The facts a leaf of a term reads, directly or through an aggregate."""
    match leaf:
        case t.Fact(name):
            return {name}
        case (
            t.GroupStat(term=inner)
            | t.Standing(term=inner)
            | t.RollUp(term=inner)
            | t.Earlier(term=inner)
            | t.WorkingDay(day=inner)
        ):
            return (
                {name for one in leaves(inner) for name in facts_in(one)}
                if isinstance(inner, INNER)
                else facts_in(inner)
            )
        case t.Days(start=start, end=end):
            return {name for side in (start, end) for one in leaves(side) for name in facts_in(one)}
        case _:
            return set()
