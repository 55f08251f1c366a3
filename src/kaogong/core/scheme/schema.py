"""The JSON Schema (draft 2020-12) of rulebooks, for editors.

Made from the same lists of keys the reader uses.

A rulebook that extends another may leave out what its base has, so every shape comes twice: `whole` with its
required keys, and `part` without.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from kaogong.core.methods import METHODS
from kaogong.core.scheme.item_keys import APPLIES, HEADING, ITEM, ROLLUP, SHEET
from kaogong.core.scheme.keys import Key
from kaogong.core.scheme.read import TOP
from kaogong.core.scheme.read_values import ROUNDING
from kaogong.core.scheme.result_keys import CONSEQUENCE, GRADES, RANKS, REWARD, VETO

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
NUMBER = r"^[-+−]?[0-9]+([.][0-9]+)?[%]?$|^[-+]?[0-9]+ */ *[0-9]+$"
ID = "^[a-z][a-z0-9_]{0,63}$"
SCALAR: Schema = {"type": ["string", "number", "boolean"]}
SECTIONS: dict[str, tuple[Key, ...]] = {
    "vetoes": VETO,
    "grades": GRADES,
    "ranks": RANKS,
    "consequences": CONSEQUENCE,
    "rewards": REWARD,
}


def schema() -> Schema:
    """The schema of a whole rulebook; valid JSON Schema, self-contained."""
    definitions: Schema = {
        "reference": _reference(),
        "words": _words(),
        "number": {"anyOf": [{"type": "number"}, {"type": "string", "pattern": NUMBER}]},
    }
    for whole in (True, False):
        definitions[_named("rulebook", whole)] = _rulebook(whole)
        definitions[_named("sheet", whole)] = _Writer(whole).table(SHEET)
        definitions[_named("item", whole)] = _item(whole)
    return {
        "$schema": DIALECT,
        "title": "Kaogong rulebook 考功规则书",
        "type": "object",
        "if": {"required": ["extends"]},
        "then": {"$ref": "#/$defs/part_rulebook"},
        "else": {"$ref": "#/$defs/whole_rulebook"},
        "$defs": definitions,
    }


def _named(what: str, whole: bool) -> str:
    return f"{'whole' if whole else 'part'}_{what}"


def _reference() -> Schema:
    """`{setting: x}` or `{by_reading: r, option: value, …}`, allowed wherever a value is."""
    return {
        "anyOf": [
            {
                "type": "object",
                "properties": {"setting": {"type": "string"}},
                "required": ["setting"],
                "maxProperties": 1,
            },
            {"type": "object", "properties": {"by_reading": {"type": "string"}}, "required": ["by_reading"]},
        ]
    }


def _words() -> Schema:
    both = {"zh": {"type": "string"}, "en": {"type": "string"}}
    spoken: Schema = {"type": "object", "properties": both, "additionalProperties": False, "minProperties": 1}
    return {"anyOf": [SCALAR, spoken]}


def _rulebook(whole: bool) -> Schema:
    writer = _Writer(whole)
    made = writer.table(TOP)
    made["properties"]["extends"] = {
        "type": "string",
        "description": "底本文件夹 · folder of the base rulebook",
    }
    made["properties"]["remove"] = {"type": "array", "items": {"type": "string"}}
    made["properties"]["sheets"] = {"type": "array", "items": {"$ref": f"#/$defs/{_named('sheet', whole)}"}}
    for name, keys in SECTIONS.items():
        made["properties"][name] = {"type": "array", "items": writer.table(keys)}
    made["properties"]["procedure"] = {"type": "object"}
    made["properties"]["structure"] = {"type": "array", "items": {"type": "object"}}
    return made


def _item(whole: bool) -> Schema:
    """An item: a heading, or a leaf of one method with that method's parameters."""
    writer = _Writer(whole)
    method_names = {"enum": list(METHODS), "description": "评分方法 · method"}
    if not whole:
        every = {one.name: Key.of(one) for method in METHODS.values() for one in method.params}
        return {
            "type": "object",
            "properties": {
                **writer.members((*ITEM, *HEADING)),
                **dict.fromkeys(every, True),
                "method": method_names,
            },
        }
    leaves = []
    for name, method in METHODS.items():
        made = writer.table((*ITEM, *(Key.of(one) for one in method.params)))
        made["properties"]["method"] = {
            "const": name,
            "description": f"{method.summary.zh} · {method.summary.en}",
        }
        made["required"] = [*made.get("required", []), "method"]
        leaves.append({"if": {"properties": {"method": {"const": name}}, "required": ["method"]}, "then": made})
    heading = writer.table(tuple(one for one in (*ITEM, *HEADING) if one.name != "method"))
    heading["required"] = [*heading.get("required", []), "items"]
    return {
        "type": "object",
        "anyOf": [
            {"$ref": "#/$defs/reference"},
            {
                "properties": {"method": method_names},
                "allOf": leaves,
                "if": {"required": ["method"]},
                "else": heading,
            },
        ],
    }


