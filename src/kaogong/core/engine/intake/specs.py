"""What the cells of a declared fact, attribute or rating may say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from kaogong.core.engine.intake.values import Choice, Day, Flag, Number, OneOf, Points, Spec, Word
from kaogong.core.problem import Text
from kaogong.core.scheme.formula import Formula, Name
from kaogong.core.scheme.model import Attribute, Fact, Ratings, Rulebook


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
                found.setdefault(fact, _discretion(item.params))
    return found


def _fact_named(rulebook: Rulebook, of: Any) -> str:
    """The fact a parameter names, by id or Chinese name; empty when it names none."""
    name = of.tree.name if isinstance(of, Formula) and isinstance(of.tree, Name) else of
    if not isinstance(name, str):
        return ""
    if name in rulebook.facts:
        return name
    return next((fact.id for fact in rulebook.facts.values() if name in (fact.name.zh, fact.name.en)), "")


def _discretion(params: Mapping[str, Any]) -> Discretion:
    """What the parameters of a `manual` item demand."""
    limits = tuple(params.get("range") or ()) or (None, None)
    low, high = (None if one is None else Fraction(one) for one in limits[:2])
    step = params.get("step")
    return Discretion(
        low,
        high,
        Fraction(step) if step else None,
        str(params.get("by") or ""),
        params.get("reason") == "required",
    )


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
    return Number(places, _scaled(low, places), _scaled(high, places), unit, _scaled(step, places) or None)


def _scaled(value: Fraction | None, places: int) -> int | None:
    """A declared limit scaled by 10^places (places beyond those declared cannot be reached and are cut)."""
    return None if value is None else int(value * 10**places)


def words(names: Mapping[str, Text]) -> tuple[tuple[str, str], ...]:
    """Every word that means one of the ids: the id itself, then names that mean only one."""
    found = {key: key for key in names}
    seen: dict[str, set[str]] = {}
    for key, name in names.items():
        for word in (name.zh, name.en):
            seen.setdefault(word, set()).add(key)
    found.update(
        {word: min(keys) for word, keys in seen.items() if len(keys) == 1 and word not in found and word}
    )
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
        return Points(
            tuple((word, int(points * 10**ratings.places)) for word, points in ratings.options.items())
        )
    return Number(ratings.places, _scaled(ratings.low, ratings.places), _scaled(ratings.high, ratings.places))
