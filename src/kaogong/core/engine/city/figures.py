"""Figures of the city's units over the years: targets, what is reached month by month, votes and ledgers.

For a rulebook whose items say what they start from (`measure: baseline`) and how they move (`tags: nature`): an `amount`
or a `limit` grows through the year, `progress` is an amount in per cent, a `level` or a `ceiling` holds from month to month.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import floor

from kaogong.core.engine.city.cast import Member
from kaogong.core.engine.city.chance import Chance
from kaogong.core.engine.city.register import House, Register
from kaogong.core.scheme.formula import Name
from kaogong.core.scheme.model import Item, Rulebook

MONTHS = 12
FIRST = 2024
"""The year figures are told from."""
SCALE = {"district": 80, "township": 6}
"""How much more than a unit of its size a house of a class does, in tenths."""
GROWING = ("amount", "limit", "progress")
LOWER = ("limit", "ceiling")
TROUBLE = 45
"""How often, in thousand, a figure goes wrong in a year."""
GROUPS = {"review_residents": 58, "review_firms": 18, "review_deputies": 9, "review_peers": 15}
"""How many of a hundred answers are of a side."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What an item measures: `fact` is reached, `target` wanted; `start`: from what, in thousandths of the last place."""

    item: str
    fact: str
    target: str
    nature: str
    unit: str
    places: int
    start: int


