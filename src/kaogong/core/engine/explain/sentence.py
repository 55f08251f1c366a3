"""The arithmetic of a term in one sentence: its numbers put in, only the branch taken, exact to the last digit.

A sentence is made of *pieces* – figures joined by signs – from the same term that was computed, so it cannot say
anything else. What changes nothing is left out: a limit that is not touched, a rounding that rounds nothing, a
factor of one. Read back as arithmetic, the sentence gives the value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from kaogong.core.engine.explain.numbers import MINUS, both_text, exact_text
from kaogong.core.methods.terms import RoundMode
from kaogong.core.problem import Text

NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a sentence and what it is called."""

    value: Fraction
    label: Text = NOTHING
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """Pieces added (sign 1) and taken away (sign −1)."""

    parts: tuple[tuple[Literal[1, -1], Piece], ...]
    value: Fraction


@dataclass(frozen=True, slots=True)
class Product:
    """Pieces multiplied, and divided by where the flag is set. The first is never divided by."""

    parts: tuple[tuple[bool, Piece], ...]
    value: Fraction


@dataclass(frozen=True, slots=True)
class Called:
    """`min`, `max`, `abs`, a rounding or a root, with its pieces and the decimal places it keeps."""

    name: str
    parts: tuple[Piece, ...]
    value: Fraction
    places: int | None = None


Piece = Figure | Sum | Product | Called

ROUNDINGS: dict[RoundMode, tuple[str, Text]] = {
    "half_up": ("round", Text("四舍五入", "rounded half-up")),
    "half_even": ("round_even", Text("四舍六入五成双", "rounded half-even")),
    "down": ("cut", Text("舍去", "cut")),
    "up": ("round_up", Text("进一", "rounded up")),
    "floor": ("floor", Text("向下取", "rounded down")),
    "ceiling": ("ceiling", Text("向上取", "rounded to the ceiling")),
}
"""How each rounding is written in a sentence, and what it is called."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a sentence: a figure, a sign, or a bracket."""

    text: str
    kind: Literal["figure", "sign", "open", "close"]
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens of the arithmetic, its value, and remarks in words."""

    tokens: tuple[Token, ...]
    value: Fraction
    notes: tuple[Text, ...] = ()

    @property
    def arithmetic(self) -> str:
        """The left side: `31.4 ÷ 32 × 8`."""
        return written(self.tokens)

    @property
    def text(self) -> str:
        """The whole: `31.4 ÷ 32 × 8 = 7.85`; with a fraction, `10 ÷ 3 = 10/3 ≈ 3.3333`."""
        left, right = self.arithmetic, exact_text(self.value)
        return both_text(self.value) if left == right else f"{left} = {both_text(self.value)}"

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The numbers in it, from left to right."""
        return tuple(token.figure for token in self.tokens if token.figure is not None)


def written(tokens: tuple[Token, ...]) -> str:
    """Tokens as one line: blanks around signs, none inside brackets."""
    parts = []
    for token in tokens:
        signed = token.kind == "sign" and token.text not in (MINUS + "!", ",")
        parts.append(f" {token.text} " if signed else token.text.replace(MINUS + "!", MINUS))
        if token.text == ",":
            parts.append(" ")
    return "".join(parts)


def tokens_of(piece: Piece) -> tuple[Token, ...]:
    """The piece as words."""
    return tuple(_tokens(piece))


# --- building pieces without what says nothing --------------------------------------------------------------------


def added(parts: list[tuple[Literal[1, -1], Piece]]) -> Piece:
    """A sum, flat, without constants of zero."""
    flat: list[tuple[Literal[1, -1], Piece]] = []
    for sign, part in parts:
        if isinstance(part, Sum):
            flat.extend((1 if sign == one else -1, inner) for one, inner in part.parts)
        else:
            flat.append((sign, part))
    kept = [(sign, part) for sign, part in flat if not _silent(part, 0)]
    value = sum((sign * part.value for sign, part in flat), Fraction(0))
    if not kept:
        return flat[0][1] if len(flat) == 1 else Figure(value)
    if len(kept) == 1 and kept[0][0] == 1:
        return kept[0][1]
    return Sum(tuple(kept), value)


def multiplied(parts: list[tuple[bool, Piece]]) -> Piece:
    """A product, flat, without constants of one; a constant of minus one turns the sign."""
    flat: list[tuple[bool, Piece]] = []
    for under, part in parts:
        if isinstance(part, Product) and not under:
            flat.extend(part.parts)
        else:
            flat.append((under, part))
    negative = sum(1 for _, part in flat if _silent(part, -1)) & 1
    kept = [(under, part) for under, part in flat if not _silent(part, 1) and not _silent(part, -1)]
    value = Fraction(1)
    for under, part in flat:
        value *= 1 / part.value if under else part.value  # noqa: K-division
    if not kept:
        return Figure(value)
    if kept[0][0]:
        kept.insert(0, (False, Figure(Fraction(1))))
    size = -value if negative else value
    whole = kept[0][1] if len(kept) == 1 else Product(tuple(kept), size)
    return Sum(((-1, whole),), value) if negative else whole


def _silent(piece: Piece, value: int) -> bool:
    """A nameless constant that changes nothing."""
    return isinstance(piece, Figure) and not piece.label.zh and piece.value == value


# --- words --------------------------------------------------------------------------------------------------------

_SUM, _PRODUCT, _ATOM = 1, 2, 3


def _strength(piece: Piece) -> int:
    """How tightly a piece holds together."""
    if isinstance(piece, Figure):
        return _ATOM if piece.value >= 0 and piece.value.denominator in _ENDING or _decimal(piece) else _SUM
    return _SUM if isinstance(piece, Sum) else _PRODUCT if isinstance(piece, Product) else _ATOM


_ENDING = (1,)


def _decimal(piece: Figure) -> bool:
    return piece.value >= 0 and "/" not in exact_text(piece.value)


def _tokens(piece: Piece, least: int = _SUM) -> Iterator[Token]:
    """The words of a piece, in brackets where it holds less tightly than `least`."""
    bare = _strength(piece) >= least
    if not bare:
        yield Token("(", "open")
    match piece:
        case Figure():
            yield Token(exact_text(piece.value), "figure", piece)
        case Sum():
            yield from _sum(piece)
        case Product():
            for n, (under, part) in enumerate(piece.parts):
                if n:
                    yield Token("÷" if under else "×", "sign")
                yield from _tokens(part, _ATOM)
        case Called():
            yield from _called(piece)
    if not bare:
        yield Token(")", "close")


def _sum(piece: Sum) -> Iterator[Token]:
    for n, (sign, part) in enumerate(piece.parts):
        minus = sign < 0
        if n and isinstance(part, Figure) and part.value < 0:
            part, minus = Figure(-part.value, part.label, part.unit), not minus
        if n:
            yield Token(MINUS if minus else "+", "sign")
        elif minus:
            yield Token(MINUS + "!", "sign")
        yield from _tokens(part, _PRODUCT)


def _called(piece: Called) -> Iterator[Token]:
    yield Token(f"{piece.name}(", "open")
    for n, part in enumerate(piece.parts):
        if n:
            yield Token(",", "sign")
        yield from _tokens(part)
    if piece.places is not None:
        yield Token(",", "sign")
        yield Token(str(piece.places), "sign" if False else "close")
    yield Token(")", "close")
