"""Frozen facts read by another edition: numbers rescaled, choices recoded by their words, the rest left missing and said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from kaogong.core.engine.aggregates import quoted, text
from kaogong.core.engine.database import Duck, duck
from kaogong.core.engine.facts import Facts
from kaogong.core.problem import NOWHERE, Problem, Refused, Text
from kaogong.core.scheme.model import Attribute, Fact, Rulebook

NUMBERS = ("integer", "decimal", "boolean")


@dataclass(slots=True)
class _Work:
    """Columns to rewrite, by table: column → SQL."""

    columns: dict[str, dict[str, str]] = field(default_factory=dict)
    checks: list[tuple[str, str, str]] = field(default_factory=list)
    """(table, condition that must hold nowhere, name)."""
    notes: list[Text] = field(default_factory=list)

    def put(self, table: str, column: str, sql: str) -> None:
        self.columns.setdefault(table, {})[column] = sql


def refit(facts: Facts, old: Rulebook, new: Rulebook) -> tuple[Facts, tuple[Text, ...]]:
    """The facts as the new edition declares them, and remarks on what could not be carried over.

    Raises:
        Refused: K751, the new edition keeps fewer places than a value needs.
    """
    work = _Work()
    for fact in new.facts.values():
        before = old.facts.get(fact.id)
        if before is None:
            work.notes.append(
                Text(f"新数据“{fact.name.zh}”没有数，按缺报处理", f"new fact {fact.name.en!r} has no values: missing")
            )
        elif before.every != fact.every:
            every = f"{before.every} → {fact.every}"
            work.notes.append(
                Text(f"“{fact.name.zh}”周期不同（{every}），按缺报处理", f"{fact.name.en!r}: {every}: missing")
            )
        else:
            _column(work, f"facts_{fact.every}", "f_" + fact.id, before, fact)
    for attribute in new.attributes.values():
        own = old.attributes.get(attribute.id)
        if own is not None:
            _column(work, "subjects", "a_" + attribute.id, own, attribute)
        else:
            work.notes.append(
                Text(f"新属性“{attribute.name.zh}”没有数", f"new attribute {attribute.name.en!r} has no values")
            )
    _ratings(work, old, new)
    return _rewritten(facts, work, new), tuple(work.notes)


def _column(work: _Work, table: str, column: str, old: Fact | Attribute, new: Fact | Attribute) -> None:
    """How one column is read by the new declaration."""
    name = quoted(column)
    if old.type == new.type == "choice":
        if old.options != new.options:
            arms = " ".join(
                f"WHEN {n} THEN {new.options.index(word) + 1}"
                for n, word in enumerate(old.options, 1)
                if word in new.options
            )
            work.put(table, column, f"CASE {name} {arms or 'WHEN NULL THEN 0'} END")
    elif old.type in NUMBERS and new.type in NUMBERS:
        steps = new.places - old.places
        if steps > 0:
            work.put(table, column, f"{name} * {10**steps}")
        elif steps < 0:
            work.checks.append((table, f"{name} % {10**-steps} <> 0", new.name.zh))
            work.put(table, column, f"{name} // {10**-steps}")
    elif old.type != new.type:
        work.put(table, column, "CAST(NULL AS BIGINT)")
        change = f"{old.type} → {new.type}"
        work.notes.append(
            Text(f"“{new.name.zh}”类型不同（{change}），按缺报处理", f"{new.name.en!r}: {change}: missing")
        )


def _ratings(work: _Work, old: Rulebook, new: Rulebook) -> None:
    """Ballots are stored with the places of their declaration."""
    arms = []
    for one in new.ratings.values():
        before = old.ratings.get(one.id)
        steps = 0 if before is None else one.places - before.places
        if steps > 0:
            arms.append(f"WHEN {text(one.id)} THEN value * {10**steps}")
        elif steps < 0:
            work.checks.append(("ratings", f"ratings = {text(one.id)} AND value % {10**-steps} <> 0", one.name.zh))
            arms.append(f"WHEN {text(one.id)} THEN value // {10**-steps}")
    if arms:
        work.put("ratings", "value", f"CASE ratings {' '.join(arms)} ELSE value END")


def _rewritten(facts: Facts, work: _Work, new: Rulebook) -> Facts:
    """The facts with the columns rewritten; tables that stay as they are are not read."""
    touched = {name: facts.tables[name] for name in work.columns if name in facts.tables}
    if not touched:
        return facts
    tables: dict[str, Path | pa.Table] = dict(facts.tables)
    with duck(threads=1) as database:
        for name, table in touched.items():
            database.register(name, table)
        problems = list(_lost(database, work, touched, new))
        if problems:
            raise Refused(problems)
        for name in touched:
            there = set(database.columns(name))
            changed = {c: sql for c, sql in work.columns[name].items() if c in there}
            listed = ", ".join(f"CAST({sql} AS BIGINT) AS {quoted(c)}" for c, sql in changed.items())
            tables[name] = database.arrow(f"SELECT * {f'REPLACE ({listed})' if listed else ''} FROM {name}")
    return Facts(tables)


def _lost(database: Duck, work: _Work, touched: Mapping[str, object], new: Rulebook) -> Iterator[Problem]:
    """Values that need more places than the new edition keeps."""
    for table, condition, name in work.checks:
        if table not in touched:
            continue
        column = condition.split('"')[1] if '"' in condition else "value"
        if column not in database.columns(table):
            continue
        found = database.rows(f"SELECT COUNT(*) FROM {table} WHERE {condition}")[0][0]
        if found:
            yield Problem(
                "K751",
                new.places.get(f"facts.{column.removeprefix('f_')}", NOWHERE),
                Text(
                    f"“{name}”有 {found} 个数的小数位比新版保留的多",
                    f"{name!r}: {found} values have more places than the new edition keeps",
                ),
                Text("多出的位数会被悄悄舍去，分数就不再可比", "the places beyond would silently be lost"),
                Text("在新版里把 places 写够", "declare enough `places` in the new edition"),
            )
