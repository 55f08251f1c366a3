"""Rules about limits: full marks that can be reached, caps and bonuses that do not swamp the rest."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from kaogong.core.methods import METHODS
from kaogong.core.methods.marks import start_marks
from kaogong.core.problem import Text
from kaogong.core.scheme.entries import plain
from kaogong.core.scheme.lint.reach import all_items, with_headings
from kaogong.core.scheme.lint.rule import Finding, found, rule
from kaogong.core.scheme.model import Item, Rulebook

ZERO = Fraction(0)


def scored(heading: Item) -> tuple[Item, ...]:
    """The children within the full marks."""
    return tuple(one for one in heading.items if one.role == "score")


@rule(
    "K104",
    "warning",
    title=Text("封顶低于满分", "A cap below full marks"),
    why=Text(
        "满分永远得不到，各分项的权重也随之失真。",
        "Full marks cannot be reached, and the parts weigh less than they say.",
    ),
    fix=Text("把 cap 提高到满分，或降低满分。", "Raise the cap to full marks or lower the full marks."),
    good="""\
sheets:
  - {id: unit, name: 考核表, for: {kind: unit}, full: 100, cap: 100, basis: m, items: [{id: a, name: 办结, full: 100, method: ratio, of: done, target: 9}]}
""",
    bad="""\
sheets:
  - {id: unit, name: 考核表, for: {kind: unit}, full: 100, cap: 90, basis: m, items: [{id: a, name: 办结, full: 100, method: ratio, of: done, target: 9}]}
""",
)
def cap_below_full(book: Rulebook) -> Iterator[Finding]:
    """Caps of scored items and sheets."""
    for item in all_items(book):
        if item.role == "score" and item.cap is not None and item.full is not None and item.cap < item.full:
            yield found(
                item.place,
                f"“{item.name.zh}”满分 {plain(item.full)}，封顶 {plain(item.cap)}",
                f"{item.name.en} has {plain(item.full)} marks but is capped at {plain(item.cap)}",
            )


@rule(
    "K105",
    "warning",
    title=Text("超额或加分压过其他项", "Surplus or bonus swamps other items"),
    why=Text(
        "一项的超额分就能补上别的项全部丢掉的分，权重形同虚设。",
        "One item's surplus makes up for losing another altogether; the weights mean little.",
    ),
    fix=Text(
        "降低 cap，使超出满分的部分小于最大的同级项。",
        "Lower the cap so that the surplus is smaller than the largest other item.",
    ),
    good="""\
sheets:
  - id: unit
    name: 考核表
    for: {kind: unit}
    full: 100
    basis: m
    items:
      - {id: a, name: 办结, full: 60, cap: 66, method: ratio, of: done, target: 9, cap_at: 1.1}
      - {id: b, name: 受理, full: 40, method: ratio, of: asked, target: 9}
""",
    bad="""\
sheets:
  - id: unit
    name: 考核表
    for: {kind: unit}
    full: 100
    basis: m
    items:
      - {id: a, name: 办结, full: 60, cap: 120, method: ratio, of: done, target: 9, cap_at: 2}
      - {id: b, name: 受理, full: 40, method: ratio, of: asked, target: 9}
""",
)
def surplus_swamps(book: Rulebook) -> Iterator[Finding]:
    """What an item may earn beyond its full marks, against its siblings."""
    for heading in all_items(book):
        if heading.combine not in {"sum", "start"}:
            continue
        for item in heading.items:
            others = [one.full for one in scored(heading) if one.id != item.id and one.full is not None]
            surplus = _surplus(item)
            if others and surplus >= max(others):
                yield found(
                    item.place,
                    f"“{item.name.zh}”可超出 {plain(surplus)} 分，不小于同级最大的一项",
                    f"{item.name.en} may earn {plain(surplus)} beyond its marks, no less than the largest other item",
                )


def _surplus(item: Item) -> Fraction:
    if item.role == "deduction" or item.cap is None:
        return ZERO
    return item.cap if item.role == "bonus" else item.cap - (item.full or item.cap)


@rule(
    "K106",
    "warning",
    title=Text("加分没有上限", "A bonus without a limit"),
    why=Text("没有上限的加分可以压倒整张表。", "An unlimited bonus can outweigh the whole sheet."),
    fix=Text(
        "给加分项或考核表写 cap；原文不限的，写明 cap: none。",
        "Give the bonus or the sheet a cap; write cap: none where the paper sets no limit.",
    ),
    good="""\
