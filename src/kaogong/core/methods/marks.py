"""Marks: the pieces of arithmetic that several methods share, and how numbers are written in notes."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from kaogong.core.methods.terms import (
    ZERO,
    All,
    Branch,
    Case,
    Compare,
    Condition,
    Div,
    GroupStat,
    Known,
    Mul,
    Null,
    Num,
    Round,
    Term,
    num,
)
from kaogong.core.problem import Text


def is_decimal(value: Fraction) -> bool:
    """Whether the number ends as a decimal (1/8 does, 1/3 does not)."""
    power = Fraction(10) ** value.denominator.bit_length()
    return Fraction(value * power).denominator == 1


def shown(value: Fraction, percent: bool = False) -> str:
    """The number as written on paper: `0.5`, `80%`, `1/3`."""
    if not is_decimal(value):
        return str(value)
    number, places = (value * 100 if percent else value), 0
    while (number * 10**places).denominator != 1:
        places += 1
    digits = str(abs((number * 10**places).numerator)).rjust(places + 1, "0")
    text = digits if places == 0 else f"{digits[:-places]}.{digits[-places:]}"
    return ("-" if number < 0 else "") + text + ("%" if percent else "")


def scaled(term: Term, factor: Fraction) -> Term:
    """factor × term; a factor that does not end as a decimal multiplies first and divides last."""
    if factor == 1:
        return term
    if is_decimal(factor):
        return Mul((Num(factor), term))
    return divided(scaled(term, Fraction(factor.numerator)), Num(Fraction(factor.denominator)))


def divided(over: Term, under: Term) -> Term:
    """The quotient, without a division where the divisor is the constant 1."""
    return over if under == Num(Fraction(1)) else Div(over, under)


def stepped(amount: Term, each: Fraction, row: Mapping[str, Any]) -> Term:
    """Marks for an amount that is not negative: `each` for every `step` of it.

    Args:
        amount: how far beyond, in the unit of the value.
        each: marks per step.
        row: has `step`, `whole_steps` (only full steps count), `part_step` (`drop` or `count` a step begun).
    """
    step: Fraction = row["step"]
    if not row["whole_steps"]:
        return scaled(amount, Fraction(each, step))
    mode = row["part_step"]
    return scaled(Round(scaled(amount, Fraction(1, step)), 0, "up" if mode == "count" else "down"), each)


def start_marks(start: tuple[str, Any], full: Fraction) -> Fraction:
    """Marks of a `start:` parameter, which is `full` or a number."""
    kind, value = start
    return full if kind == "word" else Fraction(value)


def given(*terms: Term) -> Condition:
    """Every term has a value."""
    return Known(terms[0]) if len(terms) == 1 else All(tuple(Known(one) for one in terms))


def worth(word: str, full: Fraction) -> Term:
    """Marks named by `missing`, `full` or `zero`."""
    meanings: dict[str, Term] = {"missing": Null(), "full": Num(full), "zero": ZERO}
    return meanings[word]


def guarded(value: Term, over: Term, under: Term, when_zero: Term) -> Term:
    """The value, unless the denominator is not above zero: a share of nothing, or of less, means nothing."""
    if isinstance(under, Num) and under.value > 0:
        return value
    note = Text("分母不大于零", "the denominator is not above zero")
    return Case((Branch(All((given(over), Compare("<=", under, ZERO))), when_zero, note),), value)


def enough(value: Term, of: Term, within: str, minimum: int) -> Term:
    """The value, when at least `minimum` subjects of the pool have one."""
    if minimum <= 1:
        return value
    note = Text(f"范围内至少 {minimum} 个对象有值", f"at least {minimum} subjects of the pool have a value")
    return Case((Branch(Compare(">=", GroupStat("count", of, within), num(minimum)), value, note),))
