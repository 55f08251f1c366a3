"""Ballots of a group: which are valid, their means, and how strict each rater was.

Severity is an estimate by alternating means: a rater's is the mean of his marks above what the same people got from all.
It stands beside the raw mean and changes no score unless the rulebook says so.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from kaogong.assess.queries.figures import written
from kaogong.plan.queries.figures import cut

TURNS = 20
"""Rounds of alternating means; more change nothing behind the second place."""
PLACES = 2
STILL = 0.001
"""Marks by which severities move when they have settled."""
ALL = 100
DRAWN = 16
"""Bytes of the random number under which a ballot is put in order."""
CALM = 2
"""Ballots a rater must have cast for a severity of his own."""
Values = Mapping[str, str]
"""By question: the mark, or the option chosen."""


@dataclass(slots=True)
class Cast:
    """What one rater said: by entrant, the marks. Who it was, is a random word that is kept nowhere."""

    rater: str
    given: dict[int, Values]
    why: str = ""
    """Why none of it counts."""


@dataclass(slots=True)
class Counted:
    """The ballots on one entrant, without raters."""

    ballots: list[tuple[Values, bool, str]] = field(default_factory=list)
    means: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By question: the raw mean, and the estimate with severity taken out."""

    @property
    def valid(self) -> int:
        """How many ballots count."""
        return sum(1 for _values, fine, _why in self.ballots if fine)

    def sealed(self) -> str:
        """As it is kept."""
        return json.dumps({"ballots": self.ballots, "means": self.means}, ensure_ascii=False)

    @classmethod
    def of(cls, words: str) -> Counted:
        """As it was kept."""
        held = json.loads(words)
        means = {key: (raw, fixed) for key, (raw, fixed) in held["means"].items()}
        return cls([(values, fine, why) for values, fine, why in held["ballots"]], means)


@dataclass(frozen=True, slots=True)
class Rules:
    """What makes a ballot valid, as it stood when the round was opened."""

    whole: bool = True
    top_most: int = 100
    same_from: int = 0

    @classmethod
    def of(cls, form: Mapping[str, Any]) -> Rules:
        """As a source keeps them."""
        held = form.get("rules", {})
        return cls(held.get("whole", True), held.get("top_most", 100), held.get("same_from", 0))


def questions_of(form: Mapping[str, Any]) -> dict[str, str]:
    """What a ballot asks, by key, in the order of the rulebook; one thing without a name where there are no questions."""
    held = form.get("questions") or {"": ""}
    return {key: held[key] for key in form.get("order", {}).get("questions") or held}


def options_of(form: Mapping[str, Any]) -> list[str]:
    """What is chosen from, in the order of the rulebook; empty: marks are written."""
    return list(form.get("order", {}).get("points") or form.get("points") or ())


def in_order(form: Mapping[str, Any]) -> dict[str, Any]:
    """A form with the order of its questions and options beside them: the database keeps a mapping, not its order."""
    order = {key: list(form[key]) for key in ("questions", "points") if form.get(key)}
    return dict(form) | ({"order": order} if order else {})


def wrong_mark(form: Mapping[str, Any], value: str) -> str:
    """What is wrong with a mark as it was typed, and what to do; empty: it is one the form knows."""
    if form.get("points"):
        known = _("、").join(options_of(form))
        told = {"value": value, "known": known}
        return "" if value in form["points"] else _("没有“%(value)s”这一档。请填 %(known)s 之一。") % told
    try:
        number = Decimal(value)
    except InvalidOperation:
        return _("“%(value)s”不是分数。请填数字，如 85.5。") % {"value": value}
    low, high = Decimal(form.get("low") or 0), Decimal(form.get("high") or 100)
    step = Decimal(1).scaleb(-int(form.get("places", 2)))
    if number.is_finite() and low <= number <= high and number % step == 0:
        return ""
    told = {"value": value, "low": str(low), "high": str(high), "places": form.get("places", 2)}
    return _("“%(value)s”不能用。请填 %(low)s 至 %(high)s，至多 %(places)s 位小数。") % told


@lru_cache(maxsize=4_096)
def _number(value: str) -> Fraction:
    return Fraction(value)


def points_of(form: Mapping[str, Any], value: str) -> Fraction | None:
    """A mark as a number; an option by its points."""
    if not value:
        return None
    points = form.get("points") or {}
    return _number(points.get(value, value))


