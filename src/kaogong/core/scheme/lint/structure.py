"""Rules about completeness: one rule for each kind of `structure:` entry, and one for entries that say nothing known."""

from __future__ import annotations

from collections.abc import Iterator

from kaogong.core.problem import NOWHERE, Severity, Text
from kaogong.core.scheme.lint.rule import Check, Finding, Rule, found, rule
from kaogong.core.scheme.model import Rulebook
from kaogong.core.scheme.structure import evaluate, kind_of, may_find, place_of, severity_of

WORDS = """
id require of declared sheet sheets base tag values value at_least pairs count weight max_share within max_items negligible
between max_overlap max_similarity min_specific places each each_tag every exception rank_within distribution severity basis
note
"""
KEYS = frozenset(WORDS.split())
"""The keys an entry may have."""
LIGHTER: dict[str, Severity] = {"K209": "warning"}
"""What an entry of severity `refuse` or `waiver` makes of a breach that alone refuses nothing."""
SEVERITIES = frozenset({"refuse", "warn", "report", "waiver"})


def breaches(code: str) -> Check:
    """The check of one code: every entry evaluated, the breaches with that code."""

    def check(book: Rulebook) -> Iterator[Finding]:
        for entry in book.structure:
            if entry.get("severity") == "report" or not may_find(entry, code):
                continue
            for one in evaluate(book, entry).breaches:
                if one.code == code:
                    place = place_of(book, entry) if one.place == NOWHERE else one.place
                    severity = severity_of(entry)
                    yield Finding(place, one.what, LIGHTER.get(code, severity) if severity == "error" else severity)

    return check


@rule(
    "K200",
    "error",
    title=Text("看不懂的结构要求", "A structure entry that says nothing known"),
    why=Text(
        "写错一个键，这条要求就不起作用，谁也不会发觉。",
        "With one key misspelt the requirement does nothing, and nobody notices.",
    ),
    fix=Text("对照 docs/rulebooks.md 第 10 节的写法。", "Compare with section 10 of docs/rulebooks.md."),
    good="structure:\n  - {id: parts, require: sections, of: [对象], declared: [对象]}\n",
    bad="structure:\n  - {id: parts, requires: sections, of: [对象], declared: [对象]}\n",
)
def entries_known(book: Rulebook) -> Iterator[Finding]:
    """Entries without a kind, with unknown keys, or with an unknown severity or sheet."""
    for entry in book.structure:
        name, strange = entry.get("id", "?"), sorted(set(entry) - KEYS)
        severity = str(entry.get("severity", "refuse"))
        if kind_of(entry) is None or strange:
            yield found(
                place_of(book, entry),
                f"结构要求 {name} 看不懂：{'、'.join(strange) or '键不全'}",
                f"structure entry {name}: {', '.join(strange) or 'keys are missing'}",
            )
        elif severity not in SEVERITIES:
            yield found(
                place_of(book, entry),
                f"结构要求 {name} 的 severity 是 {severity}",
                f"structure entry {name}: severity {severity}",
            )
        for sheet in (entry.get("sheet"), entry.get("base"), *(entry.get("sheets") or ())):
            if sheet is not None and sheet not in book.sheets and sheet not in book.classes:
                yield found(
                    place_of(book, entry),
                    f"结构要求 {name} 说的表 {sheet} 不存在",
                    f"structure entry {name}: there is no sheet {sheet}",
                )


def sheet(*items: str) -> str:
    """A sheet of items for the examples, each with as many marks as its first number says."""
    rows = "".join(f"      - {one}\n" for one in items)
    return "sheets:\n  - id: unit\n    name: 考核表\n    for: {kind: unit}\n    basis: m\n    items:\n" + rows


def item(id_: str, full: int | str, of: str, more: str) -> str:
    """One item for the examples."""
    return f"{{id: {id_}, name: 指标{id_}, full: {full}, {more}, method: ratio, of: {of}, target: 5}}"


def of_structure(code: str, title: Text, why: Text, fix: Text, *, good: str, bad: str) -> Rule:
    """A rule that hands over to the structure check of its code."""
    return rule(code, "error", title=title, why=why, fix=fix, good=good, bad=bad)(breaches(code))


