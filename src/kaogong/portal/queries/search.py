"""One search over the rooms: units and people by name or first letters of pinyin, indicators by name. A source is one line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from kaogong.org.guards import may_see_register
from kaogong.org.models import Account
from kaogong.org.queries import people_seen, units
from kaogong.plan.models import Indicator
from kaogong.plan.queries import current
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


def _units(words: Sequence[str]) -> Iterable[Found]:
    """Units as they are today."""
    wanted = Q()
    for word in words:
        wanted &= (
            Q(name__icontains=word) | Q(short__icontains=word) | Q(initials__istartswith=word) | Q(unit__code=word)
        )
    for one in units().filter(wanted)[:MOST]:
        about = " · ".join(filter(None, (one.get_level_display(), one.get_track_display(), one.appraisal_class)))
        yield Found(one.name, about, address("org:unit", one.unit.code))


def _people(account: Account, words: Sequence[str]) -> Iterable[Found]:
    """People the account may see, by the beginning of name, pinyin or number."""
    for one in people_seen(account, words[0])[:MOST] if len(words) == 1 else ():
        yield Found(one.name, one.code, address("org:person", one.code))


def _indicators(words: Sequence[str]) -> Iterable[Found]:
    """Indicators of the running cycle."""
    cycle = current()
    wanted = Q(cycle=cycle)
    for word in words:
        wanted &= Q(name__icontains=word)
    for one in Indicator.objects.filter(wanted).order_by("place", "id")[:MOST] if cycle else ():
        page = f"{address('plan:indicators')}?{urlencode({'q': one.name})}"
        yield Found(one.name, one.get_level_display(), page)


SOURCES: tuple[tuple[str | Promise, Asked], ...] = (
    (pgettext_lazy("several", "单位"), lambda account, words: _units(words)),
    (pgettext_lazy("several", "人员"), _people),
    (pgettext_lazy("several", "指标"), lambda account, words: _indicators(words)),
)
"""Where is looked, and what it is called."""


def search(account: Account, asked: str) -> list[tuple[str | Promise, list[Found]]]:
    """What was found of every source, those that found nothing left out. All the words asked for must be there."""
    words = asked.split()
    if not words or may_see_register(account):
        return []
    found = ((name, list(source(account, words))) for name, source in SOURCES)
    return [(name, hits) for name, hits in found if hits]
