"""The arithmetic of a score in one sentence: numbers put in, exact to the last digit, checkable with a calculator.

A sentence is made of *pieces*, figures joined by signs. What changes nothing is left out: a constant of zero in a sum,
of one in a product. Read back as arithmetic, the sentence gives its value (`docs/guide/explain.md` has the grammar).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from kaogong.core.engine.explain.numbers import MINUS, both_text, exact_text
from kaogong.core.problem import Text

NOTHING = Text("", "")
Sign = Literal[1, -1]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a sentence and what it is called."""

    value: Fraction
    label: Text = NOTHING
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """Pieces added (sign 1) and taken away (sign −1)."""

    parts: tuple[tuple[Sign, Piece], ...]
    value: Fraction


@dataclass(frozen=True, slots=True)
class Product:
    """Pieces multiplied, and divided by where the flag is set. The first is never divided by."""

    parts: tuple[tuple[bool, Piece], ...]
    value: Fraction


@dataclass(frozen=True, slots=True)
class Called:
    """`min`, `max`, `abs`, a rounding or a root of its pieces, with the decimal places it keeps."""

    name: str
    parts: tuple[Piece, ...]
    value: Fraction
    places: int | None = None


Piece = Figure | Sum | Product | Called


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a sentence: a figure, a sign between two, a minus before one, a comma, a bracket (or places kept)."""

    text: str
    kind: Literal["figure", "sign", "minus", "comma", "bracket"]
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of the arithmetic, its value, and remarks."""

    tokens: tuple[Token, ...]
    value: Fraction
    notes: tuple[Text, ...] = ()

    @property
    def arithmetic(self) -> str:
        """The left side: `31.4 ÷ 32 × 8`."""
        blanks = {"sign": " {} ", "comma": "{} "}
        return "".join(blanks.get(token.kind, "{}").format(token.text) for token in self.tokens)

    @property
    def text(self) -> str:
        """The whole: `31.4 ÷ 32 × 8 = 7.85`; with a fraction, `10 ÷ 3 = 10/3 ≈ 3.3333`."""
        left = self.arithmetic
        return both_text(self.value) if left == exact_text(self.value) else f"{left} = {both_text(self.value)}"

    @property
    def bare(self) -> bool:
        """Only a number: nothing is computed."""
        return len(self.tokens) == 1


def sentence(piece: Piece, notes: tuple[Text, ...] = ()) -> Sentence:
    """The sentence of a piece."""
    return Sentence(tuple(_tokens(piece)), piece.value, notes)


# --- pieces without what says nothing -----------------------------------------------------------------------------


def added(parts: list[tuple[Sign, Piece]]) -> Piece:
    """A sum, flat, without constants of zero."""
    flat: list[tuple[Sign, Piece]] = []
    for sign, part in parts:
        if isinstance(part, Sum):
            flat.extend((1 if sign == one else -1, inner) for one, inner in part.parts)
        else:
            flat.append((sign, part))
    value = sum((sign * part.value for sign, part in flat), Fraction(0))
    kept = [(sign, part) for sign, part in flat if not _constant(part, 0)]
    if not kept:
        return flat[0][1] if len(flat) == 1 else Figure(value)
    if len(kept) == 1 and kept[0][0] == 1:
        return kept[0][1]
    return Sum(tuple(kept), value)


def multiplied(parts: list[tuple[bool, Piece]]) -> Piece:
    """A product (divided by where the flag is set), flat, without constants of one; minus one turns the sign."""
    flat: list[tuple[bool, Piece]] = []
    for under, part in parts:
        if isinstance(part, Product) and not under:
            flat.extend(part.parts)
        else:
            flat.append((under, part))
    value = Fraction(1)
    for under, part in flat:
        value = Fraction(value, part.value) if under else value * part.value
    negative = sum(_constant(part, -1) for _, part in flat) & 1
    kept = [(under, part) for under, part in flat if not _constant(part, 1) and not _constant(part, -1)]
    if not kept:
        return Figure(value)
    if kept[0][0]:
        kept.insert(0, (False, Figure(Fraction(1))))
    size = -value if negative else value
    whole = kept[0][1] if len(kept) == 1 else Product(tuple(kept), size)
    return Sum(((-1, whole),), value) if negative else whole


def _constant(piece: Piece, value: int) -> bool:
    """A nameless constant of this value."""
    return isinstance(piece, Figure) and not piece.label.zh and piece.value == value


# --- words --------------------------------------------------------------------------------------------------------

_SUM, _PRODUCT, _ATOM = 1, 2, 3
"""How tightly a piece holds together."""


def _strength(piece: Piece) -> int:
    if isinstance(piece, Figure):
        return _SUM if piece.value < 0 or "/" in exact_text(piece.value) else _ATOM
    if isinstance(piece, Sum):
        return _SUM
    return _PRODUCT if isinstance(piece, Product) else _ATOM


def _tokens(piece: Piece, least: int = _SUM) -> Iterator[Token]:
    """The words of a piece, in brackets where it holds less tightly than `least`."""
    bare = _strength(piece) >= least
    if not bare:
        yield Token("(", "bracket")
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
        yield Token(")", "bracket")


def _sum(piece: Sum) -> Iterator[Token]:
    for n, (sign, part) in enumerate(piece.parts):
        minus, shown = sign < 0, part
        if isinstance(part, Figure) and part.value < 0:
            minus, shown = not minus, Figure(-part.value, part.label, part.unit)
        if n:
            yield Token(MINUS if minus else "+", "sign")
        elif minus:
            yield Token(MINUS, "minus")
        yield from _tokens(shown, _PRODUCT)


def _called(piece: Called) -> Iterator[Token]:
    yield Token(f"{piece.name}(", "bracket")
    for n, part in enumerate(piece.parts):
        if n:
            yield Token(",", "comma")
        yield from _tokens(part)
    if piece.places is not None:
        yield Token(",", "comma")
        yield Token(str(piece.places), "bracket")
    yield Token(")", "bracket")
