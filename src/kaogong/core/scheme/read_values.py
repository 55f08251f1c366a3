"""Values of the tree read as what the language expects there.

Whatever does not fit is noted, and reading goes on.

`read_table` reads a mapping by its list of keys and reports unknown ones; `read_value` reads one value of any
kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from kaogong.core.problem import NOWHERE, Place, Text
from kaogong.core.scheme import read_references as references
from kaogong.core.scheme import read_scalars as scalars
from kaogong.core.scheme.check_formula import Desk
from kaogong.core.scheme.codes import complain
from kaogong.core.scheme.keys import Key, key
from kaogong.core.scheme.model import Rounding
from kaogong.core.scheme.read_scalars import (
    FAULT,
    NONE_WORDS,
    Fault,
    read_integer,
    read_limit,
    read_number,
    read_text,
    unknown_keys,
    wrong_shape,
)
from kaogong.core.scheme.tree import Listing, Scalar, Table, Tree, plain, word

MAX_PLACES = 9
TAKE_NONE = frozenset({"limit", "rounding", "range", "free"})
ROUNDING = (
    key("places", "integer", "小数位", "decimal places", required=True),
    key("mode", "choice", "方式", "mode", default="half_up", choices="half_up half_even down up"),
)


class Row(dict[str, Any]):
    """The values of a table by key, defaults included, with its place and the keys the author wrote."""

    place: Place = NOWHERE
    written: frozenset[str] = frozenset()


def read_table(tree: Tree, keys: Iterable[Key], desk: Desk, *, also: Iterable[str] = ()) -> Row:
    """A table read by its keys.

    Args:
        tree: The tree; anything but a table is a problem.
        keys: The keys it may have.
        desk: Names and problems.
        also: Further keys that are allowed here and read elsewhere.
    """
    known = {one.name: one for one in keys}
    row = Row()
    row.place = tree.place
    for name, one in known.items():
        row[name] = one.default
    if not isinstance(tree, Table):
        if not (isinstance(tree, Scalar) and tree.null):
            wrong_shape(tree, Text("对照表（键: 值）", "a mapping (key: value)"), "", desk)
        else:
            complain_missing(tree.place, [one for one in known.values() if one.required], desk)
        return row
    tree = _switched(tree, known)
    row.written = frozenset(tree.entries)
    unknown_keys(tree, [*known, *also], desk)
    for name, one in known.items():
        if name not in tree.entries:
            continue
        value = read_value(tree.entries[name], one, desk)
        if value is not FAULT:
            row[name] = value
    complain_missing(tree.place, [one for one in known.values() if one.required and one.name not in tree.entries], desk)
    return row


def _switched(tree: Table, known: Mapping[str, Key]) -> Table:
    """The table without what the chosen reading switches off."""
    entries = {name: one for name, one in tree.entries.items() if name not in known or not _off(one, known[name])}
    return tree if len(entries) == len(tree.entries) else replace(tree, entries=entries)


def _off(tree: Tree, key: Key) -> bool:
    return isinstance(tree, Scalar) and tree.off and not _takes_none(key)


def _takes_none(key: Key) -> bool:
    """Whether `none` is one of the values of a key."""
    if key.kind == "tree" and key.required:  # the value of a setting: any
        return True
    return key.kind in TAKE_NONE or "none" in key.choices or any(_takes_none(one) for one in key.options)


def complain_missing(place: Place, missing: list[Key], desk: Desk) -> None:
    """Complain of required keys that are not written."""
    for one in missing:
        what = Text(f"缺“{one.name}”（{one.doc.zh}）", f"{one.name} is missing ({one.doc.en})")
        complain(desk.problems, "K021", place, what, Text(f"补上 {one.name}:。", f"Add {one.name}:."))


def read_value(tree: Tree, key: Key, desk: Desk) -> Any:
    """A value read as its key says; FAULT, with the problem noted, when it does not fit."""
    return _READERS[key.kind](tree, key, desk)


def _listed(tree: Tree, key: Key, desk: Desk, wanted: Text) -> tuple[Tree, ...] | Fault:
    if not isinstance(tree, Listing):
        return wrong_shape(tree, wanted, key.name, desk)
    return tree.entries


def _all(values: list[Any]) -> Any:
    """The values as a tuple, or FAULT when one is."""
    return FAULT if any(one is FAULT for one in values) else tuple(values)


def _names(tree: Tree, key: Key, desk: Desk) -> Any:
    if isinstance(tree, Scalar):
        return _all([read_text(tree, key, desk)])
    entries = _listed(tree, key, desk, Text("列表，如 [甲, 乙]", "a list, such as [a, b]"))
    return entries if isinstance(entries, Fault) else _all([read_text(one, key, desk) for one in entries])


def _numbers(tree: Tree, key: Key, desk: Desk) -> Any:
    entries = _listed(tree, key, desk, Text("数的列表，如 [3, 2, 1]", "a list of numbers, such as [3, 2, 1]"))
    return entries if isinstance(entries, Fault) else _all([read_number(one, key, desk) for one in entries])


def _points(tree: Tree, key: Key, desk: Desk) -> Any:
    wanted = Text("点的列表，如 [[0, 0], [100, 10]]", "a list of points, such as [[0, 0], [100, 10]]")
    entries = _listed(tree, key, desk, wanted)
    if isinstance(entries, Fault):
        return entries
    read: list[Any] = []
    for one in entries:
        if isinstance(one, Listing) and len(one.entries) == 2:
            read.append(_all([read_number(half, key, desk) for half in one.entries]))
        else:
            read.append(wrong_shape(one, Text("一个点 [x, 分]", "a point [x, marks]"), key.name, desk))
    return _all(read)


def _range(tree: Tree, key: Key, desk: Desk) -> Any:
    wanted = Text("范围 [低, 高]", "a range [low, high]")
    entries = _listed(tree, key, desk, wanted)
    if isinstance(entries, Fault):
        return entries
    if len(entries) != 2:
        return wrong_shape(tree, wanted, key.name, desk)
    low, high = (read_limit(one, key, desk) for one in entries)
    if low is FAULT or high is FAULT:
        return FAULT
    if low is not None and high is not None and low > high:
        what = Text(f"“{key.name}”的下限高于上限", f"{key.name}: the lower limit exceeds the upper")
        complain(desk.problems, "K033", tree.place, what, Text("把小的写在前面。", "Write the smaller first."))
        return FAULT
    return (low, high)


def _map(tree: Tree, key: Key, desk: Desk) -> Any:
    if not isinstance(tree, Table):
        return wrong_shape(tree, Text("对照表（键: 值）", "a mapping (key: value)"), key.name, desk)
    read: dict[str, Any] = {}
    faulty = False
    for name, one in tree.entries.items():
        value_key = Key(name, key.value, key.doc, choices=key.choices, columns=key.columns, options=key.options)
        if _off(one, value_key):
            continue
        value = read_value(one, value_key, desk)
        label: Any = name
        if key.keys != "text":
            label = read_value(Scalar(name, tree.at(name)), Key(key.name, key.keys, key.doc), desk)
        if value is FAULT or label is FAULT:
            faulty = True
        elif label in read:
            what = Text(f"“{name}”与前面的是同一个", f"{name} is the same as one before")
            complain(desk.problems, "K030", tree.at(name), what, Text("删去一处。", "Delete one."))
            faulty = True
        else:
            read[label] = value
    return FAULT if faulty else read


def _table(tree: Tree, key: Key, desk: Desk) -> Any:
    entries = _listed(tree, key, desk, Text("行的列表", "a list of rows"))
    return entries if isinstance(entries, Fault) else tuple(read_table(one, key.columns, desk) for one in entries)


def _record(tree: Tree, key: Key, desk: Desk) -> Any:
    return (
        read_table(tree, key.columns, desk)
        if isinstance(tree, Table)
        else wrong_shape(tree, Text("对照表（键: 值）", "a mapping (key: value)"), key.name, desk)
    )


def _either(tree: Tree, key: Key, desk: Desk) -> Any:
    """The first way of reading that fits.

    Else the complaints of the only way of that shape, or all ways named.
    """
    suited: list[list[Any]] = []
    for option in key.options:
        aside = desk.aside()
        value = read_value(tree, replace(option, name=key.name), aside)
        if value is not FAULT and not aside.problems.errors:
            desk.problems.extend(aside.problems)
            return (option.name, value)
        if not any(one.code == "K022" and one.place == tree.place for one in aside.problems):
            suited.append(list(aside.problems))
    if len(suited) == 1:
        desk.problems.extend(suited[0])
        return FAULT
    ways = "、".join("/".join(one.choices) or one.doc.zh for one in key.options)
    ways_en = ", ".join("/".join(one.choices) or one.doc.en for one in key.options)
    what = Text(f"“{key.name}”的写法不对", f"{key.name} is none of the forms allowed")
    complain(desk.problems, "K022", tree.place, what, Text(f"可以写：{ways}。", f"It may be: {ways_en}."))
    return FAULT


def _rounding(tree: Tree, key: Key, desk: Desk) -> Any:
    """`{places: 2, mode: half_up}`, or the places alone; `none`: not rounded."""
    if word(tree) in NONE_WORDS:
        return None
    if isinstance(tree, Scalar):
        places: Any = read_integer(tree, key, desk)
        mode: Any = "half_up"
    else:
        row = read_table(tree, ROUNDING, desk)
        places, mode = row["places"], row["mode"]
    if not isinstance(places, int):
        return FAULT
    if not 0 <= places <= MAX_PLACES:
        what = Text(f"“{key.name}”的小数位要 0 到 {MAX_PLACES}", f"{key.name}: places must be 0 to {MAX_PLACES}")
        complain(desk.problems, "K023", tree.place, what, Text("改小数位数。", "Change the places."))
        return FAULT
    return Rounding(places, mode)


def _free(tree: Tree, _key: Key, _desk: Desk) -> Any:
    return plain(tree)


def _tree(tree: Tree, _key: Key, _desk: Desk) -> Any:
    return tree


_READERS: dict[str, Callable[[Tree, Key, Desk], Any]] = {
    "text": scalars.read_text,
    "id": scalars.read_id,
    "words": scalars.read_words,
    "number": scalars.read_number,
    "limit": scalars.read_limit,
    "integer": scalars.read_integer,
    "boolean": scalars.read_boolean,
    "choice": scalars.read_choice,
    "date": scalars.read_date,
    "formula": scalars.read_formula_key,
    "condition": scalars.read_formula_key,
    "names": _names,
    "numbers": _numbers,
    "points": _points,
    "range": _range,
    "map": _map,
    "table": _table,
    "record": _record,
    "either": _either,
    "rounding": _rounding,
    "free": _free,
    "tree": _tree,
    "fact": references.read_fact,
    "item": references.read_item,
    "node": references.read_node,
    "within": references.read_within,
    "grade": references.read_grade,
    "citation": references.read_citation,
    **dict.fromkeys(references.SORTS, references.read_thing),
}