@dataclass(frozen=True, slots=True)
class Course:
    """A year of a figure in units of the last place: what was wanted, `last` a thousand times what it ends with.

    `luck`: of each month, in thousandths. A small figure may stand still for a while.
    """

    figure: Figure
    wanted: int
    last: int
    luck: tuple[int, ...]

    @property
    def target(self) -> Decimal:
        """What was wanted."""
        return self.number(self.wanted)

    def by(self, month: int) -> Decimal:
        """What had been reached by the end of a month."""
        return self.number(self.reached(month))

    def reached(self, month: int) -> int:
        """The same in units of the last place."""
        value, over = self.last, 1000
        if month < MONTHS and self.figure.nature in GROWING:
            value *= month * (300_000 + self.luck[month - 1] * (MONTHS - month))
            over = MONTHS * 300_000_000
        elif month < MONTHS:
            value *= 100_000 + self.luck[month - 1]
            over = 100_000_000
        found = max((2 * value + over) // (2 * over), 0)
        return min(found, int(100 * 10**self.figure.places)) if self.figure.unit == "%" else found

    def share(self, month: int) -> int | None:
        """What was reached of what was due by the end of a month, in thousandths; None of nothing."""
        value, due = self.reached(month), self.wanted
        if self.figure.nature in LOWER:
            value, due = due, value
        elif self.figure.nature in GROWING:
            due = (2 * due * month + MONTHS) // (2 * MONTHS)
        return value * 1000 // due if due else None

    def number(self, units: int) -> Decimal:
        """As a number with its places."""
        return Decimal(units).scaleb(-self.figure.places)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a year draws, in thousandths. `around`: −1000 to 1000, mostly near 0; `months`: evenly −1000 to 1000."""

    around: int
    trouble: int
    bad: int
    months: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Poll:
    """The answers of a side about a house: how many, and the index they make."""

    house: str
    fact: str
    answers: int
    index: Decimal


def figures(book: Rulebook, klass: str) -> tuple[Figure, ...]:
    """The figures a class of units is asked for, in the order of its sheet."""
    sheets = [one for one in book.sheets.values() if klass in one.classes]
    leaves = [item for sheet in sheets for item in sheet.root.walk() if "nature" in item.tags]
    return tuple(found for item in leaves if (found := _figure(book, item)))


def _figure(book: Rulebook, item: Item) -> Figure | None:
    reached, wanted = (getattr(item.params.get(name), "tree", None) for name in ("of", "target"))
    if not isinstance(reached, Name) or not isinstance(wanted, Name):
        return None
    fact = book.facts[reached.name]
    places = fact.places if fact.type == "decimal" else 0
    start = floor(Fraction(str(item.measure["baseline"])) * 10**places * 1000)
    return Figure(item.id, fact.id, wanted.name, item.tags["nature"], fact.unit, places, start)


@dataclass(frozen=True)
class Figures:
    """The figures of everybody in a register."""

    book: Rulebook
    register: Register = field(default_factory=Register)

    @property
    def chance(self) -> Chance:
        """Where its numbers come from."""
        return self.register.chance

    @cached_property
    def members(self) -> dict[str, Member]:
        """Who stands behind a house, by its code."""
        sorts = ("unit", "district", "township", "institution")
        return {one.id: one for sort in sorts for one in self.register.city.members(sort)}

    @cached_property
    def of(self) -> dict[str, tuple[Figure, ...]]:
        """The figures of each class."""
        return {klass: figures(self.book, klass) for klass in self.book.classes}

    # --- a year ---------------------------------------------------------------------------------------------------

    def courses(self, houses: Sequence[House], year: int) -> Iterator[tuple[House, Course]]:
        """The figures of everybody in a year. What is shared out adds up: an area's target is that of the places in it."""
        shared = {one.fact for one in self.of.get("township", ()) if one.nature == "amount"}
        whole: dict[tuple[str, str], int] = {}
        for house in houses:
            for one in self.of[house.klass] if house.klass == "township" else ():
                if one.fact in shared:
                    key = (house.parent, one.fact)
                    whole[key] = whole.get(key, 0) + self._wanted(house, one, year)
        for house in houses:
            for one in self.of[house.klass]:
                yield house, self.course(house, one, year, whole.get((house.code, one.fact)))

    def course(self, house: House, one: Figure, year: int, wanted: int | None = None) -> Course:
        """The target of a year and what is reached by the end of every month, the year's result last."""
        drawn = self._drawn(house.code, one.fact, year)
        if wanted is None:
            wanted = self._wanted(house, one, year)
        how = self._done(house, drawn)
        if one.nature in LOWER:
            last = wanted * (2000 - how)
        elif one.nature == "level":
            last = wanted * (1000 + (how - 1000) * 3 // 5)
        else:
            last = wanted * how
        return Course(one, wanted, last, drawn.months)

    def _drawn(self, code: str, fact: str, year: int) -> Drawn:
        """Everything a year draws for a figure, from one hash."""
        cut = struct.unpack(f">6I{MONTHS}H", self.chance.octets(6 * 4 + 2 * MONTHS, "year", code, fact, year))
        around = (int(sum(cut[:4])) * 1000 >> 33) - 1000
        return Drawn(around, cut[4] * 1000 >> 32, cut[5] * 1000 >> 32, tuple(n * 2001 // 65536 - 1000 for n in cut[6:]))

    def _wanted(self, house: House, one: Figure, year: int) -> int:
        """The target of a year: it rises (a limit falls) a little every year."""
        unit = int(10**one.places)
        quality, size = self._nature[house.code]
        start, passed = one.start, year - FIRST
        drawn: tuple[int, ...] = struct.unpack(">4I", self.chance.octets(16, "own", house.code, one.fact))
        own = (sum(drawn) * 1000 >> 33) - 1000
        if one.nature == "progress":
            return min(start + 500 * unit * passed, 100_000 * unit) // 1000
        if one.nature == "level":
            best = start + unit * (8 * (quality - 910) + 4 * own + 700 * passed)
            return min(max(best, 5000 * unit), 99_000 * unit) // 1000
        if one.nature == "ceiling":
            return max(start * (4000 + own) * (50 - passed) // 200_000 // 1000, 1)
        yearly = 1000 + (40 + own // 30) * passed * (1 if one.nature == "amount" else -1)
        scale = 1000 if one.unit == "小时" else size * SCALE.get(house.klass, 10) // 10
        return max(start * scale * (5000 + own) * yearly // 5_000_000 // 1_000_000, 2)

    @cached_property
    def _nature(self) -> dict[str, tuple[int, int]]:
        """Quality and size of everybody, in thousandths."""
        return {code: (floor(one.quality * 1000), floor(one.size * 1000)) for code, one in self.members.items()}

    def _done(self, house: House, drawn: Drawn) -> int:
        """How much of a target is reached, in thousandths: mostly about all of it, now and then far less."""
        quality, _ = self._nature[house.code]
        how = 1010 + (quality - 910) * 3 // 5 + drawn.around * 6 // 100
        if drawn.trouble * 1000 < TROUBLE * (2000 - quality):
            how -= 100 + drawn.bad // 4
        return how

    # --- what others say ------------------------------------------------------------------------------------------

    def polls(self, houses: Sequence[House], year: int, answers: int) -> Iterator[Poll]:
        """So many answers about all houses, by side; the index is near what a house is worth."""
        cells = [(house, fact) for house in houses for fact in GROUPS]
        weights = [GROUPS[fact] * floor(self.members[house.code].size * 100) for house, fact in cells]
        given = [answers * weight // sum(weights) for weight in weights]
        for n in range(answers - sum(given)):
            given[n % len(given)] += 1
        for (house, fact), number in zip(cells, given, strict=True):
            luck = self.chance.around("poll", house.code, fact, year) * 7
            index = 86 + 70 * (self.members[house.code].quality - Fraction(91, 100)) + luck
            held = min(max(index, Fraction(40)), Fraction(99))
            yield Poll(house.code, fact, number, Decimal(floor(held * 100)).scaleb(-2))
