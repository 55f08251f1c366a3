"""Rules about what a method makes of its facts: direction, dead bands, double counting, division by zero."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from kaogong.core.methods import METHODS
from kaogong.core.problem import Text
from kaogong.core.scheme.formula import Formula, Name, Node, Number, Operation, parts
from kaogong.core.scheme.lint.reach import all_items, event_kinds, formulas, leaves, named, scored_facts
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
    full: 50
    basis: m
    items:
      - {id: a, name: 办结, full: 50, method: linear, of: done, points: [[0, 0], [100, 50]]}
""",
    bad="""\
sheets:
  - id: unit
    name: 考核表
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
        if item.role == "deduction":
            wrong = {"down": "up", "up": "down"}[wrong]
        if monotone in {wrong, "no"}:
            how = ("时升时降", "goes up and down") if monotone == "no" else ("与方向相反", "goes the other way")
            yield found(item.place, f"“{fact.name.zh}”越{'高' if fact.direction == 'higher' else '低'}越好，得分却{how[0]}",
                        f"{fact.name.en} is better {fact.direction}, but the score {how[1]}")


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
    full: 50
    basis: m
    items:
      - {id: a, name: 办结, full: 50, method: bands, of: done, table: [{from: 900, marks: 50}, {marks: 0}]}
""",
    bad="""\
sheets:
  - id: unit
    name: 考核表
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
                yield found(item.place, f"“{item.name.zh}”第 {number} 档在“{fact.name.zh}”的范围之外",
                            f"band {number} of {item.name.en} lies outside the range of {fact.name.en}")


def _beyond(fact: Fact, row: Any) -> bool:
    low = row.get("from") if row.get("from") is not None else row.get("above")
    high = row.get("to") if row.get("to") is not None else row.get("through")
    return (fact.high is not None and low is not None and low > fact.high) or (
        fact.low is not None and high is not None and high < fact.low
    )


@rule(
    "K122",
    "warning",
    title=Text("一个事实计分两次", "One fact scored twice"),
    why=Text("同一件事得两份分，等于把它的权重加倍。", "The same achievement earns twice, which doubles its weight."),
    fix=Text("只留一处；确要两处的，在 procedure.waivers 里说明。", "Keep one; where both are meant, name it in procedure.waivers."),
    good="""\
sheets:
  - id: unit
    name: 考核表
    full: 100
    basis: m
    items:
      - {id: a, name: 办结, full: 60, method: ratio, of: done, target: asked}
      - {id: b, name: 受理, full: 40, method: ratio, of: asked, target: 100}
""",
    bad="""\
sheets:
  - id: unit
    name: 考核表
    full: 100
    basis: m
    items:
      - {id: a, name: 办结, full: 60, method: ratio, of: done, target: asked}
      - {id: b, name: 办结数, full: 40, method: ratio, of: done, target: 100}
""",
)
def facts_once(book: Rulebook) -> Iterator[Finding]:
    """Facts rewarded by two leaves of one sheet."""
    for sheet in book.sheets.values():
        seen: dict[str, Item] = {}
        for item in leaves(sheet.root):
            for fact in sorted(scored_facts(book, item)):
                first = seen.setdefault(fact, item)
                if first is not item:
                    name = book.facts[fact].name
                    yield found(item.place, f"“{name.zh}”在“{first.name.zh}”和“{item.name.zh}”里都计分",
                                f"{name.en} is scored by {first.name.en} and by {item.name.en}")


@rule(
    "K123",
    "warning",
    title=Text("一类事件计两次", "One kind of event counted twice"),
    why=Text("同一件事扣两次（或加两次），被考核者会申诉。", "The same event costs (or earns) twice; that is grounds for an appeal."),
    fix=Text("只留一处；确要两处的，在 procedure.waivers 里说明。", "Keep one; where both are meant, name it in procedure.waivers."),
    good="""\
