"""A score told from its sealed folder: down to clause, arithmetic, facts, who answered for them, and proof."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from kaogong.assess.models import Result
from kaogong.assess.queries.runs import folder_of
from kaogong.assess.queries.sheets import published
from kaogong.audit.models import Evidence
from kaogong.core.engine.bundle import Bundle
from kaogong.core.engine.exact import rounded
from kaogong.core.engine.explain import Explainer, Explanation
from kaogong.core.engine.explain.parts import Part
from kaogong.core.engine.output.published import decimal
from kaogong.core.scheme.model import Item, Rulebook
from kaogong.org.models import Account, UnitVersion
from kaogong.org.queries import at

DEAREST = 5
"""How many losses the side card shows."""

LONGEST = 30
"""Lines of an item that are shown at most."""


@dataclass(frozen=True, slots=True)
class PutBack:
    """What the total and the place would be, had an item lost nothing and all else stayed."""

    part: Part
    total: Decimal
    rank: int | None
    moved: int
    """Other units whose place would change."""


@dataclass(frozen=True, slots=True)
class Derivation:
    """A result with everything behind it."""

    result: Result
    told: Explanation
    names: Mapping[str, str]
    sealed: frozenset[str]
    texts: Mapping[str, str]
    """By item: its lines in the rulebook."""
    dearest: Sequence[PutBack]


@lru_cache(maxsize=4)
def _bundle(folder: Path) -> Bundle:
    """A sealed folder; it never changes, so what was read of it is kept."""
    return Bundle.load(folder)


def explained(result: Result) -> Explanation:
    """The core's explanation of a result."""
    bundle = _bundle(folder_of(result.run))
    run = bundle.run(threads=1)
    try:
        return Explainer(run, bundle.fingerprint).explain(result.subject, result.period, on=result.sheet)
    finally:
        run.close()


def derivation(result: Result) -> Derivation:
    """Everything a page says about a result."""
    told = explained(result)
    sealed = frozenset(Evidence.objects.filter(pk__in=_hashes(told)).values_list("pk", flat=True))
    return Derivation(result, told, _names(result), sealed, texts(result), dearest(result, told))


def proofs(result: Result) -> set[str]:
    """The hashes of the evidence a result rests on."""
    return _hashes(explained(result))


def _hashes(told: Explanation) -> set[str]:
    parts = list(parts_of(told.root))
    found = {one.evidence_hash for part in parts for one in part.inputs}
    return found | {line.evidence_hash for part in parts for several in part.events for line in several.lines} - {""}


def parts_of(part: Part) -> Iterator[Part]:
    """A part and all below it."""
    yield part
    for one in (*part.parts, *part.periods):
        yield from parts_of(one)


def texts(result: Result) -> dict[str, str]:
    """The lines of every scored item of a sheet, as they stand in the sealed rulebook."""
    sheet = _bundle(folder_of(result.run)).rulebook().sheets[result.sheet]
    lines = _lines(sheet.root.place.file)
    return {one.id: _stanza(lines, one.place.line) for one in sheet.root.walk() if one.method and one.place.line}


@lru_cache(maxsize=16)
def _lines(file: str) -> list[str]:
    path = Path(file)
    return path.read_text("utf-8").splitlines() if path.is_file() else []


def _stanza(lines: Sequence[str], line: int) -> str:
    """The line an item begins on, and those set in under it."""
    if not 0 < line <= len(lines):
        return ""
    first = lines[line - 1]
    edge = len(first) - len(first.lstrip())
    found = [first]
    for one in lines[line : line + LONGEST]:
        if one.strip() and len(one) - len(one.lstrip()) <= edge:
            break
        found.append(one)
    return "\n".join(one[edge:] for one in found).rstrip()


def _names(result: Result) -> dict[str, str]:
    """What codes of units and accounts stand for."""
    held = UnitVersion.objects.filter(at(result.run.cycle.until)).values_list("unit__code", "short")
    people = Account.objects.filter(person__isnull=False).values_list("username", "person__name")
    return {key: name for key, name in (*people, *held) if name}


# --- what a loss cost ----------------------------------------------------------------------------------------------


def dearest(result: Result, told: Explanation) -> list[PutBack]:
    """The items that lost most, with what they cost in marks and places.

    Only where the total is a plain sum, so that a mark lost is a mark off the total.
    """
    book = _bundle(folder_of(result.run)).rulebook()
    if told.total is None or result.total is None or not _plain_sum(told, book, result.sheet):
        return []
    leaves = [one for one in parts_of(told.root) if one.leaf and (one.loss or 0) > 0]
    leaves.sort(key=lambda one: -(one.loss or Fraction(0)))
    totals = list(
        Result.objects.filter(run=result.run, sheet=result.sheet, period=result.period, pool=result.pool)
        .exclude(pk=result.pk)
        .values_list("total", flat=True)
    )
    return [_put_back(result, one, [total for total in totals if total is not None]) for one in leaves[:DEAREST]]


def _plain_sum(told: Explanation, book: Rulebook, sheet: str) -> bool:
    """Whether every leaf counts in the total with all its marks, and the total is what they add up to."""

    def plain(item: Item) -> bool:
        whole = item.times is None and item.rescale is None and item.weight is None and item.only_if is None
        return whole and (not item.items or (item.combine == "sum" and all(plain(one) for one in item.items)))

    leaves = [one for one in parts_of(told.root) if one.leaf]
    added = sum((one.value for one in leaves if one.value is not None), Fraction(0))
    return plain(book.sheets[sheet].root) and told.root.value == added


def _put_back(result: Result, part: Part, totals: Sequence[Decimal]) -> PutBack:
    before: Decimal = result.total
    loss = part.loss or Fraction(0)
    places = result.places or 2
    after = decimal(rounded(Fraction(before) + loss, places))
    after = published(after, places) or after
    if result.rank is None:
        return PutBack(part, after, None, 0)
    rank = 1 + sum(1 for one in totals if one > after)
    return PutBack(part, after, rank, sum(1 for one in totals if before <= one < after))
