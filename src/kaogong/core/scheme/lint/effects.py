"""Rules about vetoes, consequences and rewards: that they can happen, to whom, and by whose hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from kaogong.core.problem import Place, Text
from kaogong.core.scheme.entries import plain
from kaogong.core.scheme.formula import Call, Formula, Name, Node, Number, Operation, Words, parts
from kaogong.core.scheme.lint.ladders import graded, highest
from kaogong.core.scheme.lint.rule import Finding, found, rule
from kaogong.core.scheme.model import Rulebook

LADDER = (
    "  - {id: annual, sheet: unit, basis: m, ladder: [{grade: 优秀, from: 90}, {grade: 合格, from: 60}, {grade: 差}]}\n"
)


@rule(
    "K160",
    "warning",
    title=Text("否决没有范围", "A veto without a scope"),
    why=Text("不写管哪张表、哪类单位，就管所有的人。", "Without a scope it strikes everybody on every sheet."),
    fix=Text("写 scope: {sheets: […], classes: […]}。", "Write scope: {sheets: […], classes: […]}."),
    good="""\
vetoes:
  - {id: v, name: 事故, when: 'count("card") ≥ 1', effect: total_zero, scope: {sheets: [unit]}, basis: m}
""",
    bad="""\
vetoes:
  - {id: v, name: 事故, when: 'count("card") ≥ 1', effect: total_zero, basis: m}
""",
)
def vetoes_scoped(book: Rulebook) -> Iterator[Finding]:
    """Vetoes whose scope the author did not write."""
    for veto in book.vetoes:
        if not veto.scoped:
            yield found(veto.place, f"否决“{veto.name.zh}”没有写范围", f"the veto {veto.name.en} has no scope")


@rule(
    "K161",
    "error",
    title=Text("不起作用的否决", "A veto without effect"),
    why=Text(
        "封顶在最高等次或满分以上，等于没有否决；等次不存在，无从执行。",
        "A ceiling at the best grade or above full marks changes nothing; an unknown grade cannot be applied.",
    ),
    fix=Text("把 at 改成真正要降到的等次或分数。", "Set `at` to the grade or the marks that are meant."),
    good="grades:\n"
    + LADDER
    + """\
vetoes:
  - {id: v, name: 事故, when: 'count("card") ≥ 1', effect: grade_ceiling, at: 合格, scope: {sheets: [unit]}, basis: m}
""",
    bad="grades:\n"
    + LADDER
    + """\
vetoes:
  - {id: v, name: 事故, when: 'count("card") ≥ 1', effect: grade_ceiling, at: 优秀, scope: {sheets: [unit]}, basis: m}
