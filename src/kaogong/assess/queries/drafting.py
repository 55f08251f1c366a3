"""What a round would be by the rulebook adopted: the items of a sheet, who speaks of each, and as which fact."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from kaogong.core.scheme.model import Fact, Item, Rulebook, Sheet
from kaogong.plan.models import Adoption
from kaogong.plan.queries import book_of
from kaogong.plan.queries.editions import fact_named, leaves_of
from kaogong.plan.queries.figures import exact

LED, OWN, GROUP = ("领导",), ("办",), ("组",)
"""By what a supplier is called, the rulebook's word tells who it is; the office may change it."""


@dataclass(slots=True)
class Drafted:
    """The items and sources of a round, as the verb that prepares one takes them."""

    items: list[dict[str, Any]] = field(default_factory=list)
    sources: list[dict[str, Any]] = field(default_factory=list)


def drafted(adoption: Adoption, sheet: str) -> Drafted:
    """What the sheet of an adopted edition asks people for.

    Marks given by discretion are reported on by the unit itself and then reviewed or scored by who the rulebook names;
    figures nobody else answers for come from the unit; results of others are brought in.
    """
    book = book_of(adoption.edition)
    found, own = Drafted(), []
    by_name: dict[str, dict[str, Any]] = {}
    for top, leaf in _leaves(book.sheets[sheet], adoption.book_class):
        fact = fact_named(book, leaf, "of")
        if leaf.method not in {"manual", "imported"} or fact is None:
            continue
        found.items.append(_item(leaf, fact, top))
        for name in _suppliers(leaf, fact):
            by_name.setdefault(name, _source(name, leaf))["items"][leaf.id] = fact.id
        if leaf.method == "manual" or not _suppliers(leaf, fact):
            own.append((leaf.id, "" if _suppliers(leaf, fact) else fact.id))
    if not own:
        heads = [top for top in book.sheets[sheet].root.items if any(i["head"] == top.id for i in found.items)]
        found.items += [_head(top) for top in heads if top.id not in {i["code"] for i in found.items}]
        own = [(top.id, "") for top in heads]
    for one in found.items:
        one.pop("head", None)
    if own:
        found.sources.append({"kind": "self", "name": _("自评"), "items": dict(own)})
    found.sources += by_name.values()
    found.sources += _rated(book, book.sheets[sheet], adoption.book_class)
    return found


def _leaves(sheet: Sheet, class_: str) -> Iterator[tuple[Item, Item]]:
    for top, under in leaves_of(sheet, class_):
        for leaf in under or [top]:
            yield top, leaf


def _suppliers(leaf: Item, fact: Fact) -> tuple[str, ...]:
    by = str(leaf.params.get("by") or "")
    return fact.authority or ((by,) if by else ())


def _item(leaf: Item, fact: Fact, top: Item) -> dict[str, Any]:
    marks = leaf.params.get("range") or (fact.low, fact.high if fact.high is not None else leaf.full)
    step = leaf.params.get("step")
    return {
        "code": leaf.id,
        "name": leaf.name.zh,
        "full": _number(marks[1]),
        "step": _number(step) if step else None,
        "unit": fact.unit,
        "places": fact.places,
        "axis": top.name.zh if top is not leaf else "",
        "head": top.id,
    }


def _head(top: Item) -> dict[str, Any]:
    return {"code": top.id, "name": top.name.zh, "full": _number(top.full)}


def _number(value: Fraction | None) -> Decimal | None:
    return None if value is None else exact(Fraction(value))


def _source(name: str, leaf: Item) -> dict[str, Any]:
    who = next(
        (who for words, who in ((LED, "leader"), (GROUP, "assessors"), (OWN, "office")) if _ends(name, words)), ""
    )
    if leaf.method == "manual" and who in {"office", ""}:
        return {"kind": "review", "name": name, "who": "office", "items": {}}
    return {"kind": "sheet" if who else "import", "name": name, "who": who, "items": {}}


def _ends(name: str, words: tuple[str, ...]) -> bool:
    return any(name.endswith(word) or word in name for word in words)


def _rated(book: Rulebook, sheet: Sheet, class_: str) -> Iterator[dict[str, Any]]:
    """A count of votes for each group of each rating the sheet reads."""
    asked: dict[tuple[str, str], None] = {}
    for _top, leaf in _leaves(sheet, class_):
        ratings = leaf.params.get("ratings") if leaf.method == "rating" else None
        for group in (leaf.params.get("groups") or {}) if ratings in book.ratings else ():
            asked[str(ratings), group] = None
    for ratings, group in asked:
        form = book.ratings[ratings]
        if form.options and group in form.groups:
            name = f"{form.name.zh}（{form.groups[group].zh}）"
            options = list(form.options)
            yield {"kind": "vote", "name": name, "options": options, "ratings": ratings, "group": group, "items": {}}
