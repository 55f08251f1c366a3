"""Rules about facts, ledgers and ratings: who supplies them, what missing means, and what nobody uses."""

from __future__ import annotations

from collections.abc import Iterator

from kaogong.core.problem import Text
from kaogong.core.scheme.formula import Call, Words, parts
from kaogong.core.scheme.lint.aside import said_aside
from kaogong.core.scheme.lint.reach import all_formulas, all_items, facts_read, ledgers_read, named, names
from kaogong.core.scheme.lint.rule import Finding, found, rule
from kaogong.core.scheme.model import Attribute, Derived, Fact, Link, Rulebook

GOOD_FACT = """\
facts:
  done: {name: 办结数, type: integer, unit: 件, every: year, authority: [统计局], missing: refuse}
  asked: {name: 受理数, type: integer, unit: 件, every: year, authority: [统计局], missing: refuse, range: [1, 9]}
"""


@rule(
    "K130",
    "warning",
    title=Text("没有用到的事实", "A fact nobody uses"),
    why=Text(
        "要单位填报而不用，是白费力气；也可能漏了一项评分。",
        "Collecting it is wasted work, or an item was forgotten.",
    ),
    fix=Text("删去，或补上用它的项。", "Remove it, or add the item that uses it."),
    good=GOOD_FACT,
    bad=GOOD_FACT
    + "  spare: {name: 备用数, type: integer, unit: 件, every: year, authority: [统计局], missing: refuse}\n",
)
def facts_used(book: Rulebook) -> Iterator[Finding]:
    """Facts no formula and no method reads, in this reading or another."""
    read = facts_read(book)
    for fact in book.facts.values():
        if fact.id not in read and not _aside(book, fact):
            yield found(fact.place, f"事实“{fact.name.zh}”没有用到", f"the fact {fact.name.en} is never used")


def _aside(book: Rulebook, one: Fact | Derived | Attribute | Link) -> bool:
    """It is named under a reading that was not chosen."""
    return said_aside(book, one.id, one.name.zh, one.name.en)


@rule(
    "K131",
    "warning",
    title=Text("没说谁提供", "Nobody is named to supply it"),
    why=Text("谁都能报的数，出了错没有人负责。", "A figure anyone may supply has nobody to answer for it."),
    fix=Text("写 authority: [部门]。", "Write authority: [body]."),
    good=GOOD_FACT,
    bad=GOOD_FACT.replace("every: year, authority: [统计局], missing: refuse}", "every: year, missing: refuse}", 1),
)
def facts_owned(book: Rulebook) -> Iterator[Finding]:
    """Facts and ledgers without an authority."""
    for fact in book.facts.values():
        if not fact.authority:
            yield found(fact.place, f"“{fact.name.zh}”没有提供单位", f"{fact.name.en} has no authority")
    for ledger in book.events.values():
        if not ledger.authority:
            yield found(
                ledger.place,
                f"台账“{ledger.name.zh}”没有记录单位",
                f"the ledger {ledger.name.en} has no authority",
            )


@rule(
    "K132",
    "warning",
    title=Text("没写计量单位", "No unit of measure"),
    why=Text(
        "万元与元差一万倍，人数与人次不是一回事。",
        "Yuan and ten thousand yuan differ; so do people and visits.",
    ),
    fix=Text("写 unit: 件、万元、% ……。", "Write unit: cases, 万元, %, …"),
    good=GOOD_FACT,
    bad=GOOD_FACT.replace(", unit: 件", "", 1),
)
def facts_measured(book: Rulebook) -> Iterator[Finding]:
    """Numeric facts without a unit."""
    for fact in book.facts.values():
        if fact.type in {"integer", "decimal"} and not fact.unit:
            yield found(fact.place, f"“{fact.name.zh}”没有计量单位", f"{fact.name.en} has no unit")