class _Writer:
    """Writes the schema of keys; `whole` says whether required keys are asked for."""

    def __init__(self, whole: bool) -> None:
        self.whole = whole

    def table(self, keys: Iterable[Key]) -> Schema:
        """A mapping with these keys and no others."""
        keys = tuple(keys)
        made: Schema = {"type": "object", "properties": self.members(keys), "additionalProperties": False}
        if not self.whole:
            made["properties"]["remove"] = {"type": "array", "items": {"type": "string"}}
        needed = [one.name for one in keys if one.required]
        return {**made, "required": needed} if self.whole and needed else made

    def members(self, keys: Iterable[Key]) -> Schema:
        """The schema of every key's value; a reference may stand for any."""
        made: Schema = {}
        for one in keys:
            value = self.value(one)
            described = {"description": f"{one.doc.zh} · {one.doc.en}"}
            free = value in ({}, True)
            made[one.name] = described if free else {"anyOf": [value, {"$ref": "#/$defs/reference"}], **described}
        return made

    def value(self, key: Key) -> Schema:
        """The schema of one value."""
        if key.kind == "tree" and key.name in _OWN:
            return _OWN[key.name](self)
        return _KINDS[key.kind](key, self) if key.kind in _KINDS else SCALAR


def _items(writer: _Writer) -> Schema:
    return {"type": "array", "items": {"$ref": f"#/$defs/{_named('item', writer.whole)}"}}


def _either_of(key: Key, writer: _Writer) -> Schema:
    return {"anyOf": [writer.value(one) for one in key.options]}


def _map_of(key: Key, writer: _Writer) -> Schema:
    value = writer.value(Key("", key.value, key.doc, choices=key.choices, columns=key.columns, options=key.options))
    made: Schema = {
        "type": "object",
        "additionalProperties": {"anyOf": [value, {"$ref": "#/$defs/reference"}]},
    }
    return {**made, "propertyNames": {"pattern": ID}} if key.keys == "id" else made


_OWN: dict[str, Callable[[_Writer], Schema]] = {
    "items": _items,
    "rollup": lambda writer: {"anyOf": [{"enum": list(ROLLUP[0].choices)}, writer.table(ROLLUP)]},
    "applies": lambda writer: {"anyOf": [SCALAR, writer.table(APPLIES)]},
    "order": lambda _: {"anyOf": [SCALAR, {"type": "array", "items": SCALAR}]},
}
"""Values the reader reads in its own way."""
_NUMBER_REF: Schema = {"$ref": "#/$defs/number"}
_KINDS: dict[str, Callable[[Key, _Writer], Schema]] = {
    "id": lambda _key, _writer: {"type": "string", "pattern": ID},
    "words": lambda _key, _writer: {"$ref": "#/$defs/words"},
    "number": lambda _key, _writer: _NUMBER_REF,
    "limit": lambda _key, _writer: {"anyOf": [_NUMBER_REF, {"enum": ["none", "无", "不限", None]}]},
    "integer": lambda _key, _writer: _NUMBER_REF,
    "boolean": lambda _key, _writer: {"enum": [True, False, "是", "否"]},
    "choice": lambda key, _writer: {"enum": list(key.choices)},
    "date": lambda _key, _writer: {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}$"},
    "names": lambda _key, _writer: {"anyOf": [SCALAR, {"type": "array", "items": SCALAR}]},
    "numbers": lambda _key, _writer: {
        "type": "array",
        "items": {"anyOf": [_NUMBER_REF, {"$ref": "#/$defs/reference"}]},
    },
    "points": lambda _key, _writer: {
        "type": "array",
        "items": {"type": "array", "minItems": 2, "maxItems": 2},
    },
    "range": lambda _key, _writer: {"type": "array", "minItems": 2, "maxItems": 2},
    "rounding": lambda _key, writer: {"anyOf": [_NUMBER_REF, {"const": "none"}, writer.table(ROUNDING)]},
    "map": _map_of,
    "table": lambda key, writer: {
        "type": "array",
        "items": {"anyOf": [writer.table(key.columns), {"$ref": "#/$defs/reference"}]},
    },
    "record": lambda key, writer: writer.table(key.columns),
    "either": _either_of,
    "free": lambda _key, _writer: {},
    "tree": lambda _key, _writer: {},
}
"""By kind of value; every kind that is not here is one word or formula."""