sheets:
  - id: unit
    name: 考核表
    full: 30
    basis: m
    items:
      - {id: a, name: 黄牌, full: 15, method: events, ledger: card, mode: deduct, marks: {yellow: 2}}
      - {id: b, name: 红牌, full: 15, method: events, ledger: card, mode: deduct, marks: {red: 5}}
""",
    bad="""\
sheets:
  - id: unit
    name: 考核表
    full: 30
    basis: m
    items:
      - {id: a, name: 黄红牌, full: 15, method: events, ledger: card, mode: deduct, marks: {yellow: 2, red: 5}}
      - {id: b, name: 红牌, full: 15, method: events, ledger: card, mode: deduct, marks: {red: 5}}
""",
)
def events_once(book: Rulebook) -> Iterator[Finding]:
    """Kinds of events priced by two leaves of one sheet over the same subjects."""
    for sheet in book.sheets.values():
        seen: dict[tuple[str, str, str], Item] = {}
        for item in leaves(sheet.root):
            over = str(item.params.get("via") or item.params.get("average_over") or "")
            for ledger, kind in sorted(event_kinds(book, item)):
                first = seen.setdefault((ledger, kind, over), item)
                if first is not item:
                    name = book.events[ledger].kinds.get(kind, Text.same(kind))
                    yield found(item.place, f"“{name.zh}”在“{first.name.zh}”和“{item.name.zh}”里都计",
                                f"{name.en} counts in {first.name.en} and in {item.name.en}")


@rule(
    "K124",
    "warning",
    title=Text("可能除以零", "Division that may be by zero"),
    why=Text("分母为零时没有得分，单位会问为什么。", "With a zero denominator there is no score, and people will ask why."),
    fix=Text("写 zero_denominator 或 zero_target，或给分母的 range 一个大于零的下限。",
             "Write zero_denominator or zero_target, or give the denominator a range above zero."),
    good="""\
derived:
  share: {name: 办结率, formula: done ÷ asked}
sheets:
  - id: unit
    name: 考核表
    full: 100
    basis: m
    items:
      - {id: a, name: 办结, full: 100, method: linear, of: share, points: [[0, 0], [1, 100]]}
""",
    bad="""\
derived:
  share: {name: 未办率, formula: asked ÷ done}
sheets:
  - id: unit
    name: 考核表
    full: 100
    basis: m
    items:
      - {id: a, name: 办结, full: 100, method: linear, of: share, points: [[0, 0], [1, 100]]}
""",
)
def no_zero_division(book: Rulebook) -> Iterator[Finding]:
    """Denominators that their ranges do not keep above zero, where nothing says what zero means."""
    for one in book.derived.values():
        if f"derived.{one.id}.zero_denominator" in book.places or one.zero_denominator is not None:
            continue
        for under in _denominators(one.formula.tree):
            if not _never_zero(book, under):
                yield found(one.place, f"“{one.name.zh}”的分母可能为零", f"the denominator of {one.name.en} may be zero")
                break
    for item in all_items(book):
        if any(not _never_zero(book, under) for formula in formulas(item) for under in _denominators(formula.tree)):
            yield found(item.place, f"“{item.name.zh}”的公式里分母可能为零", f"a denominator in {item.name.en} may be zero")
        target = item.params.get("target")
        if item.method == "ratio" and isinstance(target, Formula) and "zero_target" not in item.written:
            if not _never_zero(book, target.tree):
                yield found(item.place, f"“{item.name.zh}”的目标可能为零", f"the target of {item.name.en} may be zero")


def _denominators(node: Node) -> Iterator[Node]:
    return (one.operands[1] for one in parts(node) if isinstance(one, Operation) and one.operator == "/")


def _never_zero(book: Rulebook, node: Node) -> bool:
    """Whether the ranges alone show that a value is above zero."""
    if isinstance(node, Number):
        return node.value != 0
    if isinstance(node, Name) and node.kind == "fact":
        low = book.facts[node.name].low
        return low is not None and low > 0
    if isinstance(node, Operation) and node.operator in {"*", "/"}:
        return all(_never_zero(book, one) for one in node.operands)
    if isinstance(node, Operation) and node.operator == "+":
        return any(_never_zero(book, one) for one in node.operands) and all(_not_negative(book, one) for one in node.operands)
    return not isinstance(node, Name | Operation)


def _not_negative(book: Rulebook, node: Node) -> bool:
    if isinstance(node, Number):
        return node.value >= 0
    if isinstance(node, Name) and node.kind == "fact":
        low = book.facts[node.name].low
        return low is not None and low >= 0
    return False


@rule(
    "K125",
    "warning",
    title=Text("小组也排名", "Ranking a group of any size"),
    why=Text("只有一两个单位的组里，最后一名也能得高分，第一名毫无意义。", "In a group of one or two the last place still earns high marks, and the first means nothing."),
    fix=Text("写 minimum：少于这么多就不按名次计分。", "Write `minimum`: in a smaller group places earn nothing."),
    good="""\
