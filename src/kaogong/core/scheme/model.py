"""A rulebook after loading: checked, settings and readings resolved, every formula parsed. Plain data; no behaviour."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from kaogong.core.methods.terms import RoundMode
from kaogong.core.problem import NOWHERE, Place, Text
from kaogong.core.scheme.formula import Formula

Every = Literal["month", "quarter", "half", "year"]
EVERY: tuple[Every, ...] = ("month", "quarter", "half", "year")
"""Periods from short to long."""
Missing = Literal["refuse", "exclude", "rescale", "peer_mean", "zero", "full"]
FactType = Literal["integer", "decimal", "boolean", "date", "choice", "text"]
Combine = Literal["sum", "weighted", "start", "product", "formula"]
Role = Literal["score", "bonus", "deduction"]


@dataclass(frozen=True, slots=True)
class Rounding:
    """Places and mode of a declared rounding."""

    places: int
    mode: RoundMode = "half_up"


@dataclass(frozen=True, slots=True)
class Basis:
    """A legal source."""

    id: str
    name: Text
    issuer: Text | None = None
    date: date | None = None
    document: str = ""
    url: str = ""
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a legal source: `measure 附一-1`."""

    source: str
    locus: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """A number (or text) the paper leaves open. `value` is a Fraction where it is a number, else plain data."""

    id: str
    value: Any
    origin: Literal["source", "proposed", "assumed", "inferred"]
    clause: str = ""
    confirmed: bool = False
    note: Text | None = None
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Reading:
    """An ambiguity of the paper and the reading chosen."""

    id: str
    question: Text
    options: Mapping[str, Text]
    chosen: str
    clause: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Class:
    """A class of subjects."""

    id: str
    name: Text
    kind: str
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Attribute:
    """A further column of the subject table."""

    id: str
    name: Text
    type: FactType
    places: int = 0
    options: tuple[str, ...] = ()
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Link:
    """A kind of relation between two subjects."""

    id: str
    name: Text
    from_kind: str
    to_kind: str
    kind: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Fact:
    """A declared fact."""

    id: str
    name: Text
    type: FactType
    every: Every
    places: int = 0
    unit: str = ""
    over: Literal["", "sum", "mean", "last", "max", "min"] = ""
    direction: Literal["higher", "lower", "none"] = "none"
    authority: tuple[str, ...] = ()
    missing: Missing = "refuse"
    low: Fraction | None = None
    high: Fraction | None = None
    options: tuple[str, ...] = ()
    note: Text | None = None
    place: Place = NOWHERE
    written: frozenset[str] = frozenset()
    """The keys the author wrote (for the linter: a policy left out is not a policy chosen)."""


