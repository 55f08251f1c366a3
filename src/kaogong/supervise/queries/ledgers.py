"""Reading ledgers: who sees which entries, what they come to, and what is not in them and should be."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Count, Q, QuerySet

from kaogong.core.scheme.period import Period
from kaogong.org.models import Account, Person, Post, StaffingRequest, Transaction, Unit
from kaogong.org.models.powers import Power
from kaogong.org.queries import reach, today
from kaogong.plan.queries.figures import cut
from kaogong.supervise.models import EntryTask, Ledger, LedgerEntry, LedgerItem, LedgerUnit, Task, Vehicle

ABOVE = (Power.OFFICE, Power.DISCIPLINE, Power.SUPERVISOR, Power.DECISION, Power.COMMITTEE)
INSIDE = (Power.LIAISON, Power.HEAD, Power.LEADER)
DEAD = ("corrected", "withdrawn")
"""States of entries that no longer speak."""


def own_units(account: Account) -> set[int] | None:
    """The units whose entries an account may see; None: all."""
    found = reach(account)
    if any(found.has(one, room="supervise") for one in ABOVE):
        return None
    return found.units(*INSIDE)


def kept_by(account: Account) -> list[int]:
    """The ledgers an account keeps for other units."""
    found = reach(account)
    held = Ledger.objects.filter(own=False).values_list("pk", "unit_id", "enters")
    return [pk for pk, unit, power in held if found.has(power, unit, "supervise")]


def units_in(account: Account, ledger: Ledger) -> set[int] | None:
    """The units whose entries in a ledger an account may see; None: all, as whoever keeps it for them."""
    return None if ledger.pk in kept_by(account) else own_units(account)


def seen_entries(account: Account) -> QuerySet[LedgerEntry]:
    """The entries an account may see: all above, those of the own units, of oneself, and of ledgers one keeps."""
    found = LedgerEntry.objects.select_related("ledger", "item", "unit", "person")
    units = own_units(account)
    if units is None:
        return found
    mine = Q(unit__in=units) | Q(ledger__in=kept_by(account))
    return found.filter(mine | Q(person=account.person_id) if account.person_id else mine)


def find_entries(found: QuerySet[LedgerEntry], asked: Mapping[str, str]) -> QuerySet[LedgerEntry]:
    """By words, ledger, state, month."""
    if words := asked.get("q", "").strip():
        found = found.filter(
            Q(number__istartswith=words) | Q(words__icontains=words) | Q(unit__code=words) | Q(person__name=words)
        )
    if asked.get("ledger", "").isdecimal():
        found = found.filter(ledger=int(asked["ledger"]))
    if state := asked.get("state"):
        found = found.filter(state=state)
    if asked.get("late"):
        found = found.filter(late=True)
    first_last = bounds(asked.get("period", ""))
    return found.filter(happened_on__range=first_last) if first_last else found


def bounds(text: str) -> tuple[dt.date, dt.date] | None:
    """First and last day of a period as it is written; None: it is none."""
    try:
        period = Period.parse(text)
    except ValueError:
        return None
    return period.first, period.last


def history(entry: LedgerEntry) -> list[LedgerEntry]:
    """An entry with all it corrected and all that corrected it, the first one first."""
    first = entry
    while first.corrects is not None:
        first = first.corrects
    found = [first]
    while (later := LedgerEntry.objects.filter(corrects=found[-1]).first()) is not None:
        found.append(later)
    return found


# --- what entries come to -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """An item of a ledger for one unit and year: how often it was recorded, and what that takes."""

    item: LedgerItem
    entries: tuple[LedgerEntry, ...]

    @property
    def marks(self) -> Decimal:
        """What the confirmed entries take."""
        return sum((one.marks or Decimal() for one in self.entries), Decimal())


def rows_of(ledger: Ledger, unit: Unit, year: int) -> list[Row]:
    """One row for every item of a ledger, whether anything was recorded or not (LZ-05)."""
    by: dict[int, list[LedgerEntry]] = {}
    for one in standing(ledger, dt.date(year, 1, 1), dt.date(year, 12, 31)).filter(unit=unit):
        by.setdefault(one.item_id, []).append(one)
    return [Row(item, tuple(by.get(item.pk, ()))) for item in ledger.items.order_by("place")]


def standing(ledger: Ledger, first: dt.date, last: dt.date) -> QuerySet[LedgerEntry]:
    """Entries that count: confirmed, and not contested."""
    found = LedgerEntry.objects.filter(ledger=ledger, state="confirmed", happened_on__range=(first, last))
    return found.select_related("item", "unit", "person").order_by("happened_on", "id")


def deductions(ledger: Ledger, unit: Unit, year: int) -> list[LedgerEntry]:
    """The entries that take marks from a unit."""
    return [entry for row in rows_of(ledger, unit, year) for entry in row.entries if entry.marks]


@dataclass(frozen=True, slots=True)
class Tally:
    """Entries of an item with the sums of its number columns, and what is missing of them."""

    item: LedgerItem
    count: int
    sums: Mapping[str, Decimal]
    without_evidence: int

    @property
    def missing(self) -> int:
        """Listed and without a result, as far as results were told."""
        listed, told = self.sums.get("listed"), self.sums.get("results")
        return int(listed - told) if listed is not None and told is not None else 0


def tallies(ledger: Ledger, first: dt.date, last: dt.date, units: set[int] | None = None) -> list[Tally]:
    """By item: how many entries, and what their numbers add up to (QH-28)."""
    live = ledger.entries.exclude(state__in=DEAD).filter(happened_on__range=(first, last))
    if units is not None:
        live = live.filter(unit__in=units)
    keys = [one["key"] for one in ledger.columns if one["type"] in ("count", "number")]
    counts: Counter[int] = Counter()
    bare: Counter[int] = Counter()
    sums: dict[int, dict[str, Decimal]] = {}
    for item, details, proof in live.values_list("item_id", "details", "evidence_id"):
        counts[item] += 1
        bare[item] += proof is None
        for key in keys:
            if details.get(key):
                mine = sums.setdefault(item, {})
                mine[key] = mine.get(key, Decimal()) + Decimal(details[key])
    return [Tally(one, counts[one.pk], sums.get(one.pk, {}), bare[one.pk]) for one in ledger.items.order_by("place")]


# --- what is not there and should be --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which of the ledgers a unit has to keep itself it has opened."""

    unit: Unit
    opened: int
    missing: tuple[Ledger, ...]

    @property
    def percent(self) -> str:
        """The share opened, in per cent with one place; empty: there are no such ledgers."""
        whole = self.opened + len(self.missing)
        return f"{cut(Fraction(100 * self.opened, whole), 1)}" if whole else ""


