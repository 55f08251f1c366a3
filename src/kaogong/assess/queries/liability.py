"""Joint liability, tier by tier upward: who answers for whose loss, with how much, and whether the rulebook counts it (QW-15)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kaogong.assess.models import Result, Run
from kaogong.assess.queries.runs import folder_of
from kaogong.core.engine.bundle import Bundle
from kaogong.core.engine.intake.tables import SCALE
from kaogong.core.engine.intake.values import EPOCH
from kaogong.core.methods.events import rules
from kaogong.core.scheme.formula import Number
from kaogong.core.scheme.model import Item, Rulebook
from kaogong.org.models import Person

DEEPEST = 6
"""Tiers that are followed."""


@dataclass(frozen=True, slots=True)
class Tier:
    """Somebody above, with what the rule makes him answer for, and whether it was counted in this run."""

    name: str
    points: Fraction
    counted: bool


@dataclass(frozen=True, slots=True)
class Chain:
    """A loss below, and who answers for it upward."""

    name: str
    day: str
    kind: str
    points: Fraction
    tiers: tuple[Tier, ...]


def chains(run: Run, subject: str = "") -> list[Chain]:
    """The losses of a run for which somebody above answers; `subject`: only those that touch it."""
    bundle = Bundle.load(folder_of(run))
    book, tables = bundle.rulebook(), bundle.facts().tables
    found: dict[tuple[str, str, str, str], Chain] = {}
    for item in _joint(book):
        above = _above(_rows(tables, "links"), str(item.params["via"]))
        counted = _counted(book, item, {one["subject"]: one["class"] for one in _rows(tables, "subjects")})
        for event in _rows(tables, "events"):
            if event["ledger"] != item.params["ledger"] or event["state"] not in (None, "", "confirmed"):
                continue
            points = _points(item, event)
            if points and event["subject"] in above:
                tiers = list(_tiers(event["subject"], points, Fraction(item.params["share"] or 1), above, counted))
                touched = {event["subject"], *(code for code, _points, _counts in tiers)}
                if not subject or subject in touched:
                    key = (event["subject"], str(event["day"]), str(event["incident"]), str(event["id"]))
                    found.setdefault(key, _chain(book, item, event, points, tiers))
    return list(found.values())


def _joint(book: Rulebook) -> Iterator[Item]:
    """Items that count the events of those below."""
    for sheet in book.sheets.values():
        for item in sheet.root.walk():
            if item.method == "events" and item.params.get("via"):
                yield item


def _rows(tables: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    table = tables.get(name)
    if table is None:
        return []
    held = table if isinstance(table, pa.Table) else pq.read_table(table)
    return list(held.to_pylist())


def _above(links: list[dict[str, Any]], link: str) -> dict[str, list[str]]:
    """Who stands directly over each."""
    found: dict[str, list[str]] = {}
    for one in links:
        if one["link"] == link:
            found.setdefault(str(one["to_subject"]), []).append(str(one["from_subject"]))
    return found


def _points(item: Item, event: Mapping[str, Any]) -> Fraction:
    """What the first rule that fits takes for an event."""
    for rule in rules(item.params):
        wanted = ((rule.kind, "kind"), (rule.severity, "severity"), (rule.finder, "finder"))
        if all(not one or one == event[key] for one, key in wanted):
            many = Fraction(event["quantity"], 10**SCALE) if item.params["per"] == "quantity" else Fraction(1)
            return Fraction(rule.marks) * many
    return Fraction(0)


def _tiers(
    code: str, points: Fraction, share: Fraction, above: Mapping[str, list[str]], counted: set[tuple[str, int]]
) -> Iterator[tuple[str, Fraction, bool]]:
    level, seen, worth = [code], {code}, points
    for depth in range(1, DEEPEST):
        level = [one for each in level for one in above.get(each, ()) if one not in seen]
        seen |= set(level)
        worth *= share
        for one in dict.fromkeys(level):
            yield one, worth, (one, depth) in counted


def _counted(book: Rulebook, joint: Item, codes: Mapping[str, str]) -> set[tuple[str, int]]:
    """Of whom the first tier counts, and of whom further tiers, by the rulebook with the readings of the run."""
    first, further = set(), set()
    for sheet in book.sheets.values():
        for item in sheet.root.walk():
            if item.id == joint.id and item.params.get("via") == joint.params["via"]:
                first |= {code for code, klass in codes.items() if klass in sheet.classes}
            if item.method == "linked" and item.params.get("link") == joint.params["via"] and not _never(item):
                further |= {code for code, klass in codes.items() if klass in sheet.classes}
    return {(one, 1) for one in first} | {(one, depth) for one in further for depth in range(2, DEEPEST)}


def _never(item: Item) -> bool:
    """The item counts no times at all under the reading chosen."""
    tree = item.times.tree if item.times is not None else None
    return isinstance(tree, Number) and tree.value == 0


def _chain(
    book: Rulebook, item: Item, event: Mapping[str, Any], points: Fraction, tiers: list[tuple[str, Fraction, bool]]
) -> Chain:
    codes = [str(event["subject"]), *(code for code, _points, _counts in tiers)]
    names = dict(Person.objects.filter(code__in=codes).values_list("code", "name"))
    ledger = book.events[str(item.params["ledger"])]
    kind = ledger.kinds.get(str(event["kind"]))
    told = tuple(Tier(names.get(code, code), worth, counts) for code, worth, counts in tiers)
    return Chain(
        names.get(codes[0], codes[0]),
        str(EPOCH + dt.timedelta(days=int(event["day"]))),
        kind.zh if kind else "",
        points,
        told,
    )


def touching(result: Result) -> list[Chain]:
    """The chains a result stands in."""
    return chains(result.run, result.subject) if result.person_id else []
