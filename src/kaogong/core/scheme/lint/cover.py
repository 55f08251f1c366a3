"""Rules about who is covered, and how often: every class has one sheet, sheets differ, periods fit."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from kaogong.core.problem import Text
from kaogong.core.scheme.entries import percent
from kaogong.core.scheme.indicators import indicators
from kaogong.core.scheme.lint.rule import Finding, found, rule
from kaogong.core.scheme.model import Item, Rulebook
from kaogong.core.scheme.period import MONTHS

CLASSES = """\
subjects:
  classes: {county: {name: 县区, kind: unit}, dept: {name: 部门, kind: unit}}
"""
ITEMS = "items: [{id: a, name: 率, full: 9, method: ratio, of: done, target: 5}]}"


@rule(
    "K170",
    "error",
    title=Text("没有考核表的类别", "A class without a sheet"),
    why=Text("这类单位没有表可考，也就没有成绩。", "Its subjects are scored by nothing."),
    fix=Text("给它一张考核表，或删去这个类别。", "Give it a sheet, or remove the class."),
    good=CLASSES + "sheets:\n  - {id: unit, name: 考核表, for: {kind: unit}, full: 9, basis: m, " + ITEMS + "\n",
    bad=CLASSES
    + "sheets:\n  - {id: unit, name: 考核表, full: 9, basis: m, for: {kind: unit, classes: [county]}, "
    + ITEMS
    + "\n",
)
def classes_covered(book: Rulebook) -> Iterator[Finding]:
    """Classes no sheet of their kind is for."""
    for one in book.classes.values():
        if not any(s.kind == one.kind and (not s.classes or one.id in s.classes) for s in book.sheets.values()):
            yield found(one.place, f"“{one.name.zh}”没有考核表", f"{one.name.en} has no sheet")


@rule(
    "K171",
    "error",
    title=Text("一类单位有两张表", "A class with two sheets"),
    why=Text(
        "一个单位一张单子：有两张就不知道按哪张算。",
        "A subject has exactly one sheet; with two nobody knows which counts.",
    ),
    fix=Text("在 for.classes 里分清每张表考核谁。", "Say in for.classes whom each sheet is for."),
    good=CLASSES
    + "sheets:\n  - {id: one, name: 考核表, full: 9, basis: m, for: {kind: unit, classes: [county]}, "
    + ITEMS
    + "\n  - {id: two, name: 考核表, full: 9, basis: m, for: {kind: unit, classes: [dept]}, "
    + ITEMS.replace("of: done", "of: asked").replace("id: a", "id: b")
    + "\n",
    bad=CLASSES
    + "sheets:\n  - {id: one, name: 考核表, full: 9, basis: m, for: {kind: unit, classes: [county, dept]}, "
    + ITEMS
    + "\n  - {id: two, name: 考核表, full: 8, basis: m, for: {kind: unit, classes: [dept]}, "
    + ITEMS.replace("of: done", "of: asked").replace("9", "8").replace("id: a", "id: b")
    + "\n",
)
def one_sheet_each(book: Rulebook) -> Iterator[Finding]:
    """Sheets of one kind that share a class."""
    for first, second in combinations(book.sheets.values(), 2):
        if first.kind != second.kind or first.every != second.every:
            continue
        all_of_kind = tuple(one.id for one in book.classes.values() if one.kind == first.kind)
        both = set(first.classes or all_of_kind) & set(second.classes or all_of_kind)
        if both or not (first.classes and second.classes):
            yield found(
                second.place,
                f"{first.id} 和 {second.id} 都考核 {'、'.join(sorted(both)) or '同一类单位'}",
                f"{first.id} and {second.id} are for the same subjects",
            )


@rule(
    "K172",
    "warning",
    title=Text("两类单位的表没有区别", "Two classes with the same sheet"),
    why=Text(
        "分了类却用同样的指标和权重，等于没有分类。",
        "Classes that share indicators and weights are no classes.",
    ),
    fix=Text("按各类的职责改指标，或合成一张表。", "Tailor the indicators, or make it one sheet."),
    good=CLASSES
    + "sheets:\n  - {id: one, name: 考核表, full: 9, basis: m, for: {kind: unit, classes: [county]}, "
    + ITEMS
    + "\n  - {id: two, name: 考核表, full: 9, basis: m, for: {kind: unit, classes: [dept]}, "
    + ITEMS.replace("id: a", "id: b")
    + "\n",
    bad=CLASSES
    + "sheets:\n  - {id: one, name: 考核表, full: 9, basis: m, for: {kind: unit, classes: [county]}, "
    + ITEMS
    + "\n  - {id: two, name: 考核表, full: 9, basis: m, for: {kind: unit, classes: [dept]}, "
    + ITEMS
    + "\n",
)
def sheets_differ(book: Rulebook) -> Iterator[Finding]:
    """Sheets of one kind with the same leaves and shares."""
    shapes = {one.id: [(leaf.id, leaf.share) for leaf in indicators(one)] for one in book.sheets.values()}
    for first, second in combinations(book.sheets.values(), 2):
        if first.kind == second.kind and shapes[first.id] == shapes[second.id]:
            yield found(
                second.place,
                f"{first.id} 和 {second.id} 的指标与权重完全相同",
                f"{first.id} and {second.id} are the same",
            )


@rule(
    "K173",
    "error",
    title=Text("汇总的期数不对", "A roll-up that does not fit its periods"),
    why=Text(
        "取最好的五个季度、给三个季度权重，都办不到。",
        "The best five quarters of a year, or weights for three of four, cannot be had.",
    ),
    fix=Text(
        "期数与周期相符，权重之和为 100%。",
        "Let the numbers fit the periods, and the weights add up to 100 %.",
    ),
    good="""\
