"""Rules about marks and weights: what adds up, on one scale, rounded once."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from kaogong.core.problem import Text
from kaogong.core.scheme.entries import percent, plain
from kaogong.core.scheme.lint.reach import all_items, leaves, with_headings
from kaogong.core.scheme.lint.rule import Finding, found, rule
from kaogong.core.scheme.model import Item, Rulebook

ZERO = Fraction(0)


def scored(heading: Item) -> tuple[Item, ...]:
    """The children within the full marks."""
    return tuple(one for one in heading.items if one.role == "score")


@rule(
    "K101",
    "error",
    title=Text("分项之和与上级满分不符", "Parts do not add up to their heading"),
    why=Text("差的分谁也得不到，多的分会被封顶。", "Missing marks nobody can earn; surplus marks are cut off."),
    fix=Text(
        "改分项或改上级的满分；原文如此的，在 procedure.waivers 里写明。",
        "Change a part or the heading; if the paper says so, name it in procedure.waivers.",
    ),
    good="""\
sheets:
  - id: unit
    name: 考核表
    for: {kind: unit}
    full: 16
    basis: m
    items:
      - {id: a, name: 办结, full: 10, method: ratio, of: done, target: 100}
      - {id: b, name: 受理, full: 6, method: ratio, of: asked, target: 100}
""",
    bad="""\
sheets:
  - id: unit
    name: 考核表
    for: {kind: unit}
    full: 16
    basis: m
    items:
      - {id: a, name: 办结, full: 10, method: ratio, of: done, target: 100}
      - {id: b, name: 受理, full: 5, method: ratio, of: asked, target: 100}
""",
)
def parts_add_up(book: Rulebook) -> Iterator[Finding]:
    """Full marks of a heading that adds its children."""
    for item in all_items(book):
        parts = [one.full for one in scored(item) if one.full is not None]
        if item.combine != "sum" or not item.items or item.full is None or len(parts) != len(scored(item)) or not parts:
            continue
        total = sum(parts, ZERO)
        if total != item.full:
            yield found(
                item.place,
                f"“{item.name.zh}”满分 {plain(item.full)}，分项合计 {plain(total)}",
                f"{item.name.en} has {plain(item.full)} marks, its parts add up to {plain(total)}",
            )


@rule(
    "K102",
    "error",
    title=Text("权重之和不是 100%", "Weights do not add up to 100 %"),
    why=Text("否则满分得不到或被突破。", "Otherwise full marks are out of reach or passed."),
    fix=Text("调整权重，使其和正好为 100%。", "Make the weights add up to exactly 100 %."),
    good="""\
sheets:
  - id: unit
    name: 考核表
    for: {kind: unit}
    full: 100
    basis: m
    combine: weighted
    items:
      - {id: a, name: 办结, full: 100, weight: 70%, method: ratio, of: done, target: 100}
      - {id: b, name: 受理, full: 100, weight: 30%, method: ratio, of: asked, target: 100}
""",
    bad="""\
sheets:
  - id: unit
    name: 考核表
    for: {kind: unit}
    full: 100
    basis: m
    combine: weighted
    items:
      - {id: a, name: 办结, full: 100, weight: 70%, method: ratio, of: done, target: 100}
      - {id: b, name: 受理, full: 100, weight: 25%, method: ratio, of: asked, target: 100}
""",
)
def weights_add_up(book: Rulebook) -> Iterator[Finding]:
    """Weights under a weighted heading."""
    for item in all_items(book):
        weights = [one.weight for one in scored(item) if one.weight is not None]
        if item.combine == "weighted" and weights and sum(weights, ZERO) != 1:
            total = percent(sum(weights, ZERO))
            yield found(
                item.place,
                f"“{item.name.zh}”的权重之和是 {total}",
                f"the weights of {item.name.en} add up to {total}",
            )


@rule(
    "K103",
    "warning",
    title=Text("加权的各项分制不同", "Weighted items on different scales"),
    why=Text(
        "十分制与百分制直接加权，权重就名不副实。",
        "Weights mean nothing when ten marks are weighed against a hundred.",
    ),
    fix=Text("给各项同样的满分，或用 rescale 折算。", "Give all items the same full marks, or rescale."),
    good="""\
sheets:
  - id: unit
    name: 考核表
    for: {kind: unit}
    full: 100
    basis: m
    combine: weighted
    items:
      - {id: a, name: 办结, full: 100, weight: 70%, method: ratio, of: done, target: 100}
      - {id: b, name: 受理, full: 100, weight: 30%, method: ratio, of: asked, target: 100}
""",
    bad="""\
sheets:
  - id: unit
    name: 考核表
    for: {kind: unit}
    full: 100
    basis: m
    combine: weighted
    items:
      - {id: a, name: 办结, full: 100, weight: 70%, method: ratio, of: done, target: 100}
      - {id: b, name: 受理, full: 10, weight: 30%, method: ratio, of: asked, target: 100}
""",
)
def one_scale(book: Rulebook) -> Iterator[Finding]:
    """Full marks of the children of a weighted heading, rescaling counted."""
    for item in all_items(book):
        if item.combine != "weighted":
            continue
        fulls = [(one, one.rescale[1] if one.rescale else one.full) for one in scored(item)]
        first = next((full for _, full in fulls if full is not None), None)
        for one, full in fulls:
            if full is not None and full != first:
                yield found(
                    one.place,
                    f"“{one.name.zh}”满分 {plain(full)}，同级为 {plain(first or ZERO)}",
                    f"{one.name.en} has {plain(full)} marks beside {plain(first or ZERO)}",
                )


@rule(
    "K111",
    "note",
    title=Text("档差不匀", "Uneven gaps between tiers"),
    why=Text("相邻两档的分差不同，容易让人怀疑某一档是写错的。", "Unequal steps look like a slip of the pen."),
    fix=Text("核对各档的分；确实不匀的，不必改。", "Check the points; leave them if they are meant."),
    good="""\
