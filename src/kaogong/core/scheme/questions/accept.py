"""Whether one thing is accepted: a sheet for a unit, a score before approval, an entry, an event, a fact."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from kaogong.core.problem import Text
from kaogong.core.scheme.entries import amount, day, plain, table, words
from kaogong.core.scheme.indicators import sheets_of, written_indicator
from kaogong.core.scheme.model import Fact, Item, Ledger, Rulebook
from kaogong.core.scheme.period import Period
from kaogong.core.scheme.procedure import adjustment, plan_accepts
from kaogong.core.scheme.structure import evaluate, kind_of, severity_of

Ask = Mapping[str, Any]
Answer = dict[str, Any]


def accept(book: Rulebook, ask: Ask) -> Answer:
    """Whether the thing in question is accepted, and why not.

    Raises:
        KeyError: when the question names none of the known things.
    """
    for key, decide in THINGS.items():
        if key in ask:
            return decide(book, ask)
    raise KeyError(" ".join(map(str, ask)))


def refusal(reasons: list[Text], **figures: Any) -> Answer:
    """An answer: refused when there is a reason."""
    said = [text for one in reasons for text in (one.zh, one.en)]
    return {"refused": bool(reasons), "mentions": said, **figures}


def _sheet(book: Rulebook, ask: Ask) -> Answer:
    """A sheet for a unit: of its class, and the only one of the year."""
    sheet = book.sheets.get(str(ask["sheet"]))
    if sheet is None:
        return refusal([Text(f"没有考核表 {ask['sheet']}", f"there is no sheet {ask['sheet']}")], items=0)
    reasons = []
    class_ = str(ask.get("class") or "")
    if class_:
        declared = book.classes.get(class_)
        covered = (
            declared is not None and declared.kind == sheet.kind and (not sheet.classes or class_ in sheet.classes)
        )
        if not covered:
            theirs = "、".join(book.classes[one].name.zh for one in sheet.classes) or sheet.kind
            name = declared.name if declared else Text.same(class_)
            zh = f"“{sheet.root.name.zh}”是{theirs}的考核表，不能用于“{name.zh}”"
            reasons.append(Text(zh, f"{sheet.root.name.en} is for {', '.join(sheet.classes)}, not for {name.en}"))
    already, unit = words(ask.get("already")), str(ask.get("unit") or "")
    if unit and unit in already:
        reasons.append(Text(f"“{unit}”今年已有一张考核表", f"{unit} has a sheet this year already"))
    held = len({*already, *([unit] if unit and not reasons else [])})
    figures = {
        "items": len(sheets_of(book)[sheet.id]),
        "sheets": held,
        "plans": len(set(words(ask.get("plans")))),
    }
    return refusal(reasons, **figures)


def _plan(book: Rulebook, ask: Ask) -> Answer:
    """A plan of a department: the only one of the year."""
    plans, name = words(ask.get("plans")), str(ask["plan"])
    reasons = []
    if name in plans and table(book.procedure.get("one_each")).get("plan"):
        reasons.append(Text(f"“{name}”今年已有一份方案", f"{name} has a plan this year already"))
    return refusal(reasons, plans=len({*plans, name}))


def _score_on(book: Rulebook, ask: Ask) -> Answer:
    """A score on a day, under a plan that must have been approved."""
    on, rule = day(ask["score_on"]), table(book.procedure.get("plan"))
    states = {key: when for key, one in table(ask.get("plan")).items() if (when := day(one)) is not None}
    until = {key: when for key, when in states.items() if on is None or when <= on}
    start, now = plan_accepts(book, states), plan_accepts(book, until)
    reasons = []
    if now is None:
        state = rule.get("accepts_from", "")
        reasons.append(Text(f"方案尚未“{state}”，{on} 不能打分", f"the plan is not approved ({state}) on {on}"))
    return refusal(reasons, **{"from": start})


def _entry(book: Rulebook, ask: Ask) -> Answer:
    """Marks entered by hand for an item: known, of the right sign, within its limits."""
    entry = table(ask["entry"])
    name, marks = str(entry.get("item", "")), amount(entry.get("marks"))
    items = [
        item
        for sheet in book.sheets.values()
        if not entry.get("sheet") or sheet.id == entry["sheet"]
        for item in sheet.root.walk()
        if name in {item.id, item.name.zh, item.name.en}
    ]
    if not items:
        return refusal([Text(f"考核表里没有“{name}”，不能打分", f"{name} is on no sheet and cannot be scored")])
    return refusal([] if marks is None else list(_entry_faults(items[0], marks)))


def _entry_faults(item: Item, marks: Fraction) -> Iterator[Text]:
    deducts = item.role == "deduction" or item.params.get("mode") == "deduct"
    most = item.cap if item.cap is not None else item.full
    if deducts and marks > 0:
        yield Text(
            f"“{item.name.zh}”只扣分，不能加 {plain(marks)} 分",
            f"{item.name.en} only deducts; {plain(marks)} is positive",
        )
    elif deducts and item.full is not None and -marks > item.full:
        yield Text(
            f"“{item.name.zh}”最多扣 {plain(item.full)} 分",
            f"{item.name.en} deducts {plain(item.full)} at most",
        )
    elif not deducts and most is not None and marks > most:
        yield Text(f"“{item.name.zh}”最多 {plain(most)} 分", f"{item.name.en} has {plain(most)} marks at most")
    elif not deducts and item.floor is not None and marks < item.floor:
        yield Text(
            f"“{item.name.zh}”不低于 {plain(item.floor)} 分",
            f"{item.name.en} is at least {plain(item.floor)}",
        )


def _event(book: Rulebook, ask: Ask) -> Answer:
    """An event for a ledger: in force that day, of a known kind, from an authority."""
    event = table(ask["event"])
    ledger = book.events.get(str(event.get("ledger", "")))
    if ledger is None:
        return refusal([Text(f"没有台账 {event.get('ledger')}", f"there is no ledger {event.get('ledger')}")])
    reasons = [
        *_in_force(book, day(event.get("on"))),
        *_unlisted(ledger, event),
        *_unauthorised(ledger.authority, event),
    ]
    return refusal(reasons, counted=not reasons)


def _unlisted(ledger: Ledger, event: Ask) -> Iterator[Text]:
    for key, known in (("kind", ledger.kinds), ("severity", ledger.severities), ("finder", ledger.finders)):
        value = event.get(key)
        if value is not None and str(value) not in known:
            yield Text(f"台账“{ledger.name.zh}”没有“{value}”", f"{ledger.name.en} knows no {key} {value}")
    for id_, field in ledger.details.items():
        name, options, kinds = field["name"], field.get("options") or (), field.get("for") or ()
        given = table(event.get("details")).get(id_, event.get(id_))
        if given is None and (not kinds or str(event.get("kind")) in kinds):
            yield Text(f"没有写“{name.zh}”", f"{name.en} is not given")
        elif given is not None and options and str(given) not in options:
            yield Text(f"“{name.zh}”没有“{given}”", f"{name.en} cannot be {given}")


def _unauthorised(authority: tuple[str, ...], entry: Ask) -> Iterator[Text]:
    by = entry.get("by")
    if by is not None and authority and str(by) not in authority:
        yield Text(
            f"“{by}”无权提供，应由 {'、'.join(authority)} 提供",
            f"{by} may not supply it; {', '.join(authority)} may",
        )


def _in_force(book: Rulebook, on: date | None) -> Iterator[Text]:
    if on is None:
        return
    if book.effective_from is not None and on < book.effective_from:
        yield Text(
            f"本办法 {book.effective_from} 起施行，{on} 的事不计",
            f"in force from {book.effective_from}; {on} does not count",
        )
    if book.effective_to is not None and on > book.effective_to:
        yield Text(
            f"本办法 {book.effective_to} 止，{on} 的事不计",
            f"in force until {book.effective_to}; {on} does not count",
        )


def _fact(book: Rulebook, ask: Ask) -> Answer:
    """A fact reported: its type, range, options and authority."""
    given = table(ask["fact"])
    fact = next(
        (one for one in book.facts.values() if str(given.get("name")) in {one.id, one.name.zh, one.name.en}),
        None,
    )
    if fact is None:
        return refusal([Text(f"没有事实 {given.get('name')}", f"there is no fact {given.get('name')}")])
    return refusal([*_value_faults(fact, given.get("value")), *_unauthorised(fact.authority, given)])


def _value_faults(fact: Fact, value: Any) -> Iterator[Text]:
    number, name = amount(value), fact.name
    if fact.type == "choice" and str(value) not in fact.options:
        yield Text(f"“{name.zh}”没有选项“{value}”", f"{name.en} has no option {value}")
    elif fact.type == "date" and day(value) is None:
        yield Text(f"“{name.zh}”要填日期", f"{name.en} is a date")
    elif fact.type in {"integer", "decimal"}:
        if number is None or (fact.type == "integer" and number.denominator != 1):
            yield Text(
                f"“{name.zh}”要填{'整数' if fact.type == 'integer' else '数'}",
                f"{name.en} is a number ({fact.type})",
            )
        elif (fact.low is not None and number < fact.low) or (fact.high is not None and number > fact.high):
            yield Text(
                f"“{name.zh}”的 {plain(number)} 超出范围",
                f"{plain(number)} is outside the range of {name.en}",
            )


def _period(book: Rulebook, ask: Ask) -> Answer:
    """A period to be scored: within this edition's dates."""
    period = Period.parse(str(ask["period"]))
    reasons = []
    if book.effective_from is not None and period.last < book.effective_from:
        reasons.append(
            Text(
                f"{ask['period']} 早于本版施行之日 {book.effective_from}，用前一版",
                f"{ask['period']} is before this edition",
            )
        )
    if book.effective_to is not None and period.first > book.effective_to:
        reasons.append(
            Text(
                f"{ask['period']} 晚于本版终止之日 {book.effective_to}，用后一版",
                f"{ask['period']} is after this edition",
            )
        )
    return refusal(reasons, edition=book.edition)


