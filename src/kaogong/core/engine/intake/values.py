"""What one cell may say. Every kind of cell has a spec; a spec turns a text into a value or into a fault.

These parsers are the only definition of what a text means. Bulk readers take a short cut in SQL for
texts in plain form (`lower.py`) and bring every other text here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

from kaogong.core.problem import Text
from kaogong.core.scheme.model import Every

EPOCH = date(1970, 1, 1)
EXCEL_EPOCH = date(1899, 12, 30)
INT64 = 2**63 - 1
SERIALS = (20000, 80000)
"""Whole numbers read as Excel day serials (1954 to 2119) where a date is expected."""
PERCENT_UNITS = frozenset({"%", "％", "百分比", "percent"})
YES = frozenset({"是", "有", "对", "√", "✓", "✔", "true", "yes", "y", "t", "1"})
NO = frozenset({"否", "无", "没有", "错", "×", "✗", "✘", "x", "false", "no", "n", "f", "0"})
NOT_NUMBERS = frozenset({"nan", "inf", "infinity", "-inf", "+inf", "-infinity", "+infinity", "-nan", "+nan", "∞", "-∞"})
EVERY_NAMES: Mapping[Every, Text] = {
    "month": Text("月", "a month"),
    "quarter": Text("季度", "a quarter"),
    "half": Text("半年", "a half-year"),
    "year": Text("年", "a year"),
}
EVERY_EXAMPLES: Mapping[Every, str] = {
    "month": "2026-09",
    "quarter": "2026-Q3",
    "half": "2026-H2",
    "year": "2026",
}

_WIDE = {ord("\u3000"): " ", ord("−"): "-", ord("–"): "-", ord("\u00a0"): " "}
_WIDE.update({code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)})
_NUMBER = re.compile(r"[+-]?(\d{1,40}(\.\d{0,40})?|\.\d{1,40})([eE][+-]?\d{1,3})?", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?", re.ASCII)
_SHARE = re.compile(r"(\d{1,9}) ?/ ?(\d{1,9})", re.ASCII)
_DAY = re.compile(
    r"([1-9]\d{3}) ?(?:([-/.年]) ?(\d{1,2}) ?[-/.月] ?(\d{1,2}) ?日?|(\d{2})(\d{2}))"
    r"(?:[T ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?",
    re.ASCII,
)
_MONTH = re.compile(r"([1-9]\d{3}) ?(?:[-/.年] ?(\d{1,2}) ?月?|(\d{2}))", re.ASCII)
_FIRST = re.compile(r"([1-9]\d{3})[-/.年](\d{1,2})[-/.月]0?1日?(?:[T ]0{1,2}:00(?::00(?:\.0+)?)?)?", re.ASCII)
_QUARTER = re.compile(r"([1-9]\d{3}) ?[-年]? ?(?:Q ?([1-4])|第?([1-4一二三四]) ?(?:季度|季))", re.ASCII)
_HALF = re.compile(r"([1-9]\d{3}) ?[-年]? ?(H[12]|上半年|下半年)", re.ASCII)
_YEAR = re.compile(r"([1-9]\d{3}) ?年?(?:度)?", re.ASCII)
_ORDINALS = {"一": 1, "二": 2, "三": 3, "四": 4}


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that cannot be taken: the code of the complaint and the words for its message."""

    code: str
    words: Mapping[str, Any] = field(default_factory=dict)


Value = int | str | None | Fault


def clean(text: str) -> str:
    """The text without surrounding blanks and with full-width letters, digits and signs made narrow."""
    return text.translate(_WIDE).strip()


@dataclass(frozen=True, slots=True)
class Word:
    """Free text: a name, a number of a document, an id."""

    def parse(self, text: str) -> Value:
        """The text without surrounding blanks; empty is missing."""
        return text.strip(" \t\r\n\u3000\ufeff") or None


