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
from kaogong.core.engine.explain.restored import LIMITED, restored
from kaogong.core.engine.output.published import decimal
from kaogong.core.problem import Text
from kaogong.core.scheme.model import Sheet
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
    total: Decimal | None
    """None where the share of the total cannot be told."""
    rank: int | None
    moved: int
    """Other units whose place would change."""
    why: Text | None = None
    """Why it cannot be told."""


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
    """The items that lost most, with what they cost in the total and in places; where that cannot be told, why."""
    if told.total is None or result.total is None:
        return []
    sheet = _bundle(folder_of(result.run)).rulebook().sheets[result.sheet]
    leaves = [one for one in _lost(told.root) if (one.loss or 0) > 0]
    leaves.sort(key=lambda one: -(one.loss or Fraction(0)))
    held = Result.objects.filter(run=result.run, sheet=result.sheet, period=result.period, pool=result.pool)
    others = held.exclude(pk=result.pk).exclude(total=None).values_list("total", flat=True)
    totals = [one for one in others if one is not None]
    return [_put_back(result, one, _whole(result, told, sheet, one), totals) for one in leaves[:DEAREST]]


def _lost(part: Part) -> Iterator[Part]:
    """The lowest items as the year has them: those within shorter periods count through the item they make up."""
    if part.periods or not part.parts:
        yield part
        return
    for one in part.parts:
        yield from _lost(one)


def _whole(result: Result, told: Explanation, sheet: Sheet, part: Part) -> Decimal | Text:
    """The total as it would be published, had the item lost nothing."""
    places = result.places or 2
    if told.root.value is None or decimal(rounded(told.root.value, places)) != result.total:
        return LIMITED
    found = restored(told.root, sheet, part.id)
    if isinstance(found, Text):
        return found
    after = decimal(rounded(found, places))
    return published(after, places) or after


def _put_back(result: Result, part: Part, whole: Decimal | Text, totals: Sequence[Decimal]) -> PutBack:
    if isinstance(whole, Text):
        return PutBack(part, None, None, 0, whole)
    if result.rank is None:
        return PutBack(part, whole, None, 0)
    rank = 1 + sum(1 for one in totals if one > whole)
    return PutBack(part, whole, rank, sum(1 for one in totals if result.total <= one < whole))