facts:
  tier: {name: 档次, type: choice, options: [Ⅰ, Ⅱ, Ⅲ], every: year, authority: [主管部门], missing: refuse}
sheets:
  - {id: unit, name: 考核表, for: {kind: unit}, full: 50, basis: m, items: [{id: a, name: 档, full: 50, method: choice, of: tier, points: {Ⅰ: 50, Ⅱ: 45, Ⅲ: 40}}]}
""",
    bad="""\
facts:
  tier: {name: 档次, type: choice, options: [Ⅰ, Ⅱ, Ⅲ], every: year, authority: [主管部门], missing: refuse}
sheets:
  - {id: unit, name: 考核表, for: {kind: unit}, full: 50, basis: m, items: [{id: a, name: 档, full: 50, method: choice, of: tier, points: {Ⅰ: 50, Ⅱ: 45, Ⅲ: 30}}]}
""",
)
def even_tiers(book: Rulebook) -> Iterator[Finding]:
    """Points of a choice, in the declared order of its options."""
    for item in all_items(book):
        points = item.params.get("points")
        if item.method != "choice" or not isinstance(points, dict):
            continue
        steps = {one - two for one, two in pairwise(points.values())}
        if len(steps) > 1:
            yield found(
                item.place,
                f"“{item.name.zh}”各档的分差不同",
                f"the tiers of {item.name.en} are not evenly spaced",
            )


@rule(
    "K112",
    "warning",
    title=Text("同一张表里两项同名", "Two items of one name"),
    why=Text("公式和通报里分不清是哪一项。", "Formulas and reports cannot tell them apart."),
    fix=Text("改其中一项的名称。", "Rename one of them."),
    good="""\
sheets:
  - id: unit
    name: 考核表
    for: {kind: unit}
    full: 100
    basis: m
    items:
      - {id: a, name: 办结, full: 60, method: ratio, of: done, target: 9}
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
      - {id: a, name: 办结, full: 60, method: ratio, of: done, target: 9}
      - {id: b, name: 办结, full: 40, method: ratio, of: asked, target: 9}
""",
)
def names_differ(book: Rulebook) -> Iterator[Finding]:
    """Names of the leaves of a sheet."""
    for sheet in book.sheets.values():
        seen: dict[str, str] = {}
        for item in leaves(sheet.root):
            first = seen.setdefault(item.name.zh, item.id)
            if first != item.id:
                yield found(
                    item.place,
                    f"{first} 与 {item.id} 都叫“{item.name.zh}”",
                    f"{first} and {item.id} are both called {item.name.en}",
                )


@rule(
    "K113",
    "note",
    title=Text("人人同分的项", "Everybody gets the same"),
    why=Text(
        "固定分不区分任何单位，却占着满分。",
        "A fixed mark tells no unit from another, yet takes up full marks.",
    ),
    fix=Text(
        "换成能区分的评分方法，或说明为何固定。",
        "Use a method that differentiates, or say in `reason` why it is fixed.",
    ),
    good="""\
sheets:
  - {id: unit, name: 考核表, for: {kind: unit}, full: 20, basis: m, items: [{id: a, name: 基础, full: 20, method: ratio, of: done, target: 9}]}
""",
    bad="""\
sheets:
  - {id: unit, name: 考核表, for: {kind: unit}, full: 20, basis: m, items: [{id: a, name: 基础, full: 20, method: fixed, marks: 20}]}
""",
)
def nothing_fixed(book: Rulebook) -> Iterator[Finding]:
    """Fixed marks within the full marks, without a reason."""
    for item in all_items(book):
        if item.method == "fixed" and item.role == "score" and item.reason is None:
            yield found(item.place, f"“{item.name.zh}”人人同分", f"everybody gets the same for {item.name.en}")


@rule(
    "K108",
    "warning",
    title=Text("取整两次", "Rounded twice"),
    why=Text(
        "先取整再取整，结果与一次取整不同（84.445 两次取整成 84.5）。",
        "Rounding a rounded figure gives another result than rounding once.",
    ),
    fix=Text("只在一处写 round。", "Round in one place only."),
    good="""\
sheets:
  - id: unit
    name: 考核表
    for: {kind: unit}
    full: 100
    round: {places: 1}
    basis: m
    items:
      - {id: a, name: 办结, full: 100, method: ratio, of: done, target: 9}
""",
    bad="""\
sheets:
  - id: unit
    name: 考核表
    for: {kind: unit}
    full: 100
    round: {places: 1}
    basis: m
    items:
      - {id: a, name: 办结, full: 100, round: {places: 2}, method: ratio, of: done, target: 9}
""",
)
def one_rounding(book: Rulebook) -> Iterator[Finding]:
    """An item that rounds to fewer or other places under a heading that rounds again."""
    for sheet in book.sheets.values():
        for item, above in with_headings(sheet.root, ()):
            coarser = [one for one in above if one.round and item.round and one.round.places < item.round.places]
            if coarser:
                yield found(
                    item.place,
                    f"“{item.name.zh}”取整后，“{coarser[-1].name.zh}”再次取整",
                    f"{item.name.en} is rounded and {coarser[-1].name.en} rounds again",
                )


RULES = (parts_add_up, weights_add_up, one_scale, even_tiers, names_differ, nothing_fixed, one_rounding)
