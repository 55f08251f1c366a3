"""Scoring one generated example twice, by the engine and by the oracle, and comparing every digit."""

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from hypothesis import reject

from core.oracle import face, periods, world
from core.oracle.books import dumped, loaded
from core.properties.vocabulary import LINKS, SUBJECTS, Rows
from kaogong.core.engine.facts import Facts
from kaogong.core.engine.run import score
from kaogong.core.problem import Refused


def pruned(declared: Mapping[str, Any], spoken: str) -> dict[str, Any]:
    """The declarations that the rest of the rulebook speaks of."""
    kept: dict[str, Any] = {}
    for section, entries in declared.items():
        for name, entry in entries.items():
            words = (name, entry["name"])
            if any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", spoken) for word in words):
                kept.setdefault(section, {})[name] = entry
    return kept


def used_facts(book: Mapping[str, Any]) -> set[str]:
    """The facts of a rulebook."""
    return set(book.get("facts", {}))


def whole_book(declared: Mapping[str, Any], body: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """A rulebook as plain data, with only the declarations it needs."""
    derived = {"derived": declared["derived"]}
    spoken = dumped(body)
    if pruned(derived, spoken):
        spoken += dumped(derived)
    head = {"kaogong": 1, "id": "generated", "title": "生成", "edition": "1"}
    head |= {"effective": {"from": "2020-01-01"}, "basis": {"rules": {"name": "办法"}}}
    return head | {"subjects": SUBJECTS, "links": LINKS} | pruned(declared, spoken) | dict(body) | more


def run_of(book: Any, rows: Rows, period: str) -> Any:
    """A run of the engine. Numbers beyond 38 digits are refused by design (K601): such an example shows nothing."""
    try:
        return score(book, Facts.from_rows(book, **rows.tables()), period=period)
    except Refused as refused:
        if {one.code for one in refused.problems} == {"K601"}:
            reject()
        raise


def scored(text: str, rows: Rows, period: str = "2026") -> dict[str, Any]:
    """The engine's results: rows by sheet, and the money."""
    book = loaded(text)
    run = run_of(book, rows, period)
    try:
        return {sheet: run.rows(sheet) for sheet in book.sheets} | {"rewards": run.rewards}
    finally:
        run.close()


def agree(text: str, rows: Rows, period: str = "2026") -> None:
    """Engine and oracle give the same results."""
    book = loaded(text)
    run = run_of(book, rows, period)
    try:
        asked = world.build(book, **rows.tables(), asked=periods.parse(period)[0])
        for sheet in book.sheets:
            _agree(run, asked, sheet, period)
        _agree_money(run, asked, period)
    finally:
        run.close()


def _agree(run: Any, asked: world.World, sheet: str, period: str) -> None:
    got = {(row["subject"], str(row["period"])): row for row in run.rows(sheet)}
    expected = {(row["subject"], row["period"]): row for row in face.rows(asked, sheet, period)}
    assert sorted(got) == sorted(expected), sheet
    for key, row in expected.items():
        for name, value in row.items():
            if name in got[key]:
                assert _same(run, sheet, name, value, got[key][name]), (
                    f"{sheet} {key} {name}: engine {got[key][name]}, oracle {value}"
                )


def _same(run: Any, sheet: str, name: str, value: Any, got: Any) -> bool:
    """Equal; an item that has no finite decimals may be cut, by less than the run says."""
    if got == value or name == "total" or "." in name:
        return bool(got == value)
    if not isinstance(value, Fraction) or not isinstance(got, Fraction):
        return False
    return abs(value - got) < run.bound(sheet, name)


def _agree_money(run: Any, asked: world.World, period: str) -> None:
    got = {(one["reward"], one["subject"]): one["amount"] for one in run.rewards}
    assert got == face.rewards(asked, period)
