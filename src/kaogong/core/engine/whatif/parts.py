"""What a trial answers: plain data, for text and JSON."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from kaogong.core.problem import Text


@dataclass(frozen=True, slots=True)
class Side:
    """A subject's result under one of the two."""

    sheet: str
    total: Fraction | None
    rank: int | None
    grade: str | None


@dataclass(frozen=True, slots=True)
class ItemMove:
    """An item that is worth something else, exactly. None: it has no value, or does not exist there."""

    id: str
    name: Text
    before: Fraction | None
    after: Fraction | None


@dataclass(frozen=True, slots=True)
class Mover:
    """A subject whose score, place or grade differs. A side of None: it has no result there."""

    subject: str
    name: str
    period: str
    before: Side | None
    after: Side | None
    items: tuple[ItemMove, ...] = ()
    """Items that differ, the greatest difference first; only for the subjects that are shown."""

    @property
    def scored(self) -> bool:
        """The score differs."""
        return _of(self.before, "total") != _of(self.after, "total")

    @property
    def ranked(self) -> bool:
        """The place differs."""
        return _of(self.before, "rank") != _of(self.after, "rank")

    @property
    def graded(self) -> bool:
        """The grade differs."""
        return _of(self.before, "grade") != _of(self.after, "grade")


def _of(side: Side | None, name: str) -> object:
    return None if side is None else getattr(side, name)


@dataclass(frozen=True, slots=True)
class Attribution:
    """One changed rule put back alone, everything else as in the new edition: how much of the movement goes away.

    `scores`, `ranks`, `grades`: subjects that differ from the new edition when it is put back – those it moves.
    `marks`: the sum of the marks it moves, up and down alike. None: it cannot be put back alone.
    """

    path: str
    name: Text
    clause: str
    scores: int | None
    ranks: int | None
    grades: int | None
    marks: Fraction | None


@dataclass(frozen=True, slots=True)
class Correlation:
    """How alike the order of totals is before and after. Counts are exact; the coefficients are estimates (4 places).

    `concordant`, `discordant`: pairs in the same and in the opposite order; `tied_before`, `tied_after`: pairs of equals.
    """

    sheet: str
    period: str
    subjects: int
    concordant: int
    discordant: int
    tied_before: int
    tied_after: int
    tau_b: Fraction | None
    rho: Fraction | None


@dataclass(frozen=True, slots=True)
class RankRange:
    """Between which places a subject stands when weights move a little."""

    subject: str
    rank: int
    best: int
    worst: int


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Places under the new edition when the weight of each top item is a little greater or smaller, the others rescaled.

    `items`: for each top item, how many places change in one direction or the other.
    """

    sheet: str
    period: str
    change: Fraction
    ranges: tuple[RankRange, ...]
    items: tuple[tuple[str, Text, int], ...]

    @property
    def firm(self) -> int:
        """How many places do not depend on it."""
        return sum(1 for one in self.ranges if one.best == one.worst)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The whole answer."""

    before: str
    after: str
    subjects: int
    """Results that were compared (subject and period)."""
    scores: int
    ranks: int
    grades: int
    movers: tuple[Mover, ...]
    items: tuple[tuple[str, Text, int, Fraction], ...]
    """Items that are worth something else: sheet.item, name, for how many, and the sum of the differences."""
    attributions: tuple[Attribution, ...]
    correlations: tuple[Correlation, ...]
    sensitivities: tuple[Sensitivity, ...]
    notes: tuple[Text, ...]
