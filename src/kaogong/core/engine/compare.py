"""Two editions of a rulebook, clause by clause: what was added, removed and changed, with both texts and the basis.

Editions are compared as their authors wrote them (the canonical text), with the readings and settings they are scored by.
Things with an id are compared by id, wherever they stand; the rows of a ladder by their grade.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

from kaogong.core.methods import METHODS
from kaogong.core.problem import Problems, Text
from kaogong.core.scheme.model import Rulebook
from kaogong.core.scheme.numbers import number_text
from kaogong.core.scheme.source import parse_text
from kaogong.core.scheme.tree import plain

Kind = Literal["added", "removed", "changed"]

SECTIONS: dict[str, Text] = {
    "identity": Text("题名与效力", "identity"),
    "basis": Text("依据", "basis"),
    "settings": Text("设定", "settings"),
    "readings": Text("读法", "readings"),
    "subjects": Text("考核对象", "subjects"),
    "links": Text("关联", "links"),
    "facts": Text("数据", "facts"),
    "derived": Text("导出数据", "derived facts"),
    "events": Text("台账", "ledgers"),
    "ratings": Text("测评", "ratings"),
    "sheets": Text("考核表", "sheets"),
    "items": Text("指标", "items"),
    "vetoes": Text("一票否决", "vetoes"),
    "grades": Text("等次", "grades"),
    "ranks": Text("排名", "ranks"),
    "consequences": Text("结果运用", "consequences"),
    "rewards": Text("奖励", "rewards"),
    "procedure": Text("程序", "procedure"),
    "structure": Text("结构要求", "structure"),
}
"""Parts of a rulebook in the order they are compared."""
ASPECTS: dict[str, Text] = {
    "marks": Text("分值", "marks"),
    "method": Text("计分方法", "method"),
    "parameters": Text("参数", "parameters"),
    "missing": Text("缺项处理", "missing values"),
    "period": Text("周期", "period"),
    "place": Text("位置", "place"),
    "basis": Text("依据", "basis"),
    "name": Text("名称", "name"),
    "other": Text("其他", "other"),
}
"""What a changed key of an item is about."""
ASPECT_OF = {
    **dict.fromkeys(("full", "weight", "floor", "cap", "start", "rescale", "times", "role", "combine"), "marks"),
    "method": "method",
    **dict.fromkeys(("missing", "not_applicable", "applies", "only_if", "otherwise"), "missing"),
    **dict.fromkeys(("every", "rollup", "carry"), "period"),
    "heading": "place",
    **dict.fromkeys(("basis", "clause"), "basis"),
    "name": "name",
}
MAPPINGS = ("basis", "settings", "readings", "links", "facts", "derived", "events", "ratings", "procedure")
LISTS = ("vetoes", "grades", "ranks", "consequences", "rewards", "structure")
KEYED_BY = ("id", "grade", "item")
"""What the rows of a list are known by, where they have it."""


@dataclass(frozen=True, slots=True)
class KeyChange:
    """One key that differs. An empty text: it is not written."""

    key: str
    before: str
    after: str
    aspect: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs: what it is, both texts, and where the paper says so."""

    kind: Kind
    section: str
    path: str
    name: Text
    before: str
    after: str
    keys: tuple[KeyChange, ...] = ()
    clause: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """All changes from one edition to another, and how many things of each section stayed as they were."""

    before: str
    after: str
    changes: tuple[Change, ...]
    unchanged: Mapping[str, int] = field(default_factory=dict)

    @property
    def same(self) -> bool:
        """Nothing differs."""
        return not self.changes

    def of(self, kind: Kind) -> tuple[Change, ...]:
        """The changes of a kind."""
        return tuple(one for one in self.changes if one.kind == kind)


@dataclass(frozen=True, slots=True)
class _Thing:
    """A part of a rulebook that is compared as a whole."""

    section: str
    path: str
    content: Any
    inside: tuple[str, ...] = ()
    """Keys that are compared elsewhere."""


