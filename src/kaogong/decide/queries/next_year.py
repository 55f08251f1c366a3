"""Where the next year reads what results carried into it: shares of the highest grade, budgets of pay, numbers of posts.

Rooms below ask through `org.queries.appointing`; this room asks for its own places.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from kaogong.core.scheme.numbers import number_text
from kaogong.core.scheme.period import Period
from kaogong.decide.models import Consequence, Settlement
from kaogong.decide.queries.carried import INTO, TIMES_100, carrying, signed
from kaogong.decide.queries.computed import scheme_of
from kaogong.org.models import Person, Post, Unit
from kaogong.org.models.people import Grade
from kaogong.org.queries import Effect, at, bars_appointment, effects_on, setting, suspended, tells_effects

COUNTED = (Grade.MIDDLE, Grade.DEPUTY, Grade.CHIEF)
"""Levels of posts whose number is limited (职数)."""


@tells_effects
def carried_into(units: Iterable[int], year: int, into: str) -> list[Effect]:
    """What published results of the year before change in a year; nothing while an appeal suspends it."""
    held = carrying(year - 1).filter(proposal__unit__in=list(units), proposal__person__isnull=True, carry__has_key=into)
    held = held.exclude(state="waived").select_related("proposal__unit", "settlement__publication")
    return [
        Effect(unit, value, _worded(one, into, value))
        for one in held
        if (unit := one.proposal.unit_id) is not None and not suspended(unit)
        for value in [Fraction(str(one.carry[into]))]
    ]


def _worded(one: Consequence, into: str, value: Fraction) -> str:
    """An effect with its clause and the papers it stands in."""
    words = _("%(period)s 年评为“%(grade)s”带入：%(into)s %(value)s（依据%(clause)s；%(papers)s）")
    papers = [one.settlement.publication.number, one.number or one.document]
    return words % {
        "period": one.settlement.period[:4],
        "grade": one.proposal.final,
        "into": INTO.get(into, into),
        "value": signed(value, in_percent=into in TIMES_100),
        "clause": one.clause or _("办法"),
        "papers": _("、").join(each for each in papers if each),
    }


@dataclass(frozen=True, slots=True)
class Share:
    """The places of a unit's people for the highest grade, with what was carried in."""

    unit: int
    people: int
    share: Fraction
    places: int
    words: str


def carried_shares(settlement: Settlement) -> dict[int, Share]:
    """By unit: the places for the highest grade of its people in a year, where something was carried into it."""
    period = Period.parse(settlement.period)
    if period.every != "year" or not settlement.grades:
        return {}
    lines = settlement.proposals.filter(person__isnull=False, unit__isnull=False)
    units = list(lines.values_list("unit", flat=True))
    base = _base(settlement) if units else Fraction(0)
    found = {}
    for unit, several in effects_on(set(units), period.first.year, "quota").items():
        share = max(Fraction(0), base + sum((one.value for one in several), Fraction(0)))
        people = units.count(unit)
        words = _("；").join(one.words for one in several)
        found[unit] = Share(unit, people, share, int(share * people), words)
    return found


def _base(settlement: Settlement) -> Fraction:
    """The share the rulebook gives the highest grade; where it gives none, that of the installation."""
    scheme = scheme_of(settlement.run, settlement.scheme)
    rung = next((one for one in scheme.ladder if one.grade == settlement.grades[0]), None) if scheme else None
    if rung is not None and rung.share is not None:
        return rung.share
    return Fraction(setting("honours.excellent_share"), 100)


def past_carried_share(settlement: Settlement) -> dict[int, str]:
    """People for whom no place of the highest grade is left, after what last year's result of their unit took or gave."""
    best = settlement.grades[0] if settlement.grades else ""
    found: dict[int, str] = {}
    words = _("本单位 %(people)s 人，“%(grade)s”比例 %(share)s%%，名额 %(places)s 个已满。%(words)s")
    for unit, one in carried_shares(settlement).items():
        lines = settlement.proposals.filter(unit=unit, person__isnull=False)
        ordered = sorted(lines, key=lambda each: (each.final != best, each.rank is None, each.rank or 0, each.pk))
        taken = sum(1 for each in ordered if each.final == best)
        told = {"people": one.people, "grade": best, "share": number_text(one.share * 100), "places": one.places}
        if taken >= one.places:
            found |= {each.pk: words % (told | {"words": one.words}) for each in ordered[one.places :]}
    return found


def places_added(settlement: Settlement) -> dict[tuple[str, str], Share]:
    """By pool and grade: the places of a pool that is the people of one unit, where something was carried in."""
    shares = carried_shares(settlement)
    if not shares:
        return {}
    pools: dict[str, set[int | None]] = {}
    for pool, unit in settlement.proposals.values_list("pool", "unit"):
        pools.setdefault(pool, set()).add(unit)
    alone = {pool: next(iter(units)) for pool, units in pools.items() if len(units) == 1}
    return {
        (pool, settlement.grades[0]): shares[unit]
        for pool, unit in alone.items()
        if unit is not None and unit in shares
    }


@bars_appointment
def past_carried_posts(person: Person, unit: Unit, grade: str, day: dt.date) -> str:
    """No leading post beyond those held at the end of last year, less what the result of the unit took."""
    several = effects_on([unit.pk], day.year, "posts").get(unit.pk, []) if grade in COUNTED else []
    taken = sum((one.value for one in several), Fraction(0))
    if taken >= 0:
        return ""
    held = Post.objects.filter(unit=unit, grade__in=COUNTED, person__isnull=False)
    before = held.filter(at(dt.date(day.year - 1, 12, 31))).count()
    now = held.filter(at(day)).exclude(person=person).count()
    allowed = max(0, before + int(taken))
    if now < allowed:
        return ""
    words = _("%(unit)s领导职数上年末 %(before)s 个，本年 %(allowed)s 个，现已 %(now)s 个，不能再任用。%(words)s")
    told = {"unit": unit, "before": before, "allowed": allowed, "now": now}
    return words % (told | {"words": _("；").join(one.words for one in several)})
