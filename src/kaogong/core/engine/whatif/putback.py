"""Which rule moved whom: each changed rule put back alone into the new edition, and the facts scored again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from fractions import Fraction
from typing import Any

from kaogong.core.engine.facts import Facts
from kaogong.core.engine.run import score
from kaogong.core.engine.whatif.parts import Attribution
from kaogong.core.engine.whatif.scale import Scale
from kaogong.core.engine.whatif.sides import Sides, sides
from kaogong.core.problem import Place, Refused, Text
from kaogong.core.scheme.formula import Formula
from kaogong.core.scheme.model import Item, Rulebook, Sheet
from kaogong.core.scheme.period import Period

LISTS = {"vetoes": "一票否决", "grades": "等次", "ranks": "排名"}
ENGLISH = {"vetoes": "veto", "grades": "grades", "ranks": "ranking"}


@dataclass(frozen=True, slots=True)
class Back:
    """The new edition with one rule as it was."""

    path: str
    name: Text
    clause: str
    book: Rulebook


def bare(thing: Any) -> Any:
    """A thing without its places in files: what is left differs only where the rule does."""
    match thing:
        case Place():
            return ()
        case Formula(text=text, tree=tree):
            return (text.split(), bare(tree))
        case Mapping():
            return tuple((key, bare(value)) for key, value in thing.items())
        case tuple() | list():
            return tuple(bare(one) for one in thing)
        case _ if is_dataclass(thing) and not isinstance(thing, type):
            kept = [f.name for f in fields(thing) if f.name not in ("place", "written", "limits_written")]
            return (type(thing).__name__, *(bare(getattr(thing, name)) for name in kept))
        case _:
            return thing


def backs(old: Rulebook, new: Rulebook) -> Iterator[Back]:
    """The new edition with each changed rule put back, one at a time: items, sheets, vetoes, ladders, rankings."""
    for sheet in new.sheets.values():
        before = old.sheets.get(sheet.id)
        if before is not None:
            yield from _items(new, before, sheet)
    for section, zh in LISTS.items():
        ours, theirs = ({one.id: one for one in getattr(book, section)} for book in (old, new))
        for name in dict.fromkeys([*theirs, *ours]):
            if bare(ours.get(name)) != bare(theirs.get(name)):
                known = getattr(ours.get(name) or theirs.get(name), "name", Text.same(name))
                label = Text(f"{zh} {known.zh}", f"{ENGLISH[section]} {known.en}")
                yield Back(f"{section}.{name}", label, "", _listed(new, section, ours.get(name), name))


def _listed(book: Rulebook, section: str, old: Any, name: str) -> Rulebook:
    """The edition with one entry of a list as it was: replaced, put back at the end, or taken out."""
    entries = [old if one.id == name and old is not None else one for one in getattr(book, section)]
    if old is None:
        entries = [one for one in entries if one.id != name]
    elif all(one.id != name for one in entries):
        entries.append(old)
    changed: dict[str, Any] = {section: tuple(entries)}
    return replace(book, **changed)


def _items(book: Rulebook, old: Sheet, new: Sheet) -> Iterator[Back]:
    ours = {item.id: (item, above) for item, above in _walk(old.root, "")}
    theirs = {item.id: (item, above) for item, above in _walk(new.root, "")}
    for name, (item, _) in theirs.items():
        before = ours.get(name)
        if before is None:
            root = _without(new.root, name)
        elif bare(replace(before[0], items=())) == bare(replace(item, items=())):
            continue
        else:
            root = _with(new.root, replace(before[0], items=item.items))
        yield Back(f"sheets.{new.id}.items.{name}", item.name, item.clause, _sheeted(book, new, root))
    for name, (item, above) in ours.items():
        if name not in theirs and above in theirs:
            heading = theirs[above][0]
            root = _with(new.root, replace(heading, items=(*heading.items, replace(item, items=()))))
            yield Back(f"sheets.{new.id}.items.{name}", item.name, item.clause, _sheeted(book, new, root))


def _walk(item: Item, above: str) -> Iterator[tuple[Item, str]]:
    yield item, above
    for one in item.items:
        yield from _walk(one, item.id)


def _with(item: Item, other: Item) -> Item:
    """The tree with one item replaced by another of its id."""
    if item.id == other.id:
        return other
    return replace(item, items=tuple(_with(one, other) for one in item.items)) if item.items else item


def _without(item: Item, name: str) -> Item:
    kept = tuple(_without(one, name) for one in item.items if one.id != name)
    return replace(item, items=kept) if item.items else item


def _sheeted(book: Rulebook, sheet: Sheet, root: Item) -> Rulebook:
    return replace(book, sheets={**book.sheets, sheet.id: replace(sheet, root=root)})


NAMES = ("id", "title", "edition", "issuer", "document", "basis", "canonical", "places", "folder")
"""What a rulebook is called, and where it is written; nothing is scored by it."""


def rules(book: Rulebook) -> Any:
    """Everything of a rulebook that results depend on."""
    return tuple(bare(getattr(book, one.name)) for one in fields(book) if one.name not in NAMES)


def attribute(
    found: Iterable[Back], facts: Facts, period: Period | None, after: Sides, known: tuple[Rulebook, Sides] | None
) -> Iterator[Attribution]:
    """How many results each rule moves: the facts scored with it put back, against the new edition.

    `known`: the old edition and its results, where it reads the same facts: with its only change put back, the new
    edition scores as the old one did.
    """
    old = rules(known[0]) if known else None
    for back in found:
        if known and rules(back.book) == old:
            yield _counted(back, known[1], after)
            continue
        try:
            run = score(back.book, facts, period, keep="totals")
        except Refused:
            yield Attribution(back.path, back.name, back.clause, None, None, None, None)
            continue
        try:
            other = sides(run)
        finally:
            run.close()
        yield _counted(back, other, after)


def _counted(back: Back, other: Sides, after: Sides) -> Attribution:
    scores = ranks = grades = 0
    marks = Fraction(0)
    scales = {name: Scale.of(other, after, name) for name in after.sheets}
    for where, now in after.results.items():
        then = other.results.get(where)
        if then is None:
            continue
        scale = scales[after.sheet_of[where]]
        if then == now and scale.alike:
            continue
        moved = scale.apart(then, now)
        scores += moved is None or moved > 0
        marks += (moved or 0) * scale.unit
        ranks += then[1] != now[1]
        grades += scale.grade(then) != scale.grade(now, after=True)
    return Attribution(back.path, back.name, back.clause, scores, ranks, grades, marks)
