"""What a round would be by the rulebook adopted: the items of a sheet, who speaks of each, and as which fact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from kaogong.core.scheme.model import Fact, Item, Ratings, Rulebook, Sheet
from kaogong.org.queries import setting
from kaogong.plan.models import Adoption
from kaogong.plan.queries import book_of
from kaogong.plan.queries.editions import fact_named, leaves_of
from kaogong.plan.queries.figures import exact

LED, OWN, GROUP = ("领导",), ("办",), ("组",)
"""By what a supplier is called, the rulebook's word tells who it is; the office may change it."""
WHO_BY_WORD = (
    (("自评", "本人"), "self"),
    (("互评", "同事", "群众", "民主"), "peers"),
    (("下级", "下属"), "below"),
    (("分管", "领导", "主管"), "leader"),
    (("正职", "班子"), "chief"),
    (("绩效办", "办公室", "考核办"), "office"),
    (("代表", "中层", "服务对象"), "codes"),
)
"""Who a group of raters is, by what the rulebook calls it; the office may change it."""
ANONYMOUS = ("peers", "below", "codes")


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
    """A group of raters for each group of each rating the sheet reads, with its weight, its least ballots, and its form."""
    asked: dict[tuple[str, str], Mapping[str, Any]] = {}
    for _top, leaf in _leaves(sheet, class_):
        ratings = leaf.params.get("ratings") if leaf.method == "rating" else None
        for group in (leaf.params.get("groups") or {}) if ratings in book.ratings else ():
            asked.setdefault((str(ratings), group), leaf.params)
    for (ratings, group), params in asked.items():
        form = book.ratings[ratings]
        if group in form.groups:
            yield _group(form, group, params)


def _group(form: Ratings, group: str, params: Mapping[str, Any]) -> dict[str, Any]:
    words = form.groups[group].zh
    head: dict[str, Any] = {"name": f"{form.name.zh}（{words}）", "ratings": form.id, "group": group, "items": {}}
    if form.options:
        head["options"] = list(form.options)
    who = next((who for some, who in WHO_BY_WORD if any(one in words for one in some)), "assessors")
    weight = params["groups"][group]
    absent = str(params.get("absent") or "refuse")
    return head | {
        "kind": "vote" if form.options else "rate",
        "who": "" if form.options else who,
        "form": form_of(form) | {"absent": absent},
        "weight": _number(Fraction(weight) * 100),
        "minimum": int((params.get("minimum") or {}).get(group, 1)),
        "required": absent == "refuse",
        "anonymous": who in ANONYMOUS,
        "most": int(setting("ratings.raters_most")) if who in {"peers", "below"} else 0,
    }


def form_of(form: Ratings) -> dict[str, Any]:
    """What a ballot of a rating sheet asks, and its scale."""
    points = {option: _text(value) for option, value in form.options.items()}
    high = max(form.options.values()) if form.options else form.high
    return {
        "questions": {key: name.zh for key, name in form.questions.items()},
        "points": points,
        "low": _text(form.low),
        "high": _text(high),
        "places": form.places,
    }


def _text(value: Fraction | None) -> str:
    return "" if value is None else f"{exact(Fraction(value)):f}"
