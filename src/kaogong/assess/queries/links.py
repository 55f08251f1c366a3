"""What ties a round to the rest of the year: earlier rounds, the letter that was signed, the target above, the authority."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kaogong.assess.models import Entrant, Item, Outcome, Round, SelfMark, SheetMark
from kaogong.assess.queries.figures import latest_outcomes, latest_reviews, mean_score, written
from kaogong.core.scheme.period import Period
from kaogong.monitor.models import Report
from kaogong.monitor.states import SURE
from kaogong.org.models import Person, Unit
from kaogong.plan.models import Adoption, Cycle, Letter, Target
from kaogong.plan.states import FIXED


def assessed_before(
    cycle: Cycle, adoption: Adoption | None, period: Period, codes: Iterable[str]
) -> dict[str, list[Item]]:
    """Items assessed in shorter or special rounds of the same period that are closed, by code (HS-03)."""
    held = Item.objects.filter(round__cycle=cycle, round__adoption=adoption, round__state="closed", code__in=codes)
    found: dict[str, list[Item]] = {}
    for one in held.select_related("round").order_by("round__period", "place"):
        part = Period.parse(one.round.period)
        shorter = part != period and set(part.months) < set(period.months)
        if shorter or (one.round.kind == "special" and part == period):
            found.setdefault(one.code, []).append(one)
    return found


def mark_of(item: Item, entrant: Entrant) -> Decimal | None:
    """What an item came to for an entrant in its round: the review, else the mean of the sheets handed in."""
    review = latest_reviews([entrant]).get((entrant.pk, item.pk))
    if review is not None:
        return Decimal(review.score)
    held = SheetMark.objects.filter(item=item, sheet__entrant=entrant, sheet__state="submitted", score__isnull=False)
    marks = list(held.order_by("pk"))
    return mean_score(marks) if marks else None


def carried(item: Item, unit: Unit, person: Person | None) -> list[tuple[str, Decimal | None]]:
    """The scores an item is given in earlier rounds instead, each with its period."""
    found = []
    for one in item.taken_from.select_related("round").order_by("round__period"):
        entrant = Entrant.objects.filter(round=one.round_id, unit=unit, person=person).first()
        found.append((one.round.period, mark_of(one, entrant) if entrant else None))
    return found


# --- the letter -----------------------------------------------------------------------------------------------------


def letter_goals(cycle: Cycle, unit: Unit) -> dict[int, Decimal | None]:
    """The goals of a unit's letter in force, by indicator, each with its points (LB-16)."""
    letter = Letter.objects.filter(cycle=cycle, unit=unit, state="effective").order_by("-version", "-id").first()
    rows = letter.content["targets"] if letter else []
    points = {row["id"]: Decimal(row["points"]) if row["points"] else None for row in rows}
    held = Target.objects.filter(pk__in=points).values_list("pk", "indicator_id")
    return {indicator: points[pk] for pk, indicator in held}


def in_letter(entrant: Entrant, items: Iterable[Item]) -> dict[int, bool]:
    """For each item about an indicator, whether the entrant's letter promises it."""
    goals = letter_goals(entrant.round.cycle, entrant.unit)
    return {one.pk: one.indicator_id in goals for one in items if one.indicator_id is not None}


# --- the target above, and the authority ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A person was marked otherwise than the unit's target stands that the person answers for (HB-04)."""

    entrant: Entrant
    item: Item
    person: Decimal
    unit: Decimal


def done_share(target: Target) -> Decimal | None:
    """How much of a target is reached, in per cent, by the newest verified report."""
    report = Report.objects.filter(target=target, state__in=SURE, value__isnull=False).order_by("-period").first()
    if report is None or not target.value:
        return None
    return written(Fraction(100 * Fraction(report.value), Fraction(target.value)))


def mismatches(one: Round) -> list[Mismatch]:
    """Where a person's mark and the state of the unit's target differ."""
    people = list(one.entrants.filter(person__isnull=False).select_related("round"))
    items = list(one.items.filter(indicator__isnull=False))
    found = []
    own = Target.objects.filter(cycle=one.cycle, person__in=[each.person_id for each in people], state__in=FIXED)
    targets = {(each.person_id, each.indicator_id): each for each in own.select_related("parent")}
    for entrant in people:
        for item in items:
            target = targets.get((entrant.person_id, item.indicator_id or 0))
            above = done_share(target.parent) if target is not None and target.parent is not None else None
            mark = mark_of(item, entrant) if above is not None else None
            if above is not None and mark is not None and mark != above:
                found.append(Mismatch(entrant, item, mark, above))
    return found


@dataclass(frozen=True, slots=True)
class Variance:
    """What an entrant claims beside what the authority gave (HB-46)."""

    entrant: Entrant
    item: Item
    claim: Decimal
    given: Decimal

    @property
    def gap(self) -> Decimal:
        """Claim less the authority's figure."""
        return self.claim - self.given


def variances(entrants: Sequence[Entrant]) -> list[Variance]:
    """Where a self-report claims another figure than the authority gave."""
    held = Outcome.objects.filter(entrant__in=entrants, item__isnull=False).select_related("item", "entrant")
    claims = {
        (one.report.entrant_id, one.item_id): one.value
        for one in SelfMark.objects.filter(report__entrant__in=entrants, value__isnull=False).select_related("report")
    }
    found = []
    for one in latest_outcomes(held).values():
        claim = claims.get((one.entrant_id, one.item_id or 0))
        if claim is not None and claim != one.value and one.item is not None:
            found.append(Variance(one.entrant, one.item, claim, one.value))
    return found
