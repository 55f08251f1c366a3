"""Rules about counting one thing twice, and about dividing by nothing."""

from __future__ import annotations

from collections.abc import Iterator

from kaogong.core.problem import Text
from kaogong.core.scheme.formula import Formula, Name, Node, Number, Operation, parts
from kaogong.core.scheme.lint.reach import all_items, counting, event_kinds, formulas, scored_facts
from kaogong.core.scheme.lint.rule import Finding, found, rule
from kaogong.core.scheme.model import Item, Rulebook


@rule(
    "K122",
    "warning",
    title=Text("一个事实计分两次", "One fact scored twice"),
    why=Text(
        "同一件事得两份分，等于把它的权重加倍。",
        "The same achievement earns twice, which doubles its weight.",
    ),
    fix=Text(
        "只留一处；确要两处的，在 procedure.waivers 里说明。",
        "Keep one; where both are meant, name it in procedure.waivers.",
    ),
    good="""\
sheets:
  - id: unit
    name: 考核表
    for: {kind: unit}
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
    for: {kind: unit}
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
        for item in counting(sheet.root):
            for fact in sorted(scored_facts(book, item)):
                first = seen.setdefault(fact, item)
                if first is not item:
                    name = book.facts[fact].name
                    yield found(
                        item.place,
                        f"“{name.zh}”在“{first.name.zh}”和“{item.name.zh}”里都计分",
                        f"{name.en} is scored by {first.name.en} and by {item.name.en}",
                    )


@rule(
    "K123",
    "warning",
    title=Text("一类事件计两次", "One kind of event counted twice"),
    why=Text(
        "同一件事扣两次（或加两次），被考核者会申诉。",
        "The same event costs (or earns) twice; that is grounds for an appeal.",
    ),
    fix=Text(
        "只留一处；确要两处的，在 procedure.waivers 里说明。",
        "Keep one; where both are meant, name it in procedure.waivers.",
    ),
    good="""\
sheets:
  - id: unit
    name: 考核表
    for: {kind: unit}
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
    for: {kind: unit}
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
        for item in counting(sheet.root):
            over = str(item.params.get("via") or item.params.get("average_over") or "")
            for ledger, kind in sorted(event_kinds(book, item)):
                first = seen.setdefault((ledger, kind, over), item)
                if first is not item:
                    name = book.events[ledger].kinds.get(kind, Text.same(kind))
                    yield found(
                        item.place,
                        f"“{name.zh}”在“{first.name.zh}”和“{item.name.zh}”里都计",
                        f"{name.en} counts in {first.name.en} and in {item.name.en}",
                    )


@rule(
    "K124",
    "warning",
    title=Text("可能除以零", "Division that may be by zero"),
    why=Text(
        "分母为零时没有得分，单位会问为什么。",
        "With a zero denominator there is no score, and people will ask why.",
    ),
    fix=Text(
        "写 zero_denominator 或 zero_target，或给分母的 range 一个大于零的下限。",
        "Write zero_denominator or zero_target, or give the denominator a range above zero.",
    ),
    good="""\
derived:
  share: {name: 办结率, formula: done ÷ asked}
sheets:
  - id: unit
    name: 考核表
    for: {kind: unit}
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
    for: {kind: unit}
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
                yield found(
                    one.place,
                    f"“{one.name.zh}”的分母可能为零",
                    f"the denominator of {one.name.en} may be zero",
                )
                break
    for item in all_items(book):
        if any(not _never_zero(book, under) for formula in formulas(item) for under in _denominators(formula.tree)):
            yield found(
                item.place,
                f"“{item.name.zh}”的公式里分母可能为零",
                f"a denominator in {item.name.en} may be zero",
            )
        target = item.params.get("target")
        unsaid = item.method == "ratio" and "zero_target" not in item.written
        if unsaid and isinstance(target, Formula) and not _never_zero(book, target.tree):
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
        return any(_never_zero(book, one) for one in node.operands) and all(
            _not_negative(book, one) for one in node.operands
        )
    return not isinstance(node, Name | Operation)


def _not_negative(book: Rulebook, node: Node) -> bool:
    if isinstance(node, Number):
        return node.value >= 0
    if isinstance(node, Name) and node.kind == "fact":
        low = book.facts[node.name].low
        return low is not None and low >= 0
    return False


RULES = (
    facts_once,
    events_once,
    no_zero_division,
)
