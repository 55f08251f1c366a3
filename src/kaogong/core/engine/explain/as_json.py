"""Explanations (and other answers) as plain data for JSON: numbers exact as texts, words in both languages, nothing empty."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from kaogong.core.engine.explain.parts import Explanation, Part
from kaogong.core.engine.explain.sentence import Sentence
from kaogong.core.problem import Text
from kaogong.core.scheme.numbers import number_text

KEPT = ("value", "total", "grade", "rank", "award", "given")
"""Keys that stay although their value is none: that there is no score is said, not left out."""


def plain(explanation: Explanation) -> dict[str, Any]:
    """The explanation as dictionaries, lists, texts and truth values.

    Numbers are texts such as `7.85` or `10/3`, never floats. A sentence is `{text, value}`.
    """
    found: dict[str, Any] = data(explanation)
    return found


def data(thing: Any) -> Any:
    """Any answer made of dataclasses as plain data."""
    match thing:
        case Text():
            return {"zh": thing.zh, "en": thing.en}
        case Sentence():
            return {"text": thing.text, "value": number_text(thing.value)}
        case Fraction():
            return number_text(thing)
        case date():
            return thing.isoformat()
        case tuple() | list():
            return [data(one) for one in thing]
        case _ if is_dataclass(thing) and not isinstance(thing, type):
            named = {field.name: data(getattr(thing, field.name)) for field in fields(thing)}
            if isinstance(thing, Part):
                named["loss"] = data(thing.loss)
            return {key: value for key, value in named.items() if key in KEPT or value not in (None, "", [], {})}
        case _:
            return thing