def coverage(units: Iterable[Unit], group: str = "dispatched") -> list[Coverage]:
    """Of every unit: how many of the ledgers of a group it has opened, and which are missing (QH-33)."""
    ledgers = list(Ledger.objects.filter(group=group, own=True, state="open"))
    there = set(LedgerUnit.objects.filter(ledger__in=ledgers).values_list("unit_id", "ledger_id"))
    found = []
    for unit in units:
        missing = tuple(one for one in ledgers if (unit.pk, one.pk) not in there)
        found.append(Coverage(unit, len(ledgers) - len(missing), missing))
    return found


def uncovered(ledger: Ledger, first: dt.date, last: dt.date) -> list[Transaction]:
    """Contracts and payments at or over the limit without a decision in the ledger (QH-35)."""
    if ledger.limit is None:
        return []
    live = ledger.entries.exclude(state__in=DEAD).exclude(key="")
    decided = set(live.values_list("unit_id", "key"))
    large = Transaction.objects.filter(day__range=(first, last), amount__gte=ledger.limit, kind="award")
    return [one for one in large.select_related("unit").order_by("day", "id") if (one.unit_id, one.key) not in decided]


def unfiled(day: dt.date) -> QuerySet[Vehicle]:
    """Vehicles without mark or without file (QH-17)."""
    return vehicles(day).filter(Q(marked_on__isnull=True) | Q(file__isnull=True))


