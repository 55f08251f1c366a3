"""Sections 8 and 9: vetoes, grades, ranks, consequences, rewards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from kaogong.core.problem import Text
from kaogong.core.scheme.check_formula import Desk
from kaogong.core.scheme.codes import complain
from kaogong.core.scheme.keys import Key
from kaogong.core.scheme.model import Consequence, GradeScheme, Reward, Sheet
from kaogong.core.scheme.read_grades import ranking_of, scheme_of, scored
from kaogong.core.scheme.read_item_parts import complain_twice
from kaogong.core.scheme.read_scalars import wrong_shape
from kaogong.core.scheme.read_values import Row, read_table
from kaogong.core.scheme.read_vetoes import NEVER, veto_of
from kaogong.core.scheme.result_keys import CONSEQUENCE, GRADES, RANKS, REWARD, VETO
from kaogong.core.scheme.tree import Listing, Scalar, Table, Tree, own_id, word

Thing = TypeVar("Thing")


def results_of(row: Row, sheets: dict[str, Sheet], desk: Desk) -> dict[str, Any]:
    """The fields of the rulebook that these sections give."""
    seeing = replace(desk, results=True)
    grades = _each(row["grades"], "grades", GRADES, seeing, scheme_of)
    main = _main_sheet(sheets, grades)
    return {
        "vetoes": _each(row["vetoes"], "vetoes", VETO, seeing, lambda r, t, d: veto_of(r, t, d, sheets)),
        "grades": grades,
        "ranks": _each(row["ranks"], "ranks", RANKS, seeing, ranking_of),
        "consequences": _each(
            row["consequences"], "consequences", CONSEQUENCE, seeing, lambda r, t, d: _consequence(r, d, main)
        ),
        "rewards": _each(row["rewards"], "rewards", REWARD, seeing, lambda r, t, d: _reward(r, d, main)),
    }


def _each(
    tree: Tree | None,
    name: str,
    keys: tuple[Key, ...],
    desk: Desk,
    build: Callable[[Row, Tree, Desk], Thing],
) -> tuple[Thing, ...]:
    """All things of a section; formulas may read the items of the sheets the thing is for."""
    if tree is None or (isinstance(tree, Scalar) and tree.null):
        return ()
    if not isinstance(tree, Listing):
        wrong_shape(tree, Text("列表", "a list"), name, desk)
        return ()
    built: list[Thing] = []
    seen: set[str] = set()
    for one in tree.entries:
        if own_id(one) in seen:
            complain_twice(own_id(one), one, desk)
        seen.add(own_id(one) or f"#{len(seen)}")
        inner = replace(desk, sheets=_sheets_in_hand(one, desk))
        built.append(build(read_table(one, keys, inner), one, inner))
    return tuple(built)


def _sheets_in_hand(tree: Tree, desk: Desk) -> tuple[str, ...]:
    """The sheets a thing names (`sheet`, or `sheets` of its scope); all when it names none."""
    every = tuple(desk.names.items)
    if not isinstance(tree, Table):
        return every
    named = [word(tree.get("sheet")).partition(".")[0]]
    scope = tree.get("scope")
    listed = scope.get("sheets") if isinstance(scope, Table) else None
    named += [word(one) for one in listed.entries] if isinstance(listed, Listing) else [word(listed)]
    found = [one for name in named if name for one in desk.names.thing("sheet", name)]
    return tuple(dict.fromkeys(found)) or every


def _main_sheet(sheets: dict[str, Sheet], grades: tuple[GradeScheme, ...]) -> str:
    """The sheet meant when none is named: the only one, or the only one that is graded."""
    if len(sheets) == 1:
        return next(iter(sheets))
    graded = {one.sheet.partition(".")[0] for one in grades}
    return graded.pop() if len(graded) == 1 else ""


def _sheet_or(row: Row, main: str, desk: Desk) -> str:
    """The sheet named, or the one meant."""
    sheet = scored(row) or main
    if not sheet:
        what = Text("有几张考核表，没写是哪一张", "there are several sheets and none is named")
        complain(desk.problems, "K021", row.place, what, Text("补上 sheet:。", "Add sheet:."))
    return sheet


def _consequence(row: Row, desk: Desk, main: str) -> Consequence:
    yields = row["yields"] or {}
    return Consequence(
        id=row["id"] or "",
        when=row["when"] or NEVER,
        sheet=_sheet_or(row, main, desk),
        yields={name: value for name, value in yields.items() if value is not None},
        money=row["money"],
        carry=row["carry"] or {},
        basis=row["basis"],
        place=row.place,
    )


def _reward(row: Row, desk: Desk, main: str) -> Reward:
    return Reward(
        id=row["id"] or "",
        sheet=_sheet_or(row, main, desk),
        pool=row["pool"] or NEVER,
        share_by=row["share_by"] or NEVER,
        within=row["within"],
        where=row["where"],
        remainder=row["remainder"],
        basis=row["basis"],
        place=row.place,
    )