VALUE = Text("取值", "value")


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of the declared words. `words`: every accepted word (id, Chinese, English) and what is stored."""

    words: tuple[tuple[str, str], ...]
    code: str = "K534"
    what: Text = VALUE

    def parse(self, text: str) -> Value:
        """The stored word, or a fault that suggests the nearest."""
        plain = text.strip(" \t\r\n\u3000\ufeff")
        if not plain:
            return None
        known = dict(self.words)
        found = known.get(plain, known.get(clean(plain)))
        if found is not None:
            return found
        words = {"text": plain, "what": self.what, "known": "、".join(dict.fromkeys(known.values()))}
        return Fault(self.code, {**words, "near": nearest(plain, known) or words["known"]})


@dataclass(frozen=True, slots=True)
class Number:
    """A decimal kept as an integer scaled by 10^places. `low`, `high`, `step` are scaled too."""

    places: int
    low: int | None = None
    high: int | None = None
    unit: str = ""
    step: int | None = None
    share: bool = False
    """A share may be written `1/2`."""

    def parse(self, text: str) -> Value:
        """The scaled integer, or a fault: not a number, too many places, out of range."""
        plain = clean(text)
        if not plain:
            return None
        value = self._exact(plain, text)
        if isinstance(value, Fault):
            return value
        scaled = value * 10**self.places
        if scaled.denominator != 1:
            return Fault("K521", {"text": text.strip(), "places": self.places})
        return self._within(scaled.numerator, text.strip())

    def _exact(self, plain: str, text: str) -> Fraction | Fault:
        """The number a text says, exactly."""
        if plain.lower() in NOT_NUMBERS:
            return Fault("K523", {"text": plain})
        if self.share and (parts := _SHARE.fullmatch(plain)) and int(parts[2]):
            return Fraction(int(parts[1]), int(parts[2]))
        percent = plain.endswith("%")
        if percent:
            plain = plain[:-1].rstrip()
        if "," in plain:
            if not _THOUSANDS.fullmatch(plain):
                return Fault("K525", {"text": text.strip()})
            plain = plain.replace(",", "")
        if not _NUMBER.fullmatch(plain):
            return Fault("K520", {"text": text.strip()})
        value = Fraction(plain)
        if not percent or self.unit in PERCENT_UNITS:
            return value
        return Fault("K524", {"text": text.strip(), "unit": self.unit}) if self.unit else value * Fraction(1, 100)

    def _within(self, scaled: int, text: str) -> int | Fault:
        """The scaled value, or a fault when it lies outside the declared range or off the declared steps."""
        if abs(scaled) > INT64:
            return Fault("K531", {"text": text})
        if (self.low is not None and scaled < self.low) or (self.high is not None and scaled > self.high):
            return Fault("K522", {"text": text, "low": self._say(self.low), "high": self._say(self.high)})
        if self.step is not None and Fraction(scaled - (self.low or 0), self.step).denominator != 1:
            return Fault("K532", {"text": text, "step": self._say(self.step), "low": self._say(self.low or 0)})
        return scaled

    def _say(self, scaled: int | None) -> str:
        """A scaled limit as a person writes it; an absent one as a dash."""
        return "—" if scaled is None else decimal_text(scaled, self.places)


@dataclass(frozen=True, slots=True)
class Day:
    """A date, kept as days since 1970-01-01."""

    low: int | None = None
    high: int | None = None
    early: str = "K522"
    late: str = "K522"

    def parse(self, text: str) -> Value:
        """The date number, or a fault. Excel day serials of the 1900 system are read as dates."""
        plain = clean(text)
        if not plain:
            return None
        number = day_number(plain)
        if number is None:
            return Fault("K526", {"text": text.strip()})
        words = {"text": day_text(number), "low": _day_or_dash(self.low), "high": _day_or_dash(self.high)}
        if self.low is not None and number < self.low:
            return Fault(self.early, words)
        if self.high is not None and number > self.high:
            return Fault(self.late, words)
        return number


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no, kept as 1 or 0."""

    def parse(self, text: str) -> Value:
        """1, 0, or a fault."""
        plain = clean(text).lower()
        if not plain:
            return None
        if plain in YES or plain in NO:
            return int(plain in YES)
        return Fault("K527", {"text": text.strip()})


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the declared options, kept as its place (1 = first)."""

    options: tuple[str, ...]

    def parse(self, text: str) -> Value:
        """The option's place, or a fault. The option itself must be written, never its place."""
        plain = text.strip(" \t\r\n\u3000\ufeff")
        if not plain:
            return None
        for word in (plain, clean(plain)):
            if word in self.options:
                return self.options.index(word) + 1
        known = {one: one for one in self.options}
        return Fault("K528", {"text": plain, "options": "、".join(self.options), "near": nearest(plain, known)})


