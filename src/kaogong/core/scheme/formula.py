"""Formulas: the small expression language of rulebooks, parsed to a tree.

It can reach nothing but declared names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from kaogong.core.problem import NOWHERE, Place


@dataclass(frozen=True, slots=True)
class Number:
    """A constant."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Words:
    """A quoted text: a class, a choice, a grade, a ledger."""

    text: str


NameKind = Literal["", "fact", "derived", "attribute", "item", "result", "setting"]


@dataclass(frozen=True, slots=True)
class Name:
    """A fact, derived fact, attribute, item, or result.

    The parser leaves it as written (id or Chinese name, `kind` empty). The loader replaces it by the id and
    says what it is; `class`, `group`, `kind` are attributes, `grade`, `rank`, `total` results, and a setting
    has become its value.
    """

    name: str
    kind: NameKind = ""


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


def parts(node: Node) -> Iterator[Node]:
    """The node and everything in it, outermost first."""
    stack = [node]
    while stack:
        here = stack.pop()
        yield here
        if isinstance(here, Call):
            stack.extend(reversed(here.arguments))
        elif isinstance(here, Operation):
            stack.extend(reversed(here.operands))
