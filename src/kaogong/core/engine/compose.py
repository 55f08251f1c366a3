"""From items to terms: methods, policies for what is missing or does not apply, coefficients, limits, and headings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from kaogong.core.engine.names import Names
from kaogong.core.methods import METHODS
from kaogong.core.methods import terms as t
from kaogong.core.methods.terms import Condition, Term
from kaogong.core.methods.walk import facts_in, leaves
from kaogong.core.problem import Text
from kaogong.core.scheme.formula import Formula
from kaogong.core.scheme.model import Item, Missing, Rulebook, Sheet, Veto

ORDER: tuple[Missing, ...] = ("refuse", "exclude", "rescale", "peer_mean", "zero", "full")
LEFT_OUT = ("exclude", "rescale")
OUT, SCALED, RAW, MARKS = "#out", "#scaled", "#raw", "#marks"
PASSING = (SCALED, RAW, MARKS)
"""Ends of the names of columns that only serve on the way to an item."""
PLAIN = (t.Num, t.Null, t.Fact, t.Attribute, t.Node, t.EventMarks)
"""Terms that are written as briefly as a column."""
TOTAL, BEFORE = "#total", "#before"
HUNDRED = Fraction(100)


@dataclass(frozen=True, slots=True)
class Definition:
    """A column of a frame: its name, its term, and the item it belongs to."""

    name: str
    term: Term
    item: str
    shown: bool = True


class Builder:
    """A method's view of the item it scores (`methods.base.Context`)."""

    def __init__(self, names: Names, full: Fraction) -> None:
        self._names = names
        self._full = full

    @property
    def full(self) -> Fraction:
        """Full marks of the item."""
        return self._full

    @property
    def fact_options(self) -> Mapping[str, tuple[str, ...]]:
        """The options of every choice fact."""
        return {fact.id: fact.options for fact in self._names.rulebook.facts.values()}

    @property
    def rating_groups(self) -> Mapping[str, tuple[str, ...]]:
        """Rater groups of every ratings declaration."""
        return {one.id: tuple(one.groups) for one in self._names.rulebook.ratings.values()}

    def term(self, formula: Any) -> Term:
        """The term of a formula, or of the name of a fact."""
        return self._names.term(formula) if isinstance(formula, Formula) else self._names.name(str(formula))

    def condition(self, formula: Formula) -> Condition:
        """The condition of a formula."""
        return self._names.condition(formula)


