"""Bureaus: a unit with its inner sections, and who works there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from kaogong.audit.queries import kept
from kaogong.org.models import Account, Post, UnitVersion
from kaogong.org.models.powers import Power
from kaogong.org.queries import at, reach, today
from kaogong.org.queries.people import own_units

ROOM = "people"
ABOVE = (Power.OFFICE, Power.DISCIPLINE)
"""Those who look at every bureau."""
KEEPING = (Power.LIAISON, Power.HEAD)
"""Those who keep the records of their bureau."""


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody with a main post: where, as what, from when until when."""

    person: int
    code: str
    name: str
    unit: int
    title: str
    grade: str
    since: dt.date
    until: dt.date | None


def bureau_of(unit: int, day: dt.date | None = None) -> int:
    """The bureau a unit belongs to: itself, or the first unit above that is no inner section."""
    held = _above(day)
    here = unit
    while (found := held.get(here)) is not None and found[1] == "inside" and found[0] is not None:
        here = found[0]
    return here


def sections(unit: int, day: dt.date | None = None) -> set[int]:
    """A bureau and its inner sections, at any depth."""
    inner: dict[int, list[int]] = {}
    for one, (parent, level) in _above(day).items():
        if level == "inside" and parent is not None:
            inner.setdefault(parent, []).append(one)
    found, open_ = {unit}, [unit]
    while open_:
        more = [one for one in inner.get(open_.pop(), ()) if one not in found]
        found.update(more)
        open_ += more
    return found


def _above(day: dt.date | None) -> dict[int, tuple[int | None, str]]:
    when = day or today()
    rows = UnitVersion.objects.filter(at(when)).values_list("unit_id", "parent_id", "level")
    return kept(("above", when), ("org",), lambda: {unit: (parent, level) for unit, parent, level in rows})


def workers(units: Iterable[int], first: dt.date, last: dt.date | None = None) -> list[Worker]:
    """Who has a main post in some units on a day, or within some days; in the order of rank and name."""
    end = last or first
    rows = (
        Post.objects.filter(unit__in=set(units), main=True, person__isnull=False, since__lte=end)
        .exclude(until__lte=first)
        .order_by("unit__code", "grade", "person__sort_key", "person__code", "since")
    )
    values = rows.values_list(
        "person_id", "person__code", "person__name", "unit_id", "title", "grade", "since", "until", "person__left"
    )
    return [Worker(*row[:8]) for row in values if row[8] is None or row[8] > first]


def own_bureau(account: Account) -> int | None:
    """The bureau in which the person behind an account works."""
    if account.person_id is None:
        return None
    held = Post.objects.filter(at(today()), person=account.person_id).order_by("-main", "id")
    unit = held.values_list("unit_id", flat=True).first()
    return bureau_of(unit) if unit is not None else None


def seen_bureaus(account: Account) -> set[int] | None:
    """The bureaus whose records somebody may look through; None: all."""
    found = reach(account)
    if any(found.has(one, room=ROOM) for one in ABOVE):
        return None
    held = found.units(*KEEPING, Power.LEADER)
    return None if held is None else {bureau_of(one) for one in held}


def board_bureaus(account: Account) -> set[int] | None:
    """The bureaus whose whereabouts somebody sees: also the own one."""
    seen = seen_bureaus(account)
    return None if seen is None else seen | {bureau_of(one) for one in own_units(account)}


def keeps(account: Account, unit: int) -> bool:
    """Whether somebody keeps the records of the bureau of a unit."""
    found = reach(account)
    return any(found.has(power, unit, ROOM) for power in (Power.OFFICE, *KEEPING))
