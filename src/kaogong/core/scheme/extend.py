"""`extends`: a whole base rulebook taken over and changed.

Mappings merge by key, lists of things by id, `remove` removes.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath

from kaogong.core.problem import Place, Problems, Text
from kaogong.core.scheme.codes import complain
from kaogong.core.scheme.paths import removed
from kaogong.core.scheme.source import RULEBOOK, read_source
from kaogong.core.scheme.tree import Listing, Table, Tree, has_ids, own_id, word

MAX_BASES = 8
REFERENCES = frozenset({"setting", "by_reading"})
OF_ITEMS = frozenset(
    [
        "id",
        "name",
        "full",
        "weight",
        "role",
        "basis",
        "clause",
        "tags",
        "every",
        "rollup",
        "applies",
        "not_applicable",
        "missing",
        "only_if",
        "otherwise",
        "times",
        "rescale",
        "floor",
        "cap",
        "round",
        "expands",
        "milestones",
        "reason",
        "measure",
        "remove",
    ]
)
"""Keys that any item keeps when its method changes; the old method's parameters do not outlive it."""


def extended(tree: Table, folder: Path | None, problems: Problems, above: tuple[Path, ...] = ()) -> Table | None:
    """The tree merged with its bases; None, with the problems noted, when a base cannot be had."""
    target = word(tree.get("extends"))
    if "extends" not in tree.entries:
        return _without_stray_removes(tree, problems)
    place = tree.entries["extends"].place
    if not target or folder is None or PurePosixPath(target).is_absolute() or PureWindowsPath(target).drive:
        what = Text(f"extends 不能写成“{target}”", f"extends cannot be {target!r}")
        fix = Text(
            "写底本文件夹相对本文件夹的路径，如 ../base。",
            "Write the path of the base's folder from this one, such as ../base.",
        )
        complain(problems, "K055", place, what, fix)
        return None
    path = (folder / target).resolve()
    if path in above or len(above) >= MAX_BASES:
        what = Text("底本互相引用，或层数太多", "bases refer to each other, or there are too many")
        complain(
            problems,
            "K055",
            place,
            what,
            Text("让最底下的底本不再 extends。", "Let the last base extend nothing."),
        )
        return None
    if not (path / RULEBOOK).is_file():
        what = Text(f"“{target}”里没有 {RULEBOOK}", f"there is no {RULEBOOK} in {target}")
        complain(problems, "K055", place, what, Text("核对路径。", "Check the path."))
        return None
    base = read_source(path, problems)
    if not isinstance(base, Table):
        _no_table(base, path, problems)
        return None
    whole = extended(base, path, problems, (*above, path))
    own = {name: one for name, one in tree.entries.items() if name != "extends"}
    return None if whole is None else _merged_tables(whole, Table(own, tree.place, tree.keys), problems)


def _no_table(tree: Tree | None, path: Path, problems: Problems) -> None:
    if tree is not None:
        what = Text("底本不是规则书", "the base is not a rulebook")
        complain(problems, "K055", Place(str(path / RULEBOOK)), what, Text("核对路径。", "Check the path."))


def _without_stray_removes(tree: Table, problems: Problems) -> Table:
    """A rulebook without a base has nothing to remove."""
    if "remove" in tree.entries:
        what = Text("没有底本，remove 无从去掉", "there is no base to remove from")
        complain(problems, "K056", tree.at("remove"), what, Text("删去 remove:。", "Delete remove:."))
        return tree.with_entries({name: one for name, one in tree.entries.items() if name != "remove"})
    return tree


def _merged(base: Tree, change: Tree, problems: Problems) -> Tree:
    """One value of the base under the same of the change."""
    if isinstance(base, Table) and isinstance(change, Table) and not _refers(base) and not _refers(change):
        return _merged_tables(base, change, problems)
    if isinstance(base, Listing) and isinstance(change, Listing) and has_ids(base) and has_ids(change):
        return _merged_lists(base, change, problems)
    return change


def _refers(tree: Table) -> bool:
    return not REFERENCES.isdisjoint(tree.entries)


def _merged_tables(base: Table, change: Table, problems: Problems) -> Table:
    kept = dict(base.entries)
    if _another_method(base, change):
        kept = {name: one for name, one in kept.items() if name in OF_ITEMS}
    whole = Table(kept, change.place, {**base.keys, **change.keys})
    remove = change.get("remove")
    if remove is not None:
        entries = remove.entries if isinstance(remove, Listing) else (remove,)
        for one in entries:
            whole = removed(whole, word(one), one.place, problems)
    merged = dict(whole.entries)
    for name, one in change.entries.items():
        if name != "remove":
            merged[name] = _merged(merged[name], one, problems) if name in merged else one
    return Table(merged, change.place, whole.keys)


def _another_method(base: Table, change: Table) -> bool:
    """Whether an item is given another method, or items instead of a method."""
    before, after = word(base.get("method")), word(change.get("method"))
    return bool(
        (before and after and before != after)
        or (before and "items" in change.entries)
        or (after and "items" in base.entries)
    )


def _merged_lists(base: Listing, change: Listing, problems: Problems) -> Listing:
    order = [own_id(one) for one in base.entries]
    things = dict(zip(order, base.entries, strict=True))
    extra: list[Tree] = []
    seen: set[str] = set()
    for one in change.entries:
        if own_id(one) in things and own_id(one) not in seen:
            things[own_id(one)] = _merged(things[own_id(one)], one, problems)
            seen.add(own_id(one))
        else:
            extra.append(one)
    return Listing((*(things[one] for one in dict.fromkeys(order)), *extra), change.place)
