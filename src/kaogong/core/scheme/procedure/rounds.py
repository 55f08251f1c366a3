"""Rounds of a year, who takes part, which version governs, what a plan or a deadline lets through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil
from typing import Any

from kaogong.core.problem import Text
from kaogong.core.scheme.days import Calendar, Deadline, due
from kaogong.core.scheme.entries import amount, day, none, rows, table, words
from kaogong.core.scheme.model import EVERY, Every, Rulebook
from kaogong.core.scheme.period import Period

OUTSIDE = "outside"
FULL = "full"
MODES = {"full": "全面", "pilot": "试点", OUTSIDE: "未纳入"}
"""Labels of the usual modes; a rulebook may name its own."""


@dataclass(frozen=True, slots=True)
class Round:
    """One round of a year: its kind, name, number in the year (from 1) and last day."""

    every: Every
    name: str
    number: int
    ends: date


def rounds(book: Rulebook, year: int) -> tuple[Round, ...]:
    """The rounds of a year, from month to year. Of two with one name and one end, the longer stands."""
    found = [one for every in EVERY for one in _rounds(book, year, every)]
    return tuple(one for one in found if not any(_absorbs(other, one) for other in found))


def _rounds(book: Rulebook, year: int, every: Every) -> Iterator[Round]:
    name = table(book.procedure.get("rounds")).get(every)
    if none(name):
        return
    for number, period in enumerate(Period("year", year).split(every), 1):
        yield Round(every, str(name), number, period.last)


def _absorbs(longer: Round, shorter: Round) -> bool:
    later = EVERY.index(longer.every) > EVERY.index(shorter.every)
    return later and longer.name == shorter.name and longer.ends == shorter.ends


def mode_of(book: Rulebook, year: int, unit: str, class_: str = "") -> str:
    """The participation mode of a unit in a year.

    `full` where the rulebook says nothing, `outside` when in no list.
    """
    modes = modes_in(book, year)
    if modes is None:
        return FULL
    for mode, who in modes.items():
        if who == "all" or unit in words(who) or (class_ and class_ in words(who)):
            return mode
    return OUTSIDE


def modes_in(book: Rulebook, year: int) -> Mapping[str, Any] | None:
    """Who takes part how in a year, the first that names a unit counts; None where the rulebook says nothing of it."""
    declared = table(book.procedure.get("participation"))
    years = [int(one) for one in declared if one.isdigit() and int(one) <= year]
    if not declared:
        return None
    return table(declared[str(max(years))]) if years else {}


def mode_label(book: Rulebook, mode: str) -> Text:
    """What a mode is called."""
    labels = {**MODES, **{key: str(text) for key, text in table(book.procedure.get("modes")).items()}}
    return Text(labels.get(mode, mode), mode)


def participation(book: Rulebook, year: int, units: Mapping[str, str]) -> dict[str, Any]:
    """How many units take part in each mode, how many of them are ranked, and each unit's mode in words."""
    modes = {unit: mode_of(book, year, unit, class_) for unit, class_ in units.items()}
    declared = (mode for years in table(book.procedure.get("participation")).values() for mode in table(years))
    counts = dict.fromkeys((FULL, "pilot", OUTSIDE, *declared), 0)
    for mode in modes.values():
        counts[mode] += 1
    return {
        **counts,
        "ranked": counts[FULL],
        "modes": {unit: mode_label(book, mode).zh for unit, mode in modes.items()},
    }


def governing(book: Rulebook, opened: date) -> dict[str, str]:
    """The version of each base document that governs a round opened that day, whatever is issued later."""
    found = {}
    for document in rows(book.procedure.get("documents")):
        in_force = [
            (start, version)
            for version, text in table(document.get("versions")).items()
            if (start := day(text)) is not None and start <= opened
        ]
        if in_force:
            found[str(document.get("id", ""))] = max(in_force)[1]
    return found


def plan_accepts(book: Rulebook, states: Mapping[str, date]) -> date | None:
    """The day from which a plan accepts scores; None while it is not approved.

    A return after approval takes it back.
    """
    rule = table(book.procedure.get("plan"))
    approved = states.get(str(rule.get("accepts_from", "")))
    returned = states.get(str(rule.get("returned", "")))
    if approved is None or (returned is not None and returned > approved):
        return None
    return approved


def deadline(book: Rulebook, name: str, event: date, calendar: Calendar) -> tuple[date, Deadline]:
    """The last day on time of a declared deadline, with its conventions.

    Raises:
        KeyError: when the rulebook declares no such deadline.
    """
    rule = Deadline.declared(_deadlines(book)[name])
    return due(rule, event, calendar), rule


def _deadlines(book: Rulebook) -> dict[str, dict[str, Any]]:
    """The declared deadlines, with the windows of appeal, hearing and publicity under those names."""
    appeal, publicity = table(book.procedure.get("appeal")), table(book.procedure.get("publicity"))
    found: dict[str, dict[str, Any]] = {}
    if "window" in appeal:
        found["appeal"] = {**appeal, "days": appeal["window"]}
    if "hearing_within" in appeal:
        found["hearing"] = {**appeal, "days": appeal["hearing_within"]}
    if publicity:
        found["publicity"] = publicity
    return found | {key: table(one) for key, one in table(book.procedure.get("deadlines")).items()}


def unused_results(book: Rulebook, closed: int, used: int) -> int:
    """How many closed results lack a decision on their use, of those the rulebook wants used."""
    share = amount(table(book.procedure.get("use")).get("share"))
    wanted = Fraction(0) if share is None else share * closed
    short = wanted - used
    return max(0, ceil(short))
