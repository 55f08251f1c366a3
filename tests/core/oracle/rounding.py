"""Declared rounding of exact fractions."""

from fractions import Fraction


def round_to(value: Fraction, places: int, mode: str = "half_up") -> Fraction:
    """The value at so many decimal places. half_up: ties away from zero; down: towards zero; up: away from zero."""
    scaled = value * 10**places
    whole = abs(scaled).numerator // abs(scaled).denominator
    rest = abs(scaled) - whole
    away = {
        "half_up": rest >= Fraction(1, 2),
        "half_even": rest > Fraction(1, 2) or (rest == Fraction(1, 2) and whole % 2 == 1),
        "down": False,
        "up": rest > 0,
    }[mode]
    size = whole + away
    return Fraction(size if scaled >= 0 else -size, 10**places)


def root(over: Fraction, under: Fraction, places: int) -> Fraction | None:
    """sign(over) × √(over² ÷ under), cut to places. Nothing when `under` is not positive."""
    if under <= 0:
        return None
    square = over * over / under * 10 ** (2 * places)
    low, high = 0, square.numerator // square.denominator + 1
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle * middle <= square else (low, middle - 1)
    return Fraction(low if over >= 0 else -low, 10**places)
