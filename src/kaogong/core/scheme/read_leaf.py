"""Leaves: an item with a scoring method, its parameters and its limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from kaogong.core.methods import METHODS
from kaogong.core.methods.base import Method
from kaogong.core.problem import NOWHERE, Text
from kaogong.core.scheme.check_formula import Desk
from kaogong.core.scheme.codes import complain, did_you_mean
from kaogong.core.scheme.item_keys import ITEM, ZERO
from kaogong.core.scheme.keys import Key
from kaogong.core.scheme.model import Every, Item
from kaogong.core.scheme.read_item_parts import own_fields, shared_fields
from kaogong.core.scheme.read_members import named_members
from kaogong.core.scheme.read_values import Row, read_table
from kaogong.core.scheme.tree import Table, word

HUNDRED = Fraction(100)
FULL = ("word", "full")


def read_leaf(tree: Table, above: Every, under: str, desk: Desk) -> Item:
    """A leaf with its method's parameters and limits."""
    name = word(tree.get("method"))
    method = METHODS.get(name)
    if method is None:
        what = Text(f"没有评分方法“{name}”", f"there is no method {name!r}")
        place = tree.entries["method"].place
        complain(desk.problems, "K032", place, what, did_you_mean(name, list(METHODS)))
        row = read_table(tree, ITEM, desk, also=tree.entries)
        return Item(
            **shared_fields(row, row["every"] or above),
            **own_fields(row, tree, above, under, desk),
            method=name,
        )
    params = tuple(Key.of(one) for one in method.params)
    before = len(desk.problems.errors)
    row = read_table(tree, (*ITEM, *params), desk, also=("items",))
    written = {one.name: row[one.name] for one in params}
    row.update({one.name: one.default for one in ITEM if one.name in written})  # there the word is the method's
    fields = {**shared_fields(row, row["every"] or above), **own_fields(row, tree, above, under, desk)}
    given = named_members(name, written, tree, desk)
    if row["role"] == "deduction" and given.get("start", ZERO) in (None, FULL) and "start" not in row.written:
        given["start"] = ("number", ZERO)
    full = row["full"] if row["full"] is not None else (HUNDRED if row["weight"] is not None else None)
    if under in {"sum", "start"} and row["role"] == "score" and full is None:
        what = Text("没有满分", "it has no full marks")
        fix = Text("补上 full:；加分、扣分项写 role:。", "Add full:, or role: for bonus and deduction.")
        complain(desk.problems, "K062", row.place, what, fix)
    elif len(desk.problems.errors) == before:
        found = method.check(given, full or ZERO)
        desk.problems.extend(replace(one, place=row.place) if one.place == NOWHERE else one for one in found)
    floor, cap = limits(method, given, row, full)
    return Item(**fields, method=name, params=given, floor=floor, cap=cap)


def limits(
    method: Method, params: Mapping[str, Any], row: Row, full: Fraction | None
) -> tuple[Fraction | None, Fraction | None]:
    """Floor and cap of a leaf: as written, else by its role, else by its method.

    A bonus with full marks is capped by them and has no floor. A deduction is never above zero; with full
    marks it takes no more than those.
    """
    low, high = method.limits(params) if method.limits else (method.floor, method.cap)
    floor = ZERO if low == "zero" else None
    cap = full if high == "full" else None
    if row["role"] == "bonus":
        floor, cap = None, row["full"]
    elif row["role"] == "deduction":
        floor, cap = (-row["full"] if row["full"] is not None else None), ZERO
    return (row["floor"] if "floor" in row.written else floor, row["cap"] if "cap" in row.written else cap)