def compare(old: Rulebook, new: Rulebook) -> Comparison:
    """What changed from one edition (or reading) of a rulebook to another."""
    left, right = _written(old), _written(new)
    ours, theirs = ({one.path: one for one in _things(book)} for book in (left, right))
    found: list[Change] = []
    unchanged: Counter[str] = Counter()
    for path, thing in ours.items():
        other = theirs.get(path)
        if other is None:
            found.append(_gone(thing, left))
        elif (keys := tuple(_differences(thing, other))) != ():
            found.append(_changed(thing, other, keys, left, right))
        else:
            unchanged[thing.section] += 1
    found += [_come(one, right) for path, one in theirs.items() if path not in ours]
    order = list(SECTIONS)
    found.sort(key=lambda one: order.index(one.section))
    return Comparison(_title(old), _title(new), tuple(found), dict(unchanged))


def _title(book: Rulebook) -> str:
    return f"{book.id} {book.edition}"


def _written(book: Rulebook) -> dict[str, Any]:
    """The canonical text as plain data, with the readings and settings that are scored by."""
    tree = parse_text(book.canonical, "canonical.yaml", Problems())
    found: dict[str, Any] = plain(tree) if tree is not None else {}
    for name, reading in book.readings.items():
        found.setdefault("readings", {}).setdefault(name, {})["chosen"] = reading.chosen
    for name, setting in book.settings.items():
        value = setting.value
        if isinstance(value, Fraction):
            found.setdefault("settings", {}).setdefault(name, {})["value"] = number_text(value)
    return found


# --- what is compared ---------------------------------------------------------------------------------------------


def _things(book: Mapping[str, Any]) -> Iterator[_Thing]:
    """Every part of a rulebook that is compared as a whole."""
    known = {*MAPPINGS, *LISTS, "subjects", "sheets"}
    for key, value in book.items():
        if key not in known and key != "kaogong":
            yield _Thing("identity", key, value)
    for section in MAPPINGS:
        for key, value in (book.get(section) or {}).items():
            yield _Thing(section, f"{section}.{key}", value)
    for part, entries in (book.get("subjects") or {}).items():
        for key, value in (entries or {}).items():
            yield _Thing("subjects", f"subjects.{part}.{key}", value)
    for section in LISTS:
        for number, one in enumerate(book.get(section) or []):
            yield _Thing(section, f"{section}.{_known_by(one, number)}", one)
    for number, sheet in enumerate(book.get("sheets") or []):
        path = f"sheets.{_known_by(sheet, number)}"
        yield _Thing("sheets", path, sheet, ("items",))
        yield from _items(sheet, path, "")


def _items(heading: Mapping[str, Any], path: str, above: str) -> Iterator[_Thing]:
    """The items under a heading, by id whatever heading they stand under."""
    for number, one in enumerate(heading.get("items") or []):
        if not isinstance(one, Mapping):
            continue
        name = _known_by(one, number)
        content = {**one, "heading": above} if above else dict(one)
        yield _Thing("items", f"{path}.items.{name}", content, ("items",))
        yield from _items(one, path, name)


def _known_by(one: Any, number: int) -> str:
    if isinstance(one, Mapping):
        return next((str(one[key]) for key in KEYED_BY if one.get(key) is not None), str(number))
    return str(number)


# --- differences --------------------------------------------------------------------------------------------------


def _differences(ours: _Thing, theirs: _Thing) -> Iterator[KeyChange]:
    """The keys in which two versions of a thing differ."""
    before, after = (dict(_flat(one.content, one.inside)) for one in (ours, theirs))
    methods = {_method(one.content) for one in (ours, theirs)} & set(METHODS)
    known = {param.name for method in methods for param in METHODS[method].params}
    for key in dict.fromkeys([*before, *after]):
        left, right = before.get(key), after.get(key)
        if left != right:
            aspect = _aspect(key, known) if ours.section in ("items", "sheets") else ""
            yield KeyChange(key, "" if left is None else left, "" if right is None else right, aspect)


