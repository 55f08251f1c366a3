"""Changes to a rulebook written as data, as golden cases and what-ifs do.

`remove`, `set … to`, `add … value`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kaogong.core.problem import Place, Problems, Text
from kaogong.core.scheme.codes import complain
from kaogong.core.scheme.paths import edited
from kaogong.core.scheme.tree import Listing, Table, Tree, planted

SHAPES = ({"remove"}, {"set", "to"}, {"add", "value"})


def changed(tree: Table, changes: Sequence[Any], problems: Problems, place: Place) -> Table:
    """The tree after all changes, in order; a change that misses is a problem.

    Args:
        tree: The merged rulebook.
        changes: `{remove: path}`, `{set: path, to: value}` or `{add: path, value: …}`; exact plain data.
        problems: Where to note what is wrong.
        place: Where the changes are written.
    """
    for change in changes:
        if not isinstance(change, dict) or set(change) not in SHAPES:
            what = Text(f"不认识的改动：{change}", f"not a change: {change}")
            fix = Text(
                "写 {remove: 路径}、{set: 路径, to: 值} 或 {add: 路径, value: 值}。",
                "Write {remove: path}, {set: path, to: value} or {add: path, value: …}.",
            )
            complain(problems, "K022", place, what, fix)
            continue
        tree = _one(tree, change, problems, place)
    return tree


def _one(tree: Table, change: dict[str, Any], problems: Problems, place: Place) -> Table:
    try:
        new = planted(change.get("to", change.get("value")), place)
    except TypeError as error:
        what = Text(f"改动的值不是精确的数：{error}", f"the value is not exact: {error}")
        complain(problems, "K023", place, what, Text("用文字写数。", "Write numbers as text."))
        return tree
    if "remove" in change:
        path, after = str(change["remove"]), edited(tree, str(change["remove"]).split("."), lambda _: None)
    elif "set" in change:
        path, after = str(change["set"]), _set(tree, str(change["set"]).split("."), new)
    else:
        path = str(change["add"])
        after = edited(tree, path.split("."), lambda here: _added(here, new))
    if isinstance(after, Table) and after is not tree:
        return after
    what = Text(f"没有“{path}”可改", f"there is no {path!r} to change")
    fix = Text("路径由键和编号用点连成，如 sheets.unit.items.cards.full。", "A path joins keys and ids by dots.")
    complain(problems, "K056", place, what, fix)
    return tree


def _set(tree: Table, path: list[str], new: Tree) -> Tree | None:
    """The value at a path replaced.

    A key that is not there yet is added to the mapping that should hold it.
    """
    after = edited(tree, path, lambda _: new)
    if after is not tree or not path:
        return after
    name = path[-1]
    return edited(tree, path[:-1], lambda here: _with_key(here, name, new))


def _with_key(here: Tree, name: str, new: Tree) -> Tree:
    if isinstance(here, Table) and name not in here.entries:
        return here.with_entries({**here.entries, name: new}, {name: new.place})
    return here


def _added(here: Tree, new: Tree) -> Tree:
    """A list with one entry more, or a mapping with the new keys; anything else stays and is reported."""
    if isinstance(here, Listing):
        return Listing((*here.entries, new), here.place)
    if isinstance(here, Table) and isinstance(new, Table):
        return here.with_entries({**here.entries, **new.entries}, new.keys)
    return here
