"""Names of declared things: ledgers, classes, sheets, facts, items, grades, sources. By id or by name.

The id is kept.
"""

from __future__ import annotations

from typing import Any

from kaogong.core.problem import Text
from kaogong.core.scheme.check_formula import Desk
from kaogong.core.scheme.codes import complain, did_you_mean
from kaogong.core.scheme.keys import Key
from kaogong.core.scheme.model import Citation
from kaogong.core.scheme.names import Spoken
from kaogong.core.scheme.parse_formula import normal
from kaogong.core.scheme.read_scalars import FAULT, Fault, read_text, single_value
from kaogong.core.scheme.tree import Scalar, Tree

SORTS: dict[str, Text] = {
    "ledger": Text("台账", "ledger of events"),
    "ratings": Text("测评", "ratings"),
    "link": Text("关联", "link"),
    "class": Text("类别", "class"),
    "kind": Text("对象种类", "kind of subject"),
    "sheet": Text("考核表", "sheet"),
    "scheme": Text("等次方案", "grade scheme"),
}
POOLS = ("class", "group", "all", "kind")


def named(tree: Tree, key: Key, desk: Desk, *, sort: Text, known: Spoken) -> Any:
    """The one id that a word means; else FAULT and a complaint."""
    text = single_value(tree, key, desk, sort)
    if isinstance(text, Fault):
        return text
    found = known.get(normal(text), [])
    if normal(text) in found:
        return normal(text)
    if len(found) == 1:
        return found[0]
    if found:
        what = Text(f"叫“{text}”的{sort.zh}不止一个", f"several are called {text!r} ({sort.en})")
        fix = Text(f"写编号：{'、'.join(found)}。", f"Write the id: {', '.join(found)}.")
        complain(desk.problems, "K043", tree.place, what, fix)
    else:
        what = Text(f"没有声明{sort.zh}“{text}”", f"no {sort.en} {text!r} is declared")
        complain(desk.problems, "K031", tree.place, what, did_you_mean(text, list(known)))
    return FAULT


def read_thing(tree: Tree, key: Key, desk: Desk) -> Any:
    """The id of a ledger, class, sheet … named by id or name."""
    return named(tree, key, desk, sort=SORTS[key.kind], known=desk.names.things.get(key.kind, {}))


def read_fact(tree: Tree, key: Key, desk: Desk) -> Any:
    """The id of a fact, or of a derived fact."""
    known: Spoken = {}
    for spoken, ones in desk.names.values.items():
        if ids := list(dict.fromkeys(one.id for one in ones if one.kind in {"fact", "derived"})):
            known[spoken] = ids
    return named(tree, key, desk, sort=Text("事实", "fact"), known=known)


def read_item(tree: Tree, key: Key, desk: Desk) -> Any:
    """The id of an item of the sheets in hand."""
    known: Spoken = {}
    for sheet in desk.sheets:
        for spoken, ones in desk.names.items.get(sheet, {}).items():
            known[spoken] = list(dict.fromkeys([*known.get(spoken, []), *(one.id for one in ones)]))
    return named(tree, key, desk, sort=Text("项目", "item"), known=known)


def read_node(tree: Tree, key: Key, desk: Desk) -> Any:
    """`sheet.item`, or a sheet alone for its total: (sheet, item)."""
    text = single_value(tree, key, desk, Text("考核表.项目", "sheet.item"))
    if isinstance(text, Fault):
        return text
    first, dot, rest = text.partition(".")
    known = desk.names.things.get("sheet", {})
    sheet = named(Scalar(first, tree.place), key, desk, sort=SORTS["sheet"], known=known)
    if sheet is FAULT:
        return FAULT
    if not dot or rest in {"total", "总分", sheet}:
        return (sheet, sheet)
    items = {spoken: [one.id for one in ones] for spoken, ones in desk.names.items.get(sheet, {}).items()}
    item = named(Scalar(rest, tree.place), key, desk, sort=Text("项目", "item"), known=items)
    return FAULT if item is FAULT else (sheet, item)


def read_within(tree: Tree, key: Key, desk: Desk) -> Any:
    """A pool of subjects: `class`, `group`, `all`, `kind`, or an attribute."""
    known: Spoken = {one: [one] for one in POOLS}
    for spoken, ones in desk.names.values.items():
        if ids := [one.id for one in ones if one.kind == "attribute"]:
            known.setdefault(spoken, ids)
    return named(tree, key, desk, sort=Text("范围", "pool"), known=known)


def read_grade(tree: Tree, key: Key, desk: Desk) -> Any:
    """A grade of some ladder."""
    known = {normal(one): [one] for one in desk.names.grades}
    return named(tree, key, desk, sort=Text("等次", "grade"), known=known)


def read_citation(tree: Tree, key: Key, desk: Desk) -> Any:
    """A source and the place in it: `measure 附一-1`."""
    text = read_text(tree, key, desk)
    if isinstance(text, Fault):
        return text
    source, _, locus = text.partition(" ")
    known = desk.names.things.get("source", {})
    found = named(Scalar(source, tree.place), key, desk, sort=Text("依据", "source"), known=known)
    return FAULT if found is FAULT else Citation(found, locus.strip())
