"""Who may do what, as of a day: powers granted and delegated, and acts that belong to a body or a unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import F, Q, QuerySet

from kaogong.audit.queries import kept
from kaogong.org.models import Account, Competence, Delegation, Grant, Post, Seat, UnitVersion
from kaogong.org.models.accounts import Role
from kaogong.org.models.powers import Power
from kaogong.org.queries.days import at, today
from kaogong.org.queries.units import Tree, tree


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
    return kept(("powers", account.pk, account.person_id, when), ("org",), lambda: _powers(account, when))


def _powers(account: Account, when: dt.date) -> list[Held]:
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


# --- acts and their owners ------------------------------------------------------------------------------------------


def standing(account: Account, day: dt.date | None = None) -> tuple[set[int], set[int]]:
    """The bodies on which the person behind an account sits, and the units where that person has a post."""
    if not account.is_active or account.role != Role.ORDINARY or account.person_id is None:
        return set(), set()
    when, person = day or today(), account.person_id
    return kept(("standing", person, when), ("org",), lambda: _standing(person, when))


def _standing(person: int, when: dt.date) -> tuple[set[int], set[int]]:
    seats = Seat.objects.filter(Q(since__isnull=True) | Q(since__lte=when), person=person)
    posts = Post.objects.filter(at(when), person=person)
    return set(seats.values_list("body_id", flat=True)), set(posts.values_list("unit_id", flat=True))


def owners(act: str, part: str = "does", day: dt.date | None = None) -> list[Competence]:
    """To whom an act belongs."""
    found = Competence.objects.filter(at(day or today()), act=act, part=part)
    return list(found.select_related("body", "unit").order_by("id"))


def owner_names(several: Iterable[Competence]) -> list[str]:
    """What owners of acts are called today."""
    there = list(several)
    units = UnitVersion.objects.filter(at(today()), unit__in=[one.unit_id for one in there if one.unit_id])
    names = dict(units.values_list("unit_id", "name"))
    return [one.body.name if one.body else names.get(one.unit_id or 0, one.get_power_display()) for one in there]


def owns(account: Account, act: str, unit: int | None = None, part: str = "does") -> bool:
    """Whether an act belongs to an account: by a seat, by a post, or by a power over the unit concerned."""
    bodies, units = standing(account)
    return any(
        one.body_id in bodies if one.body_id else one.unit_id in units if one.unit_id else _has(account, one, unit)
        for one in owners(act, part)
    )


def _has(account: Account, one: Competence, unit: int | None) -> bool:
    return reach(account).has(one.power, unit)


def acts_of(account: Account) -> list[str]:
    """The acts an account owns, for its navigation."""
    found = Competence.objects.filter(at(today()), part="does").values_list("act", flat=True).distinct()
    return [act for act in sorted(found) if owns(account, act)]


def delegations(account: Account) -> QuerySet[Delegation]:
    """Delegations by a person and to that person; the office and discipline see every one."""
    found = Delegation.objects.select_related("giver", "taker").order_by("-since", "-id")
    if any(reach(account).has(one, room="org") for one in (Power.OFFICE, Power.DISCIPLINE)):
        return found
    return found.filter(Q(giver=account.person_id) | Q(taker=account.person_id))


# --- lists of the administrators ------------------------------------------------------------------------------------


def find_accounts(words: str = "", role: str = "", active: str = "") -> QuerySet[Account]:
    """Accounts by the beginning of their name or of the person's, by kind, and whether they are in use."""
    found = Account.objects.select_related("person").order_by("username")
    if words:
        found = found.filter(Q(username__istartswith=words) | Q(person__name__startswith=words))
    if role:
        found = found.filter(role=role)
    return found.filter(is_active=active == "yes") if active else found


def find_grants(words: str = "", power: str = "", unit: str = "") -> QuerySet[Grant]:
    """Powers granted, by account, power and unit; those in force first."""
    found = Grant.objects.select_related("account__person", "unit")
    if words:
        found = found.filter(Q(account__username__istartswith=words) | Q(account__person__name__startswith=words))
    if power:
        found = found.filter(power=power)
    if unit:
        found = found.filter(unit__code=unit)
    return found.order_by(F("until").desc(nulls_first=True), "account__username", "id")
