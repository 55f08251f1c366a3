"""How a derivation is said on a page: the core's words, in the language of the page."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from django import template
from django.utils.translation import get_language

from kaogong.core.engine.explain import words
from kaogong.core.engine.explain.ledger import EventLine
from kaogong.core.engine.explain.numbers import exact_text, readable
from kaogong.core.engine.explain.parts import Input, Part, Place
from kaogong.core.engine.explain.sentence import Sentence
from kaogong.core.problem import Lang, Text

register = template.Library()
WIDE = 92
"""How long the bar of full marks is."""
BRIEF = 40
"""Characters of arithmetic that fit beside the name of a closed item."""
MOST_FIGURES = 8
"""Figures up to which each is set above its name."""


def _lang() -> Lang:
    return "en" if (get_language() or "").startswith("en") else "zh"


@register.filter
def say(text: Text | None) -> str:
    """A text of the rulebook or the engine."""
    return "" if text is None else text.say(_lang())


@register.filter
def notes(several: tuple[Text, ...]) -> str:
    """Remarks, one after the other."""
    return words.STOPS[_lang()].semicolon.join(one.say(_lang()) for one in several)


@register.filter
def marks(value: Fraction | Decimal | None) -> str:
    """Marks in a column; a dash where there are none."""
    return words.points(Fraction(value) if isinstance(value, Decimal) else value)


@register.filter
def exactly(value: Fraction | None) -> str:
    """A number to its last digit."""
    return "" if value is None else exact_text(value)


@register.filter
def shortly(value: Fraction | None) -> str:
    """A number as it is read."""
    return "—" if value is None else readable(value)


@register.filter
def lost(part: Part) -> str:
    """What an item lost."""
    return words.lost(part)


@register.filter
def worth(part: Part) -> str:
    """Full marks, or the weight."""
    return words.worth(part)


@register.filter
def brief(part: Part) -> str:
    """What stands beside the name: the arithmetic where it is short, else the method."""
    told = "" if part.sentence is None or part.sentence.bare else part.sentence.arithmetic
    if told and len(told) <= BRIEF and "/" not in told:
        return told
    return say(part.method_title)


@register.filter
def no_score(part: Part) -> str:
    """Why an item was not simply scored: 暂缺 and the like."""
    return say(words.NO_SCORE[part.status])


@register.filter
def filled(part: Part) -> int | None:
    """How much of the bar is filled; None where a bar says nothing."""
    if part.value is None or not part.full or part.role != "score":
        return None
    return max(0, min(WIDE, int(Fraction(part.value, part.full) * WIDE)))


@register.filter
def clause(part: Part) -> str:
    """The place in the rulebook's source."""
    return say(words.cited(part.source, part.clause))


@register.filter
def set_out(sentence: Sentence | None) -> bool:
    """Whether each figure is set above its name."""
    return sentence is not None and sum(one.figure is not None for one in sentence.tokens) <= MOST_FIGURES


@register.filter
def given(one: Input) -> str:
    """The value of a fact with its unit; 暂缺 where it is missing."""
    return say(words.value_words(one))


@register.filter
def event(line: EventLine) -> str:
    """An event in words."""
    return say(words.described(line))


@register.filter
def page_behind(line: EventLine | Input, pages: Mapping[str, str]) -> str:
    """The page a line of a ledger or a figure rests on; empty where there is none for the reader."""
    key = f"incident:{line.incident}" if isinstance(line, EventLine) else f"fact:{line.id}|{line.period}"
    return pages.get(key, "")


@register.filter
def placed(place: Place) -> str:
    """A place in words."""
    return say(words.placed(place))


@register.filter
def called(code: str, names: Mapping[str, str]) -> str:
    """Units and accounts by their names, where a fact names them by their codes."""
    return " ".join(names.get(one, one) for one in code.split())


@register.filter
def at_key(several: Mapping[str, str], key: str) -> str:
    """What stands under a key; empty where nothing does."""
    return several.get(key, "")


@register.filter
def opens(part: Part) -> bool:
    """Whether there is more to say than its name: of a heading only what its own arithmetic or facts add."""
    told = part.sentence is not None and not part.sentence.bare
    read = part.inputs or part.events or part.ballots or part.pools or part.links or part.why or part.notes
    return bool(told or read or (part.leaf and (part.clause or part.source)))


@register.filter
def every_input(part: Part) -> list[Input]:
    """The inputs with some proof, each proof once."""
    return list({one.evidence_hash or one.evidence: one for one in part.inputs if one.proven}.values())
