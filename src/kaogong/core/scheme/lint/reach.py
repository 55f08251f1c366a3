"""What an item reads: formulas, facts, ledgers, ratings and links, by the parameters of its method."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from kaogong.core.methods import METHODS
from kaogong.core.methods.base import Param
from kaogong.core.scheme.formula import Call, Formula, Name, Node, Number, Operation, Words, parts
from kaogong.core.scheme.model import Item, Rulebook

VALUES = ("of", "now", "formula")
"""Parameters that are rewarded: targets and baselines are not."""


def values(params: Sequence[Param], given: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every value below the parameters of a method, with its kind (`formula`, `fact`, `ledger`, …)."""
    for param in params:
        if given.get(param.name) is not None:
            yield from _value(param, param.kind, given[param.name])


def _value(param: Param, kind: str, value: Any) -> Iterator[tuple[str, Any]]:
    if kind == "map":
        for one in value.values():
            yield from _value(param, param.value, one)
    elif kind == "table":
        for row in value:
            yield from values(param.columns, row)
    elif kind == "record":
        yield from values(param.columns, value)
    elif kind == "either":
        name, inner = value
        for option in param.options:
            if option.name == name:
                yield from _value(option, option.kind, inner)
    else:
        yield kind, value


def named(item: Item, kind: str) -> Iterator[Any]:
    """The values of one kind among the parameters of a leaf."""
    if item.method in METHODS:
        for found, value in values(METHODS[item.method].params, item.params):
            if found == kind:
                yield value


def formulas(item: Item) -> Iterator[Formula]:
    """Every formula of an item itself (not of those below)."""
    yield from (one for one in (item.applies, item.only_if, item.times, item.formula) if one is not None)
    for kind in ("formula", "condition"):
        yield from (one for one in named(item, kind) if isinstance(one, Formula))


def all_items(book: Rulebook) -> Iterator[Item]:
    """Every item of every sheet, the roots included."""
    for sheet in book.sheets.values():
        yield from sheet.root.walk()


def leaves(root: Item) -> Iterator[Item]:
    """The items with a method."""
    return (one for one in root.walk() if not one.items)


def counting(root: Item) -> Iterator[Item]:
    """The leaves whose value reaches that of a heading.

    Others are only shown: a formula does not name them, or takes them times zero, or they have no weight.
    """
    known = {item.id: item for item in root.walk()}
    reached, waiting = {root.id}, [root]
    while waiting:
        fresh = [one for one in _adds(waiting.pop(), known) if one.id not in reached and not _idle(one)]
        reached |= {one.id for one in fresh}
        waiting += fresh
    return (one for one in leaves(root) if one.id in reached)


def _adds(item: Item, known: Mapping[str, Item]) -> Iterator[Item]:
    """The items a value is made of: children that count, and items its formulas name."""
    read = [item.formula, *(item.params.get(key) for key in VALUES)]
    counts = item.params.get("counts")
    read += counts.values() if isinstance(counts, Mapping) else ()
    for formula in read:
        if isinstance(formula, Formula):
            yield from (known[name] for name in names(_worth(formula.tree), "item") if name in known)
    if item.combine != "formula":
        yield from (one for one in item.items if not (item.combine == "weighted" and one.weight == 0))


def _idle(item: Item) -> bool:
    return item.times is not None and is_zero(item.times.tree)


def is_zero(node: Node) -> bool:
    """Zero, or zero times something."""
    if isinstance(node, Operation) and node.operator == "*":
        return any(is_zero(one) for one in node.operands)
    return isinstance(node, Number) and node.value == 0


def _worth(node: Node) -> Node:
    """The formula without the parts that are taken times zero."""
    if is_zero(node):
        return Number(Fraction(0))
    if isinstance(node, Operation):
        return Operation(node.operator, tuple(_worth(one) for one in node.operands))
    return Call(node.function, tuple(_worth(one) for one in node.arguments)) if isinstance(node, Call) else node


def all_formulas(book: Rulebook) -> Iterator[Formula]:
    """Every formula of the rulebook."""
    yield from (one.formula for one in book.derived.values())
    for item in all_items(book):
        yield from formulas(item)
    yield from (sheet.carry_of for sheet in book.sheets.values() if sheet.carry_of is not None)
    yield from (one.when for one in book.vetoes)
    for scheme in book.grades:
        yield from (rung.where for rung in scheme.ladder if rung.where is not None)
        yield from scheme.order
        if scheme.uplift is not None:
            yield scheme.uplift.when
    for ranking in book.ranks:
        yield from ranking.order
    for consequence in book.consequences:
        yield from (one for one in (consequence.when, consequence.money) if one is not None)
    for reward in book.rewards:
        yield from (one for one in (reward.pool, reward.share_by, reward.where) if one is not None)