@rule(
    "K133",
    "warning",
    title=Text("没说缺报怎么办", "Not said what missing means"),
    why=Text(
        "没报不等于零，也不等于满分；不写就一律不计分。",
        "Missing is neither zero nor full; unwritten, it stops the score.",
    ),
    fix=Text(
        "写 missing: refuse、exclude、rescale、peer_mean、zero 或 full。",
        "Write missing: refuse, exclude, rescale, peer_mean, zero or full.",
    ),
    good=GOOD_FACT,
    bad=GOOD_FACT.replace(", missing: refuse", "", 1),
)
def missing_decided(book: Rulebook) -> Iterator[Finding]:
    """Facts whose missing-value policy the author did not write."""
    for fact in book.facts.values():
        if "missing" not in fact.written:
            yield found(
                fact.place,
                f"“{fact.name.zh}”没有写缺报怎么办",
                f"{fact.name.en} does not say what missing means",
            )


@rule(
    "K134",
    "note",
    title=Text("没有用到的指标公式", "A derived figure nobody uses"),
    why=Text("没有哪一项用它，读的人会以为它在起作用。", "Readers will think that it counts."),
    fix=Text("删去，或补上用它的项。", "Remove it, or add the item that uses it."),
    good="""\
derived:
  share: {name: 办结率, formula: done ÷ asked}
sheets:
  - {id: unit, name: 考核表, for: {kind: unit}, full: 9, basis: m, items: [{id: a, name: 率, full: 9, method: linear, of: share, points: [[0, 0], [1, 9]]}]}
""",
    bad="""\
derived:
  share: {name: 办结率, formula: done ÷ asked}
""",
)
def derived_used(book: Rulebook) -> Iterator[Finding]:
    """Derived facts no formula reads, in this reading or another."""
    read = {name for formula in all_formulas(book) for name in names(formula.tree, "derived")}
    read |= {str(one) for item in all_items(book) for one in named(item, "fact")}
    for one in book.derived.values():
        if one.id not in read and not _aside(book, one):
            yield found(one.place, f"“{one.name.zh}”没有用到", f"{one.name.en} is never used")


@rule(
    "K135",
    "warning",
    title=Text("没有计分的事件类型", "A kind of event without a price"),
    why=Text(
        "记了台账却不计分，等于白记；也可能漏了一条规定。",
        "It is recorded and counts for nothing, or a rule was forgotten.",
    ),
    fix=Text(
        "在评分或条件里用它，或从台账里删去。",
        "Use it in an item or a condition, or drop it from the ledger.",
    ),
    good="""\
events:
  card: {name: 黄红牌, kinds: {red: 红牌}, authority: [监察局]}
sheets:
  - {id: unit, name: 考核表, for: {kind: unit}, full: 9, basis: m, items: [{id: a, name: 牌, full: 9, method: events, ledger: card, mode: deduct, marks: {red: 5}}]}
""",
    bad="""\
events:
  card: {name: 黄红牌, kinds: {red: 红牌, yellow: 黄牌}, authority: [监察局]}
sheets:
  - {id: unit, name: 考核表, for: {kind: unit}, full: 9, basis: m, items: [{id: a, name: 牌, full: 9, method: events, ledger: card, mode: deduct, marks: {red: 5}}]}
""",
)
def kinds_priced(book: Rulebook) -> Iterator[Finding]:
    """Kinds of events neither scored nor counted."""
    read = ledgers_read(book)
    for ledger in book.events.values():
        for kind, name in ledger.kinds.items():
            unread = (ledger.id, kind) not in read and (ledger.id, "") not in read
            if unread and not said_aside(book, kind):
                yield found(
                    ledger.place,
                    f"台账“{ledger.name.zh}”的“{name.zh}”不计分",
                    f"{name.en} of {ledger.name.en} counts for nothing",
                )


