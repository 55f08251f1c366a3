"""A pocket calculator that reads the sentences of explanations. It knows nothing of the engine.

Numbers, fractions `a/b`, + − × ÷, brackets, and the functions printed: min, max, abs, the roundings, √( , places).
"""

import math
import re
from fractions import Fraction

WORDS = re.compile(r"\s*(\d+(?:\.\d+)?|[a-z_]+\(|√\(|[-+−×÷/(),])")


def read(text):
    """The value of a piece of arithmetic."""
    words = []
    at = 0
    while at < len(text.rstrip()):
        found = WORDS.match(text, at)
        assert found, f"not arithmetic at {at}: {text!r}"
        words.append(found[1])
        at = found.end()
    rest = list(reversed(words))
    value = _sum(rest)
    assert not rest, f"left over: {rest[::-1]} in {text!r}"
    return value


def _sum(words):
    value = -_product(words) if _take(words, "−") else _product(words)
    while words and words[-1] in "+−":
        sign = words.pop()
        value = value + _product(words) if sign == "+" else value - _product(words)
    return value


def _product(words):
    value = _atom(words)
    while words and words[-1] in "×÷/":
        sign = words.pop()
        value = value * _atom(words) if sign == "×" else value / _atom(words)
    return value


def _atom(words):
    word = words.pop()
    if word[0].isdigit():
        return Fraction(word)
    if word == "(":
        return _rest(words)[0]
    assert word.endswith("("), word
    return FUNCTIONS[word[:-1]](*_rest(words))


def _rest(words):
    """Arguments up to the closing bracket."""
    found = [_sum(words)]
    while _take(words, ","):
        found.append(_sum(words))
    assert _take(words, ")")
    return found


def _take(words, word):
    if words and words[-1] == word:
        words.pop()
        return True
    return False


def _nearest(value, places, tie):
    scaled = abs(value) * 10 ** int(places)
    whole = math.floor(scaled)
    whole += tie(whole, scaled - whole)
    return Fraction(-whole if value < 0 else whole, 10 ** int(places))


def _floor(value, places):
    return Fraction(math.floor(value * 10 ** int(places)), 10 ** int(places))


def _root(value, places):
    return Fraction(math.isqrt(math.floor(value * 100 ** int(places))), 10 ** int(places))


HALF = Fraction(1, 2)
FUNCTIONS = {
    "min": min,
    "max": max,
    "abs": abs,
    "round": lambda value, places: _nearest(value, places, lambda whole, rest: rest >= HALF),
    "round_even": lambda v, places: _nearest(v, places, lambda w, rest: rest > HALF or (rest == HALF and w % 2 == 1)),
    "cut": lambda value, places: _nearest(value, places, lambda whole, rest: 0),
    "round_up": lambda value, places: _nearest(value, places, lambda whole, rest: rest > 0),
    "floor": _floor,
    "ceiling": lambda value, places: -_floor(-value, places),
    "√": _root,
}


def sides(sentence):
    """The values of everything between the equals signs; what comes after ≈ is only about."""
    exact, _, about = sentence.partition(" ≈ ")
    values = [read(side) for side in exact.split(" = ")]
    if about:
        assert abs(read(about) - values[-1]) <= Fraction(1, 20000)
    return values
