"""Who belongs where and who may do what, as of a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone

from kaogong.core.scheme.days import Calendar
from kaogong.org.models import Account, Body, Delegation, Grant, Holiday, Person, Portfolio, Post, Seat, UnitVersion
from kaogong.org.models.accounts import Role
from kaogong.org.models.powers import Power


def today() -> dt.date:
    """Today where the installation is."""
    return timezone.localdate()


def at(day: dt.date) -> Q:
    """Rows with `since` and `until` that hold on a day."""
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))


def calendar() -> Calendar:
    """The working days of the installation."""
    days = dict(Holiday.objects.values_list("day", "working"))
    return Calendar(
        frozenset(day for day, working in days.items() if not working),
        frozenset(day for day, working in days.items() if working),
    )


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of a desk: a piece of work that waits for an account. Every room answers `waiting_for(account)` with these."""

    title: str
    """What it is: 报送 10 月进展."""
    about: str
    """Who, where, which number: 12 项指标待报."""
    do: str
    """The word on the button, named for what it does: 填报."""
    url: str
    """Where it is done."""
    due: dt.date | None = None
    """The last day on time; a datetime where the hour counts."""
    since: dt.date | None = None
    """The day it began to wait, from which working days are counted."""


# --- units --------------------------------------------------------------------------------------------------------


def units(day: dt.date | None = None) -> QuerySet[UnitVersion]:
    """The units there are on a day, as they are then, in the order they are listed."""
    return UnitVersion.objects.filter(at(day or today())).select_related("unit").order_by("place", "sort_key")


@dataclass(frozen=True, slots=True)
class Tree:
    """Which unit stands under which, on one day."""

    parents: Mapping[int, int | None]

    def above(self, unit: int) -> list[int]:
        """The unit itself, its parent, and so on up."""
        found: list[int] = []
        here: int | None = unit
        while here is not None and here not in found:
            found.append(here)
            here = self.parents.get(here)
        return found

    def below(self, unit: int) -> set[int]:
        """The unit itself and everything under it."""
        return {one for one in self.parents if unit in self.above(one)} | {unit}

    @property
    def orphans(self) -> list[int]:
        """Units under a unit that is not there."""
        return sorted(one for one, parent in self.parents.items() if parent is not None and parent not in self.parents)


def tree(day: dt.date | None = None) -> Tree:
    """The units of a day and their parents."""
    return Tree(dict(UnitVersion.objects.filter(at(day or today())).values_list("unit_id", "parent_id")))


# --- powers -------------------------------------------------------------------------------------------------------


class Held(NamedTuple):
    """A power an account has: where, and in which room only (empty: in all)."""

    power: str
    unit: int | None
    below: bool
    room: str
    by_delegation_of: str = ""


def powers(account: Account, day: dt.date | None = None) -> list[Held]:
    """What an account may do on a day: by grant, and by delegation. The administrators have no powers over business."""
    if not account.is_active or account.role != Role.ORDINARY:
        return []
    when = day or today()
    own = Grant.objects.filter(at(when), account=account)
    found = [Held(*row) for row in own.values_list("power", "unit_id", "below", "room")]
    taken = Delegation.objects.filter(at(when), taker=account.person_id).select_related("giver")
    for one in taken if account.person_id else ():
        given = Grant.objects.filter(at(when), account__person=one.giver_id, account__is_active=True, power=one.power)
        found += [Held(*row, one.giver.code) for row in given.values_list("power", "unit_id", "below", "room")]
    return found


class Reach:
    """The powers of one account on one day, asked any number of times with three queries."""

    def __init__(self, account: Account, day: dt.date | None = None) -> None:
        self.account = account
        self.day = day or today()
        self.held = powers(account, self.day)
        self._tree: Tree | None = None

    @property
    def tree(self) -> Tree:
        """The units of the day."""
        if self._tree is None:
            self._tree = tree(self.day)
        return self._tree

    def has(self, power: Power | str, unit: int | None = None, room: str = "") -> bool:
        """Whether the account has a power; `unit`: over that unit, else anywhere."""
        return any(
            one.power == power and (not one.room or not room or one.room == room) and self._covers(one, unit)
            for one in self.held
        )

    def _covers(self, one: Held, unit: int | None) -> bool:
        if one.unit is None or unit is None or one.unit == unit:
            return True
        return one.below and one.unit in self.tree.above(unit)

    def units(self, *wanted: Power | str) -> set[int] | None:
        """The units over which the account has one of the powers; None: all."""
        found: set[int] = set()
        for one in self.held:
            if one.power in wanted:
                if one.unit is None:
                    return None
                found |= self.tree.below(one.unit) if one.below else {one.unit}
        return found

    @property
    def names(self) -> list[str]:
        """The powers as they enter the audit."""
        return sorted(
            {one.power + (f" (for {one.by_delegation_of})" if one.by_delegation_of else "") for one in self.held}
        )


def reach(account: Account) -> Reach:
    """The powers of an account today, remembered with it for as long as the request lasts."""
    found: Reach | None = getattr(account, "_reach", None)
    if found is None or found.day != today():
        found = account._reach = Reach(account)  # type: ignore[attr-defined]  # noqa: SLF001 - the request's own copy
    return found


# --- people -------------------------------------------------------------------------------------------------------


def posts(day: dt.date | None = None) -> QuerySet[Post]:
    """The posts of a day."""
    return Post.objects.filter(at(day or today())).select_related("person", "unit")


def guided_units(leader: Person, day: dt.date | None = None) -> list[int]:
    """The units in a leader's portfolio (QW-01)."""
    found = Portfolio.objects.filter(at(day or today()), leader=leader)
    return sorted(set(found.values_list("unit_id", flat=True)))


def vacancies(body: Body) -> list[Seat]:
    """The seats of a body on which nobody sits."""
    return list(body.seats.filter(person__isnull=True).order_by("id"))


def without_liaison(wanted: Iterable[int], day: dt.date | None = None) -> list[int]:
    """Units, of those asked for, that have no liaison officer (XM-46)."""
    asked = set(wanted)
    there = Grant.objects.filter(at(day or today()), power=Power.LIAISON, unit__in=asked, account__is_active=True)
    return sorted(asked - set(there.values_list("unit_id", flat=True)))
