"""One search over the rooms: units by name or by the first letters of their pinyin; more sources are one line each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kaogong.org.models import Account
from kaogong.org.models.accounts import Role
from kaogong.org.queries import units
from kaogong.portal.queries.shell import address

MOST = 20
"""Hits of one source that are shown."""


@dataclass(frozen=True, slots=True)
class Found:
    """A thing that was found."""

    title: str
    about: str
    url: str


Asked = Callable[[Account, Sequence[str]], Iterable[Found]]


def _units(account: Account, words: Sequence[str]) -> Iterable[Found]:
    """Units as they are today."""
    if account.role == Role.AUDIT:
        return
    wanted = Q()
    for word in words:
        wanted &= (
            Q(name__icontains=word) | Q(short__icontains=word) | Q(initials__istartswith=word) | Q(unit__code=word)
        )
    for one in units().filter(wanted)[:MOST]:
        about = " · ".join(filter(None, (one.get_level_display(), one.get_track_display(), one.appraisal_class)))
        yield Found(one.name, about, address("org:unit", one.unit.code))


SOURCES: tuple[tuple[str | Promise, Asked], ...] = ((_("单位"), _units),)
"""Where is looked, and what it is called."""


def search(account: Account, asked: str) -> list[tuple[str | Promise, list[Found]]]:
    """What was found of every source, those that found nothing left out. All the words asked for must be there."""
    words = asked.split()
    if not words:
        return []
    found = ((name, list(source(account, words))) for name, source in SOURCES)
    return [(name, hits) for name, hits in found if hits]
