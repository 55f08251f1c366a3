"""What stands in the way of giving somebody a post, as other rooms know it; and what a published result changes in the next year.

Rooms above add a function each; this room only asks (docs/decisions/0017).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from kaogong.org.models import Person, Post, Unit
from kaogong.org.models.people import Grade
from kaogong.org.queries.days import at

RANKS = (Grade.STAFF, Grade.MIDDLE, Grade.DEPUTY, Grade.CHIEF)
"""Levels of posts, from below."""
LEADING = (Grade.DEPUTY, Grade.CHIEF)
Bar = Callable[[Person, Unit, str, dt.date], str]
BARS: list[Bar] = []


def bars_appointment(bar: Bar) -> Bar:
    """Ask this before somebody gets a post: person, unit, level and day; what it says stands in the way."""
    BARS.append(bar)
    return bar


def not_appointable(person: Person, unit: Unit, grade: str, day: dt.date) -> list[str]:
    """What keeps somebody from a post, each with where it is written; empty: nothing."""
    return [why for bar in BARS if (why := bar(person, unit, grade, day))]


def promotes(person: Person, grade: str, day: dt.date) -> bool:
    """Whether a post would lift somebody to the leaders, or higher among them. The first entry in the register does not."""
    if grade not in LEADING:
        return False
    held = [RANKS.index(Grade(one)) for one in _levels(person, day) if one in RANKS]
    return bool(held) and RANKS.index(Grade(grade)) > max(held)


def _levels(person: Person, day: dt.date) -> list[str]:
    return list(Post.objects.filter(at(day), person=person).values_list("grade", flat=True))


@dataclass(frozen=True, slots=True)
class Effect:
    """What a published result changes for a unit in the next year: of what, by how much, and where that is written."""

    unit: int
    value: Fraction
    words: str


Teller = Callable[[Iterable[int], int, str], list[Effect]]
TELLERS: list[Teller] = []


def tells_effects(teller: Teller) -> Teller:
    """Ask this what reaches into a year: units, the year, and of what (quota, budget, posts)."""
    TELLERS.append(teller)
    return teller


def effects_on(units: Iterable[int], year: int, into: str) -> dict[int, list[Effect]]:
    """By unit: what results of the year before change in a year."""
    several, found = list(units), dict[int, list[Effect]]()
    for teller in TELLERS:
        for one in teller(several, year, into):
            found.setdefault(one.unit, []).append(one)
    return found
