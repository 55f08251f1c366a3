"""Section 8: vetoes, each with one distinct effect."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from kaogong.core.problem import Text
from kaogong.core.scheme.check_formula import Desk
from kaogong.core.scheme.codes import complain
from kaogong.core.scheme.formula import Formula, Name, Number, parts
from kaogong.core.scheme.keys import Key
from kaogong.core.scheme.model import Sheet, Veto
from kaogong.core.scheme.read_item_parts import classes_of
from kaogong.core.scheme.read_scalars import FAULT
from kaogong.core.scheme.read_values import Row, read_value
from kaogong.core.scheme.tree import Scalar, Table, Tree

NEVER = Formula("0 = 1", Number(Fraction(0)))
"""Stands for a formula that could not be read; the rulebook is refused anyway."""


def _read_sheets(row: Row, desk: Desk) -> tuple[str, ...]:
    read = [read_value(Scalar(one, row.place), Key("sheets", "sheet", Text("", "")), desk) for one in row["sheets"]]
    return tuple(one for one in read if one is not FAULT)


def veto_of(row: Row, tree: Tree, desk: Desk, sheets: dict[str, Sheet]) -> Veto:
    """A veto; on sheets that lack the items it reads it does not act."""
    scope = row["scope"]
    way, lasts = row["lasts"]
    named = _read_sheets(scope, desk) if scope else ()
    when: Formula = row["when"] or NEVER
    read = {one.name for one in parts(when.tree) if isinstance(one, Name) and one.kind == "item"} | (
        {row["item"]} - {""}
    )
    able = tuple(one for one in named or desk.sheets if read <= _items_of(one, desk))
    if read and not able and row["when"] is not None:
        what = Text("没有一张表同时有这些项目", "no sheet has all these items")
        complain(
            desk.problems,
            "K031",
            row.place,
            what,
            Text("用 scope: {sheets: […]} 写明是哪张表。", "Name the sheet: scope: {sheets: […]}."),
        )
    _veto_needs(row, tree, desk)
    return Veto(
        id=row["id"] or "",
        name=row["name"] or Text.same(""),
        when=when,
        effect=row["effect"] or "award_bar",
        item=row["item"],
        at=_ceiling_at(row, desk),
        sheets=able if read and set(able) < set(sheets) else named,
        classes=classes_of(scope, desk) if scope else (),
        scoped=bool(scope),
        lasts=lasts if way == "word" else "year",
        years=(lasts["years"] or 0) if way == "years" else 0,
        basis=row["basis"],
        place=row.place,
    )


def _items_of(sheet: str, desk: Desk) -> set[str]:
    return {one.id for ones in desk.names.items.get(sheet, {}).values() for one in ones}


def _veto_needs(row: Row, tree: Tree, desk: Desk) -> None:
    """`item` belongs to item_zero, `at` to the two ceilings, and they need them."""
    effect = row["effect"]
    for name, effects in (("item", {"item_zero"}), ("at", {"score_ceiling", "grade_ceiling"})):
        if effect in effects and name not in row.written:
            what = Text(f"{effect} 要写 {name}", f"{effect} needs {name}")
            complain(desk.problems, "K021", row.place, what, Text(f"补上 {name}:。", f"Add {name}:."))
        elif effect and effect not in effects and name in row.written:
            place = tree.at(name) if isinstance(tree, Table) else tree.place
            what = Text(f"{effect} 不用 {name}", f"{effect} has no {name}")
            complain(desk.problems, "K029", place, what, Text(f"删去 {name}:。", f"Delete {name}:."))


def _ceiling_at(row: Row, desk: Desk) -> Fraction | str | None:
    """Marks of a score ceiling, or the grade of a grade ceiling."""
    if row["at"] is None or row["effect"] not in {"score_ceiling", "grade_ceiling"}:
        return None
    kind: Any = "number" if row["effect"] == "score_ceiling" else "grade"
    value = read_value(Scalar(row["at"], row.place), Key("at", kind, Text("", "")), desk)
    return None if value is FAULT else value