""",
)
def vetoes_bite(book: Rulebook) -> Iterator[Finding]:
    """Ceilings that change nothing."""
    for veto in book.vetoes:
        sheets = [one for one in book.sheets.values() if not veto.sheets or one.id in veto.sheets]
        if veto.effect == "grade_ceiling":
            ladders = [
                [row.grade for row in one.ladder]
                for one in book.grades
                if one.sheet.partition(".")[0] in {s.id for s in sheets}
            ]
            if not any(str(veto.at) in ladder[1:] for ladder in ladders):
                yield found(
                    veto.place,
                    f"“{veto.name.zh}”封顶“{veto.at}”不起作用",
                    f"the ceiling {veto.at} of {veto.name.en} has no effect",
                )
        if veto.effect == "score_ceiling" and isinstance(veto.at, Fraction):
            most = [highest(one.root) for one in sheets]
            if most and all(one is not None and veto.at >= one for one in most):
                yield found(
                    veto.place,
                    f"“{veto.name.zh}”封顶 {plain(veto.at)} 分，不低于最高分",
                    f"the ceiling {plain(veto.at)} of {veto.name.en} is no lower than the best score",
                )


@dataclass(slots=True)
class _Bounds:
    """What a conjunction leaves possible for one name: words, and an interval."""

    words: set[str] | None = None
    low: Fraction | None = None
    low_open: bool = False
    high: Fraction | None = None
    high_open: bool = False

    def empty(self) -> bool:
        """Nothing is left."""
        if self.words is not None and not self.words:
            return True
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))


@dataclass(slots=True)
class _Case:
    """The bounds of every name in a conjunction."""

    of: dict[str, _Bounds] = field(default_factory=dict)
    false: bool = False


def conjuncts(node: Node) -> Iterator[Node]:
    """The parts that must all hold."""
    if isinstance(node, Operation) and node.operator == "and":
        for one in node.operands:
            yield from conjuncts(one)
    else:
        yield node


def impossible(book: Rulebook, when: Formula, sheets: tuple[str, ...]) -> bool:
    """Whether a condition contradicts itself, the range of a fact or the marks of its sheets."""
    case = _Case()
    for part in conjuncts(when.tree):
        _narrow(case, part)
    for name, bounds in case.of.items():
        _within_range(book, name, bounds, sheets)
    return case.false or any(one.empty() for one in case.of.values())


MIRROR = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}


def _narrow(case: _Case, part: Node) -> None:
    if isinstance(part, Call) and part.function == "streak":
        return
    if not isinstance(part, Operation) or part.operator not in MIRROR:
        return
    left, right, operator = part.operands[0], part.operands[1], part.operator
    if isinstance(left, Number | Words):
        left, right, operator = right, left, MIRROR[operator]
    if isinstance(left, Number) and isinstance(right, Number):
        case.false = case.false or not _holds(operator, left.value, right.value)
    elif isinstance(left, Call) and left.function == "streak" and isinstance(right, Number):
        _streak(case, left, operator, right.value)
    elif isinstance(left, Name):
        bounds = case.of.setdefault(f"{left.kind} {left.name}", _Bounds())
        if isinstance(right, Words) and operator == "==":
            bounds.words = {right.text} if bounds.words is None else bounds.words & {right.text}
        elif isinstance(right, Number):
            _tighten(bounds, operator, right.value)


def _holds(operator: str, left: Fraction, right: Fraction) -> bool:
    return {"<": left < right, ">": left > right, "<=": left <= right, ">=": left >= right}.get(
        operator, (left == right) is (operator == "==")
    )


def _streak(case: _Case, call: Call, operator: str, years: Fraction) -> None:
    """A streak of a year or more means that this year's grade is one of its grades."""
    if operator in {">=", "==", ">"} and years >= (0 if operator == ">" else 1):
        grades = {one.text for one in call.arguments if isinstance(one, Words)}
        bounds = case.of.setdefault("result grade", _Bounds())
        bounds.words = grades if bounds.words is None else bounds.words & grades


def _tighten(bounds: _Bounds, operator: str, value: Fraction) -> None:
    if operator in {">", ">=", "=="} and (bounds.low is None or value >= bounds.low):
        bounds.low_open = operator == ">" or (bounds.low == value and bounds.low_open)
        bounds.low = value
    if operator in {"<", "<=", "=="} and (bounds.high is None or value <= bounds.high):
        bounds.high_open = operator == "<" or (bounds.high == value and bounds.high_open)
        bounds.high = value


def _within_range(book: Rulebook, name: str, bounds: _Bounds, sheets: tuple[str, ...]) -> None:
    kind, _, id_ = name.partition(" ")
    fact = book.facts.get(id_) if kind == "fact" else None
    if fact is not None and fact.low is not None:
        _tighten(bounds, ">=", fact.low)
    if fact is not None and fact.high is not None:
        _tighten(bounds, "<=", fact.high)
    if name == "result total":
        most = [highest(graded(book, one)) for one in sheets or tuple(book.sheets)]
        known = [one for one in most if one is not None]
        if known and len(known) == len(most):
            _tighten(bounds, "<=", max(known))


