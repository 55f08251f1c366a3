"""Short cuts in SQL for texts in plain form. What has no short cut is read by the parsers of `values.py`.

For every spec: a condition that holds when a value is in plain form (and within its declared limits),
and the value then. Both must agree with `parse`; tests compare them.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from fractions import Fraction

from kaogong.core.engine.intake.sql import text_of
from kaogong.core.engine.intake.values import INT64, Day, Flag, LastMonth, Number, OneOf, Period, Spec, Word

BLANKS = "' ' || chr(9) || chr(10) || chr(13) || chr(12288) || chr(65279)"
INTEGERS = frozenset({"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"})
MOST_PLACES = 9
"""A number with more declared places has no short cut."""
NARROW_PLACES = 4
"""Up to here, texts are read in 18 digits (quicker), beyond in 38."""
NEVER = "false"
_DECIMAL = re.compile(r"DECIMAL\((\d+), ?(\d+)\)")
_PERIODS = {
    "month": (
        r"[1-9][0-9]{3}-(0[1-9]|1[0-2])",
        "substr({x}, 1, 4)::INTEGER * 12 + substr({x}, 6, 2)::INTEGER - 1",
    ),
    "quarter": (r"[1-9][0-9]{3}-Q[1-4]", "substr({x}, 1, 4)::INTEGER * 4 + substr({x}, 7, 1)::INTEGER - 1"),
    "half": (r"[1-9][0-9]{3}-H[12]", "substr({x}, 1, 4)::INTEGER * 2 + substr({x}, 7, 1)::INTEGER - 1"),
    "year": (r"[1-9][0-9]{3}", "{x}::INTEGER"),
}


@dataclass(frozen=True, slots=True)
class Plain:
    """When a cell is in plain form, and its value then."""

    condition: str
    value: str


def text_form(column: str, sql_type: str) -> str:
    """A column as text: what the parsers see."""
    return column if sql_type == "VARCHAR" else f"{column}::VARCHAR"


def plain(spec: Spec, column: str, sql_type: str) -> Plain:
    """The short cut for a column of a type under a spec."""
    if isinstance(spec, Number):
        return _number(spec, column, sql_type)
    if isinstance(spec, Day) and sql_type in {"DATE", "VARCHAR"}:
        return _day(spec, column, sql_type)
    if isinstance(spec, Flag) and sql_type == "BOOLEAN":
        return Plain("true", f"{column}::BIGINT")
    text = text_form(column, sql_type)
    if isinstance(spec, Word):
        return Plain("true", f"nullif(trim({text}, {BLANKS}), '')")
    if isinstance(spec, OneOf):
        ids = [text_of(word) for word, stored in spec.words if word == stored]
        return Plain(f"{text} IN ({', '.join(ids)})", text) if ids else Plain(NEVER, "NULL")
    if isinstance(spec, Flag):
        return Plain(f"{text} IN ('0', '1', 'true', 'false')", f"({text} IN ('1', 'true'))::BIGINT")
    if isinstance(spec, Period | LastMonth):
        pattern, value = _PERIODS[spec.every if isinstance(spec, Period) else "month"]
        return Plain(f"regexp_full_match({text}, {text_of(pattern)})", value.format(x=text))
    return Plain(NEVER, "NULL")


def _number(spec: Number, column: str, sql_type: str) -> Plain:
    """Digits with at most the declared places; whole numbers and decimals as they are."""
    power = 10**spec.places
    low = -INT64 if spec.low is None else spec.low
    high = INT64 if spec.high is None else spec.high
    if spec.step is not None or spec.places > MOST_PLACES:
        return Plain(NEVER, "NULL")
    if sql_type in INTEGERS:
        least, most = math.ceil(Fraction(low, power)), math.floor(Fraction(high, power))
        return Plain(f"{column} BETWEEN {least} AND {most}", f"{column}::BIGINT * {power}")
    if decimal := _DECIMAL.fullmatch(sql_type):
        digits, places = int(decimal[1]), int(decimal[2])
        if digits <= 18 and places <= spec.places:
            units = f"({column}::DECIMAL({_width(digits, places)}, {places}) * {10**places})::HUGEINT"
            scaled = f"({units} * {10 ** (spec.places - places)})"
            return Plain(f"{scaled} BETWEEN {low} AND {high}", f"{scaled}::BIGINT")
    text = text_form(column, sql_type)
    digits = 18 - 2 * spec.places if spec.places <= NARROW_PLACES else 18 - spec.places
    pattern = rf"-?[0-9]{{1,{digits}}}(\.[0-9]{{0,{spec.places}}}0*)?"
    decimal_type = f"DECIMAL({_width(digits + spec.places, spec.places)}, {spec.places})"
    scaled = f"(try_cast({text} AS {decimal_type}) * {power})::BIGINT"
    # CASE, not AND: DuckDB may work out both sides of an AND, and the multiplication of any other text may overflow.
    within = f"{scaled} BETWEEN {low} AND {high}"
    return Plain(f"CASE WHEN regexp_full_match({text}, '{pattern}') THEN {within} ELSE false END", scaled)


def _width(digits: int, places: int) -> int:
    """Digits of a decimal type in which a number can be multiplied by 10^places without overflow."""
    return 18 if digits + places <= 18 else 38


def _day(spec: Day, column: str, sql_type: str) -> Plain:
    """ISO dates within the limits."""
    day = column if sql_type == "DATE" else f"try_cast({column} AS DATE)"
    number = f"date_diff('day', DATE '1970-01-01', {day})::BIGINT"
    low, high = (-(10**6) if spec.low is None else spec.low), (10**7 if spec.high is None else spec.high)
    within = f"{number} BETWEEN {low} AND {high}"
    if sql_type == "DATE":
        return Plain(within, number)
    return Plain(f"regexp_full_match({column}, '[1-9][0-9]{{3}}-[0-9]{{2}}-[0-9]{{2}}') AND {within}", number)
