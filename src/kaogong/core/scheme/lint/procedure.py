"""Rules about procedure: an order that can be kept, windows that can be met."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from kaogong.core.problem import Place, Text
from kaogong.core.scheme.entries import amount, day, label, rows, table, whole, words
from kaogong.core.scheme.lint.rule import Finding, at, found, rule
from kaogong.core.scheme.model import EVERY, Rulebook

WORDS = """
bodies prerequisites documents cycle rounds targets use classes participation modes merged plan one_each grade_needs deadlines
adjustment appeal publicity change_note change_basis retire problems cascade waivers basis note
"""
KEYS = frozenset(WORDS.split())
"""The keys a procedure may have."""
YEAR = 2024
"""Days of a year are compared in a leap year, so that 02-29 is a day."""
DAYS = 366
SOON = 183
"""A stage that begins in the next year follows within half a year; anything later is a slip of the pen."""
REST = "  appeal: {window: 5}\n  publicity: {days: 5}\n"
"""What every example of a procedure has."""


def place(book: Rulebook, path: str = "") -> Place:
    """Where a part of the procedure is written, or the procedure itself."""
    return at(
        book,
        *([f"procedure.{path}"] if path else []),
        f"procedure.{path.split('.', maxsplit=1)[0]}",
        "procedure",
    )


def stages(book: Rulebook) -> list[tuple[str, dict[str, Any], Place]]:
    """The stages of the cycle with their places."""
    return [
        (label(one), one, place(book, f"cycle.{one.get('id', index)}"))
        for index, one in enumerate(rows(book.procedure.get("cycle")))
    ]


@rule(
    "K300",
    "error",
    title=Text("程序里不认识的键", "An unknown key in the procedure"),
    why=Text(
        "不认识的键不会起作用，写错一个字就少一条规定。",
        "It does nothing; a slip of the pen would lose a rule.",
    ),
    fix=Text("对照 docs/rulebooks.md 第 10 节的写法。", "Compare with section 10 of docs/rulebooks.md."),
    good="procedure:\n" + REST + "  bodies: [领导小组]\n",
    bad="procedure:\n" + REST + "  body: [领导小组]\n",
)
def keys_known(book: Rulebook) -> Iterator[Finding]:
    """Keys of the procedure."""
    for key in book.procedure:
        if key not in KEYS:
            yield found(place(book, str(key)), f"程序里没有“{key}”这个键", f"the procedure knows no key {key}")


@rule(
    "K301",
    "error",
    title=Text("阶段没有开始日期或责任单位", "A stage without a start or an owner"),
    why=Text("没有人负责、没有日期的阶段不会开始。", "A stage nobody owns and no date starts does not happen."),
    fix=Text("写 from 和 owner。", "Write `from` and `owner`."),
    good="procedure:\n" + REST + "  cycle: [{id: set, name: 编制, from: 01-01, to: 03-31, owner: 绩效办}]\n",
    bad="procedure:\n" + REST + "  cycle: [{id: set, name: 编制, from: 01-01, to: 03-31}]\n",
)
def stages_owned(book: Rulebook) -> Iterator[Finding]:
    """Start and owner of each stage."""
    for name, stage, where in stages(book):
        if not stage.get("from") or not stage.get("owner"):
            yield found(where, f"阶段“{name}”没有开始日期或责任单位", f"the stage {name} has no start or no owner")


@rule(
    "K302",
    "error",
    title=Text("阶段次序不对", "Stages out of order"),
    why=Text(
        "后一阶段早于前一阶段，或结束早于开始，无法执行。",
        "A stage before the one it follows, or one that ends before it begins, cannot be kept.",
    ),
    fix=Text(
        "核对各阶段的日期。",
        "Check the dates.",
    ),
    good="procedure:\n"
    + REST
    + """\
  cycle:
    - {id: set, name: 编制, from: 01-01, to: 03-31, owner: 绩效办}
    - {id: run, name: 监控, from: 04-01, to: 12-31, owner: 绩效办}
""",
    bad="procedure:\n"
    + REST
    + """\
  cycle:
    - {id: set, name: 编制, from: 04-01, to: 05-31, owner: 绩效办}
    - {id: run, name: 监控, from: 01-01, to: 12-31, owner: 绩效办}