@rule(
    "K162",
    "warning",
    title=Text("永远不会发生的后果", "A consequence that can never happen"),
    why=Text(
        "条件自相矛盾，或超出了分数、事实的范围。",
        "Its condition contradicts itself or lies outside what scores and facts can be.",
    ),
    fix=Text("改条件。", "Change the condition."),
    good="grades:\n"
    + LADDER
    + """\
consequences:
  - {id: talk, when: grade = "差" and total < 60, yields: {kind: talk, text: 约谈, executor: 纪委, within: {days: 30}, document: 通知}, basis: m}
""",
    bad="grades:\n"
    + LADDER
    + """\
consequences:
  - {id: talk, when: grade = "差" and grade = "优秀", yields: {kind: talk, text: 约谈, executor: 纪委, within: {days: 30}, document: 通知}, basis: m}
""",
)
def effects_possible(book: Rulebook) -> Iterator[Finding]:
    """Conditions of vetoes, gates, consequences and rewards."""
    for name, when, sheets, place in _conditions(book):
        if impossible(book, when, sheets):
            yield found(
                place,
                f"“{name}”的条件永远不成立：{when.text}",
                f"the condition of {name} never holds: {when.text}",
            )


def _conditions(book: Rulebook) -> Iterator[tuple[str, Formula, tuple[str, ...], Place]]:
    for veto in book.vetoes:
        yield veto.name.zh, veto.when, veto.sheets, veto.place
    for scheme in book.grades:
        for row in scheme.ladder:
            if row.where is not None:
                yield row.grade, row.where, (scheme.sheet,), row.place
    for consequence in book.consequences:
        yield (
            consequence.id,
            consequence.when,
            (consequence.sheet,) if consequence.sheet else (),
            consequence.place,
        )
    for reward in book.rewards:
        if reward.where is not None:
            yield reward.id, reward.where, (reward.sheet,), reward.place


@rule(
    "K163",
    "warning",
    title=Text("没说谁、何时、凭什么文书执行", "Not said who does it, when, and on what paper"),
    why=Text(
        "没有执行人、期限和文书的后果，不会真的发生。",
        "A consequence without an executor, a term and a document does not happen.",
    ),
    fix=Text("在 yields 里写 executor、within 和 document。", "Write executor, within and document in `yields`."),
    good="grades:\n"
    + LADDER
    + """\
consequences:
  - {id: talk, when: grade = "差", yields: {kind: talk, text: 约谈, executor: 纪委, within: {days: 30}, document: 通知}, basis: m}
""",
    bad="grades:\n"
    + LADDER
    + """\
consequences:
  - {id: talk, when: grade = "差", yields: {kind: talk, text: 约谈}, basis: m}
""",
)
def consequences_executed(book: Rulebook) -> Iterator[Finding]:
    """What a consequence must say besides its text."""
    words = {"executor": "执行单位", "within": "期限", "document": "文书"}
    for one in book.consequences:
        yields: Mapping[str, object] = one.yields or {}
        lacking = [key for key in words if not yields.get(key)]
        if lacking:
            yield found(
                one.place,
                f"后果 {one.id} 没有写{'、'.join(words[key] for key in lacking)}",
                f"{one.id} lacks {', '.join(lacking)}",
            )


@rule(
    "K164",
    "warning",
    title=Text("平均分配的奖励", "A reward shared equally"),
    why=Text("人人一样，考核就没有差别。", "If everybody gets the same, the appraisal makes no difference."),
    fix=Text("按得分或系数分配：share_by: total。", "Share by score or by a coefficient: share_by: total."),
    good="""\
rewards:
  - {id: pool, pool: 30000, sheet: unit, share_by: total, basis: m}
""",
    bad="""\
rewards:
  - {id: pool, pool: 30000, sheet: unit, share_by: 1, basis: m}
""",
)
def rewards_differ(book: Rulebook) -> Iterator[Finding]:
    """Weights of a reward that depend on nothing."""
    for one in book.rewards:
        if not any(isinstance(part, Name | Call) for part in parts(one.share_by.tree)):
            yield found(one.place, f"奖励 {one.id} 平均分配，没有差异", f"the reward {one.id} is shared equally")


RULES = (
    vetoes_scoped,
    vetoes_bite,
    effects_possible,
    consequences_executed,
    rewards_differ,
)
