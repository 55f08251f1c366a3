"""Names of declared things: ledgers, classes, sheets, facts, items, grades, sources. By id or by name; the id is kept."""

from __future__ import annotations

from typing import Any

from kaogong.core.problem import Text
from kaogong.core.scheme.check_formula import Desk
from kaogong.core.scheme.codes import complain, did_you_mean
from kaogong.core.scheme.keys import Key
from kaogong.core.scheme.model import Citation
from kaogong.core.scheme.parse_formula import normal
from kaogong.core.scheme.read_scalars import FAULT, Fault, single_value
from kaogong.core.scheme.tree import Tree

SORTS: dict[str, tuple[str, Text]] = {
    "ledger": ("ledger", Text("台账", "ledger of events")),
    "ratings": ("ratings", Text("测评", "ratings")),
    "link": ("link", Text("关联", "link")),
    "class": ("class", Text("类别", "class")),
    "kind": ("kind", Text("对象种类", "kind of subject")),
    "sheet": ("sheet", Text("考核表", "sheet")),
    "scheme": ("scheme", Text("等次方案", "grade scheme")),
}


def read_thing(tree: Tree, key: Key, desk: Desk) -> Any:
    """The id of a declared thing, named by id or name."""
    sort, wanted = SORTS[key.kind]
    text = single_value(tree, key, desk, wanted)
    if isinstance(text, Fault):
        return text
    return one_of(
        tree, text, desk.names.thing(sort, text), list(desk.names.things.get(sort, {})), wanted, desk
    )


def one_of(tree: Tree, text: str, found: list[str], known: list[str], sort: Text, desk: Desk) -> Any:
    """The only id found; else a complaint."""
    if len(found) == 1:
        return found[0]
    if found:
        what = Text(f"叫“{text}”的{sort.zh}不止一个", f"several are called {text!r} ({sort.en})")
        complain(
            desk.problems,
            "K043",
            tree.place,
            what,
            Text(f"写编号：{'、'.join(found)}。", f"Write the id: {', '.join(found)}."),
        )
    else:
        what = Text(f"没有声明{sort.zh}“{text}”", f"no {sort.en} {text!r} is declared")
        complain(desk.problems, "K031", tree.place, what, did_you_mean(text, known))
    return FAULT


def read_fact(tree: Tree, key: Key, desk: Desk) -> Any:
    wanted = Text("事实", "fact")
    text = single_value(tree, key, desk, wanted)
    if isinstance(text, Fault):
        return text
    candidates = desk.names.values.get(normal(text), [])
    found = list(dict.fromkeys(one.id for one in candidates if one.kind in {"fact", "derived"}))
    found = [normal(text)] if normal(text) in found else found
    known = [
        name
        for name, ones in desk.names.values.items()
        if any(one.kind in {"fact", "derived"} for one in ones)
    ]
    return one_of(tree, text, found, known, wanted, desk)


def read_item(tree: Tree, key: Key, desk: Desk) -> Any:
    wanted = Text("项目", "item")
    text = single_value(tree, key, desk, wanted)
    if isinstance(text, Fault):
        return text
    return _item_of(tree, text, desk.sheets, desk, wanted)


def _item_of(tree: Tree, text: str, sheets: tuple[str, ...], desk: Desk, wanted: Text) -> Any:
    found = [one.id for sheet in sheets for one in desk.names.items.get(sheet, {}).get(normal(text), [])]
    found = [normal(text)] if normal(text) in found else list(dict.fromkeys(found))
    known = [name for sheet in sheets for name in desk.names.items.get(sheet, {})]
    return one_of(tree, text, found, known, wanted, desk)


def read_node(tree: Tree, key: Key, desk: Desk) -> Any:
    """`sheet.item`, or a sheet alone for its total."""
    text = single_value(tree, key, desk, Text("考核表.项目", "sheet.item"))
    if isinstance(text, Fault):
        return text
    first, dot, rest = text.partition(".")
    sheet = one_of(
        tree,
        first,
        desk.names.thing("sheet", first),
        list(desk.names.things.get("sheet", {})),
        SORTS["sheet"][1],
        desk,
    )
    if sheet is FAULT:
        return FAULT
    if not dot or rest in {"total", "总分", sheet}:
        return (sheet, sheet)
    item = _item_of(tree, rest, (sheet,), desk, Text("项目", "item"))
    return FAULT if item is FAULT else (sheet, item)


def read_within(tree: Tree, key: Key, desk: Desk) -> Any:
    text = single_value(tree, key, desk, Text("范围", "pool"))
    if isinstance(text, Fault):
        return text
    if text in {"class", "group", "all", "kind"}:
        return text
    attributes = {n: [o.id for o in ones if o.kind == "attribute"] for n, ones in desk.names.values.items()}
    known = ["class", "group", "all", *(name for name, ids in attributes.items() if ids)]
    return one_of(tree, text, attributes.get(normal(text), []), known, Text("范围", "pool"), desk)


def read_grade(tree: Tree, key: Key, desk: Desk) -> Any:
    text = single_value(tree, key, desk, Text("等次", "grade"))
    if isinstance(text, Fault) or text in desk.names.grades:
        return text
    return one_of(tree, text, [], list(desk.names.grades), Text("等次", "grade"), desk)


def read_citation(tree: Tree, key: Key, desk: Desk) -> Any:
    text = single_value(tree, key, desk, Text("依据", "citation"))
    if isinstance(text, Fault):
        return text
    source, _, locus = text.partition(" ")
    known = list(desk.names.things.get("source", {}))
    found = one_of(tree, source, desk.names.thing("source", source), known, Text("依据", "source"), desk)
    return FAULT if found is FAULT else Citation(found, locus.strip())
