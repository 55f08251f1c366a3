"""Marks added up exactly: of a source, of a review, and by how much a self-report was above it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import QuerySet

from kaogong.assess.models import Entrant, Item, Outcome, Review, Round, SheetMark, Source, Vote, Weight
from kaogong.plan.queries.figures import cut, exact, places_of

LONGEST = 60
"""Places behind the point that no mark ever has."""


def written(value: Fraction, *like: Decimal | None) -> Decimal:
    """A number as it ends, with the places of those it came from; one that does not end, to two places."""
    ends = pow(10, LONGEST, value.denominator) == 0
    return exact(value, places_of(*like)) if ends else cut(value, 2)


def weights_of(entrant: Entrant, items: Iterable[Item]) -> dict[int, Decimal]:
    """The weights of items for an entrant: its own where it has any, else the round's."""
    own = dict(Weight.objects.filter(entrant=entrant).values_list("item_id", "value"))
    return {one.pk: own.get(one.pk, one.weight) for one in items if own.get(one.pk, one.weight) is not None}


def total(one: Round, entrant: Entrant, marks: Mapping[int, Decimal], items: Sequence[Item]) -> Decimal | None:
    """Marks of one entrant as one figure; None where an item has none. What is only passed or not adds nothing (HB-14)."""
    items = [item for item in items if item.mode != "pass"]
    if not items or any(item.pk not in marks for item in items):
        return None
    if one.combine == "sum":
        return written(sum((Fraction(marks[item.pk]) for item in items), Fraction(0)), *marks.values())
    weights = weights_of(entrant, items)
    whole = sum((Fraction(weights[item.pk]) for item in items), Fraction(0))
    weighed = sum((Fraction(marks[item.pk]) * Fraction(weights[item.pk]) for item in items), Fraction(0))
    return written(Fraction(weighed, whole), *marks.values(), Decimal("0.0")) if whole else None


def passed(item: Item, value: Decimal | None) -> bool | None:
    """Whether an actual value meets the standard of a pass/fail item; None where there is none yet (HB-14)."""
    if item.mode != "pass" or value is None or item.standard is None:
        return None
    return bool(value >= item.standard if item.better == "high" else value <= item.standard)


def latest_reviews(entrants: Iterable[Entrant]) -> dict[tuple[int, int], Review]:
    """The newest review of each item of some entrants."""
    held = Review.objects.filter(entrant__in=list(entrants)).order_by("version").select_related("by", "item")
    return {(one.entrant_id, one.item_id): one for one in held}


def latest_votes(held: QuerySet[Vote]) -> dict[tuple[int, int], Vote]:
    """The newest count of each source and entrant."""
    return {(one.source_id, one.entrant_id): one for one in held.order_by("version")}


def latest_outcomes(held: QuerySet[Outcome]) -> dict[tuple[int, int, int | None], Outcome]:
    """The newest result of each source, entrant and item."""
    return {(one.source_id, one.entrant_id, one.item_id): one for one in held.order_by("version")}


def sheet_scores(source: Source) -> dict[tuple[int, int], list[SheetMark]]:
    """The marks of the sheets handed in, by entrant and item."""
    held = SheetMark.objects.filter(sheet__source=source, sheet__state="submitted", score__isnull=False)
    found: dict[tuple[int, int], list[SheetMark]] = {}
    for one in held.select_related("sheet", "sheet__assessor", "item").order_by("sheet__assessor__number", "sheet"):
        found.setdefault((one.sheet.entrant_id, one.item_id), []).append(one)
    return found


def mean_score(marks: Sequence[SheetMark], places: int | None = None) -> Decimal:
    """The mean of several sheets; to so many places where a fact asks for them."""
    some = [one.score for one in marks if one.score is not None]
    mean = Fraction(sum((Fraction(one) for one in some), Fraction(0)), len(some))
    return written(mean, *some) if places is None else cut(mean, places)


@dataclass(frozen=True, slots=True)
class Inflated:
    """By how much an entrant put itself above what the office found (LZ-40)."""

    place: int
    entrant: Entrant
    claimed: Decimal
    fixed: Decimal

    @property
    def gap(self) -> Decimal:
        """Own total less the office's."""
        return self.claimed - self.fixed


def inflation(one: Round) -> list[Inflated]:
    """Who put itself highest above the review, in order; equal gaps share a place."""
    held = one.entrants.filter(claimed__isnull=False, fixed__isnull=False)
    ordered = sorted(held, key=lambda each: (each.fixed - each.claimed, each.name))
    gaps = [each.claimed - each.fixed for each in ordered]
    return [
        Inflated(gaps.index(gap) + 1, each, each.claimed, each.fixed) for each, gap in zip(ordered, gaps, strict=True)
    ]


def shares(vote: Vote) -> list[tuple[str, int, Decimal]]:
    """What was chosen how often, and as per cent of the votes cast, to one place."""
    cast = sum(vote.counts.values())
    return [
        (option, count := vote.counts.get(option, 0), cut(Fraction(100 * count, cast), 1) if cast else Decimal(0))
        for option in vote.source.options
    ]