@dataclass(frozen=True, slots=True)
class Derived:
    """A named formula. `zero_denominator` None: missing."""

    id: str
    name: Text
    formula: Formula
    zero_denominator: Fraction | None = None
    unit: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger of events."""

    id: str
    name: Text
    kinds: Mapping[str, Text]
    severities: Mapping[str, Text] = field(default_factory=dict)
    finders: Mapping[str, Text] = field(default_factory=dict)
    authority: tuple[str, ...] = ()
    details: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """What a row must say besides: id → {name: Text, options: (…), for: (kinds it is required for)}; not read by scoring."""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Ratings:
    """A rating sheet: who rates, and with what."""

    id: str
    name: Text
    groups: Mapping[str, Text]
    options: Mapping[str, Fraction] = field(default_factory=dict)
    low: Fraction | None = None
    high: Fraction | None = None
    places: int = 2
    questions: Mapping[str, Text] = field(default_factory=dict)
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Rollup:
    """How an item with a shorter period is read by its parent."""

    by: Literal["mean", "sum", "last", "best", "weights", "max", "min"]
    best: int = 0
    weights: tuple[Fraction, ...] = ()
    missing: Literal["refuse", "exclude"] = "refuse"


@dataclass(frozen=True, slots=True)
class Item:
    """A heading (has `items`) or a leaf (has `method`). The root of a sheet is an item too."""

    id: str
    name: Text
    full: Fraction | None = None
    weight: Fraction | None = None
    role: Role = "score"
    basis: Citation | None = None
    clause: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    every: Every = "year"
    rollup: Rollup | None = None
    applies: Formula | None = None
    applies_classes: tuple[str, ...] = ()
    not_applicable: Literal["", "rescale", "full", "peer_mean", "exclude"] = ""
    missing: Missing | None = None
    only_if: Formula | None = None
    otherwise: Fraction = Fraction(0)
    times: Formula | None = None
    rescale: tuple[Fraction, Fraction] | None = None
    floor: Fraction | None = None
    cap: Fraction | None = None
    limits_written: frozenset[str] = frozenset()
    """Which of `floor`, `cap` the author wrote; for leaves the loader has already filled the method's defaults in."""
    round: Rounding | None = None
    method: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    combine: Combine = "sum"
    start: Fraction | None = None
    formula: Formula | None = None
    items: tuple[Item, ...] = ()
    expands: Mapping[str, int] = field(default_factory=dict)
    milestones: tuple[str, ...] = ()
    reason: Text | None = None
    measure: Mapping[str, Any] = field(default_factory=dict)
    """Free description of how it is measured (`target`, `baseline`, `source`, `standard`, `due`), used by structure checks."""
    written: frozenset[str] = frozenset()
    place: Place = NOWHERE

    def walk(self) -> Iterator[Item]:
        """This item and all below, parents first."""
        yield self
        for child in self.items:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One appraisal sheet: whom it is for, and its root item (`root.id` is the sheet's id)."""

    id: str
    kind: str
    classes: tuple[str, ...]
    group: str
    root: Item
    carry_share: Fraction | None = None
    carry_of: Formula | None = None
    removed: tuple[tuple[str, Text], ...] = ()
    place: Place = NOWHERE

    @property
    def every(self) -> Every:
        """The period of the sheet's total."""
        return self.root.every


@dataclass(frozen=True, slots=True)
class Veto:
    """A veto with one distinct effect."""

    id: str
    name: Text
    when: Formula
    effect: Literal["item_zero", "total_zero", "score_ceiling", "grade_ceiling", "award_bar", "rank_last"]
    item: str = ""
    at: Fraction | str | None = None
    sheets: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    scoped: bool = False
    lasts: Literal["period", "year"] = "period"
    years: int = 0
    basis: Citation | None = None
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Rung:
    """One row of a grade ladder."""

    grade: str
    floor: Fraction | None = None
    share: Fraction | None = None
    places: int | None = None
    at_least: int = 0
    bottom: bool = False
    where: Formula | None = None
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Uplift:
    """More (or fewer) places for some pools."""

    when: Formula
    by: Fraction
    reading: Literal["relative", "points"] = "relative"


@dataclass(frozen=True, slots=True)
class Ceiling:
    """A share of a grade that all pools together may not pass."""

    grade: str
    share: Fraction
    within: str = "all"


@dataclass(frozen=True, slots=True)
class GradeScheme:
    """How grades are given on one sheet's total."""

    id: str
    sheet: str
    ladder: tuple[Rung, ...]
    within: str = "class"
    pool_link: str = ""
    rounding: RoundMode = "half_up"
    ties: Literal["include", "exclude", "chain"] = "chain"
    count: Literal["all", "eligible"] = "all"
    order: tuple[Formula, ...] = ()
    """Tie chain after the total, best first; a leading `-` in the text means lower is better (the parser keeps `neg`)."""
    uplift: Uplift | None = None
    ceiling: Ceiling | None = None
    basis: Citation | None = None
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Ranking:
    """A league table."""

    id: str
    sheet: str
    within: str = "class"
    order: tuple[Formula, ...] = ()
    ties: Literal["shared", "dense", "listed"] = "shared"
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows when a condition is met."""

    id: str
    when: Formula
    sheet: str
    yields: Mapping[str, Any]
    money: Formula | None = None
    carry: Mapping[str, Any] = field(default_factory=dict)
    basis: Citation | None = None
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Reward:
    """A pool of money shared out, exact to the cent."""

    id: str
    sheet: str
    pool: Formula
    share_by: Formula
    within: str = "all"
    where: Formula | None = None
    remainder: Literal["largest", "first", "keep"] = "largest"
    basis: Citation | None = None
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The whole rulebook.

    `canonical` is the merged text that its hashes name; `places` maps a path such as `sheets.unit.items.cards` to its
    place in the file.
    """

    id: str
    title: Text
    edition: str
    effective_from: date | None
    effective_to: date | None
    issuer: Text | None = None
    document: str = ""
    basis: Mapping[str, Basis] = field(default_factory=dict)
    settings: Mapping[str, Setting] = field(default_factory=dict)
    readings: Mapping[str, Reading] = field(default_factory=dict)
    kinds: Mapping[str, Text] = field(default_factory=dict)
    classes: Mapping[str, Class] = field(default_factory=dict)
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    links: Mapping[str, Link] = field(default_factory=dict)
    facts: Mapping[str, Fact] = field(default_factory=dict)
    derived: Mapping[str, Derived] = field(default_factory=dict)
    events: Mapping[str, Ledger] = field(default_factory=dict)
    ratings: Mapping[str, Ratings] = field(default_factory=dict)
    sheets: Mapping[str, Sheet] = field(default_factory=dict)
    publish: Rounding = Rounding(2)
    vetoes: tuple[Veto, ...] = ()
    grades: tuple[GradeScheme, ...] = ()
    ranks: tuple[Ranking, ...] = ()
    consequences: tuple[Consequence, ...] = ()
    rewards: tuple[Reward, ...] = ()
    procedure: Mapping[str, Any] = field(default_factory=dict)
    structure: tuple[Mapping[str, Any], ...] = ()
    canonical: str = ""
    places: Mapping[str, Place] = field(default_factory=dict)
    folder: str = ""

    def item(self, sheet: str, item: str) -> Item:
        """The item of a sheet by id; KeyError when there is none."""
        for one in self.sheets[sheet].root.walk():
            if one.id == item:
                return one
        raise KeyError(f"{sheet}.{item}")
