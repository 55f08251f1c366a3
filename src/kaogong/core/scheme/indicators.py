"""Indicators: the leaves of a sheet as a structure check sees them.

They come from a rulebook, or are written in a golden case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from kaogong.core.problem import NOWHERE, Place, Text
from kaogong.core.scheme.entries import amount, table, whole
from kaogong.core.scheme.model import Item, Rulebook, Sheet

MEASURE = ("unit", "baseline", "target", "source", "standard", "due", "survey")
"""The words that say how an indicator is measured."""
STEP_OF_METHOD = {"rating": 3, "survey": 3, "timely": 2, "choice": 2, "checklist": 2, "manual": 0, "fixed": 0}
"""Step of the ladder (1 number, 2 standard with a time, 3 survey) a method stands on; 0 none; else 1."""

Sheets = Mapping[str, tuple["Indicator", ...]]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One leaf.

    `share` is its part of the sheet (None outside full marks); `marks` are in the sheet's marks.
    """

    id: str
    name: Text
    marks: Fraction | None = None
    share: Fraction | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    every: str = ""
    reason: bool = False
    measure: Mapping[str, Any] = field(default_factory=dict)
    method: str = ""
    expands: Mapping[str, int] = field(default_factory=dict)
    classes: frozenset[str] = frozenset()
    """The classes it is for; empty: all of the sheet."""
    place: Place = NOWHERE

    def values(self, tag: str) -> tuple[str, ...]:
        """The values of one tag: `六稳、六保` is two."""
        return tuple(word.strip() for word in self.tags.get(tag, "").split("、") if word.strip())

    @property
    def step(self) -> int:
        """Step of the ladder: 1 a number, 2 a standard with a time, 3 a survey; 0 none of them."""
        if self.measure.get("target") is not None:
            return 1
        if self.measure.get("standard") is not None and self.measure.get("due") is not None:
            return 2
        if self.measure.get("survey") is not None:
            return 3
        return STEP_OF_METHOD.get(self.method, 1) if self.method else 0

    @property
    def count(self) -> int:
        """How many indicators it stands for when composites are opened."""
        return int(self.expands.get("to", 1))

    def part(self, tag: str, value: str) -> Fraction:
        """How much of it belongs to `value` of `tag`, 0 to 1, with a composite opened."""
        if value in self.expands:
            return Fraction(self.expands[value], self.count)
        return Fraction(int(value in self.values(tag)))


def sheets_of(book: Rulebook) -> dict[str, tuple[Indicator, ...]]:
    """The indicators of every sheet."""
    return {sheet.id: tuple(indicators(sheet)) for sheet in book.sheets.values()}


def indicators(sheet: Sheet) -> Iterator[Indicator]:
    """The leaves of a sheet in order, with inherited tags and their share of the whole."""
    yield from _below(sheet.root, Indicator("", Text.same(""), share=Fraction(1)), sheet.root.full)


def _below(item: Item, above: Indicator, whole: Fraction | None) -> Iterator[Indicator]:
    """The leaves under an item; `above` carries what they inherit."""
    here = replace(
        above,
        tags={**above.tags, **item.tags},
        classes=_narrowed(above.classes, item.applies_classes),
    )
    if item.items:
        for child in item.items:
            yield from _below(child, replace(here, share=share_of(item, child, here.share)), whole)
        return
    yield replace(
        here,
        id=item.id,
        name=item.name,
        marks=item.full if here.share is None or whole is None else here.share * whole,
        every=item.every,
        reason=item.reason is not None,
        measure=item.measure,
        method=item.method,
        expands=item.expands,
        place=item.place,
    )


def _narrowed(above: frozenset[str], own: Iterable[str]) -> frozenset[str]:
    mine = frozenset(own)
    return above & mine if above and mine else above | mine


def share_of(heading: Item, child: Item, share: Fraction | None) -> Fraction | None:
    """The child's share of the sheet, given its heading's.

    None outside full marks or where shares mean nothing.
    """
    if share is None or child.role != "score":
        return None
    if heading.combine == "weighted":
        return None if child.weight is None else share * child.weight
    parts = sum((one.full or Fraction(0) for one in heading.items if one.role == "score"), Fraction(0))
    whole = heading.full or parts
    if heading.combine == "product" or child.full is None or not whole:
        return None
    return share * Fraction(child.full, whole)


def written(sheets: Mapping[str, Any]) -> dict[str, tuple[Indicator, ...]]:
    """The sheets a golden case brings: ids alone, ids with marks, or ids with properties."""
    return {str(id_): tuple(_of_sheet(body)) for id_, body in sheets.items()}


def _of_sheet(body: Any) -> Iterator[Indicator]:
    rows = body.items() if isinstance(body, Mapping) else ((one, {}) for one in body)
    plain = [written_indicator(str(id_), row) for id_, row in rows]
    total = sum((one.marks or Fraction(0) for one in plain), Fraction(0))
    for one in plain:
        yield one if not total or one.marks is None else replace(one, share=Fraction(one.marks, total))


def written_indicator(id_: str, row: Any) -> Indicator:
    """One indicator written in a case: its marks, or a mapping of properties (how it is measured: within `measure:` or beside it)."""
    if not isinstance(row, Mapping):
        return Indicator(id_, Text.same(id_), marks=amount(row))
    said = {**table(row.get("measure")), **row}
    return Indicator(
        id=id_,
        name=Text.same(str(row.get("name", id_))),
        marks=amount(row.get("marks")),
        tags={key: str(value) for key, value in table(row.get("tags")).items()},
        every=str(row.get("every", "")),
        reason=bool(row.get("reason")),
        measure={key: said[key] for key in MEASURE if key in said},
        method=str(row.get("method", "")),
        expands={key: whole(value) for key, value in table(row.get("expands")).items()},
    )


def merged(sheets: Sheets) -> tuple[Indicator, ...]:
    """All sheets as one.

    Shares are of the whole, so that an answer about several sheets is about all marks together.
    """
    everything = [one for part in sheets.values() for one in part]
    if len(sheets) <= 1:
        return tuple(everything)
    total = total_marks(everything)
    return tuple(
        one if one.share is None or not total else replace(one, share=Fraction(one.marks or 0, total))
        for one in everything
    )


def total_marks(some: Iterable[Indicator]) -> Fraction:
    """The full marks of the indicators that count towards full marks."""
    return sum((one.marks or Fraction(0) for one in some if one.share is not None), Fraction(0))