@rule(
    "K136",
    "error",
    title=Text("评议主体没有权重", "A source of ratings without a weight"),
    why=Text("说了要听谁的意见，又不给权重，他们的意见就不起作用。", "A source named and not weighed has no say."),
    fix=Text(
        "在评分项的 groups 里给它权重，或从评议表里删去。",
        "Give it a weight in the item's `groups`, or drop it from the ratings.",
    ),
    good="""\
ratings:
  vote: {name: 测评, groups: {superior: 上级, mass: 群众}, range: [0, 100]}
sheets:
  - id: unit
    name: 考核表
    for: {kind: unit}
    full: 100
    basis: m
    items: [{id: a, name: 测评, full: 100, method: rating, ratings: vote, groups: {superior: 80%, mass: 20%}}]
""",
    bad="""\
ratings:
  vote: {name: 测评, groups: {superior: 上级, mass: 群众}, range: [0, 100]}
sheets:
  - id: unit
    name: 考核表
    for: {kind: unit}
    full: 100
    basis: m
    items: [{id: a, name: 测评, full: 100, method: rating, ratings: vote, groups: {superior: 100%}}]
""",
)
def groups_weighed(book: Rulebook) -> Iterator[Finding]:
    """Rater groups no item gives a weight."""
    weighed: dict[str, set[str]] = {}
    for item in all_items(book):
        if item.method == "rating":
            groups = item.params.get("groups") or {}
            weighed.setdefault(str(item.params.get("ratings")), set()).update(map(str, groups))
    for ratings in book.ratings.values():
        for group, name in ratings.groups.items():
            if group not in weighed.get(ratings.id, set()):
                yield found(
                    ratings.place,
                    f"“{ratings.name.zh}”的“{name.zh}”没有权重",
                    f"{name.en} has no weight in {ratings.name.en}",
                )


@rule(
    "K137",
    "note",
    title=Text("没有用到的属性", "An attribute nobody uses"),
    why=Text("要每个单位填写而不用，是白费力气。", "Every subject fills it in for nothing."),
    fix=Text(
        "删去，或在 applies、within、group 里用它。",
        "Remove it, or use it in `applies`, `within` or `group`.",
    ),
    good="""\
subjects:
  classes: {county: {name: 县区, kind: unit}}
  attributes: {lake: {type: boolean, name: 有湖}}
sheets:
  - id: unit
    name: 考核表
    for: {kind: unit}
    full: 9
    basis: m
    items: [{id: a, name: 率, full: 9, applies: lake, not_applicable: full, method: ratio, of: done, target: 5}]
""",
    bad="""\
subjects:
  classes: {county: {name: 县区, kind: unit}}
  attributes: {lake: {type: boolean, name: 有湖}}
""",
)
def attributes_used(book: Rulebook) -> Iterator[Finding]:
    """Attributes in no formula, pool or group."""
    read = {name for formula in all_formulas(book) for name in names(formula.tree, "attribute")}
    read |= {sheet.group for sheet in book.sheets.values()}
    read |= {one.within for one in book.grades} | {one.within for one in book.ranks}
    read |= {one.within for one in book.rewards}
    read |= {str(item.params.get("within")) for item in all_items(book)}
    for attribute in book.attributes.values():
        if attribute.id not in read and not _aside(book, attribute):
            yield found(
                attribute.place,
                f"属性“{attribute.name.zh}”没有用到",
                f"the attribute {attribute.name.en} is never used",
            )


@rule(
    "K138",
    "note",
    title=Text("没有用到的关系", "A link nobody uses"),
    why=Text("关系没有用到，连带责任或挂钩就没有发生。", "The joint result it was declared for never happens."),
    fix=Text("删去，或在 linked、events 的 via 里用它。", "Remove it, or use it in `linked` or in `via`."),
    good="""\
links:
  leads: {name: 分管, from: unit, to: unit}
sheets:
  - id: unit
    name: 考核表
    for: {kind: unit}
    full: 9
    basis: m
    items: [{id: a, name: 牌, full: 9, method: events, ledger: card, mode: deduct, via: leads, marks: {red: 5, yellow: 2}}]
""",
    bad="""\
links:
  leads: {name: 分管, from: unit, to: unit}
""",
)
def links_used(book: Rulebook) -> Iterator[Finding]:
    """Links no method, pool or function reads."""
    read = {str(one) for item in all_items(book) for one in named(item, "link")}
    read |= {scheme.pool_link for scheme in book.grades}
    for formula in all_formulas(book):
        for call in parts(formula.tree):
            if isinstance(call, Call):
                read |= {one.text for one in call.arguments if isinstance(one, Words)}
    for link in book.links.values():
        if link.id not in read and not _aside(book, link):
            yield found(link.place, f"关系“{link.name.zh}”没有用到", f"the link {link.name.en} is never used")


RULES = (
    facts_used,
    facts_owned,
    facts_measured,
    missing_decided,
    derived_used,
    kinds_priced,
    groups_weighed,
    attributes_used,
    links_used,
)