def vehicles(day: dt.date) -> QuerySet[Vehicle]:
    """The vehicles of a day."""
    held = Vehicle.objects.filter(since__lte=day).filter(Q(until__isnull=True) | Q(until__gt=day))
    return held.select_related("unit").order_by("plate")


def without_minutes(ledger: Ledger, year: int) -> QuerySet[LedgerEntry]:
    """Meetings that are recorded without minutes (QH-51)."""
    return ledger.entries.exclude(state__in=DEAD).filter(happened_on__year=year, evidence__isnull=True)


def joinable(task: Task) -> QuerySet[EntryTask]:
    """What was agreed in meetings for the units of a task, and is neither done nor carried on by a task yet."""
    units = task.handlers.values("unit")
    found = EntryTask.objects.filter(unit__in=units, done_on__isnull=True, under__isnull=True)
    return found.exclude(entry__state__in=("corrected", "withdrawn"))


def ownerless(ledger: Ledger) -> QuerySet[EntryTask]:
    """Tasks of meetings that nobody answers for (QH-51)."""
    found = EntryTask.objects.filter(entry__ledger=ledger, owner__isnull=True, done_on__isnull=True)
    return found.exclude(entry__state__in=DEAD).select_related("entry", "unit")


def unplanned(year: int, units: Iterable[Unit] | None = None) -> list[tuple[Unit, Person]]:
    """People taken in beyond the posts a unit was allotted that year, the latest first counted as beyond (LZ-06)."""
    approved: Counter[int] = Counter()
    for unit, posts in StaffingRequest.objects.filter(year=year, state="allotted").values_list("unit_id", "posts"):
        approved[unit] += posts
    from_ = Person.objects.filter(joined__year=year).order_by("joined", "pk")
    places = _first_units([one.pk for one in from_])
    wanted = None if units is None else {one.pk for one in units}
    taken: Counter[int] = Counter()
    found = []
    for person in from_:
        place = places.get(person.pk)
        if place is None or (wanted is not None and place.pk not in wanted):
            continue
        taken[place.pk] += 1
        if taken[place.pk] > approved[place.pk]:
            found.append((place, person))
    return found


def _first_units(people: list[int]) -> dict[int, Unit]:
    found: dict[int, Unit] = {}
    held = Post.objects.filter(person__in=people, main=True).select_related("unit").order_by("since", "pk")
    for one in held:
        if one.person_id is not None:
            found.setdefault(one.person_id, one.unit)
    return found


def breaches(person: Person, quarter: str) -> list[LedgerEntry]:
    """What stands against a person in a quarter in ledgers tied to the bonus (XM-11)."""
    period = Period.parse(quarter)
    found = LedgerEntry.objects.filter(ledger__bonus=True, person=person, state="confirmed")
    return list(found.filter(happened_on__range=(period.first, period.last)).order_by("happened_on", "id"))


def silent(month: str, day: dt.date | None = None) -> list[Ledger]:
    """Ledgers of sections that entered nothing in a month that is over, and did not sum it up either."""
    period = Period.parse(month)
    if period.last >= (day or today()):
        return []
    held = Ledger.objects.filter(state="open", own=False, since__lte=period.last)
    wrote = LedgerEntry.objects.filter(entered_on__range=(period.first, period.last)).values("ledger")
    return list(held.exclude(pk__in=wrote).exclude(reviews__period=month))


def counts_of(ledgers: Iterable[Ledger]) -> dict[int, Counter[str]]:
    """By ledger: how many entries in each state."""
    found: dict[int, Counter[str]] = {one.pk: Counter() for one in ledgers}
    rows: Any = LedgerEntry.objects.filter(ledger__in=list(found)).order_by()
    for pk, state, number in rows.values_list("ledger", "state").annotate(number=Count("pk")):
        found[pk][state] = number
    return found
