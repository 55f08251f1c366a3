"""Numbers as explanations print them: a decimal where it ends, else a fraction and what it is about."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from kaogong.core.engine.exact import rounded
from kaogong.core.scheme.numbers import number_text

MINUS = "−"
ABOUT_PLACES = 4
LONGEST = 14
"""Characters of an exact number up to which it is readable."""
MANY = 1 << 14
"""Numbers whose texts are kept: a report says a hundred thousand numbers, most of them again and again."""


@lru_cache(MANY)
def exact_text(value: Fraction) -> str:
    """The number exactly: `7.85`, `−0.5`, `10/3`."""
    return number_text(value).replace("-", MINUS)


@lru_cache(MANY)
def about_text(value: Fraction, places: int = ABOUT_PLACES) -> str:
    """The number rounded half-up, with all its places: `3.3333`."""
    near = rounded(value, places)
    digits = str(abs(near * 10**places).numerator).rjust(places + 1, "0")
    cut = len(digits) - places
    sign = MINUS if near < 0 else ""
    return sign + digits[:cut] + ("." + digits[cut:] if places else "")


def readable(value: Fraction) -> str:
    """The number exactly where that is short, else about: for tables, never for arithmetic."""
    text = exact_text(value)
    if "/" in text or len(text) > LONGEST:
        return "≈" + about_text(value)
    return text


def both_text(value: Fraction) -> str:
    """The number exactly, and about where it has no last decimal: `10/3 ≈ 3.3333`."""
    text = exact_text(value)
    return f"{text} ≈ {about_text(value)}" if "/" in text else text