_DONE, _ASKED = "done", "asked"
ECONOMY = sheet(item("a", 5, _DONE, "tags: {field: 经济}"), item("b", 5, _ASKED, "tags: {field: 社会}"))

CONTENT = (
    entries_known,
    of_structure(
        "K201",
        Text("缺组成部分", "A section is missing"),
        Text("方案缺一部分就不完整，不能发布。", "A scheme without it is not complete and cannot be issued."),
        Text("补上这一部分，再写进 declared。", "Add the section, then list it in `declared`."),
        good="structure:\n  - {id: parts, require: sections, of: [对象, 结果运用], declared: [对象, 结果运用]}\n",
        bad="structure:\n  - {id: parts, require: sections, of: [对象, 结果运用], declared: [对象]}\n",
    ),
    of_structure(
        "K202",
        Text("缺规定的指标", "A required indicator is missing"),
        Text("办法点名要考的指标，表里没有。", "The measure names it, and the sheet does not have it."),
        Text("加上这一项，或说明为何不设。", "Add it, or say why it is left out."),
        good="structure:\n  - {id: named, require: names, of: [指标a]}\n" + ECONOMY,
        bad="structure:\n  - {id: named, require: names, of: [科技贡献率]}\n" + ECONOMY,
    ),
    of_structure(
        "K203",
        Text("规定的内容没有指标", "Required content without an indicator"),
        Text(
            "规定要考的内容一项指标也没有，方案不完整。",
            "Required content that nothing measures leaves the sheet incomplete.",
        ),
        Text("为它设一项指标，用 tags 标明。", "Give it an indicator, marked in `tags`."),
        good="structure:\n  - {id: fields, tag: field, values: [经济, 社会]}\n" + ECONOMY,
        bad="structure:\n  - {id: fields, tag: field, values: [经济, 社会, 环境]}\n" + ECONOMY,
    ),
    of_structure(
        "K204",
        Text("一对内容失衡", "A pair out of balance"),
        Text("只考一面，另一面就没人管。", "Only one side is measured; nobody minds the other."),
        Text("给空的一面设指标。", "Give the empty side an indicator."),
        good="structure:\n  - {id: pairs, tag: field, pairs: [[经济, 社会]]}\n" + ECONOMY,
        bad="structure:\n  - {id: pairs, tag: field, pairs: [[经济, 环境]]}\n" + ECONOMY,
    ),
    of_structure(
        "K205",
        Text("指标数不对", "The number of indicators differs"),
        Text(
            "与办法规定的项数不符，多半漏了或多了一项。",
            "The measure gives another number; one was probably lost or added.",
        ),
        Text("核对指标，或改 count。", "Check the indicators, or change `count`."),
        good="structure:\n  - {id: count, tag: field, count: 2}\n" + ECONOMY,
        bad="structure:\n  - {id: count, tag: field, count: 3}\n" + ECONOMY,
    ),
    of_structure(
        "K206",
        Text("重点不突出", "The main part does not weigh most"),
        Text("办法要求它为主，权重却不是。", "The measure says it comes first; the weights say otherwise."),
        Text("提高它的权重。", "Raise its weight."),
        good="structure:\n  - {id: main, tag: field, value: 经济, weight: largest}\n"
        + ECONOMY.replace("full: 5", "full: 6", 1),
        bad="structure:\n  - {id: main, tag: field, value: 经济, weight: largest}\n" + ECONOMY,
    ),
    of_structure(
        "K207",
        Text("一类指标占比过高", "A field weighs too much"),
        Text("一类指标压倒其他，考核就偏了。", "One field outweighs the others and bends the appraisal."),
        Text("降低它的权重，或说明理由。", "Lower its weight, or give a reason."),
        good="structure:\n  - {id: economy, tag: field, value: 经济, max_share: 50%}\n" + ECONOMY,
        bad="structure:\n  - {id: economy, tag: field, value: 经济, max_share: 40%}\n" + ECONOMY,
    ),
    of_structure(
        "K208",
        Text("指标过多", "Too many indicators"),
        Text(
            "展开综合指标后，真正要考的比列出来的多，重点不突出。",
            "With composites opened there are more than the list shows; nothing stands out.",
        ),
        Text(
            "精简指标，或在 procedure.waivers 里写明获准超过。",
            "Drop some, or name the permission in procedure.waivers.",
        ),
        good="structure:\n  - {id: load, max_items: 30, severity: waiver}\n" + ECONOMY,
        bad="structure:\n  - {id: load, max_items: 30, severity: waiver}\n"
        + ECONOMY.replace("tags: {field: 经济}", "tags: {field: 经济}, expands: {to: 33}"),
    ),
    of_structure(
        "K209",
        Text("可以忽略的指标", "A negligible indicator"),
        Text("分值太小，做与不做没有区别。", "It is worth so little that it makes no difference."),
        Text("并入其他指标，或提高分值。", "Join it with another, or give it more marks."),
        good="structure:\n  - {id: load, max_items: 30, negligible: 0.5, severity: warn}\n" + ECONOMY,
        bad="structure:\n  - {id: load, max_items: 30, negligible: 0.5, severity: warn}\n"
        + ECONOMY.replace("full: 5", "full: 0.4", 1),
    ),
)
LATER = sheet(item("a", 5, _DONE, "every: year"), item("b", 5, _ASKED, "every: year"))
TWO = (
    "subjects:\n  classes: {county: {name: 县区, kind: unit}, dept: {name: 部门, kind: unit}}\n"
    "sheets:\n"
    "  - {id: one, name: 表一, full: 9, basis: m, for: {kind: unit, classes: [county]}, items: [FIRST]}\n"
    "  - {id: two, name: 表二, full: 9, basis: m, for: {kind: unit, classes: [dept]}, items: [SECOND]}\n"
)


