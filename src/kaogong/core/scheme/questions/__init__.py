"""Questions of golden cases that are not about a score.

Does a change pass, may a round open, what does a report say?
`answer` puts the question of a case to the rulebook in a folder; `compare` says where the answer is not as
expected. The questions and their words are described in docs/rulebooks.md, section 12.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kaogong.core.problem import Problem, Refused
from kaogong.core.scheme.days import Calendar
from kaogong.core.scheme.entries import day, table, whole, words
from kaogong.core.scheme.model import EVERY, Rulebook
from kaogong.core.scheme.procedure import (
    Opening,
    deadline,
    governing,
    may_open,
    participation,
    proposal,
    rounds,
)
from kaogong.core.scheme.questions.accept import accept
from kaogong.core.scheme.questions.changed import Changed, changed
from kaogong.core.scheme.questions.compare import compare
from kaogong.core.scheme.questions.reports import distribution, flagged_use, items, report

__all__ = ["QUESTIONS", "answer", "compare"]

Answer = dict[str, Any]


def answer(folder: str | Path, case: Mapping[str, Any]) -> Answer:
    """The answer to the question of a case.

    Args:
        folder: The rulebook's folder.
        case: The case as plain data; scalars may be text as written.

    Raises:
        Refused: the rulebook cannot be loaded although the case changes nothing.
        KeyError: the question names something that is not there.
    """
    edits = tuple(case.get("change") or ())
    state = changed(Path(folder), case, edits)
    question = next((one for one in QUESTIONS if one in case), "")
    if not question or (state.book is None and "change" in case):
        before = changed(Path(folder), case) if edits else Changed(None, ())
        return _of_change(state, before)
    if state.book is None:
        raise Refused(state.problems)
    found = QUESTIONS[question](state.book, case)
    if not edits:
        return found
    return {**_of_change(state, changed(Path(folder), case)), **found}


def _of_change(state: Changed, before: Changed) -> Answer:
    new = state.brings(before)
    return {
        "refused": state.refused,
        "problems": [one.code for one in new],
        "mentions": [text for one in new for text in _said(one)],
    }


def _said(problem: Problem) -> tuple[str, ...]:
    return tuple(text for one in (problem.what, problem.why, problem.fix) for text in (one.zh, one.en))


def _open(book: Rulebook, case: Mapping[str, Any]) -> Answer:
    ask = table(case["open"])
    blocks = may_open(book, Opening.asked(ask))
    units = ask.get("units")
    return {
        "blocked": bool(blocks),
        "names": [one.name for one in blocks],
        "mentions": [text for one in blocks for text in (one.why.zh, one.why.en)],
        "units": len(units) if isinstance(units, Mapping | list | tuple) else whole(units),
    }


def _rounds(book: Rulebook, case: Mapping[str, Any]) -> Answer:
    found = rounds(book, whole(case["rounds"]))
    counts: Answer = {every: sum(1 for one in found if one.every == every) for every in EVERY}
    return {**counts, "total": len(found), "labels": {one.every: one.name for one in found}}


def _deadline(book: Rulebook, case: Mapping[str, Any]) -> Answer:
    ask = table(case["deadline"])
    event, on = day(ask.get("from")), day(ask.get("on"))
    if event is None:
        raise KeyError("deadline.from")
    calendar = Calendar(_dates(ask.get("holidays")), _dates(ask.get("workdays")))
    last, rule = deadline(book, str(ask["id"]), event, calendar)
    late = on is not None and on > last
    return {
        "due": last,
        "late": late,
        "late_days": calendar.between(last, on, working=rule.working) if on is not None else 0,
    }


def _dates(value: Any) -> frozenset[Any]:
    return frozenset(found for one in words(value) if (found := day(one)) is not None)


def _participation(book: Rulebook, case: Mapping[str, Any]) -> Answer:
    ask = table(case["participation"])
    units = ask.get("units")
    classed = table(units) if isinstance(units, Mapping) else dict.fromkeys(words(units), "")
    return participation(book, whole(ask.get("year")), {unit: str(class_ or "") for unit, class_ in classed.items()})


def _governs(book: Rulebook, case: Mapping[str, Any]) -> Answer:
    opened = day(table(case["governs"]).get("opened"))
    if opened is None:
        raise KeyError("governs.opened")
    return dict(governing(book, opened))


def _propose(book: Rulebook, case: Mapping[str, Any]) -> Answer:
    ask = table(case["propose"])
    met = {int(year): whole(one) for year, one in table(ask.get("met")).items()}
    found = proposal(book, str(ask.get("item", "")), whole(ask.get("units")), met)
    return {"item": found.item, "change": found.change, "basis": found.basis}


QUESTIONS: Mapping[str, Callable[[Rulebook, Mapping[str, Any]], Answer]] = {
    "accept": lambda book, case: accept(book, table(case["accept"])),
    "open": _open,
    "rounds": _rounds,
    "report": report,
    "deadline": _deadline,
    "participation": _participation,
    "distribution": lambda book, case: distribution(book, table(case["distribution"])),
    "governs": _governs,
    "use": lambda book, case: flagged_use(book, table(case["use"])),
    "propose": _propose,
    "items": lambda book, case: items(book, table(case["items"])),
}
"""Every question besides `change`, by its key in a case."""
