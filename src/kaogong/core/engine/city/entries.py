"""Rows of the tables: facts with their papers, events, ballots, past results."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import floor
from typing import Any

from kaogong.core.engine.city.cast import Member
from kaogong.core.engine.city.chance import Chance
from kaogong.core.engine.city.hints import Hints, Needs
from kaogong.core.engine.city.papers import approval, evidence
from kaogong.core.engine.city.values import Values
from kaogong.core.engine.intake.specs import authority
from kaogong.core.scheme.model import EVERY, Every, GradeScheme, Ledger, Ratings, Rulebook
from kaogong.core.scheme.period import Period

Row = dict[str, Any]
LOST = Fraction(1, 40)
"""How often a subject did not report something."""
GRAVE = Fraction(1, 30)
"""How often something grave happens to a subject."""
UNSURE = ("pending", "contested", "withdrawn")
TELLERS = {"self": 1, "leader": 2}
"""How many of a rater group vote; of any other: four."""


@dataclass(frozen=True, eq=False)
class Entries:
    """Writes the rows of subjects in a year."""

    book: Rulebook
    hints: Hints
    chance: Chance
    year: int

    @cached_property
    def periods(self) -> dict[Every, tuple[tuple[str, Period], ...]]:
        """The periods of the year by length, each with its name."""
        year = Period("year", self.year)
        return {every: tuple((str(period), period) for period in year.split(every)) for every in EVERY}

    def facts(self, who: Member, needs: Needs) -> Iterator[Row]:
        """Every fact of a subject, but those it failed to report."""
        values = Values(self.book, self.hints, self.chance)
        lost = self._lost(who, needs)
        for name in needs.facts:
            fact = self.book.facts[name]
            suppliers = authority(self.book, name, self.hints.discretion)
            for when, period in self.periods[fact.every]:
                if (name, when) in lost:
                    continue
                key = (who.id, name, when)
                row: Row = {"subject": who.id, "period": when, "fact": name}
                row["value"] = values.of(who, fact, when)
                row["supplier"] = self.chance.pick(suppliers, "supplier", *key) if suppliers else None
                row |= approval(self.chance, period.last, *key) | evidence(self.chance, *key)
                row["reason"] = "对照评分细则酌定" if name in self.hints.discretion else None
                yield row

    def _lost(self, who: Member, needs: Needs) -> frozenset[tuple[str, str]]:
        """What a subject did not report: mostly nothing, else one fact, or all facts of one period."""
        if not needs.facts or not self.chance.hits(LOST, "lost", who.id):
            return frozenset()
        name = self.chance.pick(needs.facts, "lost what", who.id)
        every = self.book.facts[name].every
        period, _ = self.chance.pick(self.periods[every], "lost when", who.id)
        if every == "year":
            return frozenset({(name, period)})
        return frozenset((one, period) for one in needs.facts if self.book.facts[one].every == every)

    def events(self, who: Member, needs: Needs) -> Iterator[Row]:
        """The ledgers: the worse a subject is, the more; now and then something grave."""
        for ledger, kind in needs.scored:
            worse = floor((Fraction(115, 100) - who.quality) * 8)
            for number in range(self.chance.whole(0, max(worse, 1), "events", who.id, ledger, kind)):
                yield self._event(who, self.book.events[ledger], kind, number)
        for ledger, kind in needs.grave:
            if self.chance.hits(GRAVE, "grave", who.id, ledger, kind):
                yield self._event(who, self.book.events[ledger], kind, 0)

    def _event(self, who: Member, ledger: Ledger, kind: str, number: int) -> Row:
        key = (who.id, ledger.id, kind, str(number))
        day = date(self.year, 1, 1) + timedelta(days=self.chance.whole(0, 364, "day", *key))
        sure = not self.chance.hits(Fraction(1, 12), "unsure", *key)
        row: Row = {"id": "-".join(key), "ledger": ledger.id, "subject": who.id, "kind": kind}
        row |= {"day": day.isoformat(), "incident": f"{who.id}-{day:%m%d}"}
        for column, options in (
            ("severity", ledger.severities),
            ("finder", ledger.finders),
            ("supplier", ledger.authority),
        ):
            row[column] = self.chance.pick([*options], column, *key) if options else None
        row["state"] = "confirmed" if sure else self.chance.pick(UNSURE, "state", *key)
        return row | {"source": ledger.name.zh} | evidence(self.chance, *key)

    def ballots(self, who: Member, needs: Needs) -> Iterator[Row]:
        """The votes about a subject, near what it is worth."""
        for name, question, every in needs.ballots:
            for when, _ in self.periods[every]:
                for group in self.book.ratings[name].groups:
                    for voter in range(TELLERS.get(group, 4)):
                        yield self._ballot(who, self.book.ratings[name], (question, group), when, voter)

    def _ballot(self, who: Member, ratings: Ratings, asked: tuple[str, str], when: str, voter: int) -> Row:
        question, group = asked
        key = (ratings.id, who.id, question, group, when, str(voter))
        luck = who.quality + Fraction(1, 10) * self.chance.around("vote", *key)
        row: Row = {"ratings": ratings.id, "subject": who.id, "period": when, "group": group}
        row["question"] = question or None
        row["rater"] = who.id if group == "self" else f"{who.id}-{group}-{voter + 1}"
        low, high = ratings.low or Fraction(0), ratings.high or Fraction(100)
        if ratings.options:
            words = [*ratings.options]
            rung = floor((Fraction(105, 100) - luck) * 3 * len(words))
            row["value"] = words[max(0, min(rung, len(words) - 1))]
        else:
            row["value"] = floor(low + (high - low) * max(Fraction(0), min(Fraction(1), luck - Fraction(6, 100))))
        return row

    def history(self, who: Member, scheme: GradeScheme) -> Iterator[Row]:
        """The results of the two years before, by the bands of the ladder."""
        best = max((rung.floor for rung in scheme.ladder if rung.floor is not None), default=Fraction(90))
        for year in (self.year - 2, self.year - 1):
            luck = who.quality + Fraction(8, 100) * self.chance.around("past", who.id, year)
            score = Decimal(floor(best * Fraction(10, 9) * min(luck, Fraction(1)) * 100)).scaleb(-2)
            held = [
                rung.grade
                for rung in scheme.ladder
                if not rung.bottom and (rung.floor is None or rung.floor <= Fraction(score))
            ]
            place = min(len(held) - 1, self.chance.whole(0, 1, "past grade", who.id, year))
            yield {"subject": who.id, "year": year, "score": score, "grade": held[place]}
