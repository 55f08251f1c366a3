"""Talks: which heads have none this year, which lack a follow-up, which members a head has not talked with."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from kaogong.org.models import Account, Person, Post
from kaogong.org.models.powers import Power
from kaogong.org.queries import at, reach, setting, today
from kaogong.people.models import HeartTalk, IntegrityTalk, TalkLapse
from kaogong.people.queries.bureaus import ROOM, seen_bureaus


def heads(day: dt.date | None = None) -> list[Post]:
    """The chief officers of a day, each once."""
    held = Post.objects.filter(at(day or today()), grade="chief", person__isnull=False)
    found: dict[int, Post] = {}
    for one in held.select_related("person", "unit").order_by("unit__code", "-main", "pk"):
        if one.person_id is not None:
            found.setdefault(one.person_id, one)
    return list(found.values())


def talked_with(year: int) -> Counter[int]:
    """How many integrity talks of a year whom concerned."""
    return Counter(IntegrityTalk.objects.filter(on__year=year).values_list("people", flat=True))


def heads_without_talk(year: int, day: dt.date | None = None) -> list[Post]:
    """Chief officers nobody has talked with about integrity this year (QH-04)."""
    there = talked_with(year)
    return [one for one in heads(day) if one.person_id not in there]


def incomplete_talks(year: int) -> QuerySet[IntegrityTalk]:
    """Talks whose follow-up is not written down."""
    return IntegrityTalk.objects.filter(on__year=year, follow_up="").select_related("talker")


def seen_talks(account: Account) -> QuerySet[IntegrityTalk]:
    """Integrity talks: all to discipline and the watch, one's own to those who took part."""
    held = IntegrityTalk.objects.select_related("talker").prefetch_related("people")
    if any(reach(account).has(one, room=ROOM) for one in (Power.DISCIPLINE, Power.COMMITTEE)):
        return held
    mine = account.person_id or 0
    return held.filter(Q(talker=mine) | Q(people=mine)).distinct()


# --- from heart to heart --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Team:
    """A leading team: its head, its members, and how often the head has talked with each this year."""

    unit: int
    head: Person
    members: tuple[Person, ...]
    talks: Counter[int]
    among: Counter[int]
    """Talks with other members, by member."""
    wanted: int

    @property
    def open(self) -> list[Person]:
        """Members the head still has to talk with."""
        return [one for one in self.members if self.talks[one.pk] < self.wanted]

    @property
    def silent(self) -> list[Person]:
        """Members who have not talked with another member."""
        return [one for one in self.members if not self.among[one.pk]]


def teams(units: Iterable[int] | None, year: int, day: dt.date | None = None) -> list[Team]:
    """The leading teams of some units, as far as they have a head and members."""
    held = Post.objects.filter(at(day or today()), grade__in=("chief", "deputy"), person__isnull=False)
    if units is not None:
        held = held.filter(unit__in=set(units))
    found: dict[int, tuple[list[Person], list[Person]]] = {}
    for one in held.select_related("person").order_by("unit__code", "grade", "pk"):
        assert one.person is not None
        chiefs, members = found.setdefault(one.unit_id, ([], []))
        (chiefs if one.grade == "chief" else members).append(one.person)
    talks = list(HeartTalk.objects.filter(on__year=year, unit__in=found).values_list("unit", "kind", "one", "other"))
    wanted = setting("talks.each_year")
    return [
        Team(unit, chiefs[0], tuple(members), *_counts(unit, chiefs[0].pk, talks), wanted)
        for unit, (chiefs, members) in found.items()
        if chiefs and members
    ]


def _counts(unit: int, head: int, talks: Iterable[tuple[int, str, int, int]]) -> tuple[Counter[int], Counter[int]]:
    with_head: Counter[int] = Counter()
    among: Counter[int] = Counter()
    for where, kind, one, other in talks:
        if where != unit:
            continue
        if kind == "head":
            with_head[other if one == head else one] += 1
        else:
            among.update((one, other))
    return with_head, among


def seen_heart(account: Account) -> QuerySet[HeartTalk]:
    """Talks of one's units, and those one had."""
    held = HeartTalk.objects.select_related("unit", "one", "other")
    seen = seen_bureaus(account)
    mine = account.person_id or 0
    return held if seen is None else held.filter(Q(unit__in=seen) | Q(one=mine) | Q(other=mine))


def seen_lapses(account: Account) -> QuerySet[TalkLapse]:
    """Reminders and violations of one's units."""
    held = TalkLapse.objects.select_related("unit", "head", "member")
    seen = seen_bureaus(account)
    return held if seen is None else held.filter(unit__in=seen)
