"""How results are used: what is due and done, by mechanism; who has not answered."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Q, QuerySet
from django.db.models import Sum as Adding

from kaogong.assess.models import Mark, Result
from kaogong.decide.models import Consequence, Delivery, FeedbackSheet, Proposal, Publication, Settlement
from kaogong.decide.queries.sight import OWN, sees_all
from kaogong.decide.states import STANDING
from kaogong.org.models import Account
from kaogong.org.queries import calendar, reach, setting, today
from kaogong.plan.queries.figures import cut

WEEK = 7


@dataclass(frozen=True, slots=True)
class Carried:
    """How far consequences are carried out (CX-16)."""

    due: int
    done: int

    @property
    def percent(self) -> Decimal | None:
        """The share carried out, to one place; None where nothing was due."""
        return percent(self.done, self.due)


def percent(part: int, whole: int) -> Decimal | None:
    """A share in per cent, to one place."""
    return cut(Fraction(part * 100, whole), 1) if whole else None


def seen_consequences(account: Account, settlement: Settlement | None = None) -> QuerySet[Consequence]:
    """The register, as far as an account may look: all, for those who decide; else what concerns or was given to a unit."""
    found = Consequence.objects.select_related("proposal__unit", "settlement__run__cycle", "unit", "proof")
    if settlement is not None:
        found = found.filter(settlement=settlement)
    if sees_all(account):
        return found
    units = reach(account).units(*OWN)
    found = found.filter(settlement__publication__publish_on__lte=today())
    return found if units is None else found.filter(Q(proposal__unit__in=units) | Q(unit__in=units))


def carried(found: Iterable[Consequence]) -> Carried:
    """Of what is mandated, how much is carried out; what was waived is mandated too."""
    states = Counter(one.state for one in found)
    return Carried(sum(states[one] for one in STANDING), states["done"])


def rewards_total(settlement: Settlement) -> Decimal | None:
    """The money of rewards and prizes that follow; None: none has an amount."""
    found = settlement.consequences.filter(money__isnull=False, state__in=STANDING, kind__in=PAID)
    total: Decimal | None = found.aggregate(sum=Adding("money"))["sum"]
    return total


PAID = ("prize", "reward", "money")
"""Kinds of consequences that pay."""


def by_mechanism(settlement: Settlement) -> list[tuple[str, int, bool]]:
    """How often each mechanism was used, and whether it was used at all (FZ-27). Feedback sheets are feedback."""
    found = Counter(settlement.consequences.filter(state__in=STANDING).values_list("kind", flat=True))
    several = list(setting("results.mechanisms"))
    if several:
        found[several[-1]] += settlement.sheets.count()
    return [(one, found[one], found[one] > 0) for one in several]


def overdue(day: dt.date) -> list[Delivery]:
    """Deliveries whose use is not recorded in time."""
    found = Delivery.objects.filter(state="sent", due__lte=day, publication__state="published")
    return list(found.select_related("publication", "unit", "proposal").order_by("due", "id"))


def due_soon(day: dt.date) -> list[Consequence]:
    """What is to be carried out in as many working days as the installation set, or today, or is so many weeks late."""
    found = Consequence.objects.filter(state="due", due__isnull=False, settlement__publication__state="published")
    found = found.filter(settlement__publication__publish_on__lte=day).select_related("unit").order_by("due", "pk")
    ahead, work = setting("consequences.notice"), calendar()

    def near(due: dt.date) -> bool:
        late = (day - due).days
        return Fraction(late, WEEK).denominator == 1 if late >= 0 else work.between(day, due, working=True) == ahead

    return [one for one in found if one.due is not None and near(one.due)]


def usage(publication: Publication) -> tuple[int, int, Decimal | None]:
    """Of what was sent, how much has a recorded use, and the rate."""
    held = publication.deliveries
    done, whole = held.filter(state="used").count(), held.count()
    return done, whole, percent(done, whole)


def lagging(settlement: Settlement) -> Iterator[tuple[Proposal, Mark]]:
    """The indicators below the share of their full marks that the installation set; what is missing is not lagging."""
    below = Fraction(setting("feedback.below"), 100)
    there = {one.subject: one for one in settlement.proposals.select_related("unit")}
    results = Result.objects.filter(run=settlement.run_id, sheet=settlement.sheet, period=settlement.period)
    marks = Mark.objects.filter(result__in=results, value__isnull=False, full__gt=0).select_related("result")
    several = [*marks.order_by("result", "place"), None]
    for one, after in itertools.pairwise(several):
        if one is not None and one.result.subject in there and _lags(one, after, below):
            yield there[one.result.subject], one


def _lags(one: Mark, after: Mark | None, below: Fraction) -> bool:
    """Whether an item without parts of its own got less than a share of its full marks."""
    leaf = after is None or after.result_id != one.result_id or after.level <= one.level
    return leaf and Fraction(one.value or 0) < below * Fraction(one.full or 0)


def seen_sheets(account: Account, settlement: Settlement | None = None) -> QuerySet[FeedbackSheet]:
    """Feedback sheets: all for those who decide, one's own for a unit."""
    found = FeedbackSheet.objects.select_related("proposal__unit", "settlement").prefetch_related("items__helps")
    if settlement is not None:
        found = found.filter(settlement=settlement)
    if sees_all(account):
        return found
    units = reach(account).units(*OWN)
    mine = Q(proposal__person=account.person_id) if account.person_id else Q(pk__in=[])
    own = Q(proposal__unit__in=units, proposal__person__isnull=True) if units is not None else Q()
    return found if units is None else found.filter(own | mine)


def seen_deliveries(account: Account) -> QuerySet[Delivery]:
    """Deliveries: all for those who decide, one's own for a receiving department."""
    found = Delivery.objects.select_related("publication__settlement", "proposal", "unit")
    if sees_all(account):
        return found
    units = reach(account).units(*OWN)
    return found if units is None else found.filter(unit__in=units, sent_on__lte=today())
