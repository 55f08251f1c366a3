"""Periods: months, quarters, halves and years, as numbers that can be counted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from kaogong.core.scheme.model import Every

MONTHS: dict[Every, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_YEAR = re.compile(r"([1-9]\d{3})年?")
_MONTH = re.compile(r"([1-9]\d{3})(?:-|年)(\d{1,2})月?")
_QUARTER = re.compile(r"([1-9]\d{3})(?:-?Q([1-4])|年第?([1-4一二三四])季度)")
_HALF = re.compile(r"([1-9]\d{3})(?:-?H([12])|年(上|下)半年)")
_ORDINAL = {"一": 1, "二": 2, "三": 3, "四": 4}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A period by its length and number (month = year × 12 + month − 1, and so for the others)."""

    every: Every
    number: int

    @classmethod
    def parse(cls, text: str) -> Period:
        """The period a text names: `2026`, `2026-H1`, `2026-Q3`, `2026-09`, or the Chinese forms.

        Raises:
            ValueError: it names none.
        """
        plain = text.strip()
        if found := _YEAR.fullmatch(plain):
            return cls("year", int(found[1]))
        if found := _QUARTER.fullmatch(plain):
            ordinal = found[2] or found[3]
            return cls("quarter", int(found[1]) * 4 + (_ORDINAL.get(ordinal) or int(ordinal)) - 1)
        if found := _HALF.fullmatch(plain):
            second = found[2] == "2" or found[3] == "下"
            return cls("half", int(found[1]) * 2 + second)
        if (found := _MONTH.fullmatch(plain)) and 1 <= int(found[2]) <= 12:
            return cls("month", int(found[1]) * 12 + int(found[2]) - 1)
        raise ValueError(text)

    @property
    def months(self) -> range:
        """Numbers of its months."""
        size = MONTHS[self.every]
        return range(self.number * size, (self.number + 1) * size)

    @property
    def year(self) -> int:
        """The year it lies in."""
        return self.widen("year").number

    @property
    def first(self) -> date:
        """Its first day."""
        year, month = divmod(self.months[0], 12)
        return date(year, month + 1, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        year, month = divmod(self.months[-1] + 1, 12)
        return date(year, month + 1, 1) - timedelta(days=1)

    def widen(self, every: Every) -> Period:
        """The period of this length that holds its first month."""
        return Period(every, divmod(self.months[0], MONTHS[every])[0])

    def split(self, every: Every) -> list[Period]:
        """The periods of a shorter length in it."""
        first = Period("month", self.months[0]).widen(every).number
        last = Period("month", self.months[-1]).widen(every).number
        return [Period(every, number) for number in range(first, last + 1)]

    def __str__(self) -> str:
        """`2026`, `2026-H1`, `2026-Q3`, `2026-09`."""
        if self.every == "year":
            return str(self.number)
        year, part = divmod(self.number, 12 // MONTHS[self.every])
        ordinal = {"half": f"H{part + 1}", "quarter": f"Q{part + 1}", "month": f"{part + 1:02}"}[self.every]
        return f"{year}-{ordinal}"
