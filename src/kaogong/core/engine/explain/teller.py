"""From a term and its values to the pieces of a sentence: only the branch taken, only the limits that bind."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from kaogong.core.engine.exact import Value, evaluate, holds
from kaogong.core.engine.explain.numbers import readable
from kaogong.core.engine.explain.sentence import (
    NOTHING,
    Called,
    Figure,
    Piece,
    Sentence,
    Sign,
    added,
    multiplied,
    sentence,
)
from kaogong.core.methods import terms as t
from kaogong.core.methods.terms import Condition, RoundMode, Term
from kaogong.core.problem import Lang, Text

ROUNDINGS: dict[RoundMode, tuple[str, Text]] = {
    "half_up": ("round", Text("四舍五入", "rounded half-up")),
    "half_even": ("round_even", Text("四舍六入五成双", "rounded half-even")),
    "down": ("cut", Text("舍去余数", "cut off")),
    "up": ("round_up", Text("进一", "rounded away from zero")),
    "floor": ("floor", Text("向下取", "rounded down")),
    "ceiling": ("ceiling", Text("向上取", "rounded up")),
}
"""How a rounding is written in a sentence, and what it is called."""
SIGNS = {"==": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}
OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
LANGS: tuple[Lang, Lang] = ("zh", "en")
MOST_NOTES = 8


class Withheld(Exception):
    """The sentence would show what may not be shown (ballots of a small group)."""


class Teller:
    """Tells one term.

    Args:
        lookup: the value of a leaf.
        leaf: the piece of a leaf that has a value; `Withheld` where it may not be shown.
        inline: the term of a helper column, told in its place; None for leaves that are told by their value.
        days: what a difference of two dates is called; None where the two are no dates.
        coded: the word a leaf's value stands for (a choice, yes or no); None where a number is a number.
        constants: names of constants, such as full marks.
    """

    def __init__(
        self,
        lookup: Callable[[Term], Value],
        leaf: Callable[[Term, Fraction], Piece],
        inline: Callable[[Term], Term | None],
        days: Callable[[Term, Term], Text | None],
        coded: Callable[[Term, Fraction], Text | None],
        constants: dict[Fraction, Text],
    ) -> None:
        self._find = lookup
        self._found: dict[int, Value] = {}
        self._coded = coded
        self._leaf = leaf
        self._inline = inline
        self._days = days
        self._constants = constants
        self.notes: list[Text] = []

    def tell(self, term: Term) -> Sentence | None:
        """The sentence of a term; None when it has no value.

        Raises:
            Withheld: it would show what may not be shown.
        """
        self.notes = []
        if evaluate(term, self._lookup) is None:
            self._walk(term)
            return None
        return sentence(self._piece(term), tuple(dict.fromkeys(self.notes))[:MOST_NOTES])

    def _lookup(self, leaf: Term) -> Value:
        """The value of a leaf, looked up once. Terms belong to the plan, so that an id stays that of one term."""
        if id(leaf) not in self._found:
            self._found[id(leaf)] = self._find(leaf)
        return self._found[id(leaf)]

    def _walk(self, term: Term) -> None:
        """The notes on the way to where a value is missing."""
        while isinstance(term, t.Case):
            term = self._taken(term)

    # --- pieces ---------------------------------------------------------------------------------------------------

    def _value(self, term: Term) -> Fraction:
        if id(term) not in self._found:
            self._found[id(term)] = evaluate(term, self._lookup)
        found = self._found[id(term)]
        if found is None:
            raise ValueError(term)
        return found

    def _piece(self, term: Term) -> Piece:
        match term:
            case t.Num(value):
                return Figure(value, self._constants.get(value, NOTHING))
            case t.Add(terms):
                return added([(1, self._piece(one)) for one in terms])
            case t.Sub(left, right):
                return self._difference(left, right)
            case t.Mul(terms):
                return multiplied([(False, self._piece(one)) for one in terms])
            case t.Div():
                return self._quotient(term)
            case t.Min(terms) | t.Max(terms):
                return self._limited(term, terms)
            case t.Round(inner, places, mode):
                return self._rounded(term, inner, places, mode)
            case t.Root(over, under, places):
                side = (False, self._piece(over))
                square = multiplied([side, side, (True, self._piece(under))])
                found = self._value(term)
                root = Called("√", (square,), abs(found), places)
                return added([(-1, root)]) if found < 0 else root
            case t.Case():
                return self._piece(self._taken(term))
            case _:
                inside = self._inline(term)
                return self._leaf(term, self._value(term)) if inside is None else self._piece(inside)

    def _difference(self, left: Term, right: Term) -> Piece:
        between = self._days(left, right)
        if between is not None:
            return Figure(self._value(left) - self._value(right), between)
        signs: list[tuple[Sign, Piece]] = [(1, self._piece(left)), (-1, self._piece(right))]
        return added(signs)

    def _quotient(self, term: t.Div) -> Piece:
        if self._value(term.under) == 0:
            self.notes.append(Text("分母为 0，按办法取值", "the denominator is 0; the rulebook says what then"))
            return self._piece(term.when_zero)
        return multiplied([(False, self._piece(term.over)), (True, self._piece(term.under))])

    def _limited(self, term: Term, terms: tuple[Term, ...]) -> Piece:
        """The least or greatest; a constant limit that is not touched is left out."""
        least = isinstance(term, t.Min)
        value = self._value(term)
        moving = [one for one in terms if not isinstance(one, t.Num)]
        if len(moving) == 1 and self._value(moving[0]) == value:
            return self._piece(moving[0])
        if len(moving) == 2 and not least and moving[1] == t.Mul((t.num(-1), moving[0])):
            return Called("abs", (self._piece(moving[0]),), value)
        if len(moving) == 1:
            words = ("不高于", "at most") if least else ("不低于", "at least")
            self.notes.append(Text(f"{words[0]} {readable(value)}", f"{words[1]} {readable(value)}"))
        return Called("min" if least else "max", tuple(self._piece(one) for one in terms), value)

    def _rounded(self, term: Term, inner: Term, places: int, mode: RoundMode) -> Piece:
        value, raw = self._value(term), self._piece(inner)
        name, words = ROUNDINGS[mode]
        if value == raw.value:
            if not isinstance(raw, Figure):
                self.notes.append(Text("未发生舍入", "nothing was rounded"))
            return raw
        self.notes.append(Text(f"{words.zh}到 {places} 位小数", f"{words.en} to {places} place{'s' * (places != 1)}"))
        return Called(name, (raw,), value, places)

    # --- branches -------------------------------------------------------------------------------------------------

    def _taken(self, case: t.Case) -> Term:
        """The branch a case takes; why is noted."""
        for branch in case.branches:
            if holds(branch.when, self._lookup):
                if branch.note is not None:
                    self.notes.append(branch.note)
                self._note_reasons(branch.when)
                return branch.then
        if case.note is not None:
            self.notes.append(case.note)
        if case.branches and not isinstance(case.otherwise, t.Null):
            self._note_reasons(t.Not(case.branches[-1].when))
        return case.otherwise

    def _note_reasons(self, condition: Condition) -> None:
        """Note the comparisons that decided a condition, with their numbers; nothing where there are none to show."""
        before, constants = list(self.notes), self._constants
        self._constants = {}
        try:
            found = self._because(condition)
        except Withheld:
            found = []
        self.notes, self._constants = [*before, *found], constants

    def _because(self, condition: Condition) -> list[Text]:
        match condition:
            case t.Compare():
                return self._comparison(condition.op, condition.left, condition.right)
            case t.All(of):
                return [text for one in of for text in self._because(one)]
            case t.AnyOf(of):
                met = next((one for one in of if holds(one, self._lookup)), None)
                return [] if met is None else self._because(met)
            case t.Not(t.Compare() as inner):
                return self._comparison(OPPOSITE[inner.op], inner.left, inner.right)
            case t.Not(t.All(of)):
                failed = next((one for one in of if holds(one, self._lookup) is False), None)
                return [] if failed is None else self._because(t.Not(failed))
            case t.Not(t.AnyOf(of)):
                return [text for one in of for text in self._because(t.Not(one))]
            case t.Not(t.Not(of)):
                return self._because(of)
            case _:
                return []

    def _comparison(self, op: str, left: Term, right: Term) -> list[Text]:
        own, other = evaluate(left, self._lookup), evaluate(right, self._lookup)
        if own is None or other is None:
            return []
        word = self._coded(left, own)
        if word is not None:
            name = self._leaf(left, own)
            label = name.label if isinstance(name, Figure) else NOTHING
            return [Text(f"{label.zh}：{word.zh}", f"{label.en}: {word.en}")]
        first, second = self._piece(left), self._piece(right)
        if not (_named(first) or _named(second)):
            return []
        if _side(first, "zh") == _side(second, "zh"):
            return []
        zh, en = (f"{_side(first, lang)} {SIGNS[op]} {_side(second, lang)}" for lang in LANGS)
        return [Text(zh, en)]


def _named(piece: Piece) -> bool:
    """Whether a piece has a figure with a name, so that a reader knows what is compared."""
    if isinstance(piece, Figure):
        return bool(piece.label.zh)
    parts = piece.parts
    return any(_named(part[1] if isinstance(part, tuple) else part) for part in parts)


def _side(piece: Piece, lang: Lang) -> str:
    """One side of a comparison: `按时率 0.85`, `16 ÷ 20 = 0.8`."""
    if isinstance(piece, Figure):
        return f"{piece.label.say(lang)} {readable(piece.value)}".strip()
    arithmetic = sentence(piece).arithmetic
    return f"{arithmetic} = {readable(piece.value)}"
