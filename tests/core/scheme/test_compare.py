"""How alike two sheets are, exactly."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from kaogong.core.scheme.compare import half_up, pair, root, share
from kaogong.core.scheme.indicators import written


def two(a, b):
    sheets = written({"a": a, "b": b})
    return pair("a", sheets["a"], "b", sheets["b"])


def test_six_of_ten_shared_is_6_of_14():
    one = two([f"s{n}" for n in range(6)] + list("abcd"), [f"s{n}" for n in range(6)] + list("efgh"))
    assert one.overlap == Fraction(6, 14)
    assert half_up(one.overlap, 2) == Fraction(43, 100)


def test_the_same_indicators_with_other_weights_differ_in_weights_only():
    assert two({"x": 60, "y": 40}, {"x": 40, "y": 60}).weights_only
    assert not two({"x": 60, "y": 40}, {"x": 60, "y": 40}).weights_only


def test_cosine_053_is_rounded_without_a_float():
    one = two({"x": "0.6", "y": "0.2", "z": "0.2"}, {"x": "0.1", "y": "0.3", "z": "0.6"})
    assert one.cosine_squared == Fraction(24, 100) ** 2 / (Fraction(44, 100) * Fraction(46, 100))
    assert root(one.cosine_squared, 2) == Fraction(53, 100)


def test_the_same_weights_are_exactly_alike():
    weights = {"x": "0.3", "y": "0.3", "z": "0.4"}
    assert two(weights, weights).cosine_squared == 1


def test_a_half_goes_up():
    assert root(Fraction(1, 4), 0) == 1
    assert half_up(Fraction(1, 2), 0) == 1


@given(st.fractions(min_value=0, max_value=10**6), st.integers(0, 6))
def test_the_root_is_the_nearest_decimal(square, places):
    found = root(square, places)
    half = Fraction(1, 2 * 10**places)
    assert (found - half) ** 2 <= square or found < half
    assert square < (found + half) ** 2


def test_61_of_100_with_composites_opened():
    sheet = written(
        {
            "s": {
                "gdp": {"marks": 52, "tags": {"field": "经济"}},
                "composite": {"marks": "24.75", "expands": {"to": 33, "经济": 12}},
                "rest": {"marks": "23.25"},
            }
        }
    )["s"]
    assert share(sheet, "field", ["经济"], expanded=False) == Fraction(52, 100)
    assert share(sheet, "field", ["经济"]) == Fraction(61, 100)