@dataclass(frozen=True, slots=True)
class Points:
    """A rating written as a declared option and kept as its points (scaled)."""

    options: tuple[tuple[str, int], ...]

    def parse(self, text: str) -> Value:
        """The option's points, or a fault."""
        plain = text.strip(" \t\r\n\u3000\ufeff")
        if not plain:
            return None
        known = dict(self.options)
        if plain in known:
            return known[plain]
        options = "、".join(known)
        return Fault("K528", {"text": plain, "options": options, "near": nearest(plain, {one: one for one in known})})


@dataclass(frozen=True, slots=True)
class Period:
    """A period of a given length, kept as its number (month = year × 12 + month - 1, and so on)."""

    every: Every

    def parse(self, text: str) -> Value:
        """The period's number, or a fault when it is no period or one of another length."""
        plain = clean(text)
        if not plain:
            return None
        found = read_period(plain)
        words = {"text": text.strip(), "want": EVERY_NAMES[self.every], "example": EVERY_EXAMPLES[self.every]}
        if found is None:
            return Fault("K529", words)
        every, number = found
        return number if every == self.every else Fault("K530", {**words, "is": EVERY_NAMES[every]})


@dataclass(frozen=True, slots=True)
class LastMonth:
    """A date or a period of any length, kept as the number of its last month."""

    def parse(self, text: str) -> Value:
        """The number of the (last) month, or a fault."""
        plain = clean(text)
        if not plain:
            return None
        found = read_period(plain)
        if found is None:
            number = day_number(plain)
            if number is None:
                return Fault("K529", {"text": text.strip(), "want": EVERY_NAMES["month"], "example": "2026-09"})
            day = EPOCH + timedelta(days=number)
            return day.year * 12 + day.month - 1
        every, number = found
        months = {"month": 1, "quarter": 3, "half": 6, "year": 12}[every]
        return number * months + months - 1


Spec = Word | OneOf | Number | Day | Flag | Choice | Points | Period | LastMonth


@dataclass(frozen=True, slots=True)
class Switch:
    """A cell whose spec depends on another cell of the row, e.g. a value on its fact."""

    by: str
    specs: Mapping[str, Spec]


def read_period(text: str) -> tuple[Every, int] | None:
    """Length and number of the period a cleaned text names; None when it names none."""
    plain = text.upper()
    if found := _YEAR.fullmatch(plain):
        return "year", int(found[1])
    if found := _FIRST.fullmatch(plain):
        return _month(int(found[1]), int(found[2]))
    if found := _MONTH.fullmatch(plain):
        return _month(int(found[1]), int(found[2] or found[3]))
    if found := _HALF.fullmatch(plain):
        return "half", int(found[1]) * 2 + (found[2] in {"H2", "下半年"})
    if found := _QUARTER.fullmatch(plain):
        ordinal = found[2] or found[3]
        return "quarter", int(found[1]) * 4 + (_ORDINALS.get(ordinal) or int(ordinal)) - 1
    return None


def _month(year: int, month: int) -> tuple[Every, int] | None:
    """A month, if there is one of that number."""
    return ("month", year * 12 + month - 1) if 1 <= month <= 12 else None


def day_number(text: str) -> int | None:
    """Days since 1970-01-01 of a cleaned text; None when it is no date."""
    if text.isascii() and text.isdigit() and len(text) == 5:
        serial = int(text)
        return (EXCEL_EPOCH - EPOCH).days + serial if SERIALS[0] <= serial <= SERIALS[1] else None
    found = _DAY.fullmatch(text)
    if not found:
        return None
    try:
        day = date(int(found[1]), int(found[3] or found[5]), int(found[4] or found[6]))
    except ValueError:
        return None
    return (day - EPOCH).days


def day_text(number: int) -> str:
    """A date number as `2026-09-20`."""
    return (EPOCH + timedelta(days=number)).isoformat()


def _day_or_dash(number: int | None) -> str:
    """A date number in words; an absent one as a dash."""
    return "—" if number is None else day_text(number)


def decimal_text(scaled: int, places: int) -> str:
    """A scaled integer as a decimal without superfluous zeros."""
    digits = str(abs(scaled)).rjust(places + 1, "0")
    whole, part = digits[: len(digits) - places], digits[len(digits) - places :].rstrip("0")
    return ("-" if scaled < 0 else "") + whole + ("." + part if part else "")


def nearest(word: str, known: Mapping[str, str]) -> str:
    """The known word most like this one, as `id`; empty when none is near."""
    found = get_close_matches(word, list(known), n=1)
    return found[0] if found else ""
