"""Selection, moves and the reserve, as they are read: ranking, shares and trends, who is overdue, who must answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Count
from django.utils.translation import gettext as _

from kaogong.org.models import Person
from kaogong.org.models.people import Grade
from kaogong.org.queries import months_after, posts, setting, share, today
from kaogong.people.models.archive import PersonResult
from kaogong.people.models.careers import (
    Exchange,
    Exemplar,
    MoveLine,
    MoveList,
    Nomination,
    ReserveMember,
    Selection,
)
from kaogong.people.queries.career_grades import KINDS, grades_over, strength
from kaogong.people.states.careers import CHANNELS, EXCHANGES, MODES


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with the grades of the last years, in the order of those grades; `place` none: there are none."""

    nomination: Nomination
    grades: Mapping[int, str]
    place: int | None
    """1 is the best; equal ones share a place."""


def years_before(day: dt.date) -> list[int]:
    """The years whose grades count at a day."""
    return list(range(day.year - setting("careers.history_years"), day.year))


def ranked(selection: Selection) -> list[Ranked]:
    """The candidates of a selection, the best grades first (HB-40); who has none comes last, unranked."""
    held = list(selection.nominations.select_related("person", "recommender").order_by("person__code"))
    grades = grades_over([one.person_id for one in held], years_before(selection.appointed_on or today()))
    strong = {one.person_id: strength(grades[one.person_id]) for one in held}
    found = []
    for one in held:
        value = strong[one.person_id]
        before = sum(1 for other in strong.values() if value is not None and other is not None and other < value)
        found.append(Ranked(one, grades[one.person_id], None if value is None else before + 1))
    return sorted(found, key=lambda one: (one.place is None, one.place or 0, one.nomination.person.code))


def passed_over(selection: Selection, nomination: Nomination) -> list[Person]:
    """Who has better grades than the one to be chosen; everybody ranked, where that one has none."""
    several = ranked(selection)
    own = next((one.place for one in several if one.nomination.pk == nomination.pk), None)
    return [
        one.nomination.person for one in several
        if one.nomination.pk != nomination.pk and one.place is not None and (own is None or one.place < own)
    ]  # fmt: skip


def listed(person: Person) -> MoveLine | None:
    """Where the latest list that was issued puts a person."""
    held = MoveLine.objects.filter(person=person, held__state="issued").select_related("held")
    return held.order_by("-held__last", "-held__pk").first()


@dataclass(frozen=True, slots=True)
class Trend:
    """How many of how many in a year and the year before, in per cent, and whether it rose."""

    part: int
    whole: int
    percent: Decimal | None
    last: Decimal | None
    met: bool | None
    """None: one of the two years has none."""


def _trend(now: tuple[int, int], before: tuple[int, int]) -> Trend:
    met = None
    if now[1] and before[1]:
        met = Fraction(*now) > Fraction(*before)
    return Trend(now[0], now[1], share(*now), share(*before), met)


def filled(year: int) -> dict[str, int]:
    """Appointments of a year by the way they were made."""
    held = Selection.objects.filter(state="appointed", appointed_on__year=year).values("mode")
    found = {row["mode"]: row["n"] for row in held.annotate(n=Count("pk"))}
    return {mode: found.get(mode, 0) for mode in MODES}


def open_share(year: int) -> Trend:
    """The share of posts filled by open selection or competition; it should rise (LB-01)."""
    names = set(setting("careers.open_modes"))
    counting = [key for key, name in MODES.items() if name in names]

    def of(when: int) -> tuple[int, int]:
        there = filled(when)
        return sum(there[key] for key in counting), sum(there.values())

    return _trend(of(year), of(year - 1))


def exchanged(year: int) -> dict[str, int]:
    """Exchanges made in a year by type."""
    held = Exchange.objects.filter(state="done", done_on__year=year).values("kind").annotate(n=Count("pk"))
    found = {row["kind"]: row["n"] for row in held}
    return {kind: found.get(kind, 0) for kind in EXCHANGES}


def exchange_shift(year: int) -> Trend:
    """The share of functional and developmental exchanges against the year before (LB-11)."""
    names = set(setting("careers.shift_kinds"))
    counting = [key for key, name in EXCHANGES.items() if name in names]

    def of(when: int) -> tuple[int, int]:
        there = exchanged(when)
        return sum(there[key] for key in counting), sum(there.values())

    return _trend(of(year), of(year - 1))


