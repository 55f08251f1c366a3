"""The value of a fact: what the rulebook declares, moved by how good and how big the subject is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor

from kaogong.core.engine.city.cast import Member
from kaogong.core.engine.city.chance import Chance
from kaogong.core.engine.city.hints import Hints
from kaogong.core.scheme.model import Attribute, Fact, Rulebook
from kaogong.core.scheme.period import Period

Cell = int | bool | str | Decimal
RATE = 100
"""What a percentage with room above 100 is about: the target reached."""
GROWTH = Fraction(8)
"""What a percentage of growth is about."""
COUNT = Fraction(40)
"""What a number nothing is known of is about, times the size of the subject."""


@dataclass(frozen=True, slots=True)
class Values:
    """Draws values for one rulebook."""

    book: Rulebook
    hints: Hints
    chance: Chance

    def of(self, who: Member, fact: Fact, when: str) -> Cell:
        """The value of a fact of a subject in a period."""
        luck = self._luck(who, fact, when)
        match fact.type:
            case "boolean":
                return luck > Fraction(86, 100)
            case "choice":
                rung = floor((Fraction(108, 100) - luck) * 3 * len(fact.options))
                return fact.options[max(0, min(rung, len(fact.options) - 1))]
            case "date":
                late = floor((Fraction(98, 100) - luck) * 40)
                return (Period.parse(when).last + timedelta(days=late)).isoformat()
        places = fact.places if fact.type == "decimal" else 0
        return Decimal(self._scaled(who, fact, when, luck, 10**places)).scaleb(-places)

    def attribute(self, who: Member, attribute: Attribute) -> Cell:
        """The value of an attribute of a subject."""
        key = ("attribute", attribute.id, who.id)
        if attribute.type == "boolean":
            return self.chance.hits(Fraction(3, 4), *key)
        if attribute.type == "choice":
            return self.chance.pick(attribute.options, *key)
        if attribute.type == "text":
            return f"第{self.chance.whole(1, 9, *key)}组"
        return self.chance.whole(5, 60, *key)

    def _luck(self, who: Member, fact: Fact, when: str) -> Fraction:
        """How well it went: about 0.75 to 1.15, mostly as good as the subject is by nature."""
        return who.quality + Fraction(12, 100) * self.chance.around("luck", who.id, fact.id, when)

    def _scaled(self, who: Member, fact: Fact, when: str, luck: Fraction, unit: int) -> int:
        """A number as a whole number of its last place, within its range and on its steps."""
        low, high, step = fact.low, fact.high, Fraction(1, unit)
        if manual := self.hints.discretion.get(fact.id):
            low = max((one for one in (low, manual.low) if one is not None), default=None)
            high = min((one for one in (high, manual.high) if one is not None), default=None)
            step = manual.step or step
        value = self._number(who, fact, when, luck)
        value = value if high is None else min(value, high)
        value = value if low is None else max(value, low)
        steps = floor(Fraction(value - (low or 0)) * Fraction(step.denominator, step.numerator))
        return floor(((low or 0) + steps * step) * unit)

    def _number(self, who: Member, fact: Fact, when: str, luck: Fraction) -> Fraction:
        better = luck if fact.direction != "lower" else 2 - luck
        if whole := self.hints.wholes.get(fact.id):
            of = Fraction(str(self.of(who, self.book.facts[whole], when)))
            return of * (min(better, Fraction(1)) if fact.type == "integer" else better + Fraction(6, 100))
        if fact.id in self.hints.usual:
            return self.hints.usual[fact.id] * self._about(who, fact, when, better)
        if fact.low is not None and fact.high is not None:
            if fact.unit == "%" and fact.high > RATE:
                return RATE * (better + Fraction(4, 100))
            return fact.low + (fact.high - fact.low) * (better - Fraction(6, 100))
        if fact.unit in {"%", "点"}:
            return GROWTH + 60 * (better - Fraction(95, 100))
        return COUNT * self._about(who, fact, when, better)

    def _about(self, who: Member, fact: Fact, when: str, better: Fraction) -> Fraction:
        """Results follow the luck; counts of work the size, steadily where only the last one is read."""
        if fact.type == "decimal" and fact.direction != "none":
            return better
        if fact.direction != "none":
            return better * Fraction(3, 2) * self.chance.part("own", who.id, fact.id)
        month = "" if fact.over == "last" else when
        return who.size * (1 + Fraction(1, 4) * self.chance.around("season", fact.id, month, who.id))
