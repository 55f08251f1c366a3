"""What a complete sheet must contain: the entries of `structure:`, each a check with figures for its report.

An entry says what it is by its keys (`require`, `tag` with `values`, `max_share`, …); KINDS lists them. A
check looks at indicators only, so that the same check serves the rulebook's sheets and the sheets a golden
case brings.
"""

from __future__ import annotations

from collections.abc import Mapping

from kaogong.core.problem import NOWHERE, Place, Severity
from kaogong.core.scheme.entries import Entry, words
from kaogong.core.scheme.indicators import Indicator, Sheets, sheets_of
from kaogong.core.scheme.model import Rulebook
from kaogong.core.scheme.structure import content, each, likeness, weight
from kaogong.core.scheme.structure.base import Breach, Check, Outcome, View

__all__ = [
    "KINDS",
    "Breach",
    "Entry",
    "Outcome",
    "evaluate",
    "kind_of",
    "may_find",
    "place_of",
    "severity_of",
]

SEVERITY: Mapping[str, Severity] = {"refuse": "error", "waiver": "error", "warn": "warning", "report": "note"}
"""What an entry's severity means to the linter."""

KINDS: tuple[tuple[tuple[str, ...], Check, tuple[str, ...]], ...] = (
    (("require=sections", "of"), content.sections, ("K201",)),
    (("require=names", "of"), content.names, ("K202",)),
    (("require=removed", "sheet", "base"), content.removed, ("K217",)),
    (("tag", "pairs"), content.pairs, ("K204",)),
    (("tag", "count"), content.count, ("K205",)),
    (("tag", "every"), each.every, ("K216",)),
    (("tag", "value", "weight"), weight.outweighs, ("K206",)),
    (("tag", "max_share"), weight.max_share, ("K207",)),
    (("tag", "values"), content.values, ("K203",)),
    (("max_items",), weight.overload, ("K208", "K209")),
    (("between",), likeness.alike, ("K210", "K211", "K212")),
    (("rank_within",), likeness.mixed, ("K218",)),
    (("distribution", "value", "max_share"), weight.distribution, ("K219",)),
    (("each=measurable",), each.measurable, ("K213",)),
    (("each",), each.described, ("K214",)),
    (("each_tag",), each.tagged, ("K215",)),
)
"""Which keys (or key=value) make an entry which check, and what it may find; the first that fits."""


def evaluate(book: Rulebook, entry: Entry, sheets: Sheets | None = None) -> Outcome:
    """One entry checked against the rulebook's sheets, or against `sheets` when a case brings its own."""
    check = kind_of(entry)
    if check is None:
        return Outcome()
    if sheets is not None:
        return check(entry, View(sheets, book, sheets))
    whole = _by_class(book) if entry.get("between") == "classes" else sheets_of(book)
    return check(entry, View(_scope(entry, whole), book, whole))


def kind_of(entry: Entry) -> Check | None:
    """The check an entry asks for; None when its keys say nothing known."""
    return next((check for needed, check, _ in KINDS if all(_says(entry, word) for word in needed)), None)


def may_find(entry: Entry, code: str) -> bool:
    """Whether the entry's check looks for breaches of this code."""
    return any(code in codes for _, check, codes in KINDS if check is kind_of(entry))


def severity_of(entry: Entry) -> Severity:
    """How grave a breach of the entry is."""
    return SEVERITY.get(str(entry.get("severity", "refuse")), "error")


def place_of(book: Rulebook, entry: Entry) -> Place:
    """Where the entry is written."""
    return book.places.get(f"structure.{entry.get('id', '')}", book.places.get("structure", NOWHERE))


def _says(entry: Entry, word: str) -> bool:
    key, _, value = word.partition("=")
    return key in entry and (not value or entry[key] == value)


def _scope(entry: Entry, sheets: Sheets) -> Sheets:
    wanted = words(entry.get("sheet")) + words(entry.get("sheets"))
    return {id_: some for id_, some in sheets.items() if not wanted or id_ in wanted}


def _by_class(book: Rulebook) -> dict[str, tuple[Indicator, ...]]:
    """The indicators of each class, read from its sheets (an item may be for some classes only)."""
    return {
        id_: tuple(
            one
            for sheet in book.sheets.values()
            if sheet.kind == class_.kind and (not sheet.classes or id_ in sheet.classes)
            for one in sheets_of(book)[sheet.id]
            if not one.classes or id_ in one.classes
        )
        for id_, class_ in book.classes.items()
    }
