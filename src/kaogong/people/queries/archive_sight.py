"""Where people belong, and whose archives an account sees in lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from kaogong.audit.queries import kept
from kaogong.org.models import Account, Person, Post, Unit
from kaogong.org.models.people import Grade
from kaogong.org.models.powers import Power
from kaogong.org.queries import at, owners, owns, reach, today

ROOM = "people"
KEEP = "archive.keep"
"""The act of keeping personal archives: of the personnel body where it was given to one, else of the office."""


HIDDEN = ("integrity", "discipline")
"""Kinds of entries only the bodies that keep them and those who decide may see."""
LEADERS = (Grade.CHIEF, Grade.DEPUTY)


def post_of(person: Person, day: dt.date | None = None) -> Post | None:
    """The post of a person on a day, the main one first."""
    held = Post.objects.filter(at(day or today()), person=person).select_related("unit")
    return held.order_by("-main", "since", "pk").first()


def unit_of(person: Person, day: dt.date | None = None) -> int | None:
    """The unit of that post."""
    post = post_of(person, day)
    return post.unit_id if post else None


def posts_of(people: Iterable[int], day: dt.date) -> dict[int, Post]:
    """The main posts of several people on a day."""
    held = (
        Post.objects.filter(at(day), person__in=list(people)).select_related("unit").order_by("main", "-since", "-pk")
    )
    return {one.person_id: one for one in held if one.person_id is not None}


def leads(post: Post | None) -> bool:
    """Whether a post is that of a leader."""
    return post is not None and post.grade in LEADERS


def staff_of(unit: Unit, day: dt.date | None = None) -> list[Post]:
    """The main posts of a unit somebody holds on a day, in the order of a dictionary."""
    held = Post.objects.filter(at(day or today()), unit=unit, main=True, person__isnull=False)
    return list(held.select_related("person").order_by("person__sort_key", "person__code"))


def holds(account: Account, act: str, power: Power) -> bool:
    """Whether an account owns an act; where nobody was given it, whether it has the power that usually does it."""

    def asked() -> bool:
        return owns(account, act) if owners(act) else reach(account).has(power, room=ROOM)

    return kept(("holds", act, account.pk, account.person_id, today()), ("org",), asked)


def keeps(account: Account) -> bool:
    """Whether an account keeps the personal archives."""
    return not account.administers and holds(account, KEEP, Power.OFFICE)


def watches(account: Account) -> bool:
    """Whether an account is of discipline inspection."""
    return not account.administers and reach(account).has(Power.DISCIPLINE, room=ROOM)
