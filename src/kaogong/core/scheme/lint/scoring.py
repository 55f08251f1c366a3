"""Rules about what a method makes of its facts: direction, dead bands, small groups, targets."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from kaogong.core.methods import METHODS
from kaogong.core.problem import Text
from kaogong.core.scheme.formula import Formula, Name, Number
from kaogong.core.scheme.lint.reach import all_items, named
from kaogong.core.scheme.lint.rule import Finding, found, rule
from kaogong.core.scheme.model import Fact, Item, Rulebook


def fact_of(book: Rulebook, item: Item) -> Fact | None:
    """The fact a leaf scores, when `of` is nothing but a fact."""
    of = item.params.get("of")
    if isinstance(of, Formula) and isinstance(of.tree, Name) and of.tree.kind == "fact":
        return book.facts.get(of.tree.name)
    return book.facts.get(of) if isinstance(of, str) else None


@rule(
    "K120",
    "warning",
    title=Text("得分与方向相反", "Marks against the declared direction"),
    why=Text("数值变好，得分反而下降，等于鼓励做差。", "A better value earns less: the rule rewards doing worse."),
    fix=Text("核对档次次序，或改事实的 direction。", "Check the order of the bands, or the fact's direction."),
    good="""\
sheets:
  - id: unit
    name: 考核表
    for: {kind: unit}
    full: 50
    basis: m
    items:
      - {id: a, name: 办结, full: 50, method: linear, of: done, points: [[0, 0], [100, 50]]}
""",
    bad="""\
sheets:
  - id: unit
    name: 考核表
    for: {kind: unit}
    full: 50
    basis: m
    items:
      - {id: a, name: 办结, full: 50, method: linear, of: done, points: [[0, 50], [100, 0]]}
""",
)
def direction_kept(book: Rulebook) -> Iterator[Finding]:
    """The monotony of a method in its fact, against the fact's direction."""
    for item in all_items(book):
        fact = fact_of(book, item)
        if fact is None or fact.direction == "none" or item.method not in METHODS:
            continue
        monotone = METHODS[item.method].shape(item.params, item.full or Fraction(0)).monotone
        wrong = {"higher": "down", "lower": "up"}[fact.direction]
        if (item.role == "deduction") is not (fact.type == "choice"):  # options are coded 1, 2, … from the best
            wrong = {"down": "up", "up": "down"}[wrong]
        if monotone in {wrong, "no"}:
            how = ("时升时降", "goes up and down") if monotone == "no" else ("与方向相反", "goes the other way")
            yield found(
                item.place,
                f"“{fact.name.zh}”越{'高' if fact.direction == 'higher' else '低'}越好，得分却{how[0]}",
                f"{fact.name.en} is better {fact.direction}, but the score {how[1]}",
            )


@rule(
    "K121",
    "warning",
    title=Text("够不着的档", "A band no value can reach"),
    why=Text("事实的取值范围内没有一个值落进这一档。", "No value within the fact's range falls into it."),
    fix=Text("改档的界限，或改事实的 range。", "Change the band's bounds or the fact's range."),
    good="""\
sheets:
  - id: unit
    name: 考核表
    for: {kind: unit}
    full: 50
    basis: m
    items:
      - {id: a, name: 办结, full: 50, method: bands, of: done, table: [{from: 900, marks: 50}, {marks: 0}]}
""",
    bad="""\
sheets:
  - id: unit
    name: 考核表
    for: {kind: unit}
    full: 50
    basis: m
    items:
      - {id: a, name: 办结, full: 50, method: bands, of: done, table: [{from: 2000, marks: 50}, {marks: 0}]}
""",
)
def bands_reachable(book: Rulebook) -> Iterator[Finding]:
    """Bands and points outside the declared range of their fact."""
    for item in all_items(book):
        fact = fact_of(book, item)
        if fact is None or item.method != "bands":
            continue
        for number, row in enumerate(item.params["table"], 1):
            if _beyond(fact, row):
                yield found(
                    item.place,
                    f"“{item.name.zh}”第 {number} 档在“{fact.name.zh}”的范围之外",
                    f"band {number} of {item.name.en} lies outside the range of {fact.name.en}",
                )


def _beyond(fact: Fact, row: Any) -> bool:
    low = row.get("from") if row.get("from") is not None else row.get("above")
    high = row.get("to") if row.get("to") is not None else row.get("through")
    return (fact.high is not None and low is not None and low > fact.high) or (
        fact.low is not None and high is not None and high < fact.low
    )


@rule(
    "K125",
    "warning",
    title=Text("小组也排名", "Ranking a group of any size"),
    why=Text(
        "只有一两个单位的组里，最后一名也能得高分，第一名毫无意义。",
        "In a group of one or two the last place still earns high marks, and the first means nothing.",
    ),
    fix=Text("写 minimum：少于这么多就不按名次计分。", "Write `minimum`: in a smaller group places earn nothing."),
    good="""\
sheets:
  - id: unit
    name: 考核表
    for: {kind: unit}
    full: 10
    basis: m
    items:
      - {id: a, name: 名次, full: 10, method: rank, of: done, points: [10, 8, 6], minimum: 3}
""",
    bad="""\
sheets:
  - id: unit
    name: 考核表
    for: {kind: unit}
    full: 10
    basis: m
    items:
      - {id: a, name: 名次, full: 10, method: rank, of: done, points: [10, 8, 6]}
""",
)
def groups_large_enough(book: Rulebook) -> Iterator[Finding]:
    """Rank points without a smallest group, or with one smaller than the table."""
    for item in all_items(book):
        if item.method != "rank":
            continue
        minimum, points = item.params.get("minimum") or 0, item.params.get("points") or ()
        if minimum < max(2, len(points)):
            yield found(
                item.place,
                f"“{item.name.zh}”的组至少要有 {max(2, len(points))} 个单位才排得开，现在是 {minimum}",
                f"{item.name.en} needs groups of {max(2, len(points))}, its minimum is {minimum}",
            )


