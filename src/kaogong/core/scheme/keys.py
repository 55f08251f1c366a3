"""What a table of the rulebook may hold, as data.

One list of keys serves the reader, the JSON Schema and the docs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from kaogong.core.methods.base import Param, ParamKind
from kaogong.core.problem import Text

Kind = (
    ParamKind
    | Literal[
        "id",  # snake_case id → str
        "words",  # text for people, a string or {zh, en} → Text
        "date",  # 2010-05-15 → datetime.date
        "names",  # list of texts, or one → tuple[str, …]
        "range",  # [low, high], either null → (Fraction | None, Fraction | None)
        "citation",  # `measure 附一-1` → Citation
        "rounding",  # {places, mode} or places → Rounding
        "class",  # a declared class → its id
        "kind",  # a declared kind of subject → its id
        "sheet",  # a declared sheet → its id
        "item",  # an item of the sheet in hand → its id
        "scheme",  # a grade scheme → its id
        "grade",  # a grade of some ladder → the word
        "free",  # anything → plain data
        "tree",  # anything → the tree, read elsewhere
    ]
)


@dataclass(frozen=True, slots=True)
class Key:
    """One key: what its value is, what it means, and what holds when it is not written."""

    name: str
    kind: Kind
    doc: Text
    required: bool = False
    default: Any = None
    choices: tuple[str, ...] = ()
    value: Kind = "number"
    keys: Kind = "text"
    columns: tuple[Key, ...] = ()
    options: tuple[Key, ...] = ()

    @classmethod
    def of(cls, param: Param) -> Key:
        """The key of a method's parameter."""
        return cls(
            name=param.name,
            kind=param.kind,
            doc=param.doc,
            required=param.required,
            default=param.default,
            choices=param.choices,
            value=param.value,
            keys=param.keys,
            columns=tuple(cls.of(one) for one in param.columns),
            options=tuple(cls.of(one) for one in param.options),
        )


def key(
    name: str,
    kind: Kind,
    zh: str,
    en: str,
    *,
    required: bool = False,
    default: Any = None,
    choices: str = "",
    value: Kind = "number",
    keys: Kind = "text",
    columns: tuple[Key, ...] = (),
    options: tuple[Key, ...] = (),
) -> Key:
    """A key in one line; `choices` are separated by blanks."""
    return Key(name, kind, Text(zh, en), required, default, tuple(choices.split()), value, keys, columns, options)
