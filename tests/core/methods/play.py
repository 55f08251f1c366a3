"""A stage for one method: parameters as a person writes them, data by name, the value by fractions.

Formulas are given as names of facts (text) or as terms. Everything a term can ask of other rows is
answered here from small lists, independently of the engine's SQL.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from kaogong.core.engine.exact import evaluate
from kaogong.core.methods import METHODS
from kaogong.core.methods.base import Param
from kaogong.core.methods.terms import (
    Days,
    Earlier,
    EventMarks,
    Fact,
    GroupStat,
    LinkCount,
    LinkStat,
    PeriodDay,
    RatingStat,
    Standing,
    Term,
)

Value = Fraction | None
SPECIAL = {
    "formula",
    "condition",
    "text",
    "choice",
    "fact",
    "ledger",
    "ratings",
    "link",
    "within",
    "node",
    "boolean",
}


def number(written: Any) -> Fraction:
    """`30%`, `1/3`, 0.5 (as text), 3."""
    text = str(written)
    return Fraction(text[:-1]) * Fraction(1, 100) if text.endswith("%") else Fraction(text)


def read(param: Param, written: Any) -> Any:
    """A written value as the loader would hand it over."""
    if param.kind in SPECIAL:
        return written
    if param.kind == "integer":
        return int(written)
    if param.kind == "number":
        return number(written)
    if param.kind == "limit":
        return None if written == "none" else number(written)
    if param.kind == "numbers":
        return tuple(map(number, written))
    if param.kind == "points":
        return tuple((number(x), number(y)) for x, y in written)
    if param.kind == "map":
        inner = replace(param, kind=param.value)
        return {key: read(inner, value) for key, value in written.items()}
    if param.kind == "record":
        return fill(param.columns, written)
    if param.kind == "table":
        return tuple(fill(param.columns, row) for row in written)
    return either(param, written)


def either(param: Param, written: Any) -> tuple[str, Any]:
    """The first option that fits."""
    for option in param.options:
        if option.kind == "choice" and written not in option.choices:
            continue
        if (option.kind == "record") != isinstance(written, Mapping):
            continue
        if (option.kind == "numbers") != isinstance(written, list):
            continue
        return option.name, read(option, written)
    raise AssertionError((param.name, written))


def fill(params: Sequence[Param], written: Mapping[str, Any]) -> dict[str, Any]:
    """Every parameter, defaults included; nothing unknown, nothing required left out."""
    names = {param.name: param for param in params}
    assert set(written) <= set(names), set(written) - set(names)
    assert {param.name for param in params if param.required} <= set(written)
    return {name: read(param, written[name]) if name in written else param.default for name, param in names.items()}


@dataclass
class Scene:
    """What the other tables hold."""

    peers: list[dict[str, Value]] = field(default_factory=list)
    past: list[dict[str, Value]] = field(default_factory=list)
    events: list[tuple[str, ...]] = field(default_factory=list)
    ballots: dict[str, list[Any]] = field(default_factory=dict)
    issued: dict[str, int] = field(default_factory=dict)
    linked: list[Value] = field(default_factory=list)
    year_day: int = 0


class Play:
    """One method with its parameters."""

    def __init__(
        self,
        method: str,
        full: Any = 100,
        declared: Mapping[str, tuple[str, ...]] | None = None,
        **params: Any,
    ) -> None:
        self.method = METHODS[method]
        self.full = number(full)
        self.fact_options: Mapping[str, tuple[str, ...]] = declared or {}
        self.rating_groups: Mapping[str, tuple[str, ...]] = declared or {}
        self.params = fill(self.method.params, {name.rstrip("_"): value for name, value in params.items()})

    def term(self, formula: Any) -> Term:
        """Names are facts; terms are themselves."""
        return Fact(formula) if isinstance(formula, str) else formula

    condition = term

    def codes(self) -> list[str]:
        """Codes of the complaints about the parameters."""
        found = self.method.check(self.params, self.full)
        for one in found:
            for text in (one.what, one.why, one.fix):
                assert text.zh
                assert text.en
        return [one.code for one in found]

    def shape(self) -> Any:
        """What is known of the value without data."""
        return self.method.shape(self.params, self.full)

    def __call__(self, scene: Scene | None = None, **data: Any) -> Value:
        """The raw marks for these facts."""
        facts = {name: None if value is None else number(value) for name, value in data.items()}
        return evaluate(self.method.build(self, self.params), Rows(facts, scene or Scene()))

    def clamped(self, scene: Scene | None = None, **data: Any) -> Value:
        """The marks within the floor and cap a leaf has when it declares none."""
        marks = self(scene, **data)
        method = self.method
        low, high = method.limits(self.params) if method.limits else (method.floor, method.cap)
        if marks is None:
            return None
        marks = max(marks, Fraction(0)) if low == "zero" else marks
        return min(marks, self.full) if high == "full" else marks


class Rows:
    """Answers what a term asks."""

    def __init__(self, facts: Mapping[str, Value], scene: Scene) -> None:
        self.facts, self.scene = facts, scene

    def __call__(self, term: Term) -> Value:
        """The value of a leaf of the term."""
        answers = {
            Fact: lambda t: self.facts[t.name],
            GroupStat: self.group,
            Standing: self.place,
            Earlier: self.earlier,
            EventMarks: self.events,
            RatingStat: self.ballots,
            LinkStat: self.links,
            LinkCount: lambda _: Fraction(len(self.scene.linked)),
            Days: self.days,
            PeriodDay: lambda t: Fraction(self.scene.year_day + 31 * t.month + t.day + 366 * t.year_offset),
        }
        return answers[type(term)](term)

    def pool(self, term: Term) -> list[Fraction]:
        """The values of everybody in the pool who has one."""
        everybody = [self.facts, *({**self.facts, **peer} for peer in self.scene.peers)]
        found = [evaluate(term, Rows(one, replace(self.scene, peers=[]))) for one in everybody]
        return [one for one in found if one is not None]

    def group(self, term: GroupStat) -> Value:
        """Statistics; of nobody only the count is known."""
        values = self.pool(term.term)
        if term.stat == "count":
            return Fraction(len(values))
        if not values:
            return None
        if term.stat == "sum_squares":
            return sum((one * one for one in values), Fraction(0))
        return {"max": max, "min": min, "sum": lambda some: sum(some, Fraction(0))}[term.stat](values)

    def place(self, term: Standing) -> Value:
        """The place by counting who is better."""
        mine = evaluate(term.term, Rows(self.facts, replace(self.scene, peers=[])))
        if mine is None:
            return None
        values = self.pool(term.term)
        better = [one for one in values if (one > mine if term.order == "high" else one < mine)]
        best, ties = len(better) + 1, values.count(mine)
        places = {
            "best": Fraction(best),
            "worst": Fraction(best + ties - 1),
            "dense": Fraction(len(set(better)) + 1),
        }
        return places.get(term.ties, best + Fraction(ties - 1, 2))

    def earlier(self, term: Earlier) -> Value:
        """The same term on the facts of an earlier year."""
        past = self.scene.past
        return evaluate(term.term, Rows(past[term.steps - 1], Scene())) if len(past) >= term.steps else None

    def events(self, term: EventMarks) -> Value:
        """Σ of the first matching rule; quantities and the other treatments are the engine's own tests."""
        total = Fraction(0)
        for kind, *rest in self.scene.events:
            severity, finder, quantity = (*rest, "", "", "1")[:3]
            have = {"kind": kind, "severity": severity, "finder": finder}
            for rule in term.rules:
                if all(getattr(rule, name) in {None, value} for name, value in have.items()):
                    total += rule.marks * (number(quantity) if term.per == "quantity" else 1)
                    break
        return total * term.share

    def ballots(self, term: RatingStat) -> Value:
        """Sum and count after trimming; the issued as told."""
        kept = sorted(number(one) for one in self.scene.ballots.get(term.group, []))
        if term.stat == "issued":
            return Fraction(self.scene.issued.get(term.group, len(kept)))
        if len(kept) >= term.trim_from:
            ends = int(len(kept) * term.trim_share)
            kept = kept[ends + term.trim_low : len(kept) - ends - term.trim_high]
        if term.stat == "count":
            return Fraction(len(kept))
        return sum(kept, Fraction(0)) if kept else None

    def links(self, term: LinkStat) -> Value:
        """Statistics of the linked results that are there."""
        values = [one for one in self.scene.linked if one is not None]
        if term.stat == "count":
            return Fraction(len(values))
        if not values or (term.stat == "one" and len(values) != 1):
            return None
        whole = sum(values, Fraction(0))
        return {
            "sum": whole,
            "mean": whole * Fraction(1, len(values)),
            "min": min(values),
            "max": max(values),
            "one": values[0],
        }[term.stat]

    def days(self, term: Days) -> Value:
        """Calendar days; five sevenths of them are working days on this stage."""
        start, end = evaluate(term.start, self), evaluate(term.end, self)
        if start is None or end is None:
            return None
        return (end - start) * Fraction(5, 7) if term.working else end - start


def null_test(play: Play, scene: Scene | None = None, **data: Any) -> None:
    """With every input there is a score; with any one missing there is none: not zero, not full."""
    assert play(scene, **data) is not None
    for name in data:
        assert play(scene, **{**data, name: None}) is None, name