def judge(cast: Cast, form: Mapping[str, Any], rules: Rules) -> None:
    """Say of a rater's ballots as a whole whether they count."""
    if not rules.same_from and rules.top_most >= ALL:
        return
    values = [points_of(form, one) for given in cast.given.values() for one in given.values() if one]
    top = Fraction(form["high"]) if form.get("high") else None
    many = len(cast.given)
    if rules.same_from and many >= rules.same_from and len(set(values)) == 1:
        cast.why = "same"
    elif top is not None and rules.top_most < ALL and many > 1:
        full = sum(1 for one in values if one == top)
        if full * 100 > rules.top_most * len(values):
            cast.why = "top"


def count(casts: Sequence[Cast], form: Mapping[str, Any], entrants: Iterable[int]) -> dict[int, Counted]:
    """The ballots of a source by entrant, shuffled, with their means."""
    rules, asked = Rules.of(form), questions_of(form)
    found = {key: Counted() for key in entrants}
    marks: dict[str, list[tuple[int, str, float]]] = {key: [] for key in asked}
    exact: dict[tuple[int, str], list[Fraction]] = {}
    for cast in casts:
        judge(cast, form, rules)
        for key, given in cast.given.items():
            why = cast.why or ("part" if rules.whole and not all(map(given.get, asked)) else "")
            found[key].ballots.append((given, not why, why))
            for one in asked if not why else ():
                value = points_of(form, given.get(one, ""))
                if value is not None:
                    exact.setdefault((key, one), []).append(value)
                    marks[one].append((key, cast.rater, float(value)))
    fixed = {one: corrected(several) for one, several in marks.items()}
    for key, counted in found.items():
        counted.ballots = _shuffled(counted.ballots)
        for one in asked:
            several = exact.get((key, one))
            if several:
                counted.means[one] = (_written(*_mean(several)), f"{fixed[one][key]:.{PLACES}f}")
    return found


def _shuffled(ballots: Sequence[tuple[Values, bool, str]]) -> list[tuple[Values, bool, str]]:
    """In an order nobody can foretell: each under a random number of its own, all of them drawn at once."""
    drawn = os.urandom(DRAWN * len(ballots))
    places = sorted(range(len(ballots)), key=lambda place: drawn[place * DRAWN : (place + 1) * DRAWN])
    return [ballots[place] for place in places]


def _mean(several: Sequence[Fraction]) -> tuple[int, int]:
    """The exact mean over one common denominator, not reduced: many people have the same."""
    below = math.lcm(*{one.denominator for one in several})
    return sum(one.numerator * (below // one.denominator) for one in several), below * len(several)


@lru_cache(maxsize=4_096)
def _written(above: int, below: int) -> str:
    mean = Fraction(above, below)
    found = written(mean)
    return f"{found if -int(found.as_tuple().exponent) <= PLACES + 2 else cut(mean, PLACES):f}"


def corrected(marks: Sequence[tuple[int, str, float]]) -> dict[int, float]:
    """Means with the raters' severity taken out, an estimate: entrant effects and rater effects by alternating means."""
    entrants = {key: place for place, key in enumerate(dict.fromkeys(key for key, _rater, _value in marks))}
    raters = {key: place for place, key in enumerate(dict.fromkeys(rater for _key, rater, _value in marks))}
    rows = [(entrants[key], raters[rater], value) for key, rater, value in marks]
    many, cast = [0] * len(entrants), [0] * len(raters)
    for one, rater, _value in rows:
        many[one] += 1
        cast[rater] += 1
    strict = [0.0] * len(raters)
    for _turn in range(TURNS):
        worth = _worth(rows, strict, many)
        sums = [0.0] * len(raters)
        for one, rater, value in rows:
            sums[rater] += value - worth[one]
        found = [total / number if number >= CALM else 0.0 for total, number in zip(sums, cast, strict=True)]
        moved = max((abs(new - old) for new, old in zip(found, strict, strict=True)), default=0.0)
        strict = found
        if moved < STILL:
            break
    return dict(zip(entrants, _worth(rows, strict, many), strict=True))


def _worth(rows: Sequence[tuple[int, int, float]], strict: Sequence[float], many: Sequence[int]) -> list[float]:
    sums = [0.0] * len(many)
    for one, rater, value in rows:
        sums[one] += value - strict[rater]
    return [total / number for total, number in zip(sums, many, strict=True)]
