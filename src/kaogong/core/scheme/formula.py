"""Formulas: the small expression language of rulebooks, parsed to a tree. It can reach nothing but declared names."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from kaogong.core.problem import NOWHERE, Place


@dataclass(frozen=True, slots=True)
class Number:
    """A constant."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Words:
    """A quoted text: a class, a choice, a grade, a ledger."""

    text: str


@dataclass(frozen=True, slots=True)
class Name:
    """A fact, derived fact, attribute, item, or result, as written (id or Chinese name)."""

    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function by its English name (Chinese names are translated by the parser)."""

    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """`+ - * / neg == != < <= > >= and or not`, with one or two operands."""

    operator: str
    operands: tuple[Node, ...]


Node = Number | Words | Name | Call | Operation


@dataclass(frozen=True, slots=True)
class Formula:
    """A parsed formula with its text and place."""

    text: str
    tree: Node
    place: Place = NOWHERE
