"""What an item reads: facts with their provenance, events, ballots, pools and linked subjects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from fractions import Fraction

from kaogong.core.engine.explain.ledger import EventSum, event_sum
from kaogong.core.engine.explain.numbers import exact_text
from kaogong.core.engine.explain.parts import GroupBallots, Input, LinkedValue, PoolStat
from kaogong.core.engine.explain.pools import Pools
from kaogong.core.engine.explain.reader import Reader
from kaogong.core.engine.plan import FrameKey
from kaogong.core.engine.settle import Spot
from kaogong.core.engine.world import EPOCH
from kaogong.core.methods import terms as t
from kaogong.core.methods.terms import Term
from kaogong.core.methods.walk import leaves
from kaogong.core.problem import Text
from kaogong.core.scheme.model import Every, Fact
from kaogong.core.scheme.period import Period

SMALL_GROUP = 3
"""Valid ballots of a rater group under which nothing of it is shown."""
YES_NO = {1: Text("是", "yes"), 0: Text("否", "no")}


@dataclass(slots=True)
class Found:
    """What an item reads."""

    inputs: list[Input] = field(default_factory=list)
    events: list[EventSum] = field(default_factory=list)
    ballots: list[GroupBallots] = field(default_factory=list)
    pools: list[PoolStat] = field(default_factory=list)
    links: list[LinkedValue] = field(default_factory=list)


class Inputs:
    """Finds what an item reads, for one subject and period."""

    def __init__(self, reader: Reader, pools: Pools) -> None:
        self._reader = reader
        self._pools = pools
        self._spells: dict[tuple[FrameKey, FrameKey, int], list[int]] = {}

    def inline(self, key: FrameKey, leaf: Term) -> Term | None:
        """The term of a helper column; None for leaves that stand for themselves."""
        if not isinstance(leaf, t.Node) or "#" not in leaf.item:
            return None
        definition = self._reader.run.done[key].frame.definitions.get(leaf.item)
        return None if definition is None else definition.term

    def leaves(self, key: FrameKey, term: Term) -> Iterator[Term]:
        """Every leaf of a term, through helper columns."""
        for leaf in leaves(term):
            inside = self.inline(key, leaf)
            if inside is None:
                yield leaf
            else:
                yield from self.leaves(key, inside)

    def _leaves_of(self, key: FrameKey, item: str) -> tuple[Term, ...]:
        """The leaves of an item's term, each once."""
        frame = self._reader.run.done[key].frame
        if item not in frame.reads:
            frame.reads[item] = tuple(dict.fromkeys(self.leaves(key, frame.definitions[item].term)))
        return frame.reads[item]

    def find(self, key: FrameKey, spot: Spot, item: str) -> Found:
        """Everything an item reads, each thing once."""
        found = Found()
        groups: dict[tuple[str, str, str], t.RatingStat] = {}
        for leaf in self._leaves_of(key, item):
            match leaf:
                case t.EventMarks():
                    found.events.append(event_sum(self._reader, spot[0], key[1], spot[1], leaf))
                case t.RatingStat(ratings, group, stat, question):
                    if stat != "issued":
                        trimmed = leaf if stat == "sum" else groups.get((ratings, group, question), leaf)
                        groups[ratings, group, question] = trimmed
                case t.GroupStat() | t.Standing():
                    found.pools.append(self._pools.stat(key, spot, leaf))
                case t.LinkStat():
                    found.links.extend(self._linked(key, spot, leaf))
                case _:
                    pass
            found.inputs.extend(self._facts(key, spot, leaf))
        found.inputs = list(dict.fromkeys(found.inputs))
        found.ballots = self._ballots(key, spot, list(groups.values()))
        return found

    # --- facts ----------------------------------------------------------------------------------------------------

    def _facts(self, key: FrameKey, spot: Spot, leaf: Term) -> Iterator[Input]:
        """The facts behind a leaf."""
        match leaf:
            case t.Fact():
                yield self._fact(key, spot, leaf, leaf)
            case t.Earlier(term=t.Fact() as fact):
                yield self._fact(key, spot, leaf, fact)
            case t.WorkingDay(day=inner):
                yield from self._facts(key, spot, inner)
            case t.GroupStat(term=inner) | t.Standing(term=inner):
                for one in self.leaves(key, inner):
                    if not isinstance(one, t.GroupStat | t.Standing):
                        yield from self._facts(key, spot, one)
            case t.RollUp(term=inner, every=every) if not (isinstance(inner, t.Node) and "#" not in inner.item):
                source: FrameKey = (key[0], every)  # type: ignore[assignment]
                for there in self.periods(key, spot, source):
                    for below in self.leaves(source, inner):
                        yield from self._facts(source, there, below)
            case _:
                return

    def periods(self, key: FrameKey, spot: Spot, source: FrameKey) -> list[Spot]:
        """The shorter periods in which the subject was present."""
        memo = (key, source, spot[1])
        if memo not in self._spells:
            done = self._reader.run.done.get(source)
            inside = done.periods if done else ()
            self._spells[memo] = [p.number for p in inside if p.widen(key[1]).number == spot[1]]
        there = ((spot[0], n) for n in self._spells[memo])
        return [one for one in there if self._reader.row(source, one) is not None]

    def _fact(self, key: FrameKey, spot: Spot, leaf: Term, own: t.Fact) -> Input:
        fact = self._reader.run.rulebook.facts[own.name]
        value = self._reader.leaf(key, spot, leaf)
        period = Period(key[1], spot[1]).widen(fact.every)
        if isinstance(leaf, t.Earlier):
            back = leaf.steps * (len(Period("year", 1).split(fact.every)) if leaf.year else 1)
            period = Period(fact.every, period.number - back)
        row = self._reader.provenance.get((spot[0], fact.every, period.number, fact.id), {})
        names = ("supplier", "approved_by", "approved_on", "evidence", "evidence_hash", "reason", "source")
        return Input(
            fact.id,
            fact.name,
            str(period),
            value,
            None if value is None else in_words(fact, value),
            fact.unit,
            **{name: str(row.get(name) or "") for name in names},
            authority=fact.authority,
        )

    # --- ballots --------------------------------------------------------------------------------------------------

    def small(self, every: Every, spot: Spot, leaf: t.RatingStat) -> bool:
        """A group with one or two valid ballots, of which nothing may be shown."""
        return 0 < self._counts(every, spot, leaf)[1] < SMALL_GROUP

    def _counts(self, every: Every, spot: Spot, leaf: t.RatingStat) -> tuple[int, int]:
        """Ballots issued and valid in the period."""
        issued = valid = 0
        for (subject, ratings, question, group), months in self._reader.ballots.items():
            if (subject, ratings, group) != (spot[0], leaf.ratings, leaf.group):
                continue
            if leaf.question and question != leaf.question:
                continue
            for month, sent, good in months:
                if Period("month", month).widen(every).number == spot[1]:
                    issued, valid = issued + sent, valid + good
        return issued, valid

    def _ballots(self, key: FrameKey, spot: Spot, stats: list[t.RatingStat]) -> list[GroupBallots]:
        """Counts and means; while one group must stay hidden, no mean is shown, or it could be worked out."""
        some_hidden = any(self.small(key[1], spot, one) for one in stats)
        found = []
        for one in stats:
            name = self._reader.run.rulebook.ratings[one.ratings].groups[one.group]
            issued, valid = self._counts(key[1], spot, one)
            if valid < SMALL_GROUP:
                found.append(GroupBallots(name, valid > 0, *(() if valid else (issued, valid))))
                continue
            counted = self._reader.leaf(key, spot, replace(one, stat="count"))
            total = self._reader.leaf(key, spot, replace(one, stat="sum")) if not some_hidden else None
            mean = Fraction(total, counted) if total is not None and counted else None
            found.append(GroupBallots(name, False, issued, valid, int(counted or 0), mean))
        return found

    # --- links ----------------------------------------------------------------------------------------------------

    def _linked(self, key: FrameKey, spot: Spot, leaf: t.LinkStat) -> Iterator[LinkedValue]:
        rulebook = self._reader.run.rulebook
        source: FrameKey = (leaf.sheet, key[1])
        if leaf.stat == "count" or source not in self._reader.run.done:
            return
        item = next(
            (i.name for i in rulebook.sheets[leaf.sheet].root.walk() if i.id == leaf.item), Text.same(leaf.item)
        )
        for other, share in self._reader.links[leaf.link, leaf.direction, spot[0]]:
            if self._reader.row(source, (other, spot[1])) is None:
                continue
            value = self._reader.value(source, (other, spot[1]), leaf.item)
            name = str(self._reader.subjects.get(other, {}).get("name") or other)
            yield LinkedValue(rulebook.links[leaf.link].name, other, name, item, value, share)


def in_words(fact: Fact, value: Fraction) -> Text:
    """A stored value as the person who supplied it wrote it."""
    if fact.type == "date":
        return Text.same((EPOCH + timedelta(days=int(value))).isoformat())
    if fact.type == "boolean":
        return YES_NO[int(value)]
    if fact.type == "choice":
        return Text.same(fact.options[int(value) - 1])
    return Text.same(exact_text(value))
