"""The plan of one frame: which columns there are, from which leaves, and in which order they can be computed.

A *frame* is a sheet at a period length: one row per subject and period. Its columns are leaves (facts, attributes, and
aggregates over events, ratings, links, other frames) and definitions (items). Aggregates over the frame itself – group
statistics, places, earlier periods, linked subjects on the same sheet – split the work into *stages*; inside a stage
definitions are laid in *layers*, so that one SELECT computes them all. The number of statements depends on the number of
stages, never on the number of items.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction

from kaogong.core.engine.compose import Composer, Definition
from kaogong.core.engine.names import Names
from kaogong.core.methods import terms as t
from kaogong.core.methods.terms import Term
from kaogong.core.methods.walk import leaves, transform
from kaogong.core.problem import NOWHERE, Problem, Refused, Text
from kaogong.core.scheme.model import EVERY, Every, Rulebook

FrameKey = tuple[str, Every]
Standing = t.Standing
INSIDE = (t.GroupStat, t.Standing)
"""Aggregates that are always over the frame itself."""
AFTER = 1000
"""Stage of what can only be known after grades are given; later stages count on from here."""


@dataclass(slots=True)
class Frame:
    """The plan of a sheet at a period length."""

    sheet: str
    every: Every
    definitions: dict[str, Definition] = field(default_factory=dict)
    base: dict[Term, str] = field(default_factory=dict)
    """Leaves that are known before any item is computed, and their columns."""
    inside: dict[Term, str] = field(default_factory=dict)
    """Aggregates over the frame itself, and their columns. Their terms are single nodes."""
    stage: dict[str, int] = field(default_factory=dict)
    """Stage of every column."""
    layer: dict[str, int] = field(default_factory=dict)
    """Layer of every definition within its stage."""
    pools: set[str] = field(default_factory=set)
    """Columns of attributes that subjects are pooled by."""
    labels: list[str] = field(default_factory=list)
    """Text columns that are carried along: the subjects that linked pools are named by."""
    ordering: set[str] = field(default_factory=set)
    """Definitions that only serve to put subjects in order; they keep ratios apart more finely."""

    reads: dict[str, tuple[Term, ...]] = field(default_factory=dict)
    """What each item reads, helper columns followed to their end; found when first asked for."""

    @property
    def key(self) -> FrameKey:
        """Sheet and period length."""
        return (self.sheet, self.every)

    @property
    def name(self) -> str:
        """A name for tables."""
        return f"{self.sheet}_{self.every}"

    def stages(self, *, after: bool = False) -> list[int]:
        """The stages before grades are given, or those after."""
        found = sorted({0, *self.stage.values()})
        return [one for one in found if (one >= AFTER) == after]

    def later(self, stage: int) -> set[str]:
        """The columns that the stages after one read."""
        found: set[str] = set()
        for name, definition in self.definitions.items():
            if self.stage[node_column(name)] > stage:
                found |= {self.column(leaf) for leaf in leaves(definition.term)}
        for leaf, name in self.inside.items():
            if self.stage.get(name, 0) > stage:
                found |= {self.column(one) for one in inner_leaves(leaf)}
        return found

    def compared(self) -> set[str]:
        """The columns whose values stand beside those of others."""
        return {self.column(leaf.term) for leaf in self.inside if isinstance(leaf, INSIDE)}

    def column(self, leaf: Term) -> str:
        """The column of a leaf."""
        if isinstance(leaf, t.Node):
            return node_column(leaf.item)
        found = self.base.get(leaf) or self.inside.get(leaf)
        if found is None:
            raise KeyError(leaf)
        return found

    def sources(self) -> set[FrameKey]:
        """Other frames this one reads."""
        found: set[FrameKey] = set()
        for leaf in self.base:
            if isinstance(leaf, t.RollUp):
                found.add((leaf.sheet or self.sheet, leaf.every))  # type: ignore[arg-type]
            if isinstance(leaf, t.LinkStat):
                found.add((leaf.sheet, self.every))
        return found - {self.key}


def inner_leaves(leaf: Term) -> list[Term]:
    """The columns of its own frame that an aggregate reads."""
    match leaf:
        case t.GroupStat(term=inner) | t.Standing(term=inner) | t.Lasting(term=inner) | t.Earlier(term=inner):
            return [inner]
        case t.LinkStat(sheet=sheet, item=item):
            return [t.Node(sheet, item)]
        case _:
            return []


def node_column(item: str) -> str:
    """The column of an item."""
    return "n_" + item


class Planner:
    """Plans the frames of a rulebook."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self.frames: dict[FrameKey, Frame] = {}
        self.names: dict[FrameKey, Names] = {}

    def plan(self) -> None:
        """Plan every frame that has items."""
        for sheet in self._rulebook.sheets.values():
            for every in EVERY:
                if any(item.every == every for item in sheet.root.walk()):
                    self.frame((sheet.id, every))

    def frame(self, key: FrameKey) -> Frame:
        """The frame of a sheet at a period length; made when first asked for."""
        if key not in self.frames:
            sheet = self._rulebook.sheets[key[0]]
            names = self.names[key] = Names(self._rulebook, sheet, key[1])
            frame = self.frames[key] = Frame(*key)
            for definition in Composer(self._rulebook, sheet, names).build():
                self._add(frame, definition)
        return self.frames[key]

    def define(self, frame: Frame, name: str, term: Term, *, order: bool = False) -> str:
        """Add a helper column to a frame (a rank's order, a condition of a grade); gives its column."""
        self._add(frame, Definition(name, term, "", shown=False))
        if order:
            frame.ordering.add(name)
        return node_column(name)

    # --- leaves ---------------------------------------------------------------------------------------------------

    def _add(self, frame: Frame, definition: Definition) -> None:
        term = transform(definition.term, lambda leaf: self._normal(frame, leaf))
        for leaf in leaves(term):
            self._leaf(frame, leaf)
        frame.definitions[definition.name] = replace(definition, term=term)

    def _helper(self, frame: Frame, term: Term) -> str:
        """A new helper column for a term in its simplest form; gives its name."""
        for leaf in leaves(term):
            self._leaf(frame, leaf)
        name = f"#agg{len(frame.definitions)}"
        frame.definitions[name] = Definition(name, term, "", shown=False)
        return name

    def _normal(self, frame: Frame, leaf: Term) -> Term:
        """Aggregates in their simplest form, over single columns."""
        match leaf:
            case t.Days(start, end, working):
                sides = [transform(one, lambda x: self._normal(frame, x)) for one in (end, start)]
                if working:
                    sides = [t.WorkingDay(one) for one in sides]
                return t.Sub(sides[0], sides[1])
            case t.EventCount(ledger, kind, measure):
                rule = t.EventRule(Fraction(1), kind or None)
                return t.EventMarks(ledger, (rule,), "quantity" if measure == "quantity" else "event")
            case t.EventMarks(average_over=link) if link:
                marks = replace(leaf, average_over="", via=link, share=Fraction(1))
                return t.Div(marks, t.LinkCount(link))
            case t.LinkStat(stat="mean"):
                return t.Div(replace(leaf, stat="sum"), replace(leaf, stat="count"))
            case t.GroupStat(term=inner) | t.Standing(term=inner) | t.Lasting(term=inner):
                return replace(leaf, term=self._single(frame, inner, order=isinstance(leaf, t.Standing)))
            case t.Earlier(term=inner) if not isinstance(inner, t.Fact | t.Node):
                return replace(leaf, term=self._single(frame, inner))
            case t.RollUp(term=inner):
                source = self.frame((leaf.sheet or frame.sheet, leaf.every))  # type: ignore[arg-type]
                single = self._single(source, inner)
                if isinstance(single, t.Fact):
                    self._leaf(source, single)
                return replace(leaf, term=single)
            case t.Attribute("group"):
                group = self._rulebook.sheets[frame.sheet].group
                return t.Attribute(group or "class")
            case _:
                return leaf

    def _single(self, frame: Frame, term: Term, *, order: bool = False) -> Term:
        """The term as one column of the frame, made where there is none."""
        if isinstance(term, t.Node) and not order:
            return term
        if isinstance(term, t.Fact | t.Attribute) and not order:
            self._leaf(frame, term)
            return term
        term = transform(term, lambda leaf: self._normal(frame, leaf))
        for name, one in frame.definitions.items():
            if name.startswith("#agg") and one.term == term and (name in frame.ordering) == order:
                return t.Node(frame.sheet, name)
        name = self._helper(frame, term)
        if order:
            frame.ordering.add(name)
        return t.Node(frame.sheet, name)

    def _leaf(self, frame: Frame, leaf: Term) -> None:
        if isinstance(leaf, t.Node) or leaf in frame.base or leaf in frame.inside:
            return
        match leaf:
            case t.Fact(name):
                frame.base[leaf] = "f_" + name
            case t.Attribute(name):
                frame.base[leaf] = "a_" + name
            case t.GroupStat() | t.Standing() | t.Lasting():
                frame.inside[leaf] = f"i{len(frame.inside) + 1}"
            case t.Earlier(term=t.Node()):
                frame.inside[leaf] = f"i{len(frame.inside) + 1}"
            case t.LinkStat(sheet=sheet) if sheet == frame.sheet:
                frame.inside[leaf] = f"i{len(frame.inside) + 1}"
            case t.Result():
                frame.base[leaf] = "r_" + leaf.name + ("_" + leaf.scheme if leaf.scheme else "")
            case t.WorkingDay(day=inner):
                self._leaf(frame, inner)
                frame.base[leaf] = f"g{len(frame.base) + 1}"
            case _:
                frame.base[leaf] = f"g{len(frame.base) + 1}"

    # --- order ----------------------------------------------------------------------------------------------------

    def _schedule(self, frame: Frame) -> None:
        frame.stage.clear()
        frame.layer.clear()
        self._busy: list[str] = []
        for name in list(frame.definitions):
            self._stage_of(frame, name)

    def _stage_of(self, frame: Frame, name: str) -> int:
        column = node_column(name)
        if column in frame.stage:
            return frame.stage[column]
        if name in self._busy:
            raise _cycle([*self._busy[self._busy.index(name) :], name])
        if name not in frame.definitions:
            return 0
        self._busy.append(name)
        below = list(leaves(frame.definitions[name].term))
        stages = {leaf: self._leaf_stage(frame, leaf) for leaf in below}
        stage = max(stages.values(), default=0)
        same = [leaf.item for leaf in below if isinstance(leaf, t.Node) and stages[leaf] == stage]
        frame.stage[column] = stage
        frame.layer[name] = 1 + max((frame.layer.get(item, -1) for item in same), default=-1)
        self._busy.pop()
        return stage

    def _leaf_stage(self, frame: Frame, leaf: Term) -> int:
        match leaf:
            case t.Node(item=item):
                return self._stage_of(frame, item)
            case (
                t.GroupStat(term=inner)
                | t.Standing(term=inner)
                | t.Lasting(term=inner)
                | t.Earlier(term=t.Node() as inner)
            ):
                stage = self._leaf_stage(frame, inner) + 1
            case t.LinkStat(sheet=sheet, item=item) if sheet == frame.sheet:
                stage = self._stage_of(frame, item) + 1
            case t.Result():
                return AFTER
            case _:
                return 0
        frame.stage[frame.column(leaf)] = stage
        return stage

    def ordered(self) -> list[Frame]:
        """All frames, each after those it reads, with the stages of their columns."""
        for frame in self.frames.values():
            self._schedule(frame)
        done: list[Frame] = []
        waiting = dict(self.frames)
        while waiting:
            ready = [f for f in waiting.values() if not any(key in waiting for key in f.sources())]
            if not ready:
                raise _cycle([f"{sheet}.{every}" for sheet, every in waiting])
            for frame in ready:
                done.append(frame)
                del waiting[frame.key]
        return done


def _cycle(names: Iterable[str]) -> Refused:
    ring = " → ".join(names)
    return Refused(
        [
            Problem(
                "K620",
                NOWHERE,
                Text(f"相互引用成环：{ring}", f"these refer to each other in a ring: {ring}"),
                Text("环上的分数无法算出", "no score on a ring can be computed"),
                Text("断开其中一处引用", "break the ring at one place"),
            )
        ]
    )
