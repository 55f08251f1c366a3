"""Fields that headings and leaves have alike: periods, roll-up, applicability, weights."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kaogong.core.problem import Text
from kaogong.core.scheme.check_formula import Desk
from kaogong.core.scheme.codes import complain
from kaogong.core.scheme.formula import Formula
from kaogong.core.scheme.item_keys import APPLIES, ROLLUP
from kaogong.core.scheme.keys import Key
from kaogong.core.scheme.model import EVERY, Every, Rollup
from kaogong.core.scheme.read_scalars import FAULT
from kaogong.core.scheme.read_values import Row, read_table, read_value
from kaogong.core.scheme.tree import Scalar, Table, Tree


def complain_twice(thing_id: str, tree: Tree, desk: Desk) -> None:
    """Two things with one id."""
    what = Text(f"编号“{thing_id}”用了两次", f"id {thing_id} is used twice")
    complain(desk.problems, "K030", tree.place, what, Text("换一个编号。", "Use another id."))


def classes_of(row: Row, desk: Desk) -> tuple[str, ...]:
    """Classes named by id or name."""
    read = [read_value(Scalar(one, row.place), Key("classes", "class", Text("", "")), desk) for one in row["classes"]]
    return tuple(one for one in read if one is not FAULT)


def shared_fields(row: Row, every: Every) -> dict[str, Any]:
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


def own_fields(row: Row, tree: Table, above: Every, under: str, desk: Desk) -> dict[str, Any]:
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
        what = Text(f"周期 {every} 比上级的 {above} 长", f"its period {every} is longer than its heading's {above}")
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
        word = read_value(written, replace(ROLLUP[0], name="rollup"), desk)
        return None if word is FAULT else Rollup(word)
    here = read_table(written, ROLLUP, desk)
    by: Any = here["by"] or ("best" if here["best"] else "weights" if here["weights"] else "")
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
