"""What a scoring method is: a name, its parameters, its page, and how it turns parameters into a term."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, Protocol

from kaogong.core.methods.terms import Term
from kaogong.core.problem import Problem, Text

ParamKind = Literal[
    "formula",  # expression over facts, items, attributes → scheme.formula.Formula; in build: ctx.term(value) → Term
    "condition",  # formula that is true or false; in build: ctx.condition(value) → Condition
    "number",  # exact decimal → Fraction
    "limit",  # number or `none` → Fraction | None
    "integer",
    "boolean",
    "text",
    "choice",  # one of `choices`
    "fact",  # name of a declared fact
    "ledger",  # name of an event ledger
    "ratings",  # name of a ratings declaration
    "link",  # name of a link
    "within",  # a pool of subjects: class, group, all, or an attribute
    "node",  # sheet.item → tuple[str, str]
    "numbers",  # list of numbers → tuple[Fraction, ...]
    "points",  # list of [x, marks] → tuple[tuple[Fraction, Fraction], ...]
    "map",  # mapping of text → `value` kind → dict[str, …]
    "table",  # list of rows; `columns` describe a row → tuple[dict[str, …], ...]
    "record",  # one row; `columns` describe it → dict[str, …]
    "either",  # one of `options` (Params tried in order) → (name of the option, value)
]


@dataclass(frozen=True, slots=True)
class Param:
    """One parameter of a method. `default` is the value when it is not written; `required` ones must be written.

    `keys` is what the names on the left of a map are: words, or declared facts.
    """

    name: str
    kind: ParamKind
    doc: Text
    required: bool = False
    default: Any = None
    choices: tuple[str, ...] = ()
    value: ParamKind = "number"
    keys: ParamKind = "text"
    columns: tuple[Param, ...] = ()
    options: tuple[Param, ...] = ()


class Context(Protocol):
    """What a method may ask while it builds its term."""

    @property
    def full(self) -> Fraction:
        """Full marks of the item (100 when it has a weight instead; 0 when it has neither)."""

    @property
    def fact_options(self) -> Mapping[str, tuple[str, ...]]:
        """The options of every choice fact, best first."""

    @property
    def rating_groups(self) -> Mapping[str, tuple[str, ...]]:
        """Rater groups of every ratings declaration."""

    def term(self, formula: Any) -> Term:
        """The term of a parsed formula, or of the name of a fact."""

    def condition(self, formula: Any) -> Any:
        """The condition of a parsed formula."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What is known of a method's value without data, for the linter: bounds of the raw marks and monotony in `of`."""

    low: Fraction | None = None
    high: Fraction | None = None
    monotone: Literal["up", "down", "no", "unknown"] = "unknown"


@dataclass(frozen=True, slots=True)
class Method:
    """A scoring method.

    `build` returns the raw term in marks, before `times`, `floor` and `cap` of the item.
    `check` finds what is wrong with parameters beyond their kinds (codes K4xx).
    `floor`, `cap`: what a leaf without its own `floor:`/`cap:` gets: "zero"/"full"/None.
    `example` is a leaf in YAML (with the facts it needs) shown on the method's page and run by its test.
    """

    name: str
    title: Text
    summary: Text
    params: tuple[Param, ...]
    build: Callable[[Context, Mapping[str, Any]], Term]
    example: str
    floor: Literal["zero", "none"] = "zero"
    cap: Literal["full", "none"] = "full"
    check: Callable[[Mapping[str, Any], Fraction], list[Problem]] = lambda params, full: []
    shape: Callable[[Mapping[str, Any], Fraction], Shape] = lambda params, full: Shape()
    limits: Callable[[Mapping[str, Any]], tuple[str, str]] | None = None
    """For methods whose default floor and cap depend on parameters (`events`): ("zero"|"none", "full"|"none")."""
