"""What can only be seen of the whole rulebook: values that wait for each other in a circle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kaogong.core.problem import Place, Problems, Text
from kaogong.core.scheme.codes import complain
from kaogong.core.scheme.formula import Call, Formula, Name, Words, parts
from kaogong.core.scheme.model import Item, Rulebook, Sheet

Thing = tuple[str, str]
"""A derived fact ("", id), or an item (sheet, id)."""


def check_circles(book: Rulebook, problems: Problems) -> None:
    """Note every circle among derived facts and items."""
    needs = {("", one.id): tuple(_read_by([one.formula], "", book)) for one in book.derived.values()}
    places = {("", one.id): one.place for one in book.derived.values()}
    for sheet in book.sheets.values():
        for item in sheet.root.walk():
            needs[sheet.id, item.id] = tuple(_needs(item, sheet, book))
            places[sheet.id, item.id] = item.place
    for circle in _circles(needs):
        _complain(circle, places, problems)


def formulas_in(value: Any) -> Iterator[Formula]:
    """Every formula in a parameter, however deep."""
    if isinstance(value, Formula):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from formulas_in(one)
    elif isinstance(value, tuple):
        for one in value:
            yield from formulas_in(one)


def _needs(item: Item, sheet: Sheet, book: Rulebook) -> Iterator[Thing]:
    """What must be known before an item is."""
    for child in item.items:
        yield (sheet.id, child.id)
    formulas = [one for one in (item.applies, item.only_if, item.times, item.formula) if one is not None]
    formulas += formulas_in(item.params)
    if item is sheet.root and sheet.carry_of is not None:
        formulas.append(sheet.carry_of)
    for veto in book.vetoes:
        if veto.effect == "item_zero" and veto.item == item.id and sheet.id in (veto.sheets or (sheet.id,)):
            formulas.append(veto.when)
    yield from _read_by(formulas, sheet.id, book)
    if item.method == "linked" and item.params.get("of"):
        yield item.params["of"]


def _read_by(formulas: list[Formula], sheet: str, book: Rulebook) -> Iterator[Thing]:
    """The derived facts, items and totals that formulas read."""
    schemes = {one.id: one for one in book.grades}
    for formula in formulas:
        for node in parts(formula.tree):
            if isinstance(node, Name) and node.kind == "derived":
                yield ("", node.name)
            elif isinstance(node, Name) and node.kind == "item":
                yield (sheet, node.name)
            elif isinstance(node, Name) and node.kind == "result":
                yield (sheet, sheet)
            elif isinstance(node, Call) and node.function == "times_graded":
                first = node.arguments[0]
                if isinstance(first, Words) and first.text in schemes:
                    graded, _, item = schemes[first.text].sheet.partition(".")
                    yield (graded, item or graded)


def _circles(needs: Mapping[Thing, tuple[Thing, ...]]) -> list[list[Thing]]:
    """One circle for each way back found in a walk without recursion; nothing is visited twice."""
    found: list[list[Thing]] = []
    done: set[Thing] = set()
    for start in needs:
        if start in done:
            continue
        path: list[Thing] = [start]
        on_path = {start: 0}
        waiting = [iter(needs[start])]
        while path:
            following = next(waiting[-1], None)
            if following is None:
                waiting.pop()
                last = path.pop()
                del on_path[last]
                done.add(last)
            elif following in on_path:
                found.append([*path[on_path[following] :], following])
            elif following in needs and following not in done:
                on_path[following] = len(path)
                path.append(following)
                waiting.append(iter(needs[following]))
    return found


def _complain(circle: list[Thing], places: Mapping[Thing, Place], problems: Problems) -> None:
    way = " → ".join(one for _, one in circle)
    what = Text(f"互相引用：{way}", f"they refer to each other: {way}")
    fix = Text("断开其中一处。", "Break it at one of them.")
    complain(problems, "K060", places[circle[0]], what, fix)
