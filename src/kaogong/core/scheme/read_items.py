"""Section 4: sheets, headings, and the tree of items below them."""

from __future__ import annotations

from dataclasses import replace

from kaogong.core.problem import Text
from kaogong.core.scheme.check_formula import Desk
from kaogong.core.scheme.codes import complain
from kaogong.core.scheme.item_keys import HEADING, ITEM, SHEET
from kaogong.core.scheme.model import Every, Item, Sheet
from kaogong.core.scheme.read_item_parts import classes_of, complain_twice, own_fields, shared_fields
from kaogong.core.scheme.read_leaf import read_leaf
from kaogong.core.scheme.read_scalars import wrong_shape
from kaogong.core.scheme.read_values import Row, read_table
from kaogong.core.scheme.tree import Listing, Table, Tree, own_id


def sheets_of(tree: Tree | None, desk: Desk) -> dict[str, Sheet]:
    """All sheets by id."""
    found: dict[str, Sheet] = {}
    if tree is None:
        return found
    if not isinstance(tree, Listing):
        wrong_shape(tree, Text("考核表的列表", "a list of sheets"), "sheets", desk)
        return found
    for one in tree.entries:
        sheet = _sheet(one, desk)
        if sheet.id in found:
            complain_twice(sheet.id, one, desk)
        found[sheet.id] = sheet
    return found


def _sheet(tree: Tree, desk: Desk) -> Sheet:
    sheet = own_id(tree)
    inner = replace(desk, sheets=(sheet,), own=frozenset({sheet}))
    row = read_table(tree, SHEET, inner)
    every: Every = row["every"] or "year"
    subjects = row["for"]
    kinds = list(dict.fromkeys(one for ids in desk.names.things["kind"].values() for one in ids))
    root = _heading(row, every, tree, inner) if isinstance(tree, Table) else Item(sheet, Text.same(sheet))
    _unique(root, desk)
    carry = row["carry"]
    return Sheet(
        id=root.id,
        kind=(subjects["kind"] if subjects else None) or kinds[0],
        classes=classes_of(subjects, desk) if subjects else (),
        group=row["group"],
        root=root,
        carry_share=carry["share"] if carry else None,
        carry_of=carry["of"] if carry else None,
        removed=tuple((one["item"] or "", one["reason"] or Text.same("")) for one in row["removed"]),
        place=row.place,
    )


def _unique(root: Item, desk: Desk) -> None:
    """Every id of a sheet once."""
    seen: set[str] = set()
    for item in root.walk():
        if item.id in seen:
            what = Text(f"编号“{item.id}”在这张表里用了两次", f"id {item.id} is used twice in this sheet")
            complain(desk.problems, "K030", item.place, what, Text("换一个编号。", "Use another id."))
        seen.add(item.id)


def _heading(row: Row, every: Every, tree: Table, desk: Desk) -> Item:
    """A heading (or the root) with everything below."""
    below = _below(row, desk)
    combine = row["combine"]
    read = [_item(entry, every, combine, desk) for entry in below.entries]
    _combining(row, tree, desk)
    return Item(
        **shared_fields(row, every),
        items=tuple(one for one in read if one is not None),
        combine=combine,
        start=row["start"],
        formula=row["formula"],
        floor=row["floor"],
        cap=row["cap"],
    )


def _below(row: Row, desk: Desk) -> Listing:
    """The list of items of a heading; empty, with the problem noted, when there is none."""
    below: Tree | None = row["items"]
    if isinstance(below, Listing) and below.entries:
        return below
    if below is None or isinstance(below, Listing):
        what = Text("没有下级项目", "there are no items")
        fix = Text("补上 items: […]，或写 method:。", "Add items: […], or a method:.")
        complain(desk.problems, "K021", row.place, what, fix)
    else:
        wrong_shape(below, Text("项目的列表", "a list of items"), "items", desk)
    return Listing()


def _combining(row: Row, tree: Table, desk: Desk) -> None:
    """`formula` and `start` belong to the ways of combining of the same name, and those need them."""
    combine = row["combine"]
    if combine == "formula" and "formula" not in row.written:
        what = Text("combine: formula 没有写公式", "combine: formula without a formula")
        complain(desk.problems, "K029", row.place, what, Text("补上 formula: …。", "Add formula: …."))
    if combine == "start" and row["start"] is None and row["full"] is None:
        what = Text("combine: start 没有起点分", "combine: start without marks to start from")
        complain(desk.problems, "K029", row.place, what, Text("补上 start: 或 full:。", "Add start: or full:."))
    for used in ("formula", "start"):
        if used in row.written and combine != used:
            what = Text(f"{used}: 只用于 combine: {used}", f"{used}: is only for combine: {used}")
            fix = Text(f"写 combine: {used}，或删去 {used}:。", f"Write combine: {used}, or delete {used}:.")
            complain(desk.problems, "K029", tree.at(used), what, fix)


def _item(tree: Tree, above: Every, under: str, desk: Desk) -> Item | None:
    """An item: a heading with items, or a leaf with a method."""
    if not isinstance(tree, Table):
        wrong_shape(tree, Text("项目（键: 值）", "an item (key: value)"), "", desk)
        return None
    inner = replace(desk, own=desk.own | {own_id(tree)})
    if "method" in tree.entries:
        if "items" in tree.entries:
            what = Text("一项不能既有 method 又有 items", "an item cannot have both method and items")
            complain(desk.problems, "K029", tree.at("method"), what, Text("留一个。", "Keep one."))
        item = read_leaf(tree, above, under, inner)
    else:
        row = read_table(tree, (*ITEM, *HEADING), inner)
        item = replace(_heading(row, row["every"] or above, tree, inner), **own_fields(row, tree, above, under, inner))
    return item
