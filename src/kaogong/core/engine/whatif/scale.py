"""Two results of one sheet on one scale: stored totals of two runs may be counted in different units."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from kaogong.core.engine.whatif.sides import Result, Sides


@dataclass(frozen=True, slots=True)
class Scale:
    """What stored totals before and after are multiplied by to be counted in `unit`; and what their grade codes say."""

    left: int
    right: int
    unit: Fraction
    before: tuple[str, ...]
    after: tuple[str, ...]

    @classmethod
    def of(cls, ours: Sides, theirs: Sides, sheet: str) -> Scale:
        """The scale of a sheet; a sheet that is not on both sides has its own."""
        own = theirs.sheets.get(sheet) or ours.sheets[sheet]
        other = ours.sheets.get(sheet) or own
        under = lcm(own.unit.denominator, other.unit.denominator)
        grades = (tuple(other.grades), tuple(own.grades))
        return cls(int(other.unit * under), int(own.unit * under), Fraction(1, under), *grades)

    @property
    def alike(self) -> bool:
        """Equal whole numbers mean equal results."""
        return self.left == self.right and self.before == self.after

    def apart(self, then: Result | None, now: Result | None) -> int | None:
        """How far two totals are apart, in `unit`; None when only one of them is there."""
        before, after = then[0] if then else None, now[0] if now else None
        if before is None or after is None:
            return 0 if before is after else None
        return abs(after * self.right - before * self.left)

    def grade(self, result: Result | None, *, after: bool = False) -> str | None:
        """The grade of a result."""
        if result is None or result[2] is None:
            return None
        return (self.after if after else self.before)[result[2] - 1]