""",
)
def stages_ordered(book: Rulebook) -> Iterator[Finding]:
    """Stages one after another; one dated earlier than the stage before it is next year's, if it follows soon."""
    start = end = 0
    for name, stage, where in stages(book):
        first, last = day(stage.get("from"), YEAR), day(stage.get("to"), YEAR)
        if (stage.get("from") and first is None) or (stage.get("to") and last is None):
            yield found(where, f"阶段“{name}”的日期不存在", f"the stage {name} has a date that does not exist")
        if first is None:
            continue
        begins = _after(start, first)
        if begins - max(start, end) > SOON and begins >= DAYS:
            yield found(where, f"阶段“{name}”早于前一阶段", f"the stage {name} begins before the one it follows")
            begins = first.timetuple().tm_yday
        start, end = begins, begins if last is None else _after(begins, last)
        if end - start > SOON and last is not None and last < first:
            yield found(where, f"阶段“{name}”结束早于开始", f"the stage {name} ends before it begins")


@rule(
    "K316",
    "error",
    title=Text("阶段日期重叠", "Stages that overlap"),
    why=Text(
        "前一阶段没有结束，后一阶段已经开始，分不清当时在哪一阶段。",
        "While one stage has not ended the next has begun; nobody can tell which stage it is.",
    ),
    fix=Text(
        "改日期；确实并行的，在后一阶段写 alongside: true。",
        "Change the dates; where both are meant to run, write alongside: true in the later one.",
    ),
    good="procedure:\n"
    + REST
    + """\
  cycle:
    - {id: vote, name: 评议, from: 08-16, to: 09-06, owner: 绩效办}
    - {id: tally, name: 统计, from: 09-07, to: 09-22, owner: 绩效办}
    - {id: visits, name: 察访, from: 09-10, to: 09-22, owner: 绩效办, alongside: true}
""",
    bad="procedure:\n"
    + REST
    + """\
  cycle:
    - {id: vote, name: 评议, from: 08-16, to: 09-06, owner: 绩效办}
    - {id: tally, name: 统计, from: 09-06, to: 09-22, owner: 绩效办}
""",
)
def stages_apart(book: Rulebook) -> Iterator[Finding]:
    """Stages that begin before the one before them has ended."""
    start = end = 0
    before = ""
    for name, stage, where in stages(book):
        first, last = day(stage.get("from"), YEAR), day(stage.get("to"), YEAR)
        if first is None:
            continue
        begins = _after(start, first)
        beside = str(stage.get("alongside", "")).lower() in {"true", "yes", "是"}
        if begins <= end and before and not beside:
            yield found(where, f"阶段“{name}”与“{before}”重叠", f"the stage {name} overlaps with {before}")
        start, end, before = begins, max(end, begins if last is None else _after(begins, last)), name


def _after(day_number: int, when: date) -> int:
    """The first such day of a year from a numbered day on; days of the years are numbered through."""
    number = when.timetuple().tm_yday
    while number < day_number:
        number += DAYS
    return number


@rule(
    "K303",
    "error",
    title=Text("期限无法执行", "A deadline that cannot be kept"),
    why=Text(
        "天数不是正数、写法不明或日子不存在的期限，算不出最后一天。",
        "Without a positive number of days, a known convention and a real day no last day can be found.",
    ),
    fix=Text(
        "写 days（大于零）或 by，以及约定的计法。",
        "Write `days` (above zero) or `by`, with known conventions.",
    ),
    good="procedure:\n"
    + REST
    + "  deadlines: {report: {name: 上报, days: 5, days_are: working, start: next_day, roll: next_working_day}}\n",
    bad="procedure:\n" + REST + "  deadlines: {report: {name: 上报, days: 0, days_are: working}}\n",
)
def deadlines_possible(book: Rulebook) -> Iterator[Finding]:
    """Numbers of days, conventions and fixed days."""
    for id_, raw in table(book.procedure.get("deadlines")).items():
        why = _deadline_fault(table(raw))
        if why:
            yield found(
                place(book, f"deadlines.{id_}"),
                f"期限“{label({'id': id_, **table(raw)})}”{why[0]}",
                f"deadline {id_}: {why[1]}",
            )


CONVENTIONS = {
    "days_are": {"calendar", "working"},
    "start": {"same_day", "next_day", "next_working_day"},
    "roll": {"none", "next_working_day", "previous_working_day"},
    "inclusive": {"true", "false", "True", "False"},
}


