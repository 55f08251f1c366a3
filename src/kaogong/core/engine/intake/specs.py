"""What the cells of a declared fact, attribute or rating may say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any

from kaogong.core.engine.intake.values import Choice, Day, Flag, Number, OneOf, Points, Spec, Word
from kaogong.core.problem import Text
from kaogong.core.scheme.formula import Formula, Name
from kaogong.core.scheme.model import Attribute, Fact, Item, Ratings, Rulebook


@dataclass(frozen=True, slots=True)
class Discretion:
    """What a `manual` item asks of its fact."""

    low: Fraction | None
    high: Fraction | None
    step: Fraction | None
    by: str
    reasoned: bool


def discretions(rulebook: Rulebook) -> dict[str, Discretion]:
    """The `manual` items' demands, by fact."""
    found: dict[str, Discretion] = {}
    for sheet in rulebook.sheets.values():
        for item in sheet.root.walk():
            if item.method == "manual" and (fact := _fact_named(rulebook, item.params.get("of"))):
                found.setdefault(fact, _discretion(item))
    return found


def _fact_named(rulebook: Rulebook, of: Any) -> str:
    """The fact a parameter names, by id or Chinese name; empty when it names none."""
    name = of.tree.name if isinstance(of, Formula) and isinstance(of.tree, Name) else of
    if not isinstance(name, str):
        return ""
    if name in rulebook.facts:
        return name
    return next((fact.id for fact in rulebook.facts.values() if name in (fact.name.zh, fact.name.en)), "")


def _discretion(item: Item) -> Discretion:
    """What a `manual` item demands; without a range, from 0 to the full marks."""
    params = item.params
    limits = params.get("range") or (0, 100 if item.full is None else item.full)
    low, high = (None if one is None else Fraction(one) for one in limits[:2])
    step = params.get("step")
    by, reasoned = str(params.get("by") or ""), params.get("reason") == "required"
    return Discretion(low, high, Fraction(step) if step else None, by, reasoned)


def fact_spec(fact: Fact | Attribute, manual: Discretion | None = None) -> Spec:
    """What a cell of a fact (or attribute) may say."""
    if fact.type == "boolean":
        return Flag()
    if fact.type == "date":
        return Day()
    if fact.type == "choice":
        return Choice(fact.options)
    if fact.type == "text":
        return Word()
    places = fact.places if fact.type == "decimal" else 0
    low, high, unit = (fact.low, fact.high, fact.unit) if isinstance(fact, Fact) else (None, None, "")
    step = None
    if manual:
        low = max((one for one in (low, manual.low) if one is not None), default=None)
        high = min((one for one in (high, manual.high) if one is not None), default=None)
        step = manual.step
    return Number(places, _least(low, places), _most(high, places), unit, _step(step, places))


def _least(limit: Fraction | None, places: int) -> int | None:
    """The least scaled value that is not below a limit."""
    return None if limit is None else ceil(limit * 10**places)


def _most(limit: Fraction | None, places: int) -> int | None:
    """The greatest scaled value that is not above a limit."""
    return None if limit is None else floor(limit * 10**places)


def _step(step: Fraction | None, places: int) -> int | None:
    """A granularity, scaled; None when values of these places cannot miss it or it cannot be said in them."""
    scaled = None if step is None else step * 10**places
    return scaled.numerator if scaled is not None and scaled.denominator == 1 and scaled > 1 else None


def words(names: Mapping[str, Text]) -> tuple[tuple[str, str], ...]:
    """Every word that means one of the ids: the id itself, then names that mean only one."""
    found = {key: key for key in names}
    seen: dict[str, set[str]] = {}
    for key, name in names.items():
        for word in (name.zh, name.en):
            seen.setdefault(word, set()).add(key)
    found.update({word: min(keys) for word, keys in seen.items() if len(keys) == 1 and word not in found and word})
    return tuple(found.items())


def one_of(names: Mapping[str, Text], zh: str, en: str, code: str = "K534") -> OneOf:
    """A cell that names one of the declared things."""
    return OneOf(words(names), code, Text(zh, en))


def authority(rulebook: Rulebook, fact: str, manual: Mapping[str, Discretion]) -> tuple[str, ...]:
    """Who may supply a fact; empty: anybody."""
    by = manual[fact].by if fact in manual else ""
    return rulebook.facts[fact].authority or ((by,) if by else ())


def rating_spec(ratings: Ratings) -> Spec:
    """What a ballot may say."""
    if ratings.options:
        return Points(tuple((word, int(points * 10**ratings.places)) for word, points in ratings.options.items()))
    return Number(ratings.places, _least(ratings.low, ratings.places), _most(ratings.high, ratings.places))