def two(*first: str, second: tuple[str, ...]) -> str:
    """Two sheets for the examples."""
    return TWO.replace("FIRST", ", ".join(first)).replace("SECOND", ", ".join(second))


_A, _B = item("a", 6, _DONE, "every: year"), item("b", 3, _ASKED, "every: year")
_A2, _B2 = _A.replace("full: 6", "full: 1"), _B.replace("full: 3", "full: 8")
_C = item("c", 9, _ASKED, "every: year")
APART = two(_A, _B, second=(_C,))
WEIGHTS = two(_A, _B, second=(_A2, _B2))
ALIKE = two(_A, _B, second=(_A.replace("full: 6", "full: 5"), _B.replace("full: 3", "full: 4")))

LIKENESS = (
    of_structure(
        "K210",
        Text("两张表指标雷同", "Two sheets share their indicators"),
        Text("只改权重不改指标，不是量体裁衣。", "Other weights on the same indicators are not tailoring."),
        Text("按各单位职责换指标。", "Choose indicators by duty."),
        good="structure:\n  - {id: alike, between: sheets, max_overlap: 80%, severity: warn}\n" + APART,
        bad="structure:\n  - {id: alike, between: sheets, max_overlap: 80%, severity: warn}\n" + WEIGHTS,
    ),
    of_structure(
        "K211",
        Text("两张表权重雷同", "Two sheets weigh alike"),
        Text("权重几乎一样，各地就会走同一条路。", "With the same weights every place takes the same road."),
        Text("按各地定位调权重。", "Set weights by each place's role."),
        good="structure:\n  - {id: alike, between: sheets, max_similarity: 95%, severity: warn}\n" + WEIGHTS,
        bad="structure:\n  - {id: alike, between: sheets, max_similarity: 95%, severity: warn}\n" + ALIKE,
    ),
    of_structure(
        "K212",
        Text("各类单位没有差异化", "No differentiation between classes"),
        Text("专属指标太少，分类考核名存实亡。", "Too few indicators of their own: classes in name only."),
        Text("给每一类设专属指标。", "Give each class indicators of its own."),
        good="structure:\n  - {id: differ, between: classes, min_specific: 20%, severity: warn}\n" + APART,
        bad="structure:\n  - {id: differ, between: classes, min_specific: 20%, severity: warn}\n" + WEIGHTS,
    ),
    of_structure(
        "K213",
        Text("无法衡量的指标", "An indicator nobody can measure"),
        Text(
            "没有数值、没有标准和时限、也没有满意度调查，打分全凭印象。",
            "No number, no standard with a time, no survey: marks by impression.",
        ),
        Text(
            "能量化的量化；不能的写标准和时限；再不能的用测评。",
            "Quantify; else set standard and time; else survey.",
        ),
        good="structure:\n  - {id: ladder, each: measurable}\n" + LATER,
        bad="structure:\n  - {id: ladder, each: measurable}\n"
        + sheet("{id: a, name: 服务, full: 5, reason: 待定, method: fixed, marks: 5}"),
    ),
    of_structure(
        "K214",
        Text("指标要素不全", "An indicator is not fully described"),
        Text(
            "缺单位、基数、目标或数据来源，年底会各说各话。",
            "Without unit, baseline, target or source everybody reads it differently.",
        ),
        Text("在 measure 里补齐。", "Complete it in `measure`."),
        good="structure:\n  - {id: exact, each: [unit], severity: warn}\n"
        + sheet(item("a", 5, _DONE, "measure: {unit: 件}")),
        bad="structure:\n  - {id: exact, each: [unit], severity: warn}\n"
        + sheet(item("a", 5, _DONE, "measure: {target: 5}")),
    ),
    of_structure(
        "K215",
        Text("没有归类的指标", "An indicator without its type"),
        Text(
            "不归类就不知道按哪一轮、哪条规定考。",
            "Without a type nobody knows which round and rule it falls under.",
        ),
        Text("在 tags 里标明。", "Mark it in `tags`."),
        good="structure:\n  - {id: typed, each_tag: field, values: [经济, 社会]}\n" + ECONOMY,
        bad="structure:\n  - {id: typed, each_tag: field, values: [经济, 社会]}\n"
        + ECONOMY.replace("tags: {field: 社会}", "every: year"),
    ),
    of_structure(
        "K216",
        Text("周期例外没有理由", "An exception without a reason"),
        Text("原则上的周期可以例外，但要写明理由。", "The rule allows exceptions, with a reason."),
        Text("写 reason，或按规定的周期考。", "Write `reason`, or keep the period."),
        good="structure:\n  - {id: rhythm, tag: field, every: {经济: quarter}, exception: reason}\n"
        + sheet(item("a", 5, _DONE, "tags: {field: 经济}, reason: 按年统计")),
        bad="structure:\n  - {id: rhythm, tag: field, every: {经济: quarter}, exception: reason}\n"
        + sheet(item("a", 5, _DONE, "tags: {field: 经济}")),
    ),
    of_structure(
        "K217",
        Text("去掉的指标没有说明", "A dropped indicator unexplained"),
        Text(
            "比底本少的每一项都要列出并说明理由。",
            "Everything the base has and this sheet has not is listed with a reason.",
        ),
        Text("写进 removed: [{item, reason}]。", "Add it to removed: [{item, reason}]."),
        good="structure:\n  - {id: towns, require: removed, sheet: two, base: one}\n"
        + two(_A, _B, second=(_C.replace("id: c", "id: a"),)).replace(
            "id: two, ", "id: two, removed: [{item: b, reason: 镇不承担}], "
        ),
        bad="structure:\n  - {id: towns, require: removed, sheet: two, base: one}\n"
        + two(_A, _B, second=(_C.replace("id: c", "id: a"),)),
    ),
    of_structure(
        "K218",
        Text("跨类排名", "Ranked across classes"),
        Text("不同类的单位没有可比性。", "Subjects of different classes cannot be compared."),
        Text("写 within: class。", "Write within: class."),
        good="structure:\n  - {id: lists, rank_within: class}\nranks: [{id: place, sheet: unit, within: class}]\n"
        "subjects: {classes: {county: {name: 县区, kind: unit}, dept: {name: 部门, kind: unit}}}\n",
        bad="structure:\n  - {id: lists, rank_within: class}\nranks: [{id: place, sheet: unit, within: all}]\n"
        "subjects: {classes: {county: {name: 县区, kind: unit}, dept: {name: 部门, kind: unit}}}\n",
    ),
)

RULES: tuple[Rule, ...] = (*CONTENT, *LIKENESS)
