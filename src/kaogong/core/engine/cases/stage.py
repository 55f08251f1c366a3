"""The stage of a scoring case: subjects, facts, events, ballots, links and history as rows, by the conventions of cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kaogong.core.scheme.model import EVERY, Every, Rulebook, Sheet
from kaogong.core.scheme.period import Period

Row = dict[str, Any]
ALONE = "subject"
"""Id of the one subject of a case that names none."""


@dataclass(slots=True)
class Stage:
    """Rows for the facts of a case, and what is expected of each subject."""

    period: Period
    subjects: list[Row] = field(default_factory=list)
    facts: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    ratings: list[Row] = field(default_factory=list)
    links: list[Row] = field(default_factory=list)
    history: list[Row] = field(default_factory=list)
    calendar: list[Row] = field(default_factory=list)
    expect: dict[str, Mapping[str, Any]] = field(default_factory=dict)


def listed(value: Any) -> list[Any]:
    """A list as it is, anything else as a list of one, nothing as an empty list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def set_stage(rulebook: Rulebook, words: Mapping[str, Any]) -> Stage:
    """The rows of a case."""
    stage = Stage(_period(rulebook, words))
    own = words.get("subjects")
    if own:
        shared = {k: words[k] for k in ("class", "kind", "attributes", "facts") if k in words}
        for name, entry in own.items():
            _several(rulebook, stage, str(name), {**shared, **_joined(shared, entry or {})})
        _common(stage, words)
    else:
        _subject(rulebook, stage, ALONE, words)
        stage.expect[ALONE] = words.get("expect") or {}
    _listed_links(stage, words.get("links"))
    for day in listed(words.get("holidays")):
        stage.calendar.append({"day": day, "working": False})
    stage.calendar.extend(dict(row) for row in listed(words.get("calendar")))
    return stage


def _joined(shared: Mapping[str, Any], entry: Mapping[str, Any]) -> dict[str, Any]:
    """An entry with the case's own facts and attributes beneath its."""
    found = dict(entry)
    for key in ("facts", "attributes"):
        if key in shared or key in entry:
            found[key] = {**(shared.get(key) or {}), **(entry.get(key) or {})}
    return found


def _common(stage: Stage, words: Mapping[str, Any]) -> None:
    """Events, ballots and history beside `subjects:` name their subject themselves."""
    for key, rows in (("events", stage.events), ("ratings", stage.ratings), ("history", stage.history)):
        rows.extend(dict(row) for row in listed(words.get(key)) if "subject" in row)


def _listed_links(stage: Stage, links: Any) -> None:
    if isinstance(links, list):
        stage.links.extend(dict(row) for row in links)


def _period(rulebook: Rulebook, words: Mapping[str, Any]) -> Period:
    """The period of a case: as written, else the first of the first sheet's length in force."""
    if words.get("period") is not None:
        return Period.parse(str(words["period"]))
    every = next(iter(rulebook.sheets.values())).every
    start = rulebook.effective_from
    if start is None:
        return Period("month", 2025 * 12).widen(every)
    return Period("month", start.year * 12 + start.month - 1).widen(every)


def _several(rulebook: Rulebook, stage: Stage, name: str, entry: Mapping[str, Any]) -> None:
    """One subject, or `times` alike numbered from 1, with `each` fact's own values."""
    if "times" not in entry:
        _subject(rulebook, stage, name, entry)
        stage.expect[name] = entry.get("expect") or {}
        return
    for n in range(int(entry["times"])):
        own = {fact: values[n] for fact, values in (entry.get("each") or {}).items() if n < len(values)}
        facts = {**(entry.get("facts") or {}), **own}
        one = f"{name}-{n + 1}"
        _subject(rulebook, stage, one, {**entry, "facts": facts})
        stage.expect[one] = entry.get("expect") or {}