sheets:
  - id: unit
    name: 考核表
    full: 10
    basis: m
    items:
      - {id: a, name: 名次, full: 10, method: rank, of: done, points: [10, 8, 6], minimum: 3}
""",
    bad="""\
sheets:
  - id: unit
    name: 考核表
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
            yield found(item.place, f"“{item.name.zh}”的组至少要有 {max(2, len(points))} 个单位才排得开，现在是 {minimum}",
                        f"{item.name.en} needs groups of {max(2, len(points))}, its minimum is {minimum}")


@rule(
    "K126",
    "error",
    title=Text("满分目标为零", "A target of zero"),
    why=Text("目标是零，完成率没有意义。", "A completion rate against zero means nothing."),
    fix=Text("写真实的目标；没有目标的，换一种方法。", "Write the real target, or use another method."),
    good="""\
sheets:
  - {id: unit, name: 考核表, full: 9, basis: m, items: [{id: a, name: 办结, full: 9, method: ratio, of: done, target: 200, zero_target: missing}]}
""",
    bad="""\
sheets:
  - {id: unit, name: 考核表, full: 9, basis: m, items: [{id: a, name: 办结, full: 9, method: ratio, of: done, target: 0, zero_target: missing}]}
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
    why=Text("到年底才知道没有完成，已经来不及。", "At the end of the year it is too late to learn that it will be missed."),
    fix=Text("写 milestones（几月完成什么），或按季度、月度考核。", "Write `milestones`, or score it by quarter or month."),
    good="""\
procedure:
  targets: {milestones: required}
  appeal: {window: 5}
  publicity: {days: 5}
sheets:
  - id: unit
    name: 考核表
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
            yield found(item.place, f"“{item.name.zh}”是全年目标，没有中间节点", f"{item.name.en} has a target for the year and no milestones")


@rule(
    "K128",
    "error",
    title=Text("扣分表里的加分", "A reward in a list of deductions"),
    why=Text("扣分项里的负数等于加分，只扣不加的规定就破了。", "A negative figure in a deduction adds marks, which the rule does not allow."),
    fix=Text("扣分写正数（扣几分）；要加分，另设加分项。", "Write deductions as positive numbers; rewards belong in a bonus item."),
    good="""\
sheets:
  - {id: unit, name: 考核表, full: 9, basis: m, items: [{id: a, name: 牌, full: 9, method: events, ledger: card, mode: deduct, marks: {red: 1}}]}
""",
    bad="""\
sheets:
  - {id: unit, name: 考核表, full: 9, basis: m, items: [{id: a, name: 牌, full: 9, role: deduction, method: events, ledger: card, mode: signed, marks: {red: 1}}]}
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
    facts_once,
    events_once,
    no_zero_division,
    groups_large_enough,
    target_not_zero,
    milestones_set,
    deductions_deduct,
)