sheets:
  - id: unit
    name: 考核表
    for: {kind: unit}
    full: 100
    basis: m
    items:
      - {id: a, name: 办结, full: 100, method: ratio, of: done, target: 9}
      - {id: b, name: 表彰, role: bonus, cap: 5, method: events, ledger: card, mode: add, marks: {red: 1}}
""",
    bad="""\
sheets:
  - id: unit
    name: 考核表
    for: {kind: unit}
    full: 100
    basis: m
    items:
      - {id: a, name: 办结, full: 100, method: ratio, of: done, target: 9}
      - {id: b, name: 表彰, role: bonus, method: events, ledger: card, mode: add, marks: {red: 1}}
""",
)
def bonus_has_cap(book: Rulebook) -> Iterator[Finding]:
    """Bonus items no cap of their own or above them holds, unless the author wrote so."""
    for sheet in book.sheets.values():
        for item, above in with_headings(sheet.root, ()):
            held = item.full is not None or any(one.cap is not None for one in (item, *above))
            if item.role == "bonus" and not held and "cap" not in item.limits_written:
                yield found(item.place, f"加分项“{item.name.zh}”没有上限", f"the bonus {item.name.en} has no limit")


@rule(
    "K107",
    "warning",
    title=Text("总分没有下限", "No floor under the deductions"),
    why=Text("扣分没有底，总分会变成负数。", "Deductions without an end make the total negative."),
    fix=Text(
        "给扣分项写 full（最多扣多少），或给考核表写 floor: 0。",
        "Give the deduction its full marks (the most it takes), or the sheet floor: 0.",
    ),
    good="""\
sheets:
  - id: unit
    name: 考核表
    for: {kind: unit}
    full: 100
    floor: 0
    basis: m
    items:
      - {id: a, name: 办结, full: 100, method: ratio, of: done, target: 9}
      - {id: b, name: 违规, role: deduction, method: events, ledger: card, mode: signed, marks: {red: -5}}
""",
    bad="""\
sheets:
  - id: unit
    name: 考核表
    for: {kind: unit}
    full: 100
    basis: m
    items:
      - {id: a, name: 办结, full: 100, method: ratio, of: done, target: 9}
      - {id: b, name: 违规, role: deduction, method: events, ledger: card, mode: signed, marks: {red: -5}}
""",
)
def deduction_has_end(book: Rulebook) -> Iterator[Finding]:
    """Deductions no floor of their own or above them holds."""
    for sheet in book.sheets.values():
        for item, above in with_headings(sheet.root, ()):
            held = item.full is not None or any(one.floor is not None for one in (item, *above))
            if item.role == "deduction" and not held and "floor" not in item.limits_written:
                yield found(item.place, f"扣分项“{item.name.zh}”没有底", f"the deduction {item.name.en} has no end")


@rule(
    "K109",
    "warning",
    title=Text("满分得不到", "Full marks out of reach"),
    why=Text(
        "最好的一档也不到满分，这些分谁也得不到。",
        "Even the best result stays below full marks; nobody can earn the rest.",
    ),
    fix=Text("让最高一档等于满分，或降低满分。", "Let the best result earn full marks, or lower the full marks."),
    good="""\
sheets:
  - id: unit
    name: 考核表
    for: {kind: unit}
    full: 50
    basis: m
    items:
      - {id: a, name: 办结, full: 50, method: bands, of: done, table: [{from: 90, marks: 50}, {marks: 0}]}
""",
    bad="""\
sheets:
  - id: unit
    name: 考核表
    for: {kind: unit}
    full: 50
    basis: m
    items:
      - {id: a, name: 办结, full: 50, method: bands, of: done, table: [{from: 90, marks: 40}, {marks: 0}]}
""",
)
def full_reachable(book: Rulebook) -> Iterator[Finding]:
    """The greatest marks of a method, as far as they are known without data."""
    for item in all_items(book):
        if item.items or item.method not in METHODS or item.role != "score" or item.full is None or item.times:
            continue
        high = METHODS[item.method].shape(item.params, item.full).high
        if high is not None and high < item.full:
            yield found(
                item.place,
                f"“{item.name.zh}”满分 {plain(item.full)}，最多只能得 {plain(high)}",
                f"{item.name.en} has {plain(item.full)} marks, but {plain(high)} at most can be earned",
            )


@rule(
    "K110",
    "warning",
    title=Text("从不计分的项", "An item nobody is scored on"),
    why=Text(
        "没有哪一类单位适用，这些分谁也得不到。",
        "No class of the sheet has it, so nobody can earn its marks.",
    ),
    fix=Text("改 applies 或考核表的 classes。", "Change `applies` or the classes of the sheet."),
    good="""\
