"""What an explanation consists of: plain data, the same for text, JSON and pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from kaogong.core.engine.explain.ledger import EventSum
from kaogong.core.engine.explain.sentence import Sentence
from kaogong.core.problem import Text
from kaogong.core.scheme.model import Role

Status = Literal["scored", "missing", "left_out", "stand_in", "not_applicable", "withheld"]
"""scored: by its method · missing: no value · left_out: not counted, nor its full marks · stand_in: what the policy for
missing values gives · not_applicable: what the rulebook gives where it does not apply."""


@dataclass(frozen=True, slots=True)
class Source:
    """A place in a legal source, in words."""

    name: Text
    locus: str = ""
    document: str = ""
    issuer: Text | None = None
    dated: date | None = None


@dataclass(frozen=True, slots=True)
class Input:
    """One fact as it was read. `shown` is its value in words; None when it is missing (暂缺)."""

    id: str
    name: Text
    period: str
    value: Fraction | None
    shown: Text | None
    unit: str = ""
    supplier: str = ""
    approved_by: str = ""
    approved_on: str = ""
    evidence: str = ""
    evidence_hash: str = ""
    reason: str = ""
    source: str = ""
    authority: tuple[str, ...] = ()

    @property
    def proven(self) -> bool:
        """Some evidence is named."""
        return bool(self.evidence or self.evidence_hash)


@dataclass(frozen=True, slots=True)
class GroupBallots:
    """Ballots of one rater group: counts and mean only. A group under three valid ballots shows neither."""

    group: Text
    hidden: bool
    issued: int | None = None
    valid: int | None = None
    counted: int | None = None
    mean: Fraction | None = None


@dataclass(frozen=True, slots=True)
class PoolStat:
    """A statistic over a pool: what is compared, where, among how many, and the value."""

    name: Text
    pool: Text
    size: int
    value: Fraction | None


@dataclass(frozen=True, slots=True)
class LinkedValue:
    """The value read from a linked subject."""

    link: Text
    subject: str
    name: str
    item: Text
    value: Fraction | None
    share: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Part:
    """One item for one period: what it is worth and why."""

    id: str
    name: Text
    role: Role
    period: str
    method: str
    method_title: Text | None
    value: Fraction | None
    full: Fraction | None
    weight: Fraction | None
    status: Status
    why: Text | None = None
    clause: str = ""
    source: Source | None = None
    sentence: Sentence | None = None
    notes: tuple[Text, ...] = ()
    inputs: tuple[Input, ...] = ()
    events: tuple[EventSum, ...] = ()
    ballots: tuple[GroupBallots, ...] = ()
    pools: tuple[PoolStat, ...] = ()
    links: tuple[LinkedValue, ...] = ()
    parts: tuple[Part, ...] = ()
    periods: tuple[Part, ...] = ()
    """The same item in each shorter period, where it is rolled up."""

    @property
    def loss(self) -> Fraction | None:
        """Marks lost: full marks less the value; of a deduction, what it takes."""
        if self.value is None:
            return None
        if self.role == "deduction":
            return -self.value
        return None if self.full is None or self.role == "bonus" else self.full - self.value

    @property
    def leaf(self) -> bool:
        """Scored by a method."""
        return bool(self.method)


@dataclass(frozen=True, slots=True)
class Struck:
    """A veto that strikes."""

    id: str
    name: Text
    effect: Text
    condition: Text
    source: Source | None


@dataclass(frozen=True, slots=True)
class Tie:
    """One link of the tie chain and the subject's value in it."""

    name: Text
    value: Fraction | None


@dataclass(frozen=True, slots=True)
class Place:
    """The place in a league table."""

    id: str
    period: str
    rank: int | None
    pool: Text
    size: int
    same: int
    """Others with the same place."""
    chain: tuple[Tie, ...]


@dataclass(frozen=True, slots=True)
class Rung:
    """One row of the ladder, and why it was or was not reached."""

    grade: str
    given: bool
    why: Text


@dataclass(frozen=True, slots=True)
class Quota:
    """The places of a grade in a pool. `places`: None where there is no limit."""

    grade: str
    places: int | None
    given: int
    least: Fraction | None
    """The lowest total that has the grade."""
    working: Text
    bottom: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A grade closed to a subject, and why."""

    grade: str
    why: Text


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade and the ladder it was given on."""

    id: str
    period: str
    grade: str | None
    pool: Text
    size: int
    rungs: tuple[Rung, ...]
    source: Source | None


@dataclass(frozen=True, slots=True)
class Following:
    """A consequence or a reward."""

    id: str
    what: Text
    condition: Text
    source: Source | None
    document: str = ""
    executor: str = ""
    within: Text | None = None
    money: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything about one subject's result in one period."""

    subject: str
    name: str
    class_name: Text | None
    sheet: Text
    period: str
    total: Fraction | None
    published: Sentence | None
    root: Part
    vetoes: tuple[Struck, ...] = ()
    places: tuple[Place, ...] = ()
    grades: tuple[Grade, ...] = ()
    award: bool = True
    following: tuple[Following, ...] = ()
    rulebook: Text = field(default_factory=lambda: Text("", ""))
    edition: str = ""
    document: str = ""
    marks: dict[str, str] = field(default_factory=dict)
    """Hashes that name the run: rulebook, facts, result."""
