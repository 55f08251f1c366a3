"""Values of the free-form parts: `procedure:`, `structure:`, questions of golden cases.

These parts reach us as plain data whose scalars may still be text as written; each reader says what it
expects and gives None (or the default) for anything else, which the linter reports.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from math import floor
from typing import Any

from kaogong.core.scheme.numbers import number_of, number_text

Entry = Mapping[str, Any]
NONE = frozenset({"none", "null", "无", ""})


def amount(value: Any) -> Fraction | None:
    """A number as papers write it (`0.5`, `30%`, `1/3`), exactly; None when it is not one."""
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        return Fraction(value)
    return number_of(value) if isinstance(value, str) else None


def whole(value: Any, default: int = 0) -> int:
    """A whole number, or `default`."""
    number = amount(value)
    return default if number is None or number.denominator != 1 else number.numerator


def flag(value: Any, *, default: bool = False) -> bool:
    """Yes or no."""
    return default if value is None else str(value).lower() in {"true", "yes", "是", "1"}


def day(value: Any, year: int | None = None) -> date | None:
    """A date `2025-07-21`, or a day of `year` written `07-21`."""
    if isinstance(value, date):
        return value
    parts = str(value).strip().split("-") if value is not None else []
    if len(parts) == 2 and year is not None:
        parts = [str(year), *parts]
    try:
        return date(*map(int, parts)) if len(parts) == 3 else None
    except ValueError:
        return None


def words(value: Any) -> tuple[str, ...]:
    """A text or a list of texts."""
    if value is None:
        return ()
    return tuple(map(str, value)) if isinstance(value, list | tuple) else (str(value),)


def table(value: Any) -> dict[str, Any]:
    """A mapping with text keys; empty for anything else."""
    return {str(key): one for key, one in value.items()} if isinstance(value, Mapping) else {}


def rows(value: Any) -> Iterator[dict[str, Any]]:
    """The mappings of a list."""
    for one in value if isinstance(value, list | tuple) else ():
        if isinstance(one, Mapping):
            yield table(one)


def none(value: Any) -> bool:
    """Whether nothing is meant."""
    return value is None or str(value).strip().lower() in NONE


def label(entry: Entry) -> str:
    """What people call the thing: its name, else its id."""
    name = entry.get("name")
    if isinstance(name, Mapping):
        name = name.get("zh") or name.get("en")
    return str(name or entry.get("id", ""))


def plain(number: Fraction) -> str:
    """A number as people write it: a decimal where it ends, else a fraction."""
    return number_text(number)


def percent(number: Fraction) -> str:
    """A share as a percentage, cut to two decimals where it does not end."""
    exact = number_text(number * 100)
    return f"{number_text(Fraction(floor(number * 10_000), 100)) if '/' in exact else exact}%"
