"""What is still to be supplied: facts whose absence leaves somebody without a score."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any

import duckdb

from kaogong.core.engine.facts import Facts
from kaogong.core.engine.intake.sql import name_of, text_of
from kaogong.core.engine.intake.values import read_period
from kaogong.core.scheme.formula import Formula, Name
from kaogong.core.scheme.model import EVERY, Every, Rulebook, Sheet

NAMED = 20
"""How many subjects a gap names."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A fact that some subjects of a sheet lack in a period. `subjects` names the first of them."""

    sheet: str
    fact: str
    every: Every
    period: int
    expected: int
    missing: int
    subjects: tuple[str, ...]


def coverage(rulebook: Rulebook, facts: Facts, periods: Sequence[str] = ()) -> tuple[Gap, ...]:
    """The facts with `missing: refuse` that are missing, by sheet, period and fact.

    Args:
        rulebook: what is declared.
        facts: what was supplied.
        periods: the periods to look at, e.g. `2026-09`; empty: every period for which anything was supplied.

    Returns:
        One gap for each fact and period that not every subject of the sheet has; empty when all is there.
    """
    wanted = [found for text in periods if (found := read_period(text))]
    gaps: list[Gap] = []
    with duckdb.connect() as con:
        for name, table in facts.tables.items():
            if isinstance(table, Path):
                con.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet({text_of(str(table))})")
            else:
                con.register(name, table)
        for sheet in rulebook.sheets.values():
            used = facts_used(rulebook, sheet)
            for every in EVERY:
                columns = [one for one in used if _refused(rulebook, one, every)]
                asked = [number for length, number in wanted if length == every] if wanted else None
                if columns:
                    gaps += _gaps(con, sheet, every, columns, asked, known=f"facts_{every}" in facts.tables)
    return tuple(gaps)


def _refused(rulebook: Rulebook, fact: str, every: Every) -> bool:
    """Whether a fact of this length of period stops the scoring when it is missing."""
    return rulebook.facts[fact].every == every and rulebook.facts[fact].missing == "refuse"


def _gaps(
    con: duckdb.DuckDBPyConnection,
    sheet: Sheet,
    every: Every,
    facts: Sequence[str],
    asked: Sequence[int] | None,
    *,
    known: bool,
) -> Iterator[Gap]:
    """The gaps of one sheet at one length of period."""
    if asked is None:
        asked = (
            [row[0] for row in con.execute(f"SELECT DISTINCT period FROM facts_{every}").fetchall()] if known else []
        )
    if not asked:
        return
    here = {row[0] for row in con.execute(f"DESCRIBE facts_{every}").fetchall()} if known else set()
    lacking = {one: f"f.{name_of(f'f_{one}')} IS NULL" if f"f_{one}" in here else "true" for one in facts}
    asks = ", ".join(
        f"count(*) FILTER ({empty}), (list(s.subject ORDER BY s.subject) FILTER ({empty}))[:{NAMED}]"
        for empty in lacking.values()
    )
    among = f" AND class IN ({', '.join(map(text_of, sheet.classes))})" if sheet.classes else ""
    subjects = f"SELECT subject FROM subjects WHERE kind = {text_of(sheet.kind)}{among}"
    given = f"facts_{every}" if known else "(SELECT NULL AS subject, NULL AS period WHERE false)"
    for period in sorted(asked):
        present = f"(SELECT * FROM {given} WHERE period = {int(period)}) AS f"
        query = f"SELECT count(*), {asks} FROM ({subjects}) AS s LEFT JOIN {present} ON f.subject = s.subject"
        expected, *found = con.execute(query).fetchall()[0]
        for position, fact in enumerate(facts):
            missing, named = found[2 * position : 2 * position + 2]
            if missing:
                yield Gap(sheet.id, fact, every, period, expected, missing, tuple(named))


def facts_used(rulebook: Rulebook, sheet: Sheet) -> list[str]:
    """The declared facts that a sheet names, directly or through derived facts; in declared order."""
    by_word = {word: one.id for one in rulebook.facts.values() for word in (one.name.zh, one.name.en, one.id)}
    derived = {word: one for one in rulebook.derived.values() for word in (one.name.zh, one.name.en, one.id)}
    found: set[str] = set()
    seen: set[str] = set()
    waiting = list(_words(sheet.root))
    while waiting:
        word = waiting.pop()
        if word in by_word:
            found.add(by_word[word])
        elif word in derived and word not in seen:
            seen.add(word)
            waiting += _words(derived[word].formula)
    return [one for one in rulebook.facts if one in found]


def _words(value: Any) -> Iterable[str]:
    """Every name and text within items, parameters and formulas."""
    if isinstance(value, Formula):
        return _words(value.tree)
    if isinstance(value, Name):
        return [value.name]
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [word for key, one in value.items() for word in (*_words(key), *_words(one))]
    if isinstance(value, list | tuple | frozenset):
        return [word for one in value for word in _words(one)]
    if is_dataclass(value) and not isinstance(value, type):
        return [word for one in fields(value) for word in _words(getattr(value, one.name))]
    return []
