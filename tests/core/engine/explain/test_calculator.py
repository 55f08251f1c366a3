"""The calculator itself, by examples anyone can check."""

from fractions import Fraction

import pytest

from core.engine.explain import calculator


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("31.4 ÷ 32 × 8", "7.85"),
        ("−2 × 3 + 10", "4"),
        ("10 − (2 − 5)", "13"),
        ("2 × (10/3)", "20/3"),
        ("min(33 ÷ 32, 1) × 8", "8"),
        ("max(−4, 0)", "0"),
        ("abs(2 − 5)", "3"),
        ("round(2.345, 2)", "2.35"),
        ("round(−2.5, 0)", "−3"),
        ("round_even(2.5, 0)", "2"),
        ("cut(−2.59, 1)", "−2.5"),
        ("round_up(2.01, 1)", "2.1"),
        ("floor(−2.01, 1)", "−2.1"),
        ("ceiling(−2.09, 1)", "−2"),
        ("√(2 × 2 ÷ 3, 4)", "1.1547"),
    ],
)
def test_what_it_reads(text, value):
    assert calculator.read(text) == calculator.read(value)


def test_both_sides_of_a_sentence():
    assert calculator.sides("10 ÷ 3 = 10/3 ≈ 3.3333") == [Fraction(10, 3)] * 2
    with pytest.raises(AssertionError):
        calculator.sides("10 ÷ 3 = 10/3 ≈ 3.4")
    with pytest.raises(AssertionError):
        calculator.read("3 + = 4")