sheets:
  - id: unit
    name: 考核表
    for: {kind: unit}
    full: 9
    basis: m
    items: [{id: a, name: 牌, full: 9, every: quarter, rollup: {by: best, best: 2}, method: events, ledger: card, mode: deduct, marks: {red: 5, yellow: 2}}]
""",
    bad="""\
sheets:
  - id: unit
    name: 考核表
    for: {kind: unit}
    full: 9
    basis: m
    items: [{id: a, name: 牌, full: 9, every: quarter, rollup: {by: best, best: 5}, method: events, ledger: card, mode: deduct, marks: {red: 5, yellow: 2}}]
""",
)
def rollups_fit(book: Rulebook) -> Iterator[Finding]:
    """`best` and `weights` of roll-ups against the number of periods."""
    for sheet in book.sheets.values():
        for item, parent in _with_parent(sheet.root):
            if item.rollup is None:
                continue
            periods = Fraction(MONTHS[parent.every], MONTHS[item.every])
            weights = item.rollup.weights
            if item.rollup.best > periods:
                yield found(
                    item.place,
                    f"“{item.name.zh}”取最好的 {item.rollup.best} 期，一共只有 {periods} 期",
                    f"{item.name.en} takes the best {item.rollup.best} of {periods} periods",
                )
            if item.rollup.by == "weights" and len(weights) != periods:
                yield found(
                    item.place,
                    f"“{item.name.zh}”有 {len(weights)} 个权重、{periods} 期",
                    f"{item.name.en} has {len(weights)} weights for {periods} periods",
                )
            elif weights and sum(weights) != 1:
                yield found(
                    item.place,
                    f"“{item.name.zh}”各期权重之和是 {percent(sum(weights, Fraction(0)))}",
                    f"the period weights of {item.name.en} add up to {percent(sum(weights, Fraction(0)))}",
                )


def _with_parent(item: Item) -> Iterator[tuple[Item, Item]]:
    for child in item.items:
        yield child, item
        yield from _with_parent(child)


@rule(
    "K174",
    "warning",
    title=Text("程序里没有这一轮", "A round nobody holds"),
    why=Text(
        "规则按月打分，程序里却没有月度考核，分从哪里来？",
        "Items are scored by month, but the procedure has no monthly round.",
    ),
    fix=Text(
        "在 procedure.rounds 里加上这一周期，或改考核周期。",
        "Add the round to procedure.rounds, or change the period.",
    ),
    good="""\
sheets:
  - {id: unit, name: 考核表, for: {kind: unit}, full: 9, every: year, basis: m, items: [{id: a, name: 率, full: 9, method: ratio, of: done, target: 5}]}
procedure: {rounds: {year: 年度考核}, appeal: {window: 5}, publicity: {days: 5}}
""",
    bad="""\
sheets:
  - {id: unit, name: 考核表, for: {kind: unit}, full: 9, every: year, basis: m, items: [{id: a, name: 率, full: 9, method: ratio, of: done, target: 5}]}
procedure: {rounds: {month: 月度考核}, appeal: {window: 5}, publicity: {days: 5}}
""",
)
def rounds_held(book: Rulebook) -> Iterator[Finding]:
    """Periods of sheets that are no round of the procedure."""
    rounds = book.procedure.get("rounds")
    for sheet in book.sheets.values():
        if isinstance(rounds, dict) and rounds and sheet.every not in rounds:
            yield found(
                sheet.place,
                f"{sheet.id} 每{_period(sheet.every)}出总分，程序里没有这一轮",
                f"{sheet.id} is totalled every {sheet.every}, but there is no such round",
            )


def _period(every: str) -> str:
    return {"month": "月", "quarter": "季", "half": "半年", "year": "年"}[every]


RULES = (classes_covered, one_sheet_each, sheets_differ, rollups_fit, rounds_held)