def _subject(rulebook: Rulebook, stage: Stage, name: str, words: Mapping[str, Any]) -> None:
    own = str(words.get("class") or next(iter(rulebook.classes), ""))
    row: Row = {"subject": name, "class": own}
    if words.get("kind"):
        row["kind"] = words["kind"]
    for key, column in (("from", "since"), ("to", "until"), ("since", "since"), ("until", "until")):
        if words.get(key) is not None:
            row[column] = words[key]
    row |= {key: value for key, value in (words.get("attributes") or {}).items() if not _none(value)}
    stage.subjects.append(row)
    for fact, value in (words.get("facts") or {}).items():
        stage.facts.extend(_fact_rows(rulebook, stage.period, name, str(fact), value))
    for event in listed(words.get("events")):
        stage.events.append(_event(rulebook, stage.period, name, event))
    for ballot in listed(words.get("ratings")):
        stage.ratings.extend(_ballots(stage.period, name, ballot))
    for past in listed(words.get("history")):
        stage.history.append({"subject": name, **past})
    if isinstance(words.get("links"), dict):
        for link, others in words["links"].items():
            stage.links.extend({"link": link, "from": name, "to": other} for other in listed(others))


def _none(value: Any) -> bool:
    return value is None or str(value).strip() in ("none", "无")


def _fact_rows(rulebook: Rulebook, period: Period, name: str, fact: str, value: Any) -> Iterable[Row]:
    declared = next((f for f in rulebook.facts.values() if fact in (f.id, f.name.zh, f.name.en)), None)
    every: Every = declared.every if declared else period.every
    start = at(period, every)
    for n, one in enumerate(value if isinstance(value, list) else [value]):
        if not _none(one):
            yield {
                "subject": name,
                "period": str(Period(every, start.number + n)),
                "fact": fact,
                "value": one,
            }


def at(period: Period, every: Every) -> Period:
    """The period of a length that holds this one, or the first of its length in it."""
    if EVERY.index(every) >= EVERY.index(period.every):
        return period.widen(every)
    return period.split(every)[0]


def _event(rulebook: Rulebook, period: Period, name: str, words: Mapping[str, Any]) -> Row:
    first = period.first
    if rulebook.effective_from is not None:
        first = max(first, rulebook.effective_from)
    row: Row = {"subject": name, "day": words.get("on", first.isoformat()), "state": "confirmed"}
    row |= {key: value for key, value in words.items() if key != "on"}
    return row


def _ballots(period: Period, name: str, words: Mapping[str, Any]) -> Iterable[Row]:
    own = {key: value for key, value in words.items() if key not in ("value", "times", "period")}
    month = str(words.get("period") or at(period, "month"))
    for _ in range(int(words.get("times", 1))):
        for value in listed(words.get("value")):
            yield {"subject": name, "period": month, **own, "value": value}


def longest(rulebook: Rulebook, stage: Stage) -> Period | None:
    """The period to score: the case's own, widened to the longest of the sheets its subjects have; None: all of them."""
    classes = {str(row["class"]) for row in stage.subjects}
    sheets = [s for s in rulebook.sheets.values() if _for(rulebook, s, classes)]
    every = max((s.every for s in sheets), key=EVERY.index, default=stage.period.every)
    if EVERY.index(every) < EVERY.index(stage.period.every):
        return stage.period
    lists = {row["period"] for row in stage.facts}
    own = stage.period.widen(every)
    inside = all(Period.parse(text).widen(every) == own for text in lists if _not_longer(text, every))
    return own if inside else None


def _not_longer(text: str, every: Every) -> bool:
    return EVERY.index(Period.parse(text).every) <= EVERY.index(every)


def _for(rulebook: Rulebook, sheet: Sheet, classes: set[str]) -> bool:
    names = {c.id: c for c in rulebook.classes.values()} | {c.name.zh: c for c in rulebook.classes.values()}
    own = {names[c].id for c in classes if c in names and names[c].kind == sheet.kind}
    return bool(own & set(sheet.classes)) if sheet.classes else bool(own) or not names
