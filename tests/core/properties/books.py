"""Generated rulebooks: one method at a time, whole trees, roll-ups, linked sheets, and what follows from totals."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from core.oracle.books import dumped
from core.properties import results, vocabulary
from core.properties.expressions import number
from core.properties.leaves import LEAVES, YEARLY_ONLY, leaf, treatment
from core.properties.pick import FULLS, Pick
from core.properties.support import used_facts, whole_book
from core.properties.vocabulary import MONTHLY, QUARTERLY, YEARLY, Rows, Words

Example = tuple[str, Rows]


def _rows(pick: Pick, book: dict[str, Any], most: int = 5, persons: int = 0) -> Rows:
    people = vocabulary.subjects(pick, most, persons)
    rows = Rows(people, vocabulary.facts(pick, book.get("facts", {}), used_facts(book), people))
    if "events" in book:
        rows.events = vocabulary.events(pick, people)
    if "ratings" in book:
        rows.ratings = [one for one in vocabulary.ratings(pick, people) if one["ratings"] in book["ratings"]]
    rows.links = vocabulary.links(pick, people)
    return rows


def _sheet(items: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return (
        {"id": "units", "name": "单位表", "for": {"kind": "unit"}, "every": "year", "full": 100}
        | more
        | {"items": items}
    )


@st.composite
def one_method(draw: st.DrawFn, method: str) -> Example:
    """Two leaves of one method side by side."""
    pick = Pick(draw)
    items = [leaf(pick, YEARLY, method, f"x{number}") for number in range(2)]
    group = {"group": "zone"} if pick.chance(3) else {}
    book = whole_book(vocabulary.declarations(pick), {"sheets": [_sheet(items, **group)]})
    return dumped(book), _rows(pick, book)


def _leaf(pick: Pick, words: Words, name: str) -> dict[str, Any]:
    methods = [one for one in LEAVES if words.every == "year" or one not in YEARLY_ONLY]
    return leaf(pick, words, pick.one(methods), name)


def heading(pick: Pick, words: Words, name: str, depth: int) -> dict[str, Any]:
    """A heading with two or three children."""
    combine = pick.one(("sum", "sum", "weighted", "start", "product", "formula"))
    found: dict[str, Any] = {"id": name, "name": f"项{name}", "full": pick.one(FULLS)}
    found |= treatment(pick, words) | {"combine": combine}
    children = []
    for index in range(pick.whole(1, 3)):
        child_name = f"{name}{'abc'[index]}"
        if depth and pick.chance(4):
            child = heading(pick, words, child_name, depth - 1)
        else:
            child = _leaf(pick, words, child_name)
        children.append(child)
    _compose(pick, found, children)
    return found | {"items": children}


def _compose(pick: Pick, found: dict[str, Any], children: list[dict[str, Any]]) -> None:
    """What each way of combining asks of the heading and of its children."""
    if found["combine"] == "weighted":
        weights = {1: ("100%",), 2: ("1/3", "2/3"), 3: ("20%", "30%", "50%")}[len(children)]
        for child, weight in zip(children, weights, strict=True):
            del child["full"]
            child["weight"] = weight
            if child.get("combine") == "start":
                child.setdefault("start", pick.number())
    elif found["combine"] == "formula":
        names = [child["id"] for child in children]
        found["formula"] = pick.one((" + ".join(names), f"max({', '.join(names)}, 0)", f"2 × {names[0]} − 1"))
    elif found["combine"] in {"sum", "start"}:
        for child in children[1:]:
            if pick.chance(4):
                child["role"] = pick.one(("bonus", "deduction"))
    if found["combine"] == "start" and pick.chance():
        found["start"] = pick.number()


@st.composite
def tree(draw: st.DrawFn) -> Example:
    """A sheet with headings, and a last item that reads the others."""
    pick = Pick(draw)
    items = [heading(pick, YEARLY, "h", 1), _leaf(pick, YEARLY, "y")]
    words = replace(YEARLY, numbers=("h", "y", "ha", *YEARLY.numbers), present=("h", "y"))
    items.append({"id": "z", "name": "读他项", "full": 10, **treatment(pick, words), "method": "formula"})
    items[-1]["formula"] = number(pick, words, 1)
    more: dict[str, Any] = {"floor": 0, "cap": 100} if pick.chance() else {}
    if pick.chance(3):
        more["round"] = pick.rounding()
    if pick.chance(4):
        more["carry"] = {"share": "20%", "of": "history_score(1)"}
    rounding = {"rounding": {"publish": pick.whole(0, 3), "mode": pick.one(("half_up", "half_even"))}}
    book = whole_book(vocabulary.declarations(pick), {"sheets": [_sheet(items, **more)]}, **rounding)
    rows = _rows(pick, book)
    rows.history = results.history(pick, rows.subjects)
    return dumped(book), rows


@st.composite
def rolled_up(draw: st.DrawFn) -> Example:
    """Months and quarters read by the year."""
    pick = Pick(draw)
    items = []
    for index, words in enumerate((MONTHLY, QUARTERLY)):
        shorter = _leaf(pick, words, f"s{index}")
        if pick.chance(3):
            shorter = heading(pick, words, f"s{index}", 0)
        periods = 12 if words.every == "month" else 4
        shorter |= {"every": words.every, "rollup": _rollup(pick, periods)}
        items.append(shorter)
    items.append(_leaf(pick, YEARLY, "y"))
    book = whole_book(vocabulary.declarations(pick), {"sheets": [_sheet(items)]})
    return dumped(book), _rows(pick, book, most=4)


def _rollup(pick: Pick, periods: int) -> dict[str, Any]:
    by = pick.one(("mean", "sum", "last", "best", "weights", "max", "min"))
    found: dict[str, Any] = {"missing": pick.one(("refuse", "exclude"))}
    if by == "best":
        return found | {"best": pick.whole(1, 3)}
    if by == "weights":
        return found | {"weights": [pick.one(("1", "2", "1/3")) for _ in range(periods)]}
    return found | {"by": by}


@st.composite
def linked(draw: st.DrawFn) -> Example:
    """Persons who take part of their unit's result, and units that answer for the units they lead."""
    pick = Pick(draw)
    base = {"id": "base", "name": "单位表", "for": {"kind": "unit"}, "every": "year", "full": 100}
    base["items"] = [_leaf(pick, YEARLY, "x"), _leaf(pick, YEARLY, "y")]
    person = {"id": "persons", "name": "人员表", "for": {"kind": "person"}, "every": "year", "full": 100}
    person["items"] = [linked_leaf(pick, f"l{index}") for index in range(2)]
    book = whole_book(vocabulary.declarations(pick), {"sheets": [base, person]})
    rows = _rows(pick, book, most=4, persons=2)
    units = [one["subject"] for one in rows.subjects if one["class"] != "p"]
    for subject in ("p0", "p1"):
        for unit in pick.some(units, 0, 3):
            rows.links.append({"link": "heads", "from": subject, "to": unit, "share": pick.one((1, "1/2", "0.3"))})
        for unit in pick.some(units, 0, 2):
            rows.links.append({"link": "has", "from": unit, "to": subject})
    return dumped(book), rows


def linked_leaf(pick: Pick, name: str) -> dict[str, Any]:
    """A leaf that reads the other sheet."""
    found: dict[str, Any] = {"id": name, "name": f"项{name}", "full": pick.one(FULLS), "method": "linked"}
    found |= pick.one(({"link": "heads"}, {"link": "has", "direction": "up"}))
    found |= {"of": pick.one(("base.total", "base.x", "base.y")), "mode": pick.one(("take", "loss"))}
    ways = ("mean", "sum", "one", "min", "max", "weighted")
    found["by"] = pick.one(ways if found["mode"] == "take" else ways[:-1])
    if found["mode"] == "loss" or pick.chance():
        found["from"] = pick.one(("100", "20"))
    if pick.chance(3):
        found["share"] = pick.one(("60%", "1/3"))
    if pick.chance(3) and found["mode"] == "loss":
        found["start"] = "8"
    return found | {"none": pick.one(("missing", "full", "zero")), "absent": pick.one(("refuse", "exclude"))}


@st.composite
def outcomes(draw: st.DrawFn) -> Example:
    """Totals with many ties, and everything that is decided from them."""
    pick = Pick(draw)
    return results.outcomes(pick)