@rule(
    "K126",
    "error",
    title=Text("目标为零", "A target of zero"),
    why=Text("目标是零，完成率没有意义。", "A completion rate against zero means nothing."),
    fix=Text("写真实的目标；没有目标的，换一种方法。", "Write the real target, or use another method."),
    good="""\
sheets:
  - {id: unit, name: 考核表, for: {kind: unit}, full: 9, basis: m, items: [{id: a, name: 办结, full: 9, method: ratio, of: done, target: 200, zero_target: missing}]}
""",
    bad="""\
sheets:
  - {id: unit, name: 考核表, for: {kind: unit}, full: 9, basis: m, items: [{id: a, name: 办结, full: 9, method: ratio, of: done, target: 0, zero_target: missing}]}
""",
)
def target_not_zero(book: Rulebook) -> Iterator[Finding]:
    """Constant targets."""
    for item in all_items(book):
        target = item.params.get("target")
        if isinstance(target, Formula) and isinstance(target.tree, Number) and target.tree.value == 0:
            yield found(item.place, f"“{item.name.zh}”的目标是零", f"the target of {item.name.en} is zero")


@rule(
    "K127",
    "warning",
    title=Text("全年目标没有中间节点", "A target for the year without milestones"),
    why=Text(
        "到年底才知道没有完成，已经来不及。",
        "At the end of the year it is too late to learn that it will be missed.",
    ),
    fix=Text(
        "写 milestones（几月完成什么），或按季度、月度考核。",
        "Write `milestones`, or score it by quarter or month.",
    ),
    good="""\
procedure:
  targets: {milestones: required}
  appeal: {window: 5}
  publicity: {days: 5}
sheets:
  - id: unit
    name: 考核表
    for: {kind: unit}
    full: 9
    basis: m
    items:
      - {id: a, name: 办结, full: 9, milestones: [6月底过半], method: ratio, of: done, target: 200}
""",
    bad="""\
procedure:
  targets: {milestones: required}
  appeal: {window: 5}
  publicity: {days: 5}
sheets:
  - id: unit
    name: 考核表
    for: {kind: unit}
    full: 9
    basis: m
    items:
      - {id: a, name: 办结, full: 9, method: ratio, of: done, target: 200}
""",
)
def milestones_set(book: Rulebook) -> Iterator[Finding]:
    """Yearly items with a target, where the procedure asks for milestones."""
    targets = book.procedure.get("targets")
    if not isinstance(targets, dict) or targets.get("milestones") != "required":
        return
    for item in all_items(book):
        has_target = item.params.get("target") is not None or item.measure.get("target") is not None
        if has_target and item.every == "year" and not item.milestones:
            yield found(
                item.place,
                f"“{item.name.zh}”是全年目标，没有中间节点",
                f"{item.name.en} has a target for the year and no milestones",
            )


@rule(
    "K128",
    "error",
    title=Text("扣分表里的加分", "A reward in a list of deductions"),
    why=Text(
        "扣分项里的负数等于加分，只扣不加的规定就破了。",
        "A negative figure in a deduction adds marks, which the rule does not allow.",
    ),
    fix=Text(
        "扣分写正数（扣几分）；要加分，另设加分项。",
        "Write deductions as positive numbers; rewards belong in a bonus item.",
    ),
    good="""\
sheets:
  - {id: unit, name: 考核表, for: {kind: unit}, full: 9, basis: m, items: [{id: a, name: 牌, full: 9, method: events, ledger: card, mode: deduct, marks: {red: 1}}]}
""",
    bad="""\
sheets:
  - {id: unit, name: 考核表, for: {kind: unit}, full: 9, basis: m, items: [{id: a, name: 牌, full: 9, role: deduction, method: events, ledger: card, mode: signed, marks: {red: 1}}]}
""",
)
def deductions_deduct(book: Rulebook) -> Iterator[Finding]:
    """Signed events in a deduction item that give marks."""
    for item in all_items(book):
        marks = [value for value in named(item, "number") if isinstance(value, Fraction)]
        if item.role == "deduction" and item.method == "events" and item.params.get("mode") in {"signed", "add"}:
            tariff = item.params.get("marks") or {}
            gives = [kind for kind, value in tariff.items() if value > 0] if isinstance(tariff, dict) else marks
            if gives:
                yield found(item.place, f"扣分项“{item.name.zh}”里有加分", f"the deduction {item.name.en} gives marks")


RULES = (
    direction_kept,
    bands_reachable,
    groups_large_enough,
    target_not_zero,
    milestones_set,
    deductions_deduct,
)
