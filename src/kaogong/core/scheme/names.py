"""Everything a rulebook declares, gathered before anything is read: names are checked where they are used."""

from __future__ import annotations

from dataclasses import dataclass, field

from kaogong.core.scheme.formula import NameKind
from kaogong.core.scheme.functions import BUILT_IN
from kaogong.core.scheme.parse_formula import normal
from kaogong.core.scheme.tree import Listing, Scalar, Table, Tree, own_id, word


@dataclass(frozen=True, slots=True)
class Declared:
    """What a name stands for. `type` is the fact's type; `options` the words it may be compared with."""

    kind: NameKind
    id: str
    type: str = "decimal"
    options: tuple[str, ...] = ()


Spoken = dict[str, list[str]]
"""Every way a thing may be named → the ids it may mean."""


@dataclass(slots=True)
class Names:
    """The names of a rulebook."""

    values: dict[str, list[Declared]] = field(default_factory=dict)
    """Facts, derived facts, attributes and settings, by id and by name."""
    items: dict[str, dict[str, list[Declared]]] = field(default_factory=dict)
    """Of every sheet: its items, by id and by name."""
    things: dict[str, Spoken] = field(default_factory=dict)
    """Classes, kinds, ledgers, ratings, links, sheets, schemes, sources: by sort, then by id and name."""
    members: dict[tuple[str, str], Spoken] = field(default_factory=dict)
    """By (sort, owner): kinds … of a ledger, groups and questions of ratings, options of a fact."""
    grades: tuple[str, ...] = ()
    settings: dict[str, Tree] = field(default_factory=dict)

    def thing(self, sort: str, spoken: str) -> list[str]:
        """The ids of a sort that a word may mean."""
        return self.things.get(sort, {}).get(normal(spoken), [])


def gather(tree: Table) -> Names:
    """The names declared in a resolved rulebook.

    Parts with the wrong shape are passed over (the reader complains).
    """
    names = Names()
    subjects = tree.get("subjects")
    for sort, section in (
        ("ledger", tree.get("events")),
        ("ratings", tree.get("ratings")),
        ("link", tree.get("links")),
        ("source", tree.get("basis")),
        ("class", subjects.get("classes") if isinstance(subjects, Table) else None),
        ("kind", subjects.get("kinds") if isinstance(subjects, Table) else None),
        ("sheet", tree.get("sheets")),
        ("scheme", tree.get("grades")),
    ):
        names.things[sort] = _spoken(section)
    names.things["kind"] = names.things["kind"] or {"unit": ["unit"], "单位": ["unit"]}
    for ledger, one in _entries(tree.get("events")):
        _members(names, ledger, one, ("kinds", "severities", "finders"))
    for ratings, one in _entries(tree.get("ratings")):
        _members(names, ratings, one, ("groups", "questions"))
    _values(tree, subjects, names)
    for sheet, one in _entries(tree.get("sheets")):
        names.items[sheet] = _items(one)
    names.grades = _grades(tree)
    return names


def _members(names: Names, owner: str, tree: Tree, sorts: tuple[str, ...]) -> None:
    for sort in sorts:
        names.members[sort, owner] = _spoken(tree.get(sort) if isinstance(tree, Table) else None)


def _entries(section: Tree | None) -> list[tuple[str, Tree]]:
    """The things of a section, written as a table by id or as a list of things with ids."""
    if isinstance(section, Table):
        return list(section.entries.items())
    if isinstance(section, Listing):
        return [(own_id(one), one) for one in section.entries if own_id(one)]
    return []


def _called(thing_id: str, tree: Tree) -> list[str]:
    """Every way a thing may be named: its id, its name, its name in either language."""
    name = tree.get("name") if isinstance(tree, Table) else tree
    if isinstance(name, Table):
        words = [word(name.get("zh")), word(name.get("en"))]
    elif isinstance(tree, Table) and name is None:
        words = [word(tree.get("zh")), word(tree.get("en"))]
    else:
        words = [word(name)]
    return list(dict.fromkeys(normal(one) for one in (thing_id, *words) if one))


def _spoken(section: Tree | None) -> Spoken:
    spoken: Spoken = {}
    for thing_id, tree in _entries(section):
        for name in _called(thing_id, tree):
            spoken.setdefault(name, []).append(thing_id)
    for name in spoken:
        if name in spoken[name]:
            spoken[name] = [name]  # an id is exact: a namesake of another thing does not blur it
    return spoken


def _values(tree: Table, subjects: Tree | None, names: Names) -> None:
    sections: tuple[tuple[NameKind, Tree | None], ...] = (
        ("fact", tree.get("facts")),
        ("derived", tree.get("derived")),
        ("attribute", subjects.get("attributes") if isinstance(subjects, Table) else None),
    )
    for kind, section in sections:
        for thing_id, one in _entries(section):
            written = one.get("type") if isinstance(one, Table) else None
            options = one.get("options") if isinstance(one, Table) else None
            listed = options.entries if isinstance(options, Listing) else ()
            words = tuple(word(option) for option in listed)
            names.members["options", thing_id] = {normal(option): [option] for option in words}
            what = Declared(kind, thing_id, word(written) or "decimal", words)
            for name in _called(thing_id, one):
                names.values.setdefault(name, []).append(what)
    classes = tuple(sorted({one for ids in names.things["class"].values() for one in ids}))
    kinds = tuple(sorted({one for ids in names.things["kind"].values() for one in ids}))
    for spoken, built_in in BUILT_IN.items():
        options_of = {"class": classes, "kind": kinds}.get(built_in, ())
        names.values.setdefault(spoken, []).append(Declared("attribute", built_in, "choice", options_of))
    for setting, one in _entries(tree.get("settings")):
        value = one.get("value") if isinstance(one, Table) else None
        if isinstance(value, Scalar):
            names.settings[setting] = value
            names.values.setdefault(normal(setting), []).append(Declared("setting", setting))


def _items(sheet: Tree) -> dict[str, list[Declared]]:
    """The items of a sheet, however deep; the sheet itself is not readable by name (that is `total`)."""
    spoken: dict[str, list[Declared]] = {}
    stack = [sheet]
    while stack:
        here = stack.pop()
        below = here.get("items") if isinstance(here, Table) else None
        for one in below.entries if isinstance(below, Listing) else ():
            if own_id(one):
                for name in _called(own_id(one), one):
                    what = Declared("item", own_id(one))
                    if what not in spoken.setdefault(name, []):
                        spoken[name].append(what)
            stack.append(one)
    return spoken


def _grades(tree: Table) -> tuple[str, ...]:
    found: list[str] = []
    for _, scheme in _entries(tree.get("grades")):
        ladder = scheme.get("ladder") if isinstance(scheme, Table) else None
        for rung in ladder.entries if isinstance(ladder, Listing) else ():
            found += [word(rung.get("grade"))] if isinstance(rung, Table) else []
    found = [one for one in found if one]
    return tuple(dict.fromkeys(found))
