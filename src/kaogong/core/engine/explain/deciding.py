"""What a run gives those who decide on grades.

Every subject's grade with its reason, places left, what is closed to whom, and what follows once grades are decided
otherwise. Read from what the run stored; only what hangs on a grade that was moved is evaluated again, by the same
terms and fractions.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from kaogong.core.engine.compose import TOTAL
from kaogong.core.engine.explain.asked import asked
from kaogong.core.engine.explain.items import source_of
from kaogong.core.engine.explain.outcome import EFFECTS, MILLION, Outcome
from kaogong.core.engine.explain.parts import Bar, Place, Quota, Source
from kaogong.core.engine.explain.pools import Pools
from kaogong.core.engine.explain.reader import Reader, Row
from kaogong.core.engine.item_names import main_first
from kaogong.core.engine.plan import FrameKey
from kaogong.core.engine.results import shared_out
from kaogong.core.engine.run import Run
from kaogong.core.engine.settle import Spot
from kaogong.core.problem import Text
from kaogong.core.scheme.model import Consequence, GradeScheme, Reward, Rulebook, Veto
from kaogong.core.scheme.period import Period

QUOTED = re.compile(r'"([^"]+)"')
STRIKING = ("grade_ceiling", "rank_last", "award_bar", "total_zero", "score_ceiling", "item_zero")


@dataclass(frozen=True, slots=True)
class Strike:
    """A veto that strikes a subject, with what was entered in its ledger."""

    id: str
    name: Text
    effect: Text
    condition: Text
    source: Source | None
    entries: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """A subject as those who decide see it."""

    subject: str
    name: str
    own_class: str
    total: Fraction | None
    place: Place | None
    grade: str | None
    why: Text
    pool_key: str
    pool: Text
    bars: tuple[Bar, ...]
    vetoes: tuple[Strike, ...]
    award: bool
    before: tuple[Fraction | None, int | None, str | None] | None
    """The score, place and grade of the year before, as the facts state them."""


@dataclass(frozen=True, slots=True)
class Due:
    """A consequence that is due for a subject."""

    subject: str
    consequence: Consequence
    condition: Text
    source: Source | None
    money: Fraction | None = None


class Deciding:
    """Reads one run for those who decide on one grade scheme in one period."""

    def __init__(self, run: Run, scheme: str, period: Period | str) -> None:
        self.run = run
        self.scheme: GradeScheme = next(one for one in self.rulebook.grades if one.id == scheme)
        self.period = Period.parse(period) if isinstance(period, str) else period
        sheet, _, item = self.scheme.sheet.partition(".")
        self.key: FrameKey = (sheet, self.rulebook.item(sheet, item or sheet).every)
        self._reader = Reader(run)
        self._pools = Pools(self._reader)
        self._outcome = Outcome(self._reader, self._pools)
        self._before = self._history()

    @property
    def rulebook(self) -> Rulebook:
        """The rulebook of the run."""
        return self.run.rulebook

    @property
    def grades(self) -> list[str]:
        """The grades, best first."""
        return [rung.grade for rung in self.scheme.ladder]

    def subjects(self) -> list[str]:
        """Those who were scored on the sheet in the period."""
        table = self.run.done[self.key].table
        found = self.run.world.database.rows(
            f"SELECT subject FROM {table} WHERE period = {self.period.number} ORDER BY subject"
        )
        return [str(subject) for (subject,) in found]

    # --- standings --------------------------------------------------------------------------------------------------

    def standings(self) -> Iterator[Standing]:
        """Every subject with its grade as computed, and why."""
        several = self.subjects()
        self._reader.prepare(several)
        for subject in several:
            yield self._standing((subject, self.period.number))

    def _standing(self, spot: Spot) -> Standing:
        given = next((one for one in self._outcome.grades(self.key, spot) if one.id == self.scheme.id), None)
        rung = next((one for one in given.rungs if one.given), None) if given else None
        place = next(iter(self._outcome.places(self.key, spot)), None)
        pool = self._pools.pool(self.key, spot, self.scheme.within, self.scheme.pool_link)
        known = self._reader.subjects.get(spot[0], {})
        return Standing(
            spot[0],
            str(known.get("name") or spot[0]),
            str(known.get("class") or ""),
            self._total(spot),
            place,
            given.grade if given else None,
            rung.why if rung else Text("没有总分，未定等次", "no total, so no grade"),
            f"{pool[0]}={pool[1]}" if pool[0] else "",
            self._pools.name(self.key, spot, self.scheme.within, self.scheme.pool_link),
            tuple(self._outcome.bars(self.key, spot, self.scheme)),
            tuple(self._strikes(spot)),
            self._outcome.award(self.key, spot),
            self._before.get(spot[0]),
        )

    def _history(self) -> dict[str, tuple[Fraction | None, int | None, str | None]]:
        """What the facts say of the year before."""
        world = self.run.world
        if not world.columns("history"):
            return {}
        year = self.period.first.year - 1
        query = f"SELECT subject, score, rank, grade FROM history WHERE year = {year}"
        return {
            str(subject): (
                None if score is None else Fraction(int(score), MILLION),
                None if rank is None else int(rank),
                None if grade is None else str(grade),
            )
            for subject, score, rank, grade in world.database.rows(query)
        }

    def _total(self, spot: Spot) -> Fraction | None:
        item = self.scheme.sheet.partition(".")[2]
        return self._reader.value(self.key, spot, f"#total_{item}" if item and item != self.key[0] else TOTAL)

    def _strikes(self, spot: Spot) -> Iterator[Strike]:
        for veto in self.rulebook.vetoes:
            flag = f"#veto_{veto.id}"
            here = veto.effect in STRIKING and flag in self.run.done[self.key].frame.definitions
            if here and self._reader.value(self.key, spot, flag) == 1:
                effect = EFFECTS[veto.effect]
                at = "" if veto.at is None or isinstance(veto.at, Fraction) else str(veto.at)
                said = Text(f"{effect.zh} {at}".strip(), f"{effect.en} {at}".strip())
                condition = asked(self.rulebook, veto.when.text)
                source = source_of(self.rulebook, veto.basis)
                yield Strike(veto.id, veto.name, said, condition, source, tuple(self._entries(spot, veto)))

    def _entries(self, spot: Spot, veto: Veto) -> Iterator[Row]:
        """What stands in the ledgers a veto asks, with source and evidence."""
        named = set(QUOTED.findall(veto.when.text)) & set(self.rulebook.events)
        for row in self._reader.events.get(spot[0], ()):
            if row["ledger"] in named and row.get("state") not in ("withdrawn", "revoked"):
                yield row

    def quotas(self) -> dict[str, tuple[Text, tuple[Quota, ...]]]:
        """For every pool: what it is called, and the places of every grade."""
        found: dict[str, tuple[Text, tuple[Quota, ...]]] = {}
        several = self.subjects()
        self._reader.prepare(several)
        for subject in several:
            spot = (subject, self.period.number)
            pool = self._pools.pool(self.key, spot, self.scheme.within, self.scheme.pool_link)
            key = f"{pool[0]}={pool[1]}" if pool[0] else ""
            if key not in found:
                name = self._pools.name(self.key, spot, self.scheme.within, self.scheme.pool_link)
                found[key] = (name, tuple(self._outcome.quotas(self.key, spot, self.scheme)))
        return found

    # --- what follows -----------------------------------------------------------------------------------------------

    def following(self, decided: Mapping[str, str | None]) -> Iterator[Due]:
        """The consequences of the grades as decided, subject by subject.

        Args:
            decided: grades that differ from those computed, by subject.
        """
        definitions = self.run.done[self.key].frame.definitions
        there = [one for one in self.rulebook.consequences if f"#cons_{one.id}" in definitions]
        there = [one for one in there if one.sheet.partition(".")[0] == self.key[0]]
        exact = self._decided(decided)
        for subject in self.subjects():
            spot = (subject, self.period.number)
            ask = exact.value if subject in decided else self._reader.value
            for one in there:
                if ask(self.key, spot, f"#cons_{one.id}") == 1:
                    money = f"#money_{one.id}"
                    yield Due(
                        subject,
                        one,
                        asked(self.rulebook, one.when.text),
                        source_of(self.rulebook, one.basis),
                        ask(self.key, spot, money) if money in definitions else None,
                    )

    def rewards(self, decided: Mapping[str, str | None]) -> Iterator[tuple[Reward, str, Fraction]]:
        """Money shared out: the reward, the subject, the amount. Shared anew where a grade was moved."""
        for reward in self.rulebook.rewards:
            if reward.sheet.partition(".")[0] == self.key[0]:
                for subject, amount in self._again(reward, decided) if decided else self._stored(reward):
                    yield reward, subject, amount

    def _stored(self, reward: Reward) -> Iterator[tuple[str, Fraction]]:
        for one in self.run.rewards:
            if one["reward"] == reward.id and one["period"] == self.period.number:
                yield str(one["subject"]), one["amount"]

    def _again(self, reward: Reward, decided: Mapping[str, str | None]) -> Iterator[tuple[str, Fraction]]:
        exact = self._decided(decided)
        pools: dict[Any, list[tuple[str, Fraction, Fraction]]] = defaultdict(list)
        for subject in self.subjects():
            spot = (subject, self.period.number)
            if reward.where is not None and exact.value(self.key, spot, f"#reward_{reward.id}") != 1:
                continue
            share = exact.value(self.key, spot, f"#share_{reward.id}")
            money = exact.value(self.key, spot, f"#pool_{reward.id}")
            if share is not None and money is not None and share > 0:
                pools[self._pools.pool(self.key, spot, reward.within)].append((subject, share, money))
        for members in pools.values():
            yield from shared_out(members, reward.remainder)

    def _decided(self, decided: Mapping[str, str | None]) -> Any:
        """An evaluator for which some subjects have the grades decided instead of those computed."""
        exact = self.run.exact()
        exact.load(self.key, [(subject, self.period.number) for subject in decided])
        names = [f"r_grade_{self.scheme.id}"]
        main = next((one for one in main_first(self.rulebook.grades) if self._mine(one)), None)
        names += ["r_grade"] if main is self.scheme else []
        for subject, grade in decided.items():
            row = exact.row(self.key, (subject, self.period.number))
            if row is not None:
                row |= dict.fromkeys(names, None if grade is None else self.grades.index(grade) + 1)
        return exact

    def _mine(self, scheme: GradeScheme) -> bool:
        return scheme.sheet.partition(".")[0] == self.key[0]