def _deadline_fault(rule_: dict[str, Any]) -> tuple[str, str] | None:
    for key, known in CONVENTIONS.items():
        if key in rule_ and str(rule_[key]) not in known:
            return f"的 {key} 不能是 {rule_[key]}", f"{key} cannot be {rule_[key]}"
    by = table(rule_.get("by"))
    if by:
        month, last = whole(by.get("month"), 1), whole(by.get("day"), 1)
        real = day(f"{month:02d}-{last:02d}", YEAR) is not None
        return None if real else ("的日子不存在", "there is no such day")
    days = amount(rule_.get("days"))
    if days is None or days <= 0 or days.denominator != 1:
        return "没有正的天数", "no positive number of days"
    return None


@rule(
    "K304",
    "error",
    title=Text("调整期不可能", "An impossible window of adjustment"),
    why=Text(
        "窗口颠倒、次数为零或幅度不是正数，谁也无法调整。",
        "With the window upside down, no times or no bound nobody can adjust.",
    ),
    fix=Text(
        "写 window: [07-01, 09-30]、times: 1、bound: 30%。",
        "Write window: [07-01, 09-30], times: 1, bound: 30%.",
    ),
    good="procedure:\n" + REST + "  adjustment: {times: 1, window: [07-01, 09-30], bound: 30%, measured: single}\n",
    bad="procedure:\n" + REST + "  adjustment: {times: 1, window: [09-30, 07-01], bound: 30%, measured: single}\n",
)
def adjustment_possible(book: Rulebook) -> Iterator[Finding]:
    """Window, times, bound and measure of adjustments."""
    rule_ = table(book.procedure.get("adjustment"))
    if not rule_:
        return
    where = place(book, "adjustment")
    window = [day(one, YEAR) for one in words(rule_.get("window"))]
    first, last = (window[0], window[-1]) if len(window) == 2 else (None, None)
    if window and (first is None or last is None or last < first):
        yield found(where, "调整期的起止日期不对", "the window of adjustment is not two days in order")
    bound = amount(rule_.get("bound"))
    if ("times" in rule_ and whole(rule_["times"]) < 1) or ("bound" in rule_ and (bound is None or bound <= 0)):
        yield found(where, "调整的次数或幅度不是正数", "times and bound of adjustments must be above zero")
    if str(rule_.get("measured", "single")) not in {"single", "cumulative"}:
        yield found(where, "measured 只能是 single 或 cumulative", "measured is single or cumulative")


@rule(
    "K305",
    "warning",
    title=Text("没有申诉期", "No window of appeal"),
    why=Text("被考核者没有申诉的机会，结果站不住。", "Without a chance to appeal the result does not stand."),
    fix=Text("写 appeal: {window: 5, days_are: working, …}。", "Write appeal: {window: 5, days_are: working, …}."),
    good="procedure:\n  appeal: {window: 5, days_are: working}\n  publicity: {days: 5}\n",
    bad="procedure:\n  publicity: {days: 5}\n",
)
def appeal_open(book: Rulebook) -> Iterator[Finding]:
    """A window of appeal with days."""
    appeal, deadlines = table(book.procedure.get("appeal")), table(book.procedure.get("deadlines"))
    if whole(appeal.get("window")) < 1 and "appeal" not in deadlines:
        yield found(at(book, "procedure.appeal", "procedure", "id"), "没有写申诉期", "no window of appeal")


@rule(
    "K306",
    "warning",
    title=Text("没有公示期", "No days of publicity"),
    why=Text("不公示的结果，没有人能发现错误。", "What is not published nobody can correct."),
    fix=Text("写 publicity: {days: 5, days_are: working}。", "Write publicity: {days: 5, days_are: working}."),
    good="procedure:\n  appeal: {window: 5}\n  publicity: {days: 5}\n",
    bad="procedure:\n  appeal: {window: 5}\n",
)
def results_published(book: Rulebook) -> Iterator[Finding]:
    """Days of publicity."""
    if whole(table(book.procedure.get("publicity")).get("days")) < 1:
        yield found(at(book, "procedure.publicity", "procedure", "id"), "没有写公示期", "no days of publicity")


