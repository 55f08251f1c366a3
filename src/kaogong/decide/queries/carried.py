"""What results bring beyond their year: carried into the next year's quotas, budgets and posts; and whether grades matter."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Min, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from kaogong.core.scheme.days import Deadline, due
from kaogong.decide.models import Consequence, Settlement
from kaogong.decide.queries.honours import excellent_places, excellent_share
from kaogong.decide.queries.uses import PAID, lagging, percent
from kaogong.decide.states import STANDING
from kaogong.org.models import Post
from kaogong.org.models.people import Grade
from kaogong.org.queries import calendar, setting
from kaogong.plan.queries.figures import cut

INTO: Mapping[str, object] = {"quota": _("评优比例"), "budget": _("经费预算"), "posts": _("编制和职数")}
"""What of a consequence reaches into the next year, by the key a rulebook carries it under."""
TIMES_100 = ("quota", "budget")
"""What is carried as a share; posts are carried by their number."""
RANKS = (Grade.STAFF, Grade.MIDDLE, Grade.DEPUTY, Grade.CHIEF)
"""Levels of posts, from below."""


@dataclass(frozen=True, slots=True)
class Carried:
    """One effect on the next year."""

    consequence: Consequence
    into: str
    what: object
    value: str
    share: Decimal | None
    places: int | None


def carrying(year: int) -> QuerySet[Consequence]:
    """The consequences of a year that reach into the next."""
    found = Consequence.objects.filter(settlement__state="published", settlement__run__cycle__year=year)
    found = found.filter(state__in=STANDING).exclude(carry={})
    return found.select_related("proposal__unit", "settlement").order_by("proposal__pool", "proposal__rank", "key")


def carried_from(year: int) -> list[Carried]:
    """What results of a year change in the next: for a quota also the share and the places it comes to."""
    found = []
    for one in carrying(year):
        for into, value in one.carry.items():
            quota = into == "quota"
            found.append(
                Carried(
                    one,
                    into,
                    INTO.get(into, into),
                    signed(Fraction(str(value)), in_percent=into in TIMES_100),
                    cut(excellent_share(one.proposal) * 100, 2) if quota else None,
                    excellent_places(one.proposal) if quota and one.proposal.unit_id else None,
                )
            )
    return found


def signed(value: Fraction, *, in_percent: bool) -> str:
    """What is carried, with its sign; a share in per cent."""
    shown = cut(value * 100, 2) if in_percent else cut(value, 2)
    text = f"{shown.normalize():f}"
    return ("+" if shown > 0 else "") + text + ("%" if in_percent else "")


@dataclass(frozen=True, slots=True)
class Money:
    """What was promised in money and what was paid."""

    kind: str
    number: int
    promised: Decimal
    paid: Decimal


def money_of(year: int) -> list[Money]:
    """The money of rewards and prizes of a year by kind, promised and paid."""
    held = Consequence.objects.filter(settlement__state="published", settlement__run__cycle__year=year)
    held = held.filter(money__isnull=False, state__in=STANDING, kind__in=PAID)
    found = []
    for kind in sorted(set(held.values_list("kind", flat=True))):
        some = held.filter(kind=kind)
        promised = some.aggregate(sum=Sum("money"))["sum"] or Decimal(0)
        paid = some.filter(state="done").aggregate(sum=Sum("money"))["sum"] or Decimal(0)
        found.append(Money(kind, some.count(), promised, paid))
    return found


@dataclass(frozen=True, slots=True)
class Effect:
    """Of those with a grade, how many rose to a higher post in the year after."""

    grade: str
    people: int
    risen: int
    percent: Decimal | None


def promotions(settlement: Settlement) -> list[Effect]:
    """By grade: how many people rose within a year of the publication, best grade first (CX-16)."""
    held = getattr(settlement, "publication", None)
    if held is None:
        return []
    first, last = held.publish_on, held.publish_on + dt.timedelta(days=365)
    grades = dict(settlement.proposals.filter(person__isnull=False).values_list("person", "final"))
    before, reached = _levels(grades, first), _levels(grades, last, since=first)
    people, risen = Counter(grades.values()), Counter[str]()
    for person, grade in grades.items():
        risen[grade] += reached.get(person, -1) > before.get(person, len(RANKS))
    named = [one for one in settlement.grades if people[one]]
    return [Effect(one, people[one], risen[one], percent(risen[one], people[one])) for one in named]


def _levels(people: Mapping[int, str], day: dt.date, since: dt.date | None = None) -> dict[int, int]:
    """The level of the posts of people: the highest held on a day, or begun after another until then."""
    held = Post.objects.filter(person__in=people, since__lte=day)
    held = held.filter(since__gt=since) if since else held.exclude(until__lte=day)
    found: dict[int, int] = {}
    for person, grade in held.values_list("person", "grade"):
        if grade in RANKS:
            found[person] = max(found.get(person, -1), RANKS.index(Grade(grade)))
    return found


def matters(effects: list[Effect]) -> bool | None:
    """Whether the best grade led to promotion more often than the next; None: there is nothing to compare."""
    if len(effects) < 2 or effects[0].percent is None or effects[1].percent is None:
        return None
    return effects[0].percent > effects[1].percent


def feedback_due(settlement: Settlement) -> dt.date | None:
    """Until when feedback must be out (CX-31); None: not published yet."""
    held = getattr(settlement, "publication", None)
    rule = Deadline(days=setting("feedback.within"), working=True)
    return due(rule, held.publish_on, calendar()) if held else None


def feedback_late(settlement: Settlement, day: dt.date) -> bool:
    """Whether feedback went out too late, or is not out although somebody lags and it should be."""
    last = feedback_due(settlement)
    if last is None:
        return False
    first = settlement.sheets.aggregate(first=Min("sent_on"))["first"]
    return first > last if first else day > last and next(lagging(settlement), None) is not None