def _method(content: Any) -> str:
    return str(content.get("method") or "") if isinstance(content, Mapping) else ""


def _aspect(key: str, parameters: set[str]) -> str:
    """What a key of an item is about."""
    first = key.partition(".")[0]
    return "parameters" if first in parameters else ASPECT_OF.get(first, "other")


def _flat(content: Any, inside: tuple[str, ...] = (), path: str = "") -> Iterator[tuple[str, str]]:
    """Every key below, joined by dots, with its text."""
    if isinstance(content, Mapping) and content and not _is_text(content):
        for key, value in content.items():
            if key not in inside:
                yield from _flat(value, (), f"{path}.{key}" if path else str(key))
    elif isinstance(content, list) and content and all(_row(one) for one in content):
        for number, one in enumerate(content):
            yield from _flat(one, (), f"{path}.{_known_by(one, number)}")
    else:
        yield path, flow(content)


def _row(one: Any) -> bool:
    return isinstance(one, Mapping) and any(one.get(key) is not None for key in KEYED_BY)


def _is_text(content: Mapping[str, Any]) -> bool:
    return set(content) <= {"zh", "en"}


def flow(content: Any) -> str:
    """Plain data in one line, as it could be written in YAML."""
    if isinstance(content, Mapping):
        return "{" + ", ".join(f"{key}: {flow(value)}" for key, value in content.items()) + "}"
    if isinstance(content, list):
        return "[" + ", ".join(flow(one) for one in content) + "]"
    return "none" if content is None else str(content)


# --- changes ------------------------------------------------------------------------------------------------------


def _changed(
    ours: _Thing, theirs: _Thing, keys: tuple[KeyChange, ...], left: Mapping[str, Any], right: Mapping[str, Any]
) -> Change:
    clause, basis = _place(theirs, right)
    if not (clause or basis):
        clause, basis = _place(ours, left)
    return Change(
        "changed", theirs.section, theirs.path, _name(theirs), _text(ours), _text(theirs), keys, clause, basis
    )


def _gone(thing: _Thing, book: Mapping[str, Any]) -> Change:
    clause, basis = _place(thing, book)
    return Change("removed", thing.section, thing.path, _name(thing), _text(thing), "", (), clause, basis)


def _come(thing: _Thing, book: Mapping[str, Any]) -> Change:
    clause, basis = _place(thing, book)
    return Change("added", thing.section, thing.path, _name(thing), "", _text(thing), (), clause, basis)


def _text(thing: _Thing) -> str:
    content = thing.content
    if isinstance(content, Mapping):
        content = {key: value for key, value in content.items() if key not in thing.inside}
    return flow(content)


def _name(thing: _Thing) -> Text:
    """What people call it; its id where it has no name."""
    content = thing.content
    name = (
        next((content[key] for key in ("name", "title", "question") if content.get(key)), None)
        if isinstance(content, Mapping)
        else None
    )
    if isinstance(name, Mapping):
        zh = str(name.get("zh") or name.get("en"))
        return Text(zh, str(name.get("en") or zh))
    return Text.same(str(name) if name is not None else thing.path.rpartition(".")[2])


def _place(thing: _Thing, book: Mapping[str, Any]) -> tuple[str, str]:
    """The ledger clause, and the legal source in words."""
    content = thing.content
    if not isinstance(content, Mapping) or thing.section == "basis":
        return "", ""
    clause, cited = str(content.get("clause") or ""), content.get("basis")
    if not isinstance(cited, str):
        return clause, ""
    source, _, locus = cited.partition(" ")
    declared = (book.get("basis") or {}).get(source)
    name = declared.get("name") if isinstance(declared, Mapping) else None
    said = (name.get("zh") or name.get("en")) if isinstance(name, Mapping) else name
    return clause, f"{said or source} {locus}".strip()
