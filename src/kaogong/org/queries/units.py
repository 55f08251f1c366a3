"""Units as of a day, and which stands under which."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from kaogong.audit.queries import kept
from kaogong.org.models import UnitVersion
from kaogong.org.queries.days import at, today


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
    when = day or today()
    found = UnitVersion.objects.filter(at(when))
    return kept(("tree", when), ("org",), lambda: Tree(dict(found.values_list("unit_id", "parent_id"))))


def shorts(day: dt.date | None = None) -> Mapping[int, str]:
    """What every unit is called on a day, in short, in the order of the list."""
    when = day or today()
    return kept(("shorts", when), ("org",), lambda: dict(units(when).values_list("unit_id", "short")))


def find_units(day: dt.date | None = None, words: str = "", level: str = "", track: str = "") -> QuerySet[UnitVersion]:
    """The units of a day found by code, name, pinyin or initials, on a level, of a nature."""
    found = units(day)
    if words:
        plain = words.strip().lower()
        found = found.filter(
            Q(name__icontains=plain)
            | Q(initials__startswith=plain)
            | Q(sort_key__startswith=plain)
            | Q(unit__code__istartswith=plain)
        )
    if level:
        found = found.filter(level=level)
    return found.filter(track=track) if track else found


def unit_names(wanted: Iterable[int | None], day: dt.date | None = None) -> dict[int, str]:
    """What some units are called on a day."""
    asked = {one for one in wanted if one}
    return dict(UnitVersion.objects.filter(at(day or today()), unit__in=asked).values_list("unit_id", "name"))
