"""Sections 8 and 9: vetoes, grades, ranks, consequences, rewards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any, TypeVar

from kaogong.core.problem import Text
from kaogong.core.scheme.check_formula import Desk
from kaogong.core.scheme.codes import complain
from kaogong.core.scheme.formula import Formula, Name, Number, parts
from kaogong.core.scheme.keys import Key, key
from kaogong.core.scheme.model import (
    Ceiling,
    Consequence,
    GradeScheme,
    Ranking,
    Reward,
    Rung,
    Sheet,
    Uplift,
    Veto,
)
from kaogong.core.scheme.read_items import classes_of, complain_twice
from kaogong.core.scheme.read_scalars import FAULT, wrong_shape
from kaogong.core.scheme.read_values import Row, read_table, read_value
from kaogong.core.scheme.tree import Listing, Scalar, Table, Tree, own_id, word

Thing = TypeVar("Thing")
EFFECTS = "item_zero total_zero score_ceiling grade_ceiling award_bar rank_last"
ROUNDING = "half_up down up"
NEVER = Formula("0 = 1", Number(Fraction(0)))
"""Stands for a formula that could not be read; the rulebook is refused anyway."""

_ID = key("id", "id", "编号", "id", required=True)
_BASIS = key("basis", "citation", "依据", "legal source")
_WITHIN = key("within", "within", "范围", "pool")
SCOPE = (
    key("sheets", "names", "考核表", "sheets", default=()),
    key("classes", "names", "类别", "classes", default=()),
)
VETO = (
    _ID,
    key("name", "words", "名称", "name", required=True),
    key("when", "condition", "条件", "condition", required=True),
    key("effect", "choice", "效果", "effect", required=True, choices=EFFECTS),
    key("item", "item", "归零的项目", "the item made zero", default=""),
    key("at", "text", "封顶的分数或等次", "marks or grade of the ceiling"),
    key("scope", "record", "对谁", "for whom", columns=SCOPE),
    key(
        "lasts",
        "either",
        "持续多久",
        "how long",
        default=("word", "period"),
        options=(
            key("word", "choice", "本期或本年", "this period or year", choices="period year"),
            key(
                "years",
                "record",
                "几年",
                "years",
                columns=(key("years", "integer", "几年", "years", required=True),),
            ),
        ),
    ),
    _BASIS,
)
RUNG = (
    key("grade", "text", "等次", "grade", required=True),
    key("from", "number", "起点分", "lowest published score"),
    key("share", "number", "比例", "share of the pool"),
    key("places", "integer", "名额", "places"),
    key("at_least", "integer", "至少几名", "at least", default=0),
    key("bottom", "boolean", "从末位起", "filled from the bottom", default=False),
    key("where", "condition", "门槛", "a gate"),
)
UPLIFT = (
    key("when", "condition", "条件", "condition", required=True),
    key("by", "number", "增加多少", "how much", required=True),
    key(
        "reading",
        "choice",
        "按比例还是百分点",
        "relative or points",
        default="relative",
        choices="relative points",
    ),
)
CEILING = (
    key("grade", "grade", "等次", "grade", required=True),
    key("share", "number", "比例", "share", required=True),
    key("within", "within", "范围", "pool", default="all"),
)
GRADES = (
    _ID,
    key("sheet", "sheet", "考核表", "sheet", required=True),
    key(
        "within",
        "either",
        "名额按什么分池",
        "pool of the quotas",
        default=("pool", "class"),
        options=(
            key("pool", "within", "范围", "pool"),
            key(
                "link",
                "record",
                "按关联",
                "by link",
                columns=(key("link", "link", "关联", "link", required=True),),
            ),
        ),
    ),
    key("ladder", "table", "等次，从优到劣", "grades, best first", required=True, default=(), columns=RUNG),
    key("rounding", "choice", "名额取整", "rounding of places", default="half_up", choices=ROUNDING),
    key("ties", "choice", "并列", "ties at the edge", default="chain", choices="include exclude chain"),
    key("count", "choice", "基数", "pool size", default="all", choices="all eligible"),
    key("order", "tree", "并列时依次比较", "tie chain"),
    key("uplift", "record", "名额增减", "more places", columns=UPLIFT),
    key("ceiling", "record", "总比例上限", "ceiling over all pools", columns=CEILING),
    _BASIS,
)
RANKS = (
    _ID,
    key("sheet", "sheet", "考核表", "sheet", required=True),
    key("within", "within", "范围", "pool", default="class"),
    key("order", "tree", "依次比较", "order"),
    key("ties", "choice", "并列", "ties", default="shared", choices="shared dense listed"),
)
YIELDS = (
    key("kind", "text", "种类", "kind"),
    key("text", "words", "内容", "text"),
    key("executor", "text", "执行单位", "who does it"),
    key(
        "within",
        "record",
        "期限",
        "term",
        columns=(
            key("days", "integer", "天数", "days", required=True),
            key(
                "days_are",
                "choice",
                "日历日或工作日",
                "which days",
                default="calendar",
                choices="calendar working",
            ),
        ),
    ),
    key("document", "text", "文书", "document"),
)
CONSEQUENCE = (
    _ID,
    key("sheet", "sheet", "考核表", "sheet", default=""),
    key("when", "condition", "条件", "condition", required=True),
    key("yields", "record", "产生什么", "what follows", columns=YIELDS),
    key("money", "formula", "金额（元）", "money in yuan"),
    key("carry", "map", "带入下年", "effect in the next year", value="number"),
    _BASIS,
)
REWARD = (
    _ID,
    key("sheet", "sheet", "考核表", "sheet", default=""),
    key("pool", "formula", "总额（元）", "the money, in yuan", required=True),
    key("within", "within", "范围", "pool", default="all"),
    key("share_by", "formula", "按什么分", "weight of each subject", required=True),
    key("where", "condition", "谁能分", "who shares"),
    key(
        "remainder",
        "choice",
        "分不尽的分币",
        "cents left over",
        default="largest",
        choices="largest first keep",
    ),
    _BASIS,
)
RESULT_SECTIONS = tuple(
    key(name, "tree", zh, name, columns=columns)
    for name, zh, columns in (
        ("vetoes", "一票否决", VETO),
        ("grades", "等次", GRADES),
        ("ranks", "位次", RANKS),
        ("consequences", "后果", CONSEQUENCE),
        ("rewards", "奖励", REWARD),
    )
)


def results_of(row: Row, sheets: dict[str, Sheet], desk: Desk) -> dict[str, Any]:
    """The fields of the rulebook that these sections give."""
    seeing = replace(desk, results=True)
    grades = _each(row["grades"], "grades", GRADES, seeing, _scheme)
    main = _main_sheet(sheets, grades)
    return {
        "vetoes": _each(row["vetoes"], "vetoes", VETO, seeing, lambda r, t, d: _veto(r, t, d, sheets)),
        "grades": grades,
        "ranks": _each(row["ranks"], "ranks", RANKS, seeing, _ranking),
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
    named = [word(tree.get("sheet"))]
    scope = tree.get("scope")
    listed = scope.get("sheets") if isinstance(scope, Table) else None
    named += [word(one) for one in listed.entries] if isinstance(listed, Listing) else [word(listed)]
    found = [one for name in named if name for one in desk.names.thing("sheet", name)]
    return tuple(dict.fromkeys(found)) or every


def _main_sheet(sheets: dict[str, Sheet], grades: tuple[GradeScheme, ...]) -> str:
    """The sheet meant when none is named: the only one, or the only one that is graded."""
    if len(sheets) == 1:
        return next(iter(sheets))
    graded = {one.sheet for one in grades}
    return graded.pop() if len(graded) == 1 else ""


def _read_sheets(row: Row, desk: Desk) -> tuple[str, ...]:
    read = [
        read_value(Scalar(one, row.place), Key("sheets", "sheet", Text("", "")), desk)
        for one in row["sheets"]
    ]
    return tuple(one for one in read if one is not FAULT)


def _veto(row: Row, tree: Tree, desk: Desk, sheets: dict[str, Sheet]) -> Veto:
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


def _order(tree: Tree | None, desk: Desk) -> tuple[Formula, ...]:
    """Formulas compared one after the other; one may stand alone."""
    if tree is None:
        return ()
    one_key = Key("order", "formula", Text("", ""))
    entries = tree.entries if isinstance(tree, Listing) else (tree,)
    read = [read_value(one, one_key, desk) for one in entries]
    return tuple(one for one in read if one is not FAULT)


def _scheme(row: Row, tree: Tree, desk: Desk) -> GradeScheme:
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
        sheet=row["sheet"] or "",
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


def _ranking(row: Row, tree: Tree, desk: Desk) -> Ranking:
    return Ranking(
        row["id"] or "", row["sheet"] or "", row["within"], _order(row["order"], desk), row["ties"], row.place
    )


def _sheet_or(row: Row, main: str, desk: Desk) -> str:
    """The sheet named, or the one meant."""
    if not (row["sheet"] or main):
        what = Text("有几张考核表，没写是哪一张", "there are several sheets and none is named")
        complain(desk.problems, "K021", row.place, what, Text("补上 sheet:。", "Add sheet:."))
    return row["sheet"] or main


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
