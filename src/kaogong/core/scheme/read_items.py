"""Section 4: sheets and items, each leaf with its method's parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any, cast

from kaogong.core.methods import METHODS
from kaogong.core.methods.base import Method
from kaogong.core.problem import Text
from kaogong.core.scheme.check_formula import Desk
from kaogong.core.scheme.codes import complain, did_you_mean
from kaogong.core.scheme.formula import Formula
from kaogong.core.scheme.keys import Key, key
from kaogong.core.scheme.model import EVERY, Every, Item, Rollup, Sheet
from kaogong.core.scheme.read_facts import MISSING, PERIODS
from kaogong.core.scheme.read_scalars import FAULT, wrong_shape
from kaogong.core.scheme.read_values import Row, read_table, read_value
from kaogong.core.scheme.tree import Listing, Scalar, Table, Tree, own_id, word

HUNDRED, ZERO = Fraction(100), Fraction(0)
ROLLUP = (
    key("by", "choice", "怎样汇总", "how it is rolled up", choices="mean sum last best weights max min"),
    key("best", "integer", "取最好的几期", "the best n periods", default=0),
    key("weights", "numbers", "各期权重", "weights of the periods", default=()),
    key(
        "missing",
        "choice",
        "缺期怎么办",
        "a period without a score",
        default="refuse",
        choices="refuse exclude",
    ),
)
RESCALE = (
    key("from", "number", "原满分", "full marks before", required=True),
    key("to", "number", "折算后满分", "full marks after", required=True),
)
APPLIES = (key("classes", "names", "适用类别", "classes it applies to", required=True),)
ANY = (  # what a sheet and an item share
    key("id", "id", "编号", "id", required=True),
    key("name", "words", "名称", "name", required=True),
    key("full", "number", "满分", "full marks"),
    key("basis", "citation", "依据", "legal source"),
    key("clause", "text", "条款", "clause", default=""),
    key("tags", "map", "标签", "tags", value="text"),
    key("every", "choice", "周期", "period", choices=PERIODS),
    key("missing", "choice", "缺报怎么办", "overrides the facts' policies", choices=MISSING),
    key("only_if", "condition", "开关", "a switch"),
    key("otherwise", "number", "开关不成立时的分", "marks when the switch is off", default=ZERO),
    key("times", "formula", "系数", "coefficient"),
    key("rescale", "record", "折算", "rescaling", columns=RESCALE),
    key("floor", "limit", "下限", "lower limit"),
    key("cap", "limit", "上限", "upper limit"),
    key("round", "rounding", "修约", "rounding"),
    key("expands", "map", "内含指标数", "indicators of its own", value="integer"),
    key("milestones", "names", "阶段目标", "milestones", default=()),
    key("reason", "words", "理由", "reason"),
    key("measure", "free", "怎样衡量", "how it is measured"),
)
HEADING = (
    key("items", "tree", "下级项目", "items below"),
    key(
        "combine",
        "choice",
        "怎样合成",
        "how items are combined",
        default="sum",
        choices="sum weighted start product formula",
    ),
    key("start", "number", "起点分", "marks it starts from"),
    key("formula", "formula", "合成公式", "formula over items"),
)
ITEM = (
    *ANY,
    key("weight", "number", "权重", "weight"),
    key("role", "choice", "性质", "role", default="score", choices="score bonus deduction"),
    key("rollup", "tree", "短周期怎样汇总", "how a shorter period is rolled up"),
    key("applies", "tree", "适用于谁", "to whom it applies"),
    key(
        "not_applicable",
        "choice",
        "不适用怎么办",
        "when it does not apply",
        default="",
        choices="rescale full peer_mean exclude",
    ),
    key("method", "tree", "评分方法", "method"),
)
SHEET = (
    *ANY,
    *HEADING,
    key(
        "for",
        "record",
        "考核谁",
        "for whom",
        required=True,
        columns=(
            key("kind", "kind", "对象种类", "kind of subject"),
            key("classes", "names", "类别", "classes", default=()),
        ),
    ),
    key("group", "within", "组内比较按什么分组", "attribute that makes the groups", default="class"),
    key(
        "carry",
        "record",
        "带入上年成绩",
        "last year's result carried over",
        columns=(
            key("share", "number", "占比", "share", required=True),
            key("of", "formula", "带入的分", "what is carried", required=True),
        ),
    ),
    key(
        "removed",
        "table",
        "比底本少的项目",
        "items of the base left out",
        default=(),
        columns=(
            key("item", "text", "项目", "item", required=True),
            key("reason", "words", "理由", "reason", required=True),
        ),
    ),
)


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


def complain_twice(thing_id: str, tree: Tree, desk: Desk) -> None:
    """Two things with one id."""
    what = Text(f"编号“{thing_id}”用了两次", f"id {thing_id} is used twice")
    complain(desk.problems, "K030", tree.place, what, Text("换一个编号。", "Use another id."))


def classes_of(row: Row, desk: Desk) -> tuple[str, ...]:
    """Classes named by id or name."""
    read = [
        read_value(Scalar(one, row.place), Key("classes", "class", Text("", "")), desk)
        for one in row["classes"]
    ]
    return tuple(one for one in read if one is not FAULT)


def _sheet(tree: Tree, desk: Desk) -> Sheet:
    sheet = own_id(tree)
    inner = replace(desk, sheets=(sheet,), own=frozenset({sheet}))
    row = read_table(tree, SHEET, inner)
    every: Every = row["every"] or "year"
    subjects = row["for"]
    kinds = list(dict.fromkeys(one for ids in desk.names.things["kind"].values() for one in ids))
    root = (
        _heading(row, every, cast("Table", tree), inner)
        if isinstance(tree, Table)
        else Item(sheet, Text.same(sheet))
    )
    _unique(root, tree, desk)
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


def _unique(root: Item, tree: Tree, desk: Desk) -> None:
    """Every id of a sheet once."""
    seen: set[str] = set()
    for item in root.walk():
        if item.id in seen:
            what = Text(f"编号“{item.id}”在这张表里用了两次", f"id {item.id} is used twice in this sheet")
            complain(desk.problems, "K030", item.place, what, Text("换一个编号。", "Use another id."))
        seen.add(item.id)


def _heading(row: Row, every: Every, tree: Table, desk: Desk) -> Item:
    """A heading (or the root) with everything below."""
    below = row["items"]
    combine = row["combine"]
    if not isinstance(below, Listing) or not below.entries:
        wrong_shape(
            below, Text("项目的列表", "a list of items"), "items", desk
        ) if below is not None else complain(
            desk.problems,
            "K021",
            row.place,
            Text("没有下级项目", "there are no items"),
            Text("补上 items: […]，或写 method:。", "Add items: […], or a method:."),
        )
        below = Listing()
    items = tuple(
        one for one in (_item(entry, every, combine, desk) for entry in below.entries) if one is not None
    )
    if combine == "formula" and row["formula"] is None and "formula" not in row.written:
        what = Text("combine: formula 没有写公式", "combine: formula without a formula")
        complain(desk.problems, "K029", row.place, what, Text("补上 formula: …。", "Add formula: …."))
    if combine == "start" and row["start"] is None and row["full"] is None:
        what = Text("combine: start 没有起点分", "combine: start without marks to start from")
        complain(
            desk.problems, "K029", row.place, what, Text("补上 start: 或 full:。", "Add start: or full:.")
        )
    for used, mode in (("formula", "formula"), ("start", "start")):
        if used in row.written and combine != mode:
            what = Text(f"{used}: 只用于 combine: {mode}", f"{used}: is only for combine: {mode}")
            complain(
                desk.problems,
                "K029",
                tree.at(used),
                what,
                Text(f"写 combine: {mode}，或删去 {used}:。", f"Write combine: {mode}, or delete {used}:."),
            )
    return Item(
        **_shared(row, every),
        items=items,
        combine=combine,
        start=row["start"],
        formula=row["formula"],
        floor=row["floor"],
        cap=row["cap"],
    )


def _shared(row: Row, every: Every) -> dict[str, Any]:
    """The fields every item has."""
    rescale = row["rescale"]
    return {
        "id": row["id"] or "",
        "name": row["name"] or Text.same(row["id"] or ""),
        "full": row["full"],
        "basis": row["basis"],
        "clause": row["clause"],
        "tags": row["tags"] or {},
        "every": every,
        "missing": row["missing"],
        "only_if": row["only_if"],
        "otherwise": row["otherwise"],
        "times": row["times"],
        "rescale": (rescale["from"], rescale["to"])
        if rescale and rescale["from"] and rescale["to"] is not None
        else None,
        "limits_written": row.written & {"floor", "cap"},
        "round": row["round"],
        "expands": row["expands"] or {},
        "milestones": row["milestones"],
        "reason": row["reason"],
        "measure": row["measure"] if isinstance(row["measure"], dict) else {},
        "written": row.written,
        "place": row.place,
    }


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
        item = _leaf(tree, above, under, inner)
    else:
        row = read_table(tree, (*ITEM, *HEADING), inner)
        item = replace(
            _heading(row, row["every"] or above, tree, inner), **_as_item(row, tree, above, under, inner)
        )
    return item


def _as_item(row: Row, tree: Table, above: Every, under: str, desk: Desk) -> dict[str, Any]:
    """The fields an item has and a sheet has not."""
    every: Every = row["every"] or above
    formula, classes = _applies(row["applies"], desk)
    if row["applies"] is not None and not row["not_applicable"]:
        what = Text("写了 applies，没写不适用时怎么办", "applies without not_applicable")
        complain(
            desk.problems,
            "K063",
            tree.at("applies"),
            what,
            Text(
                "补上 not_applicable: rescale、full、peer_mean 或 exclude。",
                "Add not_applicable: rescale, full, peer_mean or exclude.",
            ),
        )
    if under == "weighted" and row["weight"] is None and row["role"] == "score":
        what = Text("上级按权重合成，这一项没有权重", "its heading is weighted and it has no weight")
        complain(desk.problems, "K062", row.place, what, Text("补上 weight: …%。", "Add weight: …%."))
    return {
        "weight": row["weight"],
        "role": row["role"],
        "rollup": _rollup(row, every, above, tree, desk),
        "applies": formula,
        "applies_classes": classes,
        "not_applicable": row["not_applicable"],
    }


def _applies(tree: Tree | None, desk: Desk) -> tuple[Formula | None, tuple[str, ...]]:
    """`applies`: a condition, or `{classes: […]}`."""
    if tree is None:
        return None, ()
    if isinstance(tree, Table):
        row = read_table(tree, APPLIES, desk)
        return None, classes_of(row, desk) if row["classes"] else ()
    formula = read_value(tree, Key("applies", "condition", Text("", "")), desk)
    return (None if formula is FAULT else formula), ()


def _rollup(row: Row, every: Every, above: Every, tree: Table, desk: Desk) -> Rollup | None:
    """How a shorter period is read by the heading; required where periods differ."""
    written: Tree | None = row["rollup"]
    if EVERY.index(every) > EVERY.index(above):
        what = Text(
            f"周期 {every} 比上级的 {above} 长", f"its period {every} is longer than its heading's {above}"
        )
        complain(
            desk.problems,
            "K061",
            tree.at("every"),
            what,
            Text("改成不长于上级的周期。", "Use a period no longer than the heading's."),
        )
    if written is None:
        if EVERY.index(every) < EVERY.index(above):
            what = Text(
                f"周期 {every} 比上级的 {above} 短，没写怎样汇总",
                f"period {every} under {above} without rollup",
            )
            complain(
                desk.problems,
                "K061",
                tree.at("every"),
                what,
                Text("补上 rollup: {by: mean}。", "Add rollup: {by: mean}."),
            )
        return None
    if isinstance(written, Scalar):
        by = read_value(written, replace(ROLLUP[0], name="rollup"), desk)
        return None if by is FAULT else Rollup(by)
    here = read_table(written, ROLLUP, desk)
    by = here["by"] or ("best" if here["best"] else "weights" if here["weights"] else "")
    parts = {"best": here["best"] > 0, "weights": bool(here["weights"])}
    if not by or any(given != (by == name) for name, given in parts.items()):
        what = Text("汇总方式没写清", "it is not clear how to roll up")
        fix = Text(
            "写 {by: mean}、{best: 2} 或 {weights: [0.5, 0.5]}。",
            "Write {by: mean}, {best: 2} or {weights: [0.5, 0.5]}.",
        )
        complain(desk.problems, "K029", written.place, what, fix)
        return None
    return Rollup(by, here["best"], here["weights"], here["missing"])


def _leaf(tree: Table, above: Every, under: str, desk: Desk) -> Item:
    """A leaf with its method's parameters and limits."""
    name = word(tree.get("method"))
    method = METHODS.get(name)
    if method is None:
        what = Text(f"没有评分方法“{name}”", f"there is no method {name!r}")
        place = tree.entries["method"].place
        complain(desk.problems, "K032", place, what, did_you_mean(name, list(METHODS)))
        row = read_table(tree, ITEM, desk, also=tree.entries)
        return Item(
            **_shared(row, row["every"] or above), **_as_item(row, tree, above, under, desk), method=name
        )
    params = tuple(Key.of(one) for one in method.params)
    row = read_table(tree, (*ITEM, *params), desk, also=("items",))
    fields = {**_shared(row, row["every"] or above), **_as_item(row, tree, above, under, desk)}
    given = {one.name: row[one.name] for one in params}
    floor, cap = limits(method, given, row)
    if under in {"sum", "start"} and row["role"] == "score" and row["full"] is None:
        what = Text("没有满分", "it has no full marks")
        complain(
            desk.problems,
            "K062",
            row.place,
            what,
            Text("补上 full:；加分、扣分项写 role:。", "Add full:, or role: for bonus and deduction."),
        )
    return Item(**fields, method=name, params=given, floor=floor, cap=cap)


def limits(method: Method, params: Mapping[str, Any], row: Row) -> tuple[Fraction | None, Fraction | None]:
    """Floor and cap of a leaf: as written, else by its role, else by its method.

    A bonus with full marks is capped by them and has no floor. A deduction is never above zero; with full marks it
    takes no more than those.
    """
    full = row["full"] if row["full"] is not None else (HUNDRED if row["weight"] is not None else None)
    low, high = method.limits(params) if method.limits else (method.floor, method.cap)
    floor = ZERO if low == "zero" else None
    cap = full if high == "full" else None
    if row["role"] == "bonus":
        floor, cap = None, row["full"]
    elif row["role"] == "deduction":
        floor, cap = (-row["full"] if row["full"] is not None else None), ZERO
    return (row["floor"] if "floor" in row.written else floor, row["cap"] if "cap" in row.written else cap)
