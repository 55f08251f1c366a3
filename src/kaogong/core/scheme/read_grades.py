"""Section 8: grade schemes and league tables."""

from __future__ import annotations

from kaogong.core.problem import Text
from kaogong.core.scheme.check_formula import Desk
from kaogong.core.scheme.codes import complain
from kaogong.core.scheme.formula import Formula
from kaogong.core.scheme.keys import Key
from kaogong.core.scheme.model import Ceiling, GradeScheme, Ranking, Rung, Uplift
from kaogong.core.scheme.read_scalars import FAULT
from kaogong.core.scheme.read_values import Row, read_value
from kaogong.core.scheme.tree import Listing, Tree


def scored(row: Row) -> str:
    """What is graded or ranked: `sheet` for its total, `sheet.item` for an item; empty when none is named."""
    sheet, item = row["sheet"] or ("", "")
    return sheet if sheet == item else f"{sheet}.{item}"


def _order(tree: Tree | None, desk: Desk) -> tuple[Formula, ...]:
    """Formulas compared one after the other; one may stand alone."""
    if tree is None:
        return ()
    one_key = Key("order", "formula", Text("", ""))
    entries = tree.entries if isinstance(tree, Listing) else (tree,)
    read = [read_value(one, one_key, desk) for one in entries]
    return tuple(one for one in read if one is not FAULT)


def scheme_of(row: Row, _tree: Tree, desk: Desk) -> GradeScheme:
    """A grade scheme with its ladder."""
    way, pool = row["within"]
    uplift, ceiling = row["uplift"], row["ceiling"]
    rungs = tuple(_rung(one, desk) for one in row["ladder"])
    if len({one.grade for one in rungs}) < len(rungs):
        what = Text("同一等次写了两行", "a grade is written twice")
        complain(desk.problems, "K030", row.place, what, Text("每个等次写一行。", "Write every grade once."))
    if not rungs and "ladder" in row.written:
        what = Text("没有等次", "there are no grades")
        complain(
            desk.problems,
            "K028",
            row.place,
            what,
            Text("写出各等次，从优到劣。", "Write the grades, best first."),
        )
    return GradeScheme(
        id=row["id"] or "",
        sheet=scored(row),
        ladder=rungs,
        within="link" if way == "link" else pool,
        pool_link=(pool["link"] or "") if way == "link" else "",
        rounding=row["rounding"],
        ties=row["ties"],
        count=row["count"],
        order=_order(row["order"], desk),
        uplift=Uplift(uplift["when"], uplift["by"], uplift["reading"]) if uplift and uplift["when"] else None,
        ceiling=Ceiling(ceiling["grade"], ceiling["share"], ceiling["within"])
        if ceiling and ceiling["grade"]
        else None,
        basis=row["basis"],
        place=row.place,
    )


def _rung(row: Row, desk: Desk) -> Rung:
    if row["share"] is not None and row["places"] is not None:
        what = Text("share 和 places 只能写一个", "share and places exclude each other")
        complain(desk.problems, "K029", row.place, what, Text("留一个。", "Keep one."))
    return Rung(
        grade=row["grade"] or "",
        floor=row["from"],
        share=row["share"],
        places=row["places"],
        at_least=row["at_least"],
        bottom=row["bottom"],
        where=row["where"],
        place=row.place,
    )


def ranking_of(row: Row, _tree: Tree, desk: Desk) -> Ranking:
    """A league table."""
    return Ranking(row["id"] or "", scored(row), row["within"], _order(row["order"], desk), row["ties"], row.place)
