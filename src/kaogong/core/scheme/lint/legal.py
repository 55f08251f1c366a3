"""Rules about grounds: the legal source of every rule, open numbers confirmed, readings shown, nothing retroactive."""

from __future__ import annotations

from collections.abc import Iterator

from kaogong.core.problem import Place, Text
from kaogong.core.scheme.lint.rule import Finding, at, found, rule
from kaogong.core.scheme.model import Citation, Consequence, GradeScheme, Item, Reward, Rulebook, Veto


@rule(
    "K140",
    "warning",
    title=Text("没有依据的评分项", "An item without a legal basis"),
    why=Text("没有依据的一项，申诉时站不住。", "An item without grounds does not survive an appeal."),
    fix=Text("给它或它的上级写 basis。", "Give it, or its heading, a `basis`."),
    good="""\
sheets:
  - {id: unit, name: 考核表, for: {kind: unit}, full: 9, items: [{id: a, name: 率, full: 9, basis: m 第三条, method: ratio, of: done, target: 5}]}
""",
    bad="""\
sheets:
  - {id: unit, name: 考核表, for: {kind: unit}, full: 9, items: [{id: a, name: 率, full: 9, method: ratio, of: done, target: 5}]}
""",
)
def items_founded(book: Rulebook) -> Iterator[Finding]:
    """Leaves with no basis of their own or above them."""
    for sheet in book.sheets.values():
        for item in _unfounded(sheet.root):
            yield found(item.place, f"“{item.name.zh}”没有依据", f"{item.name.en} has no legal basis")


def _unfounded(item: Item) -> Iterator[Item]:
    if item.basis is not None:
        return
    if not item.items:
        yield item
    for child in item.items:
        yield from _unfounded(child)


@rule(
    "K141",
    "warning",
    title=Text("没有依据的处理", "An effect without a legal basis"),
    why=Text(
        "否决、定等、奖惩影响人，必须有出处。",
        "Vetoes, grades, consequences and rewards touch people; they need grounds.",
    ),
    fix=Text("写 basis。", "Write a `basis`."),
    good="""\
grades:
  - {id: annual, sheet: unit, basis: m 第九条, ladder: [{grade: 优秀, from: 90}, {grade: 合格}]}
""",
    bad="""\
grades:
  - {id: annual, sheet: unit, ladder: [{grade: 优秀, from: 90}, {grade: 合格}]}
""",
)
def effects_founded(book: Rulebook) -> Iterator[Finding]:
    """Vetoes, grades, consequences and rewards without a basis."""
    for id_, basis, place in _effects(book):
        if basis is None:
            yield found(place, f"{id_} 没有依据", f"{id_} has no legal basis")


def _effects(book: Rulebook) -> Iterator[tuple[str, Citation | None, Place]]:
    effects: tuple[Veto | GradeScheme | Consequence | Reward, ...] = (
        *book.vetoes,
        *book.grades,
        *book.consequences,
        *book.rewards,
    )
    for one in effects:
        yield one.id, one.basis, one.place


@rule(
    "K142",
    "note",
    title=Text("没有引用的依据", "A source nobody cites"),
    why=Text("列了出处却没有一条规则引用它。", "It is listed, but no rule rests on it."),
    fix=Text("删去，或在相应的规则里引用。", "Remove it, or cite it where it belongs."),
    good="""\
basis:
  m: {name: 考核办法, issuer: 市政府, date: 2024-12-01}
""",
    bad="""\
basis:
  m: {name: 考核办法, issuer: 市政府, date: 2024-12-01}
  law: {name: 另一个办法, issuer: 市政府, date: 2024-12-01}
""",
)
def sources_cited(book: Rulebook) -> Iterator[Finding]:
    """Sources in no citation."""
    cited = {basis.source for _, basis, _ in _effects(book) if basis is not None}
    for sheet in book.sheets.values():
        cited |= {item.basis.source for item in sheet.root.walk() if item.basis is not None}
    for source in book.basis.values():
        if source.id not in cited:
            yield found(
                at(book, f"basis.{source.id}", "basis"),
                f"“{source.name.zh}”没有引用",
                f"{source.name.en} is never cited",
            )


@rule(
    "K143",
    "warning",
    title=Text("假定的参数没有确认", "An assumed setting nobody confirmed"),
    why=Text(
        "这个数原文没有，是我们假定的，主管部门要认可。",
        "The paper does not give this number; the authority must confirm it.",
    ),
    fix=Text("请主管部门确认后写 confirmed: true。", "Have it confirmed, then write confirmed: true."),
    good="""\
settings:
  gap: {value: 5, origin: assumed, confirmed: true, note: 档次分值差}
""",
    bad="""\
settings:
  gap: {value: 5, origin: assumed, note: 档次分值差}
""",
)
def settings_confirmed(book: Rulebook) -> Iterator[Finding]:
    """Settings that are not from the source and not confirmed."""
    for one in book.settings.values():
        if one.origin != "source" and not one.confirmed:
            origin = {"assumed": "假定", "proposed": "建议", "inferred": "推断"}[one.origin]
            what = Text(
                f"参数 {one.id} 是{origin}的，尚未确认",
                f"the setting {one.id} is {one.origin} and not confirmed",
            )
            yield Finding(one.place, what, "warning" if one.origin == "assumed" else "note")


@rule(
    "K144",
    "note",
    title=Text("选定的读法", "The reading chosen"),
    why=Text(
        "原文有歧义，这里按其中一种读法执行，公布时应当写明。",
        "The paper is ambiguous; the reading chosen must be published with it.",
    ),
    fix=Text("不必改；换一种读法，改 chosen。", "Nothing; to read it otherwise change `chosen`."),
    good="""\
settings:
  gap: {value: 5, origin: source}
""",
    bad="""\
readings:
  red: {question: 先黄后红扣几次？, options: {both: 都扣, higher: 只扣较高}, chosen: higher}
""",
)
def readings_shown(book: Rulebook) -> Iterator[Finding]:
    """Every reading, so that whoever adopts the rulebook sees it."""
    for one in book.readings.values():
        chosen = one.options.get(one.chosen, Text.same(one.chosen))
        yield found(one.place, f"{one.question.zh} —— 按“{chosen.zh}”", f"{one.question.en}: {chosen.en}")


@rule(
    "K145",
    "error",
    title=Text("先施行，后发文", "In force before it was issued"),
    why=Text("规则不能管到它公布之前的事。", "A rule cannot govern what happened before it was issued."),
    fix=Text("把 effective.from 改到发文之日或以后。", "Move effective.from to the day of issue or later."),
    good="""\
effective: {from: 2025-01-01}
basis:
  m: {name: 考核办法, issuer: 市政府, date: 2025-01-01}
""",
    bad="""\
effective: {from: 2025-01-01}
basis:
  m: {name: 考核办法, issuer: 市政府, date: 2025-05-15}
""",
)
def not_retroactive(book: Rulebook) -> Iterator[Finding]:
    """The sources that rules cite, against the day the rulebook takes effect."""
    start = book.effective_from
    cited = {basis.source for _, basis, _ in _effects(book) if basis is not None}
    for sheet in book.sheets.values():
        cited |= {item.basis.source for item in sheet.root.walk() if item.basis is not None}
    for source in book.basis.values():
        if start is not None and source.date is not None and source.id in cited and source.date > start:
            yield found(
                at(book, "effective.from", "effective"),
                f"{start} 起施行，“{source.name.zh}”{source.date} 才发布",
                f"in force from {start}, but {source.name.en} was issued on {source.date}",
            )


RULES = (items_founded, effects_founded, sources_cited, settings_confirmed, readings_shown, not_retroactive)