def _grade(book: Rulebook, ask: Ask) -> Answer:
    """A grade made final: with the documents it needs."""
    needs = words(table(book.procedure.get("grade_needs")).get(str(ask["grade"])))
    lacking = [one for one in needs if one not in words(ask.get("have"))]
    return refusal(
        [Text(f"“{ask['grade']}”还缺“{one}”", f"{ask['grade']} needs {one}") for one in lacking],
        names=lacking,
    )


def _consequence(book: Rulebook, ask: Ask) -> Answer:
    """A consequence recorded: with what it needs."""
    found = next((one for one in book.consequences if one.id == ask["consequence"]), None)
    if found is None:
        return refusal([Text(f"没有后果 {ask['consequence']}", f"there is no consequence {ask['consequence']}")])
    lacking = [one for one in words((found.yields or {}).get("needs")) if one not in words(ask.get("have"))]
    return refusal([Text(f"还缺“{one}”，不能记录", f"{one} is needed first") for one in lacking], names=lacking)


def _adjust(book: Rulebook, ask: Ask) -> Answer:
    """A target adjusted: how often, when and by how much."""
    given = table(ask["adjust"])
    target, to = amount(given.get("target")) or Fraction(0), amount(given.get("to")) or Fraction(0)
    before = [number for one in words(given.get("before")) if (number := amount(one)) is not None]
    size, reasons = adjustment(book, target, to, day(given.get("on")), before)
    return refusal(list(reasons), change=size)


def _indicator(book: Rulebook, ask: Ask) -> Answer:
    """One indicator saved: every structure check about single indicators."""
    given = table(ask["indicator"])
    one = written_indicator(str(given.get("id", given.get("name", ""))), given)
    reasons, warned = [], False
    for entry in book.structure:
        if (
            kind_of(entry) is None
            or not {"each", "each_tag", "every"} & set(entry)
            or entry.get("severity") == "report"
        ):
            continue
        breaches = evaluate(book, entry, {"": (one,)}).breaches
        reasons += [found.what for found in breaches if severity_of(entry) == "error"]
        warned = warned or any(severity_of(entry) == "warning" for _ in breaches)
    return refusal(reasons, step=one.step, warned=warned)


THINGS: Mapping[str, Callable[[Rulebook, Ask], Answer]] = {
    "score_on": _score_on,
    "sheet": _sheet,
    "plan": _plan,
    "entry": _entry,
    "event": _event,
    "fact": _fact,
    "period": _period,
    "grade": _grade,
    "consequence": _consequence,
    "adjust": _adjust,
    "indicator": _indicator,
}
"""What may be asked for, by the key that names it; the first that is there."""
