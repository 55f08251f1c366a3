"""The methods, by the name rulebooks use; each returns raw marks before anything else happens to the item."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from core.oracle import items, parser
from core.oracle.methods import ledgers, people, pools, values
from core.oracle.world import Spot, World
from kaogong.core.scheme.formula import Formula
from kaogong.core.scheme.model import Item

Marks = Fraction | None
Method = Callable[[World, Mapping[str, Any], Fraction, Spot], Marks]

METHODS: dict[str, Method] = {
    "ratio": values.ratio,
    "linear": values.linear,
    "per_unit": values.per_unit,
    "bands": values.bands,
    "tiers": values.tiers,
    "choice": values.choice,
    "checklist": values.checklist,
    "imported": values.imported,
    "bundle": values.bundle,
    "formula": values.formula,
    "fixed": values.fixed,
    "events": ledgers.events,
    "rank": pools.rank,
    "normalise": pools.normalise,
    "improve": people.improve,
    "rating": people.rating,
    "survey": people.survey,
    "timely": people.timely,
    "linked": people.linked,
    "manual": people.manual,
}


def marks(world: World, item: Item, spot: Spot) -> Marks:
    """The raw marks of a leaf."""
    return METHODS[item.method](world, item.params, items.full_marks(item), spot)


UNCAPPED = {"bundle"}


def default_limits(item: Item) -> tuple[Marks, Marks]:
    """Floor and cap of a leaf that declares none: 0 and full marks, unless its role or its method says otherwise."""
    if item.role == "deduction":
        return (None if item.full is None else -item.full), Fraction(0)
    if item.method == "events" and item.params["mode"] == "signed":
        return None, None
    if item.role == "bonus":
        return None, item.full
    full = items.full_marks(item) if item.full is not None or item.weight is not None else None
    uncapped = item.method in UNCAPPED or (item.method == "timely" and item.params["early_each"] is not None)
    return Fraction(0), None if uncapped else full


FACT_PARAMS = {"choice": ("of",), "checklist": ("parts",), "survey": ("options",), "manual": ("of",)}
"""Parameters that name facts outside formulas."""


def facts_read(world: World, item: Item) -> set[str]:
    """The facts the method of a leaf reads; not those it only asks `present` of."""
    found = {name for formula in _formulas(item.params) for name in _names(world, parser.parse(formula.text))}
    for param in FACT_PARAMS.get(item.method, ()):
        given = item.params[param]
        found |= {one for one in ([given] if isinstance(given, str) else given or ()) if one in world.book.facts}
    return found


def _formulas(value: Any) -> Iterator[Formula]:
    if isinstance(value, Formula):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _formulas(one)
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _formulas(one)


def _names(world: World, tree: Any) -> Iterator[str]:
    if tree[0] == "name":
        yield from _facts_named(world, tree[1])
    elif tree[0] == "call":
        for one in tree[2] if tree[1] != "present" else ():
            yield from _names(world, one)
    elif tree[0] not in {"num", "text"}:
        for one in tree[1:]:
            yield from _names(world, one)


def _facts_named(world: World, word: str) -> Iterator[str]:
    for ident, fact in world.book.facts.items():
        if word in {ident, fact.name.zh}:
            yield ident
    for ident, derived in world.book.derived.items():
        if word in {ident, derived.name.zh}:
            yield from _names(world, parser.parse(derived.formula.text))
