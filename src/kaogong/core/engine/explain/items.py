"""One item for one subject and period: its value, how it came about, and everything it read."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from functools import lru_cache

from kaogong.core.engine.compose import ORDER, Composer
from kaogong.core.engine.exact import holds
from kaogong.core.engine.explain.inputs import YES_NO, Found, Inputs
from kaogong.core.engine.explain.labels import POLICIES, Labels
from kaogong.core.engine.explain.parts import Part, Source, Status
from kaogong.core.engine.explain.pools import Pools
from kaogong.core.engine.explain.reader import Reader
from kaogong.core.engine.explain.sentence import NOTHING, Figure, Piece, Sentence, added, multiplied
from kaogong.core.engine.explain.teller import Teller, Withheld
from kaogong.core.engine.names import Names
from kaogong.core.engine.plan import FrameKey
from kaogong.core.engine.settle import Spot
from kaogong.core.engine.world import EPOCH
from kaogong.core.methods import METHODS
from kaogong.core.methods import terms as t
from kaogong.core.methods.terms import Term
from kaogong.core.problem import Text
from kaogong.core.scheme.model import Citation, Every, Item, Rulebook
from kaogong.core.scheme.period import Period

FULL = Text("满分", "full marks")
MOST_SHOWN = 12
"""Values up to which a sum over periods or links is written out."""
RAW, OUT = "#raw", "#out"
CODED = (t.Fact, t.Attribute, t.Result)
NOT_APPLICABLE = "不适用"


def source_of(rulebook: Rulebook, citation: Citation | None) -> Source | None:
    """A citation in words."""
    if citation is None:
        return None
    basis = rulebook.basis.get(citation.source)
    if basis is None:
        return Source(Text.same(citation.source), citation.locus)
    return Source(basis.name, citation.locus, basis.document, basis.issuer, basis.date)


class Items:
    """Makes the parts of explanations."""

    def __init__(self, reader: Reader, pools: Pools) -> None:
        self._reader = reader
        self._inputs = Inputs(reader, pools)
        self._labels: dict[FrameKey, Labels] = {}
        self._composers: dict[FrameKey, Composer] = {}
        self._policies: dict[tuple[FrameKey, str], str] = {}

    @property
    def _rulebook(self) -> Rulebook:
        return self._reader.run.rulebook

    def labels(self, key: FrameKey) -> Labels:
        """Names of the leaves of a frame."""
        if key not in self._labels:
            self._labels[key] = Labels(self._reader.run, key)
        return self._labels[key]

    def _composer(self, key: FrameKey) -> Composer:
        if key not in self._composers:
            sheet = self._rulebook.sheets[key[0]]
            self._composers[key] = Composer(self._rulebook, sheet, Names(self._rulebook, sheet, key[1]))
        return self._composers[key]

    def policy(self, key: FrameKey, item: Item) -> str:
        """What is done where the item has no value (the item's own word, else that of its facts)."""
        if item.missing is not None or not item.method:
            return item.missing or "refuse"
        memo = (key, item.id)
        if memo not in self._policies:
            found = {self._rulebook.facts[name].missing for name in self._composer(key).facts_of(item)}
            self._policies[memo] = next((one for one in ORDER if one in found), "refuse")
        return self._policies[memo]

    # --- a part ---------------------------------------------------------------------------------------------------

    def part(self, key: FrameKey, spot: Spot, item: Item) -> Part:
        """An item as it is read in a frame: itself, or rolled up from its shorter periods."""
        rolled = item.every != key[1]
        source: FrameKey = (key[0], item.every)
        definition = self._reader.run.done[key].frame.definitions[item.id]
        value = self._reader.value(key, spot, item.id)
        sentence, notes, withheld = self._told(key, spot, item, definition.term)
        leaf = bool(item.method) and not rolled
        found = self._inputs.find(key, spot, item.id) if leaf or not item.items else self._found(key, spot, item)
        periods = self._inputs.periods(key, spot, source) if rolled else []
        parts = () if rolled else tuple(self.part(key, spot, one) for one in item.items)
        rolls = tuple(self.part(source, one, item) for one in periods)
        status, why = self._status(key, spot, item, value=value, notes=notes, found=found, parts=(*parts, *rolls))
        return Part(
            item.id,
            item.name,
            item.role,
            period_text(key[1], spot[1]),
            item.method,
            METHODS[item.method].title if item.method else None,
            value,
            self.full(key, item),
            item.weight,
            "withheld" if withheld and status == "scored" else status,
            why,
            item.clause,
            source_of(self._rulebook, item.basis),
            sentence,
            notes,
            tuple(found.inputs) if not rolled else (),
            tuple(found.events),
            tuple(found.ballots),
            tuple(found.pools),
            tuple(found.links),
            parts,
            rolls,
        )

    def _found(self, key: FrameKey, spot: Spot, item: Item) -> Found:
        """What a heading reads beside its children: only where a formula or coefficient does."""
        if item.formula is None and item.times is None and item.only_if is None:
            return Found()
        return self._inputs.find(key, spot, item.id)

    def full(self, key: FrameKey, item: Item) -> Fraction | None:
        """Full marks; None for items outside the full marks of their heading that declare none."""
        if item.full is not None:
            return item.full
        marks = self._composer(key).full(item)
        return marks if marks and (item.weight is not None or item.items) else None

    # --- the sentence ---------------------------------------------------------------------------------------------

    def _told(
        self, key: FrameKey, spot: Spot, item: Item, term: Term
    ) -> tuple[Sentence | None, tuple[Text, ...], bool]:
        constants = {item.full: FULL} if item.full is not None and item.method else {}
        teller = self.teller(key, spot, constants)
        try:
            sentence = teller.tell(term)
        except Withheld:
            note = Text(
                "有测评组不足 3 票，为不暴露个人评价，不列算式",
                "a rater group has fewer than 3 ballots; the arithmetic is withheld so that nobody is exposed",
            )
            return None, (note,), True
        return sentence, tuple(dict.fromkeys(teller.notes)), False

    def teller(self, key: FrameKey, spot: Spot, constants: dict[Fraction, Text] | None = None) -> Teller:
        """A teller of the terms of one row."""
        return Teller(
            lambda leaf: self._reader.leaf(key, spot, leaf),
            lambda leaf, value: self._piece(key, spot, leaf, value),
            lambda leaf: self._inputs.inline(key, leaf),
            lambda left, right: self._between(key, spot, left, right),
            lambda leaf, value: self._coded(key, leaf, value),
            constants or {},
        )

    def _coded(self, key: FrameKey, leaf: Term, value: Fraction) -> Text | None:
        """The word a coded value stands for: a choice, a class, yes or no; None where a number is a number."""
        if isinstance(leaf, t.Fact) and self._rulebook.facts[leaf.name].type == "boolean":
            return YES_NO[int(value)]
        words = self._reader.run.planner.names[key].options(leaf) if isinstance(leaf, CODED) else ()
        if not 0 < value <= len(words):
            return None
        word, own = words[int(value) - 1], isinstance(leaf, t.Attribute) and leaf.name not in self._rulebook.attributes
        of_class = self._rulebook.classes.get(word) if own else None
        return of_class.name if of_class else Text.same(word)

    def _piece(self, key: FrameKey, spot: Spot, leaf: Term, value: Fraction) -> Piece:
        labels = self.labels(key)
        match leaf:
            case t.RatingStat():
                if self._inputs.small(key[1], spot, leaf):
                    raise Withheld
            case t.RollUp(term=t.Node()) if leaf.stat in ("sum", "weighted", "best"):
                written = self._by_period(key, spot, leaf)
                if written is not None and written.value == value:
                    return written
            case t.LinkStat(stat="sum"):
                source: FrameKey = (leaf.sheet, key[1])
                found = [
                    (other, self._reader.value(source, (other, spot[1]), leaf.item))
                    for other, _ in self._reader.links[leaf.link, leaf.direction, spot[0]]
                ]
                figures = [Figure(one, Text.same(self._name(other))) for other, one in found if one is not None]
                if 1 < len(figures) <= MOST_SHOWN and sum(one.value for one in figures) == value:
                    return added([(1, one) for one in figures])
            case _:
                pass
        return Figure(value, labels.leaf(leaf), labels.unit(leaf))

    def _name(self, subject: str) -> str:
        return str(self._reader.subjects.get(subject, {}).get("name") or subject)

    def _by_period(self, key: FrameKey, spot: Spot, leaf: t.RollUp) -> Piece | None:
        """A sum over periods written out, each with its weight."""
        source: FrameKey = (leaf.sheet or key[0], leaf.every)  # type: ignore[assignment]
        spots = self._inputs.periods(key, spot, source)
        found = [(n, self._reader.leaf(source, (s, n), leaf.term)) for s, n in spots]
        there = [(n, value) for n, value in found if value is not None]
        if leaf.stat == "best":
            there = sorted(sorted(there, key=lambda one: one[1], reverse=True)[: leaf.best])
        if not there or len(there) > MOST_SHOWN:
            return None
        first = Period(key[1], spot[1]).split(source[1])[0].number
        pieces: list[Piece] = []
        for n, value in there:
            figure = Figure(value, Text.same(period_text(source[1], n)))
            weight = Figure(leaf.weights[n - first], Text("权重", "weight")) if leaf.stat == "weighted" else None
            pieces.append(figure if weight is None else multiplied([(False, weight), (False, figure)]))
        return added([(1, one) for one in pieces])

    # --- days -----------------------------------------------------------------------------------------------------

    def _between(self, key: FrameKey, spot: Spot, left: Term, right: Term) -> Text | None:
        """A difference of two dates as days between them."""
        ends = [self._day(key, spot, right), self._day(key, spot, left)]
        if ends[0] is None or ends[1] is None:
            return None
        working = isinstance(left, t.WorkingDay)
        kind = Text("个工作日", "working days") if working else Text("日", "days")
        return Text(f"{ends[0]} 至 {ends[1]} 的{kind.zh}", f"{kind.en} from {ends[0]} to {ends[1]}")

    def _day(self, key: FrameKey, spot: Spot, leaf: Term) -> str | None:
        inner = leaf.day if isinstance(leaf, t.WorkingDay) else leaf
        fact = inner.term if isinstance(inner, t.Earlier) else inner
        dated = (
            isinstance(inner, t.PeriodDay)
            or (isinstance(fact, t.Fact) and self._rulebook.facts[fact.name].type == "date")
            or (
                isinstance(fact, t.Attribute)
                and fact.name in self._rulebook.attributes
                and self._rulebook.attributes[fact.name].type == "date"
            )
        )
        if not dated:
            return None
        value = self._reader.leaf(key, spot, inner)
        return None if value is None else date_text(value)

    # --- what became of it ----------------------------------------------------------------------------------------

    def _status(
        self,
        key: FrameKey,
        spot: Spot,
        item: Item,
        *,
        value: Fraction | None,
        notes: tuple[Text, ...],
        found: Found,
        parts: tuple[Part, ...],
    ) -> tuple[Status, Text | None]:
        definitions = self._reader.run.done[key].frame.definitions
        if value is None:
            if item.id + OUT in definitions and self._reader.value(key, spot, item.id + OUT) == 1:
                return "left_out", self._left_out(key, spot, item, found, parts)
            return "missing", self._missing(key, item, found, parts)
        if any(note.zh == NOT_APPLICABLE for note in notes):
            return "not_applicable", self._policy_words(NOT_APPLICABLE, "not applicable", item.not_applicable)
        raw = item.id + RAW
        if raw in definitions and self._reader.value(key, spot, raw) is None:
            return "stand_in", self._absent(found, self.policy(key, item))
        return "scored", None

    @staticmethod
    def _policy_words(zh: str, en: str, policy: str) -> Text:
        does = POLICIES.get(policy, NOTHING)
        return Text(f"{zh}：{does.zh}", f"{en}: {does.en}")

    def _left_out(self, key: FrameKey, spot: Spot, item: Item, found: Found, parts: tuple[Part, ...]) -> Text:
        """Why an item is not counted: it does not apply, or it has no value and is excluded."""
        if parts and parts[0].id == item.id:
            return Text("各期都不计，此项也不计", "left out in every period, so it is")
        if item.items and any(one.status == "left_out" for one in parts):
            return Text("各项都不计，此项也不计", "all below it are left out, so it is")
        term = self._reader.run.done[key].frame.definitions[item.id + OUT].term
        branches = term.branches if isinstance(term, t.Case) else ()
        reasons = branches[0].when.of if branches and isinstance(branches[0].when, t.AnyOf) else ()
        for one in reasons:
            if isinstance(one, t.Not) and holds(one, lambda leaf: self._reader.leaf(key, spot, leaf)):
                return self._policy_words(NOT_APPLICABLE, "not applicable", item.not_applicable or "exclude")
        return self._absent(found, self.policy(key, item))

    def _absent(self, found: Found, policy: str) -> Text:
        """What is not there, who supplies it, and what the policy does."""
        does = POLICIES[policy]
        lacking = list(dict.fromkeys(one.name for one in found.inputs if one.value is None))
        who = list(dict.fromkeys(body for one in found.inputs if one.value is None for body in one.authority))
        by = Text(f"（{'、'.join(who)}提供）", f" (supplied by {', '.join(who)})") if who else NOTHING
        zh, en = "、".join(one.zh for one in lacking), ", ".join(one.en for one in lacking)
        if not lacking:
            return Text(f"算不出得分：{does.zh}", f"no score can be worked out: {does.en}")
        return Text(f"暂缺：{zh}{by.zh}。{does.zh}", f"missing: {en}{by.en}. {does.en}")

    def _missing(self, key: FrameKey, item: Item, found: Found, parts: tuple[Part, ...]) -> Text:
        """Why there is no value: never zero and never full."""
        if not parts:
            said = self._absent(found, "refuse" if item.items else self.policy(key, item))
            if self.policy(key, item) != "refuse":
                return said
            return Text(f"{said.zh}，不计零分，也不计满分", f"{said.en}; neither zero nor full marks")
        rolled = parts[0].id == item.id
        lacking = [Text.same(one.period) if rolled else one.name for one in parts if one.status == "missing"]
        zh, en = "、".join(one.zh for one in lacking), ", ".join(one.en for one in lacking)
        what = Text("时期", "periods") if rolled else Text("各项", "items")
        return Text(f"下列{what.zh}没有得分：{zh or '–'}", f"{what.en} without a score: {en or '–'}")


@lru_cache(maxsize=512)
def period_text(every: Every, number: int) -> str:
    """A period as it is written."""
    return str(Period(every, number))


def date_text(value: Fraction) -> str:
    """A date number as a date."""
    return (EPOCH + timedelta(days=int(value))).isoformat()