class Composer:
    """Builds the definitions of one sheet at one period length."""

    def __init__(self, rulebook: Rulebook, sheet: Sheet, names: Names) -> None:
        self._rulebook = rulebook
        self._sheet = sheet
        self._names = names
        self._reads = {names.every: names}
        self.definitions: list[Definition] = []

    def build(self) -> list[Definition]:
        """All items of the frame, children before parents, and the published total if the root is of this frame."""
        for item in self._sheet.root.walk():
            if item.every == self._names.every:
                self._item(item)
                for child in item.items:
                    if child.every != item.every:
                        self._rolled(child)
        if self._sheet.root.every == self._names.every:
            self._published()
        return self.definitions

    def _published(self) -> None:
        """The published total, before and after the vetoes that act on it."""
        root = self._sheet.root
        total: Term = t.Node(self._sheet.id, root.id)
        if root.round is None:
            total = t.Round(total, self._rulebook.publish.places, self._rulebook.publish.mode)
        self._define(BEFORE, total, root.id, shown=False)
        value: Term = self._node(BEFORE)
        for veto in self._rulebook.vetoes:
            if veto.effect in ("total_zero", "score_ceiling") and self.in_scope(veto):
                value = self._struck(value, veto)
        self._define(TOTAL, value, root.id)
        for effect in ("total_zero", "rank_last", "award_bar", "grade_ceiling"):
            for veto in self._rulebook.vetoes:
                if veto.effect == effect and self.in_scope(veto):
                    self._flag(f"#veto_{veto.id}", self.veto_condition(veto), "")

    def _define(self, name: str, term: Term, item: str, *, shown: bool = True) -> None:
        self.definitions.append(Definition(name, term, item, shown))

    def _node(self, name: str) -> t.Node:
        return t.Node(self._sheet.id, name)

    # --- one item -------------------------------------------------------------------------------------------------

    def full(self, item: Item) -> Fraction:
        """Full marks of an item; 100 where it has a weight instead."""
        if item.full is not None:
            return item.full
        if item.items and item.weight is None:
            return sum((self.full(one) for one in item.items if one.role == "score"), Fraction(0))
        return HUNDRED if item.weight is not None else Fraction(0)

    def _item(self, item: Item) -> None:
        leaf = bool(item.method)
        raw = self._leaf(item) if leaf else self._heading(item)
        value = self._shaped(item, raw)
        policy = self._policy(item)
        applies = self._applies(item)
        empty = None if leaf else self._all_children_out(item)
        suited: tuple[Condition, ...] = () if applies is None else (applies,)
        if empty is not None:
            value = t.Case((t.Branch(empty, t.Null()),), value)
        if item.missing == "refuse":
            empty = None  # said of the heading itself: without any part it has no score
        out: list[Condition] = [] if empty is None else [t.All((*suited, empty))]
        scaled: list[Condition] = [] if empty is None else [self._children_scaled(item, out[0])]
        needs_raw = policy != "refuse" or applies is not None
        if needs_raw:
            self._define(item.id + RAW, value, item.id, shown=False)
            value = self._node(item.id + RAW)
        if policy in LEFT_OUT:
            gone = t.All((*suited, *([t.Not(empty)] if empty else []), t.Not(t.Known(value))))
            out.append(gone)
            scaled.extend([gone] if policy == "rescale" else [])
        elif policy != "refuse":
            value = t.Case((t.Branch(t.Known(value), value),), self._stand_in(item, value, policy))
        if applies is not None:
            value = self._applied(item, value, applies, out, scaled)
        if out:
            self._flag(item.id + OUT, t.AnyOf(tuple(out)), item.id)
            self._flag(item.id + SCALED, t.AnyOf(tuple(scaled)), item.id)
        value = self._switched(item, value)
        if out and (item.only_if is not None or empty is not None):
            value = t.Case((t.Branch(self._is_out(item), t.Null()),), value)
        self._define(item.id, self._vetoed(item, value), item.id)

    def _flag(self, name: str, condition: Condition, item: str) -> None:
        self._define(name, t.Case((t.Branch(condition, t.ONE),), t.ZERO), item, shown=False)

    def _leaf(self, item: Item) -> Term:
        if item.every not in self._reads:
            self._reads[item.every] = Names(self._rulebook, self._sheet, item.every)
        return METHODS[item.method].build(Builder(self._reads[item.every], self.full(item)), item.params)

    def _shaped(self, item: Item, value: Term) -> Term:
        if item.times is not None:
            value = t.Mul((value, self._names.term(item.times)))
        if item.rescale is not None:
            value = t.Mul((value, t.Num(Fraction(item.rescale[1], item.rescale[0]))))
        limited = item.floor is not None or item.cap is not None
        if limited and item.round is None and item.times is None and not isinstance(value, PLAIN):
            # Limits ask for the value several times; as a column it is written once. Not under a declared rounding,
            # which is decided on the ratio itself.
            self._define(item.id + MARKS, value, item.id, shown=False)
            value = self._node(item.id + MARKS)
        value = t.clamp(value, item.floor, item.cap)
        if item.id == self._sheet.root.id:
            value = self._carried(value)
        return value if item.round is None else t.Round(value, item.round.places, item.round.mode)

    def _policy(self, item: Item) -> Missing:
        if item.missing is not None or not item.method:
            return item.missing or "refuse"
        found = {self._rulebook.facts[name].missing for name in self.facts_of(item)}
        return next((one for one in ORDER if one in found), "refuse")

    def facts_of(self, item: Item) -> set[str]:
        """The facts an item's method reads, leaving out those only asked whether they are present."""
        return {name for leaf in leaves(self._leaf(item)) for name in facts_in(leaf)}

    def _applies(self, item: Item) -> Condition | None:
        parts: list[Condition] = []
        if item.applies is not None:
            parts.append(self._names.condition(item.applies))
        if item.applies_classes:
            codes = [sorted(self._rulebook.classes).index(one) + 1 for one in item.applies_classes]
            own = t.Attribute("class")
            parts.append(t.AnyOf(tuple(t.Compare("==", own, t.num(code)) for code in codes)))
        return t.All(tuple(parts)) if parts else None

    def _applied(
        self, item: Item, value: Term, applies: Condition, out: list[Condition], scaled: list[Condition]
    ) -> Term:
        policy = item.not_applicable
        note = Text("不适用", "not applicable")
        if policy in LEFT_OUT or not policy:
            away = t.Not(applies)
            out.append(away)
            scaled.extend([away] if policy == "rescale" else [])
            return t.Case((t.Branch(applies, value),))
        other = self._stand_in(item, self._node(item.id + RAW), policy)
        return t.Case((t.Branch(applies, value), t.Branch(t.Not(applies), other, note)))

    def _stand_in(self, item: Item, value: Term, policy: str) -> Term:
        if policy == "zero":
            return t.ZERO
        if policy == "full":
            return t.Num(self.full(item))
        applies = self._applies(item)
        mine = value if applies is None else t.Case((t.Branch(applies, value),))
        return t.Div(t.GroupStat("sum", mine, "class"), t.GroupStat("count", mine, "class"))

    def _switched(self, item: Item, value: Term) -> Term:
        if item.only_if is None:
            return value
        met = self._names.condition(item.only_if)
        note = Text("开关条件未满足", "its condition is not met")
        return t.Case((t.Branch(met, value), t.Branch(t.Not(met), t.Num(item.otherwise), note)))

    # --- vetoes ---------------------------------------------------------------------------------------------------

    def _vetoed(self, item: Item, value: Term) -> Term:
        for veto in self._rulebook.vetoes:
            if veto.effect == "item_zero" and veto.item == item.id and self.in_scope(veto):
                value = self._struck(value, veto)
        return value

    def _struck(self, value: Term, veto: Veto) -> Term:
        """A value under a veto; one that is missing stays missing."""
        met = t.All((self.veto_condition(veto), t.Known(value)))
        note = Text(f"一票否决：{veto.name.zh}", f"veto: {veto.name.en}")
        struck: Term = t.ZERO
        if veto.effect == "score_ceiling" and isinstance(veto.at, Fraction):
            struck = t.Min((value, t.Num(veto.at)))
        return t.Case((t.Branch(met, struck, note),), value)

    def in_scope(self, veto: Veto) -> bool:
        """The veto speaks of this sheet."""
        return not veto.sheets or self._sheet.id in veto.sheets

    def veto_condition(self, veto: Veto) -> Condition:
        """When the veto strikes, with its scope of classes."""
        met = self._lasting(veto, Names(self._rulebook, self._sheet, self._names.every, BEFORE).condition(veto.when))
        if not veto.classes:
            return met
        codes = [sorted(self._rulebook.classes).index(one) + 1 for one in veto.classes]
        mine = t.AnyOf(tuple(t.Compare("==", t.Attribute("class"), t.num(code)) for code in codes))
        return t.All((mine, met))

    def _lasting(self, veto: Veto, met: Condition) -> Condition:
        if veto.lasts == "period" and not veto.years:
            return met
        flag = t.Case((t.Branch(met, t.ONE),), t.ZERO)
        return t.Compare("==", t.Lasting(flag, max(veto.years, 1)), t.ONE)

    def _carried(self, value: Term) -> Term:
        share = self._sheet.carry_share
        if share is None or self._sheet.carry_of is None:
            return value
        before = self._names.term(self._sheet.carry_of)
        return t.Add((t.Mul((t.Num(share), before)), t.Mul((t.Num(1 - share), value))))

    # --- headings -------------------------------------------------------------------------------------------------

    def _may_be_out(self, child: Item) -> bool:
        if (child.applies is not None or child.applies_classes) and child.not_applicable in (*LEFT_OUT, ""):
            return True
        if self._policy(child) in LEFT_OUT:
            return True
        if child.missing == "refuse":
            return False
        scores = [one for one in child.items if one.role == "score"]
        return bool(scores) and all(self._may_be_out(one) for one in scores)

    def _is_out(self, child: Item, flag: str = OUT) -> Condition:
        return t.Compare("==", self._node(child.id + flag), t.ONE)

    def _all_children_out(self, item: Item) -> Condition | None:
        scores = [one for one in item.items if one.role == "score"]
        if scores and all(self._may_be_out(one) for one in scores):
            return t.All(tuple(self._is_out(one) for one in scores))
        return None

    def _children_scaled(self, item: Item, out: Condition) -> Condition:
        scores = [one for one in item.items if one.role == "score"]
        return t.All((out, t.AnyOf(tuple(self._is_out(one, SCALED) for one in scores))))

    def _heading(self, item: Item) -> Term:
        if item.combine == "formula" and item.formula is not None:
            return self._names.term(item.formula)
        if item.combine == "product":
            return t.Mul(tuple(self._kept(one, t.ONE) for one in item.items))
        weighted = item.combine == "weighted"
        scores = [self._share(one, weighted) for one in item.items if one.role == "score"]
        others = [self._share(one, weighted) for one in item.items if one.role != "score"]
        total = self._rescaled(item, t.add(*scores), weighted)
        if item.combine == "start":
            start = item.start if item.start is not None else self.full(item)
            others.insert(0, t.Num(start))
        return t.add(*([total] if scores else []), *others)

    def _kept(self, child: Item, instead: Term) -> Term:
        own = self._node(child.id)
        if not self._may_be_out(child):
            return own
        return t.Case((t.Branch(self._is_out(child), instead, Text("不计", "left out")),), own)

    def _share(self, child: Item, weighted: bool) -> Term:
        own = self._kept(child, t.ZERO)
        return t.Mul((t.Num(child.weight), own)) if weighted and child.weight is not None else own

    def _rescaled(self, item: Item, total: Term, weighted: bool) -> Term:
        """The sum scaled up to the full marks of what was left out by `rescale`: × (P + S) ÷ P."""
        loose = [one for one in item.items if one.role == "score" and self._may_be_out(one)]
        if not loose:
            return total

        def marks(child: Item) -> Fraction:
            return (child.weight or Fraction(0)) if weighted else self.full(child)

        firm = sum((marks(one) for one in item.items if one.role == "score" and one not in loose), Fraction(0))
        present: list[Term] = [t.Num(firm)] if firm else []
        scaled: list[Term] = []
        for one in loose:
            present.append(t.Case((t.Branch(self._is_out(one), t.ZERO),), t.Num(marks(one))))
            scaled.append(t.Case((t.Branch(self._is_out(one, SCALED), t.Num(marks(one))),), t.ZERO))
        here, away = t.add(*present), t.add(*scaled)
        up = t.Div(t.Mul((total, t.add(here, away))), here)
        return t.Case((t.Branch(t.Compare(">", away, t.ZERO), up, Text("按比例折算", "scaled up")),), total)

    # --- shorter periods ------------------------------------------------------------------------------------------

    def _rolled(self, child: Item) -> None:
        rollup = child.rollup
        own = self._node(child.id)

        def roll(stat: str, **more: Any) -> t.RollUp:
            return t.RollUp(stat, own, child.every, **more)  # type: ignore[arg-type]

        count = roll("count")
        value: Term
        by = rollup.by if rollup else "mean"
        if by == "mean":
            value = t.Div(roll("sum"), count)
        elif by == "best" and rollup:
            value = t.Div(roll("best", best=rollup.best), t.Min((count, t.num(rollup.best))))
        elif by == "weights" and rollup:
            weights = rollup.weights
            there = roll("weight", weights=weights)
            whole = t.Num(sum(weights, Fraction(0)))
            value = t.Div(t.Mul((roll("weighted", weights=weights), whole)), there)
        else:
            value = roll(by)
        counted: Term = roll("rows")
        if self._may_be_out(child):
            counted = self._counted(child, counted)
        if rollup is None or rollup.missing == "refuse":
            every = t.Compare("==", count, counted)
            value = t.Case((t.Branch(every, value),))
        self._define(child.id, value, child.id)

    def _counted(self, child: Item, rows: Term) -> Term:
        """The periods in which a child is not left out; where there are none, it is left out of the longer one too."""

        def times(flag: str) -> Term:
            return t.RollUp("sum", self._node(child.id + flag), child.every)

        gone = t.Compare("==", rows, times(OUT))
        self._flag(child.id + OUT, gone, child.id)
        self._flag(child.id + SCALED, t.All((gone, t.Compare(">", times(SCALED), t.ZERO))), child.id)
        return t.Sub(rows, t.Case((t.Branch(t.Known(times(OUT)), times(OUT)),), t.ZERO))