subjects:
  classes: {county: {name: 县区, kind: unit}, dept: {name: 部门, kind: unit}}
sheets:
  - id: unit
    name: 考核表
    full: 100
    basis: m
    for: {kind: unit, classes: [county, dept]}
    items:
      - {id: a, name: 办结, full: 100, applies: {classes: [dept]}, not_applicable: full, method: ratio, of: done, target: 9}
""",
    bad="""\
subjects:
  classes: {county: {name: 县区, kind: unit}, dept: {name: 部门, kind: unit}}
sheets:
  - id: unit
    name: 考核表
    full: 100
    basis: m
    for: {kind: unit, classes: [county]}
    items:
      - {id: a, name: 办结, full: 100, applies: {classes: [dept]}, not_applicable: full, method: ratio, of: done, target: 9}
  - {id: other, name: 部门表, full: 5, basis: m, for: {kind: unit, classes: [dept]}, items: [{id: b, name: 受理, full: 5, method: ratio, of: asked, target: 9}]}
""",
)
def scored_for_someone(book: Rulebook) -> Iterator[Finding]:
    """Items whose classes the sheet does not have."""
    for sheet in book.sheets.values():
        for item in sheet.root.walk():
            if item.applies_classes and sheet.classes and not set(item.applies_classes) & set(sheet.classes):
                yield found(
                    item.place,
                    f"“{item.name.zh}”只用于 {'、'.join(item.applies_classes)}，此表不考核它们",
                    f"{item.name.en} is for {', '.join(item.applies_classes)}, which this sheet does not cover",
                )


@rule(
    "K114",
    "error",
    title=Text("扣不了分的扣分项", "A deduction that takes nothing"),
    why=Text(
        "扣分项的值在零以上一律按零计；从满分或正分起扣的，扣完起点以前一分也不扣。",
        "A deduction above zero counts as zero; one that begins above zero takes nothing until all that is lost.",
    ),
    fix=Text("写 start: 0（或不写），或用负的分值。", "Write start: 0 (or leave it out), or use negative marks."),
    good="""\
sheets:
  - id: unit
    name: 考核表
    for: {kind: unit}
    full: 100
    basis: m
    items:
      - {id: a, name: 办结, full: 100, method: ratio, of: done, target: asked}
      - {id: b, name: 黄红牌, full: 10, role: deduction, method: events, ledger: card, mode: deduct, marks: {yellow: 2, red: 5}}
""",
    bad="""\
sheets:
  - id: unit
    name: 考核表
    for: {kind: unit}
    full: 100
    basis: m
    items:
      - {id: a, name: 办结, full: 100, method: ratio, of: done, target: asked}
      - {id: b, name: 黄红牌, full: 10, role: deduction, method: events, ledger: card, mode: deduct, start: full, marks: {yellow: 2, red: 5}}
""",
)
def deduction_takes(book: Rulebook) -> Iterator[Finding]:
    """Deductions that cannot be below zero, or that begin above it."""
    for item in all_items(book):
        if item.role != "deduction" or item.method not in METHODS or item.times:
            continue
        low, begins = METHODS[item.method].shape(item.params, item.full or ZERO).low, _begins(item)
        if (item.floor is not None and item.floor >= 0) or (low is not None and low >= 0):
            yield found(item.place, f"扣分项“{item.name.zh}”扣不了分", f"the deduction {item.name.en} takes nothing")
        elif begins > 0:
            zh = f"扣分项“{item.name.zh}”从 {plain(begins)} 分起扣，扣完以前一分不扣"
            yield found(
                item.place, zh, f"the deduction {item.name.en} begins at {plain(begins)}: that much is not taken"
            )


def _begins(item: Item) -> Fraction:
    """What a method that takes marks begins at."""
    full = item.full or ZERO
    if item.params.get("mode") == "add" or (item.method == "linked" and item.params.get("mode") == "take"):
        return ZERO
    if item.method == "checklist":
        return full
    start = item.params.get("start")
    return start_marks(start, full) if isinstance(start, tuple) else ZERO


RULES = (
    cap_below_full,
    surplus_swamps,
    bonus_has_cap,
    deduction_has_end,
    deduction_takes,
    full_reachable,
    scored_for_someone,
)
