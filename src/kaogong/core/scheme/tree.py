"""The tree a rulebook file is read into: scalars, listings and tables, each with its place. No meaning yet.

A scalar keeps its text as written: nothing is turned into a number, a date or a boolean before the language
asks for one, so `0.10` stays exact, `2010` can be a document number, and `no` is a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from kaogong.core.problem import NOWHERE, Place

NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value as written. `quoted` tells `"2010"` from `2010`; `block` marks text of several lines.

    `off`: it is the `none` of the chosen reading, which stands for a key that is not written, unless `none` is one of its values.
    """

    text: str
    place: Place = NOWHERE
    quoted: bool = False
    block: bool = False
    off: bool = False

    @property
    def null(self) -> bool:
        """Nothing is written here (an empty value, `~`, `null`)."""
        return not self.quoted and self.text in NULLS


@dataclass(frozen=True, slots=True)
class Listing:
    """A list."""

    entries: tuple[Tree, ...] = ()
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping, in written order. `keys` holds the place of every key."""

    entries: Mapping[str, Tree] = field(default_factory=dict)
    place: Place = NOWHERE
    keys: Mapping[str, Place] = field(default_factory=dict)

    def get(self, key: str) -> Tree | None:
        """The value of a key, or None."""
        return self.entries.get(key)

    def at(self, key: str) -> Place:
        """The place of a key, or of the table when the key is not there."""
        return self.keys.get(key, self.place)

    def with_entries(self, entries: Mapping[str, Tree], keys: Mapping[str, Place] | None = None) -> Table:
        """The same table with other entries."""
        return Table(entries, self.place, {**self.keys, **(keys or {})})


Tree = Scalar | Listing | Table


def word(tree: Tree | None) -> str:
    """The text of a scalar; empty for anything else."""
    return tree.text.strip() if isinstance(tree, Scalar) and not tree.null else ""


def own_id(tree: Tree) -> str:
    """The `id` of an entry of a list, or empty."""
    return word(tree.get("id")) if isinstance(tree, Table) else ""


def has_ids(tree: Tree | None) -> bool:
    """Whether this is a list of things with an `id`."""
    return isinstance(tree, Listing) and bool(tree.entries) and all(own_id(one) for one in tree.entries)


def walk(tree: Tree) -> Iterator[Tree]:
    """The tree and everything in it, in written order."""
    stack = [tree]
    while stack:
        here = stack.pop()
        yield here
        if isinstance(here, Table):
            stack.extend(reversed(list(here.entries.values())))
        elif isinstance(here, Listing):
            stack.extend(reversed(here.entries))


def plain(tree: Tree) -> Any:
    """The tree as dictionaries, lists, strings and None."""
    if isinstance(tree, Table):
        return {key: plain(one) for key, one in tree.entries.items()}
    if isinstance(tree, Listing):
        return [plain(one) for one in tree.entries]
    return None if tree.null else tree.text


def planted(value: Any, place: Place = NOWHERE) -> Tree:
    """A tree from plain data, for values that come from a case, a command line or a form.

    Raises:
        TypeError: for floats, which are not exact, and for anything that is not plain data.
    """
    if isinstance(value, Scalar | Listing | Table):
        return value
    if value is None:
        return Scalar("null", place)
    if isinstance(value, bool):
        return Scalar("true" if value else "false", place)
    if isinstance(value, str):
        return Scalar(value, place, quoted=True)
    if isinstance(value, int | Fraction):
        return Scalar(str(value), place)
    if isinstance(value, Mapping):
        entries = {str(key): planted(one, place) for key, one in value.items()}
        return Table(entries, place, dict.fromkeys(entries, place))
    if isinstance(value, list | tuple):
        return Listing(tuple(planted(one, place) for one in value), place)
    raise TypeError(f"{type(value).__name__} is not plain exact data: {value!r}")