@rule(
    "K312",
    "error",
    title=Text("不认识的轮次", "An unknown round"),
    why=Text("轮次只有月、季、半年、年四种。", "Rounds are by month, quarter, half and year."),
    fix=Text("写 rounds: {month: 考核, quarter: 小结, …}。", "Write rounds: {month: name, quarter: name, …}."),
    good="procedure: {rounds: {year: 考核}, appeal: {window: 5}, publicity: {days: 5}}\n",
    bad="procedure: {rounds: {week: 例会, year: 考核}, appeal: {window: 5}, publicity: {days: 5}}\n",
)
def rounds_known(book: Rulebook) -> Iterator[Finding]:
    """Keys of `rounds`."""
    for every in table(book.procedure.get("rounds")):
        if every not in EVERY:
            yield found(place(book, f"rounds.{every}"), f"没有“{every}”这种轮次", f"there is no round by {every}")


@rule(
    "K313",
    "warning",
    title=Text("公示期短于申诉期", "Publicity shorter than the window of appeal"),
    why=Text(
        "公示还没结束就不能申诉，或申诉期过了还在公示。",
        "Whoever sees the result on the last day has no time left to appeal.",
    ),
    fix=Text(
        "让公示期不短于申诉期，或让申诉从公示结束起算。",
        "Publish at least as long as appeals are open, or count the window from the end of publicity.",
    ),
    good="procedure: {rounds: {year: 考核}, appeal: {window: 5, days_are: working}, publicity: {days: 5, days_are: working}}\n",
    bad="procedure: {rounds: {year: 考核}, appeal: {window: 5, days_are: working}, publicity: {days: 3, days_are: working}}\n",
)
def publicity_long_enough(book: Rulebook) -> Iterator[Finding]:
    """Days of publicity against the window of appeal, when both count the same days."""
    appeal, publicity = table(book.procedure.get("appeal")), table(book.procedure.get("publicity"))
    same = appeal.get("days_are", "calendar") == publicity.get("days_are", "calendar")
    short, long = whole(publicity.get("days")), whole(appeal.get("window"))
    if same and not appeal.get("after") and 0 < short < long:
        yield found(
            place(book, "publicity"),
            f"公示 {short} 天，申诉期 {long} 天",
            f"published {short} days, appeals open {long}",
        )


@rule(
    "K315",
    "warning",
    title=Text("期限不在它的阶段之内", "A deadline outside its stage"),
    why=Text(
        "阶段还没开始期限就过了，或阶段结束了才到期。",
        "It passes before its stage begins, or falls due after it has ended.",
    ),
    fix=Text("把期限移到阶段之内，或改阶段日期。", "Move the deadline into the stage, or change the stage."),
    good="procedure:\n"
    + REST
    + """\
  cycle: [{id: set, name: 编制, from: 01-01, to: 03-31, owner: 绩效办}]
  deadlines: {plan: {name: 报方案, stage: set, by: {month: 3, day: 20}}}
""",
    bad="procedure:\n"
    + REST
    + """\
  cycle: [{id: set, name: 编制, from: 02-01, to: 03-31, owner: 绩效办}]
  deadlines: {plan: {name: 报方案, stage: set, by: {month: 1, day: 20}}}
""",
)
def deadlines_in_stage(book: Rulebook) -> Iterator[Finding]:
    """Fixed days of deadlines that belong to a stage."""
    spans = {str(one.get("id")): (day(one.get("from"), YEAR), day(one.get("to"), YEAR)) for _, one, _ in stages(book)}
    for id_, raw in table(book.procedure.get("deadlines")).items():
        by = table(table(raw).get("by"))
        first, last = spans.get(str(table(raw).get("stage", "")), (None, None))
        if "month" not in by or first is None:
            continue
        due = day(f"{whole(by['month']):02d}-{whole(by.get('day'), 1):02d}", YEAR)
        if due is not None and (due < first or (last is not None and due > last)):
            yield found(
                place(book, f"deadlines.{id_}"),
                f"期限“{label({'id': id_, **table(raw)})}”不在它的阶段之内",
                f"the deadline {id_} lies outside its stage",
            )


RULES = (
    keys_known,
    stages_owned,
    stages_ordered,
    stages_apart,
    deadlines_possible,
    adjustment_possible,
    appeal_open,
    results_published,
    rounds_known,
    publicity_long_enough,
    deadlines_in_stage,
)
