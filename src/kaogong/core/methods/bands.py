"""`bands`: a table of bands, best first, with straight tails."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any

from kaogong.core.methods.base import Context, Method, Param, Shape
from kaogong.core.methods.codes import above_full, must_be_positive, problem
from kaogong.core.methods.marks import given, shown, stepped
from kaogong.core.methods.params import OF, STEPS
from kaogong.core.methods.terms import (
    ZERO,
    All,
    Branch,
    Case,
    Compare,
    Condition,
    Max,
    Num,
    Sub,
    Term,
    add,
)
from kaogong.core.problem import Problem, Text

Row = Mapping[str, Any]
Edge = tuple[Fraction, bool]
"""A bound, and whether a value at it lies above the cut (`from`, `to`) or below it (`above`, `through`)."""


def edges(row: Row) -> tuple[Edge | None, Edge | None]:
    """Lower and upper cut of a row; None: open."""
    lower: Edge | None = None
    upper: Edge | None = None
    if row["from"] is not None:
        lower = (row["from"], True)
    elif row["above"] is not None:
        lower = (row["above"], False)
    if row["to"] is not None:
        upper = (row["to"], True)
    elif row["through"] is not None:
        upper = (row["through"], False)
    return lower, upper


def place(edge: Edge) -> tuple[Fraction, int]:
    """Cuts in order: the cut just below a number comes before the cut just above it."""
    return edge[0], 0 if edge[1] else 1


def is_share(rows: tuple[Row, ...]) -> bool:
    """Whether the bounds look like shares, to be printed as percentages."""
    bounds = [row[name] for row in rows for name in ("from", "above", "to", "through") if row[name] is not None]
    return all(abs(one) <= 2 for one in bounds) and any(one.denominator != 1 for one in bounds)


def condition(of: Term, row: Row) -> Condition:
    """The value lies in the row (an open row: the value is known)."""
    signs = (("from", ">="), ("above", ">"), ("to", "<"), ("through", "<="))
    parts = [Compare(sign, of, Num(row[name])) for name, sign in signs if row[name] is not None]  # type: ignore[arg-type]
    return given(of) if not parts else parts[0] if len(parts) == 1 else All(tuple(parts))


def note(row: Row, percent: bool) -> Text:
    """The row in words."""
    signs = (("from", "≥"), ("above", "＞"), ("to", "＜"), ("through", "≤"))
    words = [f"{sign}{shown(row[name], percent)}" for name, sign in signs if row[name] is not None]
    if not words:
        return Text("其余档", "all other values")
    return Text("且".join(words) + " 档", "band " + " and ".join(words).replace("＞", ">").replace("＜", "<"))


def tail_start(params: Row, tail: Row, side: str) -> Fraction:
    """Marks where a tail starts: as written, else those of the row at that end of the table."""
    written: Fraction | None = tail["start"]
    if written is not None:
        return written
    rows: tuple[Row, ...] = params["table"]
    return Fraction(rows[0 if (side == "above") != is_upward(rows) else -1]["marks"])


def is_upward(rows: tuple[Row, ...]) -> bool:
    """Whether the best row holds the lowest values."""
    lower, upper = edges(rows[0])
    return lower is None and upper is not None


def tail_branch(of: Term, params: Row, side: str) -> Branch:
    """The straight tail under the table (`below`) or over it (`above`)."""
    tail: Row = params[side]
    line, start = Num(tail["from"]), Num(tail_start(params, tail, side))
    if side == "below":
        marks = Sub(start, stepped(Max((Sub(line, of), ZERO)), tail["each"], tail))
        return Branch(given(of), marks, Text("各档之下的尾段", "the tail below the table"))
    up = add(start, stepped(Sub(of, line), tail["each"], tail))
    return Branch(Compare(">", of, line), up, Text("各档之上的尾段", "the tail above the table"))


def build(ctx: Context, params: Row) -> Term:
    """The first row the value lies in, then the tail."""
    of, rows = ctx.term(params["of"]), params["table"]
    percent = is_share(rows)
    branches = [tail_branch(of, params, "above")] if params["above"] is not None else []
    branches += [Branch(condition(of, row), Num(row["marks"]), note(row, percent)) for row in rows]
    if params["below"] is not None:
        branches.append(tail_branch(of, params, "below"))
    return Case(tuple(branches))


def check(params: Row, full: Fraction) -> list[Problem]:
    """Bounds make sense and meet without overlap or gap, every row can be reached, marks within full."""
    rows: tuple[Row, ...] = params["table"]
    if not rows:
        return [
            problem(
                "K402",
                Text("`table` 是空的", "`table` is empty"),
                Text("没有一档可得", "there is no band to reach"),
                Text("至少写一档", "write at least one band"),
            )
        ]
    found = [one for index, row in enumerate(rows, 1) for one in check_row(row, index)]
    if not found:
        found = check_order(rows)
    for side in ("above", "below"):
        if params[side] is not None:
            found += must_be_positive("step", params[side]["step"])
            found += must_be_positive("each", abs(params[side]["each"]))
    if params["below"] is not None and any(edges(row)[0] is None for row in rows):
        found.append(dead(len(rows) + 1, "`below`"))
    return found + above_full("`table`", max(row["marks"] for row in rows), full)


def check_row(row: Row, index: int) -> list[Problem]:
    """One bound on each side, the lower below the upper."""
    pairs = [names for names in (("from", "above"), ("to", "through")) if all(row[name] is not None for name in names)]
    found = [
        problem(
            "K411",
            Text(f"第 {index} 档同时写了 `{one}` 和 `{two}`", f"band {index} has both `{one}` and `{two}`"),
            Text("同一侧只能有一个界限", "a side has one bound"),
            Text("只留一个", "keep one of them"),
        )
        for one, two in pairs
    ]
    lower, upper = edges(row)
    if lower is not None and upper is not None and place(lower) >= place(upper):
        found.append(
            problem(
                "K413",
                Text(f"第 {index} 档没有任何值", f"band {index} holds no value"),
                Text("下限不低于上限", "its lower bound is not below its upper bound"),
                Text("下限写 `from`，上限写 `to`", "write the lower bound as `from`, the upper as `to`"),
            )
        )
    return found


def check_order(rows: tuple[Row, ...]) -> list[Problem]:
    """Rows go one way, without gap or overlap, and none is hidden by those before it."""
    found: list[Problem] = []
    going_up = is_upward(rows)
    for index, (before, row) in enumerate(pairwise(rows), 2):
        found += check_next(edges(before), edges(row), index, going_up)
    return found


def check_next(
    before: tuple[Edge | None, Edge | None], row: tuple[Edge | None, Edge | None], index: int, going_up: bool
) -> list[Problem]:
    """How a row follows the row before it, whose lower edge (upper, going up) is the cut between them."""
    side = 1 if going_up else 0
    cut, mine, far = before[side], row[1 - side], row[side]
    if cut is None:
        return [dead(index, "")]
    if far is not None and not beyond(far, cut, going_up):
        return [wrong_order(index)]
    if mine is None or place(mine) == place(cut):
        return []
    return [gap(index, cut[0], mine[0]) if beyond(mine, cut, going_up) else overlap(index)]


def beyond(edge: Edge, cut: Edge, going_up: bool) -> bool:
    """Whether a cut lies further along than another."""
    return place(edge) > place(cut) if going_up else place(edge) < place(cut)


def dead(index: int, name: str) -> Problem:
    """A row nobody reaches."""
    return problem(
        "K404",
        Text(f"{name or f'第 {index} 档'}够不着", f"{name or f'band {index}'} cannot be reached"),
        Text("前面的档已包含一切值", "the bands before it hold every value"),
        Text("去掉它，或给前一档写上界限", "remove it, or give the band before it a bound"),
    )


def wrong_order(index: int) -> Problem:
    """A row out of order."""
    return problem(
        "K403",
        Text(f"第 {index} 档的界限与前一档次序不对", f"the bound of band {index} is out of order"),
        Text(
            "各档从优到劣排列，先满足者算数，排错的档够不着",
            "the first band met counts, so a misplaced band is never reached",
        ),
        Text("从最优一档写到最差一档", "write the bands from best to worst"),
    )


def gap(index: int, cut: Fraction, mine: Fraction) -> Problem:
    """A gap between two rows."""
    return problem(
        "K405",
        Text(
            f"第 {index - 1} 档与第 {index} 档之间有空隙（{shown(mine)} 与 {shown(cut)} 之间）",
            f"a gap between bands {index - 1} and {index} ({shown(mine)} to {shown(cut)})",
        ),
        Text("落在空隙里的值没有得分", "a value in the gap has no score"),
        Text(
            "去掉后一档朝前一档的界限，或使两者相接",
            "drop the second band's bound towards the first, or make them meet",
        ),
    )


def overlap(index: int) -> Problem:
    """Two rows over the same values."""
    return problem(
        "K404",
        Text(f"第 {index - 1} 档与第 {index} 档重叠", f"bands {index - 1} and {index} overlap"),
        Text("同一个值落在两档里，只有前一档算数", "a value lies in both; only the first counts"),
        Text(
            "去掉后一档朝前一档的界限，或使两者相接",
            "drop the second band's bound towards the first, or make them meet",
        ),
    )


def shape(params: Row, _full: Fraction) -> Shape:
    """Bounds from the marks; direction from the order of bounds and marks."""
    rows: tuple[Row, ...] = params["table"]
    marks = [Fraction(row["marks"]) for row in rows]
    # A tail is unbounded on one side: upwards when it rises away from the table, else downwards.
    tails = [(side, params[side]["each"]) for side in ("above", "below") if params[side] is not None]
    up = [(each > 0) == (side == "above") for side, each in tails]
    low = None if False in up else min(marks)
    high = None if True in up else max(marks)
    falling = all(one >= two for one, two in pairwise(marks))
    rising = all(one <= two for one, two in pairwise(marks))
    rises = falling != is_upward(rows)
    if not (falling or rising) or any((each > 0) != rises for _, each in tails):
        return Shape(low, high, "no")
    return Shape(low, high, "up" if rises else "down")


def tail(name: str, doc: Text) -> Param:
    """The parameter of a straight tail."""
    columns = (
        Param(
            "each",
            "number",
            Text("每一档的分；负数则反向", "marks per step; a minus turns it round"),
            required=True,
        ),
        Param("from", "number", Text("从哪个值起算", "the value it is counted from"), required=True),
        Param(
            "start",
            "number",
            Text("起点的分，默认取相邻一档的分", "marks there; default those of the band at that end"),
        ),
        *STEPS,
    )
    return Param(name, "record", doc, columns=columns)


METHOD = Method(
    name="bands",
    title=Text("分档", "Bands"),
    summary=Text(
        "落在哪一档得哪一档的分。从优到劣，先满足者算数；`from` 含、`to` 不含，`above` 不含、`through` 含。"
        "不在任何一档则无得分。表外可接直线尾段。",
        "The marks of the band the value lies in: best first, the first met counts. `from` includes its "
        "bound and `to` does not; "
        "`above` does not and `through` does. A value in no band has no score. Straight tails may follow "
        "outside the table.",
    ),
    params=(
        OF,
        Param(
            "table",
            "table",
            Text("各档，从优到劣", "bands, best first"),
            required=True,
            columns=(
                Param("from", "number", Text("下限（含）", "lower bound, included")),
                Param("above", "number", Text("下限（不含）", "lower bound, excluded")),
                Param("to", "number", Text("上限（不含）", "upper bound, excluded")),
                Param("through", "number", Text("上限（含）", "upper bound, included")),
                Param("marks", "number", Text("得分", "marks"), required=True),
            ),
        ),
        tail(
            "below",
            Text("各档之下的直线尾段：每低一档减", "straight tail below the table: less for each step down"),
        ),
        tail(
            "above",
            Text("`from` 之上的直线尾段：每高一档加", "straight tail above its `from`: more for each step up"),
        ),
    ),
    build=build,
    check=check,
    shape=shape,
    example="""\
facts:
  days: {name: 驻点天数, type: integer, unit: 天, every: month, range: [0, 31]}
item:
  id: days_marks
  name: 驻点天数得分
  full: 10
  method: bands
  of: days
  table:
    - {from: 20, marks: 10}
    - {from: 15, marks: 9}
    - {from: 10, marks: 8}
  below: {each: 1, from: 9, start: 8}
""",
)