def overdue_exchanges(day: dt.date | None = None) -> list[Exchange]:
    """Holders of key posts who should have been exchanged by now (LB-11)."""
    held = Exchange.objects.filter(state="planned", key=True, planned_on__lt=day or today())
    return list(held.select_related("person", "origin", "unit").order_by("planned_on", "pk"))


@dataclass(frozen=True, slots=True)
class Accountable:
    """A recommendation somebody must answer for: the appointee was found unfit within the time (LB-07)."""

    nomination: Nomination
    result: PersonResult


def accountable() -> list[Accountable]:
    """Recommenders whose appointee was graded unfit within the months the duty lasts."""
    chosen = Nomination.objects.filter(selection__state="appointed", selection__chosen__isnull=False)
    held = [
        one for one in chosen.select_related("selection", "person", "recommender").order_by("-selection__appointed_on")
        if one.selection.chosen_id == one.pk
    ]  # fmt: skip
    bad = PersonResult.objects.filter(
        person__in=[one.person_id for one in held], kind__in=KINDS, corrected_by__isnull=True,
        grade__in=setting("careers.unfit_grades"),
    ).order_by("fixed_on", "pk")  # fmt: skip
    graded: dict[int, list[PersonResult]] = {}
    for result in bad:
        graded.setdefault(result.person_id, []).append(result)
    months, found = setting("careers.recommender_months"), []
    for one in held:
        since = one.selection.appointed_on
        assert since is not None
        last = months_after(since, months)
        first = next((each for each in graded.get(one.person_id, []) if since < each.fixed_on <= last), None)
        if first is not None:
            found.append(Accountable(one, first))
    return found


# --- the reserve and exemplars --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pool:
    """The reserve pool: how many, through which channels, and what is to be said of it."""

    number: int
    channels: Mapping[str, int]
    single: bool
    """It is fed by one channel only (LB-33)."""


def reserve() -> Pool:
    """The pool as it is today."""
    held = ReserveMember.objects.filter(until__isnull=True).values("channel").annotate(n=Count("pk"))
    found = {row["channel"]: row["n"] for row in held}
    channels = {key: found.get(key, 0) for key in CHANNELS}
    return Pool(sum(channels.values()), channels, sum(1 for one in channels.values() if one) == 1)


def gaps(exemplar: Exemplar, scores: Mapping[str, Decimal]) -> dict[str, tuple[Decimal, Decimal]]:
    """In which dimensions somebody is below an exemplar: own score and that of the exemplar."""
    best = {name: Decimal(text) for name, text in exemplar.dimensions.items()}
    return {name: (scores[name], value) for name, value in best.items() if name in scores and scores[name] < value}


# --- up, yield, down ------------------------------------------------------------------------------------------------


def leaders(levels: Sequence[str], day: dt.date, units: Iterable[int] | None = None) -> list[Person]:
    """Who holds a main post of some levels on a day."""
    held = posts(day).filter(main=True, person__isnull=False, grade__in=list(levels))
    if units is not None:
        held = held.filter(unit__in=list(units))
    people = {one.person_id: one.person for one in held if one.person is not None}
    return sorted(people.values(), key=lambda one: one.code)


def sort_leader(rule: MoveList, grades: Mapping[int, str]) -> tuple[str, str]:
    """Where the stated rules put somebody, and why; a year without a grade counts for neither side."""
    years = range(rule.first, rule.last + 1)
    good = [year for year in years if grades.get(year) in rule.up_grades]
    bad = [year for year in years if grades.get(year) in rule.down_grades]
    missing = [year for year in years if year not in grades]
    words = [
        _("%(n)s 年在“上”的等次") % {"n": len(good)},
        _("%(n)s 年在“下”的等次") % {"n": len(bad)},
        _("%(years)s 年暂缺") % {"years": _("、").join(map(str, missing))} if missing else "",
    ]
    told = _("，").join(filter(None, words))
    if len(bad) >= rule.down_years:
        return "down", told
    return ("up" if len(good) >= rule.up_years and not bad else "yield"), told


def sorted_of(held: MoveList) -> dict[str, int]:
    """How many a list puts where."""
    rows = held.lines.values("outcome").annotate(n=Count("pk"))
    found = {row["outcome"]: row["n"] for row in rows}
    return {key: found.get(key, 0) for key in ("up", "yield", "down")}


def levels() -> dict[str, str]:
    """Levels of posts, by key."""
    return {str(key): str(name) for key, name in Grade.choices}
