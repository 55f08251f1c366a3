"""Places in a rulebook by path: keys and ids joined by dots; an item is found under its sheet at any depth.

`sheets.unit.items.cards.full`, `facts.done`, `procedure.cascade.upper.0` (entries without id by number).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kaogong.core.problem import Place, Problems, Text
from kaogong.core.scheme.codes import complain, did_you_mean
from kaogong.core.scheme.tree import Listing, Table, Tree, own_id

Edit = Callable[[Tree], Tree | None]
"""What becomes of the value found: another value, or None to take it out."""


def places_of(tree: Tree) -> dict[str, Place]:
    """Every path of the rulebook with its place.

    Items both by their full path and directly under their sheet.
    """
    found: dict[str, Place] = {}
    stack: list[_Visit] = [_Visit(tree, "", "", "")]
    while stack:
        here = stack.pop()
        for name, place, one in _members(here.tree):
            path = f"{here.path}.{name}" if here.path else name
            items = here.items or (path if name == "items" else "")
            if items and name == "items" and isinstance(here.tree, Table):
                direct = items
            else:
                direct = f"{here.direct}.{name}" if here.direct else ""
            found.setdefault(path, place)
            if direct:
                found.setdefault(direct, place)
            stack.append(_Visit(one, path, items, direct))
    return found


@dataclass(frozen=True, slots=True)
class _Visit:
    """A value on the way: its path, the path of its sheet's items, and its path counted from those."""

    tree: Tree
    path: str
    items: str
    direct: str


def _members(tree: Tree) -> list[tuple[str, Place, Tree]]:
    if isinstance(tree, Table):
        return [(name, tree.at(name), one) for name, one in tree.entries.items()]
    if isinstance(tree, Listing):
        return [(own_id(one) or str(number), one.place, one) for number, one in enumerate(tree.entries)]
    return []


def edited(tree: Tree, path: list[str], edit: Edit) -> Tree | None:
    """The tree with the value at a path edited; the same object when the path leads nowhere.

    None when taken out.
    """
    if not path:
        return edit(tree)
    name, rest = path[0], path[1:]
    if isinstance(tree, Table):
        if name not in tree.entries:
            return tree
        one = edited(tree.entries[name], rest, edit)
        if one is tree.entries[name]:
            return tree
        entries = {key: value for key, value in tree.entries.items() if key != name or one is not None}
        if one is not None:
            entries[name] = one
        return tree.with_entries(entries)
    if isinstance(tree, Listing):
        return _edited_list(tree, name, rest, edit)
    return tree


def _edited_list(tree: Listing, name: str, rest: list[str], edit: Edit) -> Tree:
    """An entry edited by id, by number, or as an item further down."""
    entries = list(tree.entries)
    ids = [own_id(one) for one in entries]
    if name in ids or (name.isdecimal() and not any(ids) and len(name) < 6 and int(name) < len(entries)):
        at = ids.index(name) if name in ids else int(name)
        one = edited(entries[at], rest, edit)
        if one is entries[at]:
            return tree
        entries[at : at + 1] = [] if one is None else [one]
        return Listing(tuple(entries), tree.place)
    for at, one in enumerate(entries):
        if isinstance(one, Table) and isinstance(one.get("items"), Listing):
            found = edited(one, ["items", name, *rest], edit)
            if found is not one and found is not None:
                entries[at] = found
                return Listing(tuple(entries), tree.place)
    return tree


def removed(tree: Table, path: str, place: Place, problems: Problems) -> Table:
    """A table without what a path names: an id among its items, or a path from here."""
    for steps in (["items", *path.split(".")], path.split(".")):
        without = edited(tree, steps, lambda _: None)
        if isinstance(without, Table) and without is not tree:
            return without
    below = tree.get("items")
    known = [own_id(one) for one in below.entries] if isinstance(below, Listing) else list(tree.entries)
    what = Text(f"没有“{path}”可去掉", f"there is no {path!r} to remove")
    complain(problems, "K056", place, what, did_you_mean(path, known))
    return tree