def names(node: Node, kind: str) -> Iterator[str]:
    """The names of one kind in a formula tree."""
    return (one.name for one in parts(node) if isinstance(one, Name) and one.kind == kind)


def facts_in(book: Rulebook, node: Node, seen: frozenset[str] = frozenset()) -> set[str]:
    """The facts a formula rests on, through derived facts."""
    facts = set(names(node, "fact"))
    for id_ in set(names(node, "derived")) - seen:
        if id_ in book.derived:
            facts |= facts_in(book, book.derived[id_].formula.tree, seen | {id_})
    return facts


def facts_read(book: Rulebook) -> set[str]:
    """Every fact the rulebook reads anywhere."""
    read = {fact for formula in all_formulas(book) for fact in facts_in(book, formula.tree)}
    for item in all_items(book):
        read |= set(named(item, "fact"))
        if item.method in METHODS:
            read |= _fact_keys(book, item)
    return read


def _fact_keys(book: Rulebook, item: Item) -> set[str]:
    """Facts named as keys of a mapping (`parts: {fact: marks}`)."""
    maps = [item.params.get(one.name) for one in METHODS[item.method].params if one.kind == "map"]
    return {key for one in maps if isinstance(one, Mapping) for key in one if key in book.facts}


def scored_facts(book: Rulebook, item: Item) -> set[str]:
    """The facts a leaf rewards: what stands in its value, not in its target or below a division line."""
    found = set(named(item, "fact")) | (_fact_keys(book, item) if item.method in METHODS else set())
    for key in VALUES:
        value = item.params.get(key)
        if isinstance(value, Formula):
            found |= _above_the_line(book, _worth(value.tree))
    counts = item.params.get("counts")
    for one in counts.values() if isinstance(counts, Mapping) else ():
        found |= _above_the_line(book, one.tree) if isinstance(one, Formula) else {str(one)} & book.facts.keys()
    return found


def _above_the_line(book: Rulebook, node: Node) -> set[str]:
    if isinstance(node, Name):
        if node.kind == "derived" and node.name in book.derived:
            return _above_the_line(book, book.derived[node.name].formula.tree)
        return {node.name} if node.kind == "fact" else set()
    if isinstance(node, Operation):
        inner = node.operands[:1] if node.operator == "/" else node.operands
        return set().union(*(_above_the_line(book, one) for one in inner)) if inner else set()
    if isinstance(node, Call) and node.function in {"min", "max", "round", "whole", "abs"}:
        return set().union(*(_above_the_line(book, one) for one in node.arguments))
    return set()


def event_kinds(book: Rulebook, item: Item) -> set[tuple[str, str]]:
    """The (ledger, kind) pairs a leaf of method `events` prices."""
    ledger = str(item.params.get("ledger", ""))
    if item.method != "events" or ledger not in book.events:
        return set()
    marks, rules = item.params.get("marks"), item.params.get("rules")
    kinds: set[str] = set(marks) if isinstance(marks, Mapping) else set()
    for row in rules or ():
        kinds |= {row["kind"]} if row.get("kind") else set(book.events[ledger].kinds)
    return {(ledger, kind) for kind in kinds}


def ledgers_read(book: Rulebook) -> set[tuple[str, str]]:
    """Every (ledger, kind) read by an item or counted in a formula; the kind is empty where all kinds are."""
    found = {pair for item in all_items(book) for pair in event_kinds(book, item)}
    for formula in all_formulas(book):
        for one in parts(formula.tree):
            if isinstance(one, Call) and one.function in {"count", "quantity"} and one.arguments:
                texts = [arg.text for arg in one.arguments if isinstance(arg, Words)]
                found |= {(texts[0], texts[1] if len(texts) > 1 else "")} if texts else set()
    return found


def with_headings(item: Item, above: tuple[Item, ...]) -> Iterator[tuple[Item, tuple[Item, ...]]]:
    """An item and all below, each with its headings from the root down."""
    yield item, above
    for child in item.items:
        yield from with_headings(child, (*above, item))
