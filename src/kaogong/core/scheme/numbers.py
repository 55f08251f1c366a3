"""Numbers as papers write them, read exactly: `0.10`, `30%`, `1/3`, full-width digits.

Never through a float.
"""

from __future__ import annotations

import re
from fractions import Fraction

from kaogong.core.problem import Text
from kaogong.core.scheme.parse_formula import normal

MAX_LENGTH = 60
_DECIMAL = re.compile(r"[+-]?(?:0|[1-9][0-9]{0,29})(?:\.[0-9]{1,30})?")
_RATIO = re.compile(r"([+-]?(?:0|[1-9][0-9]{0,29}))\s*/\s*([1-9][0-9]{0,29})")


def number_of(text: str) -> Fraction | None:
    """The exact number a text stands for; None when it is not a number."""
    if len(text) > MAX_LENGTH:
        return None
    written = normal(text).strip()
    if ratio := _RATIO.fullmatch(written):
        return Fraction(int(ratio[1]), int(ratio[2]))
    digits = written.removesuffix("%")
    if not _DECIMAL.fullmatch(digits):
        return None
    return Fraction(digits) * Fraction(1, 100) if digits != written else Fraction(digits)


def number_text(value: Fraction) -> str:
    """A number as a decimal when it has one, else as a quotient of whole numbers."""
    twos = fives = 0
    rest = value.denominator
    while not rest & 1:
        rest >>= 1
        twos += 1
    while rest > 1 and Fraction(rest, 5).denominator == 1:
        rest = Fraction(rest, 5).numerator
        fives += 1
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    places = max(twos, fives)
    if not places:
        return str(value.numerator)
    scaled = abs(value) * 10**places
    digits = str(scaled.numerator).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}"


def why_no_number(text: str) -> Text:
    """What to write instead of something that is not a number."""
    written = normal(text).strip()
    bare = written.replace(",", "").replace(" ", "").replace("_", "")
    if bare != written and number_of(bare) is not None:
        return Text(f"千位不加逗号：写 {bare}。", f"No thousands separators: write {bare}.")
    if re.fullmatch(r"[+-]?[0-9.]+[eE][+-]?[0-9]+", written):
        return Text("把数写全，不用科学记数法。", "Write the number out, without an exponent.")
    if re.fullmatch(r"[+-]?\.[0-9]+", written):
        return Text(
            f"小数点前写 0：{written.replace('.', '0.', 1)}。",
            f"Write a 0 before the point: {written.replace('.', '0.', 1)}.",
        )
    return Text("写成 0.5、30% 或 1/3 这样的数。", "Write a number such as 0.5, 30% or 1/3.")
