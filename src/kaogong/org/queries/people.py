"""People and posts, portfolios, liaison officers, and who is told when something is late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from kaogong.audit.queries import kept
from kaogong.org.models import Account, Grant, Guidance, Person, Portfolio, Post, Unit, UnitVersion
from kaogong.org.models.people import Grade
from kaogong.org.models.powers import Power
from kaogong.org.queries.days import at, today
from kaogong.org.queries.powers import reach
from kaogong.org.queries.settings import setting

INCOMPLETE = Q(duty="") | Q(accountability="") | Q(integrity="")
"""Posts that do not state all four things."""


def posts(day: dt.date | None = None) -> QuerySet[Post]:
    """The posts of a day."""
    return Post.objects.filter(at(day or today())).select_related("person", "unit")


def people(words: str = "", unit: int | None = None, day: dt.date | None = None) -> QuerySet[Person]:
    """The people there are, in the order of a dictionary, found by the beginning of name, pinyin, initials or number."""
    when = day or today()
    found = Person.objects.filter(Q(left__isnull=True) | Q(left__gt=when)).order_by("sort_key", "code")
    if words:
        plain = words.strip().lower()
        found = found.filter(
            Q(name__startswith=plain)
            | Q(initials__startswith=plain)
            | Q(sort_key__startswith=plain)
            | Q(code__startswith=words.strip())
        )
    if unit is not None:
        found = found.filter(Exists(Post.objects.filter(at(when), person=OuterRef("pk"), unit=unit)))
    return found


def with_posts(found: QuerySet[Person], day: dt.date | None = None) -> QuerySet[Person]:
    """The same people, each with title and unit of the main post of a day (`title`, `unit_name`, `unit_id`)."""
    when = day or today()
    main = Post.objects.filter(at(when), person=OuterRef("pk")).order_by("-main", "since")
    version = UnitVersion.objects.filter(at(when), unit=OuterRef("unit_id"))
    return found.annotate(
        title=Subquery(main.values("title")[:1]),
        unit_id=Subquery(main.values("unit_id")[:1]),
    ).annotate(unit_name=Subquery(version.values("short")[:1]))


def guidance(unit: Unit) -> QuerySet[Guidance]:
    """What leaders have said to a unit, newest first."""
    return Guidance.objects.filter(unit=unit).select_related("leader").order_by("-given_on", "-id")


def seen_units(account: Account) -> set[int] | None:
    """The units whose people an account may see: those it has a power over, its own, and those below; None: all."""
    found = reach(account).units(*Power.values)
    if found is None:
        return None
    return found | own_units(account)


def own_units(account: Account) -> frozenset[int]:
    """The units in which the person behind an account has a post."""
    if account.person_id is None:
        return frozenset()
    day = today()
    found = Post.objects.filter(at(day), person=account.person_id).values_list("unit_id", flat=True)
    return kept(("own units", account.person_id, day), ("org",), lambda: frozenset(found))


def people_seen(account: Account, words: str = "", code: str = "", day: dt.date | None = None) -> QuerySet[Person]:
    """The people an account may see, found by words, within a unit, as of a day."""
    found = people(words, day=day)
    within = Post.objects.filter(at(day or today()), person=OuterRef("pk"))
    seen = seen_units(account)
    if seen is not None:
        found = found.filter(Exists(within.filter(unit__in=seen)))
    return found.filter(Exists(within.filter(unit__code=code))) if code else found


def posts_seen(account: Account, words: str = "") -> QuerySet[Post]:
    """The posts an account may see, each with the name of its unit."""
    day = today()
    name = UnitVersion.objects.filter(at(day), unit=OuterRef("unit_id")).values("short")[:1]
    found = posts(day).annotate(unit_name=Subquery(name)).order_by("unit__code", "id")
    seen = seen_units(account)
    if seen is not None:
        found = found.filter(unit__in=seen)
    if words:
        found = found.filter(Q(title__contains=words) | Q(person__name__startswith=words) | Q(unit__code=words))
    return found


def portfolios(words: str = "") -> QuerySet[Portfolio]:
    """Which leaders answer for which units today."""
    found = Portfolio.objects.filter(at(today())).select_related("leader", "unit")
    if words:
        plain = words.strip().lower()
        found = found.filter(
            Q(leader__name__startswith=plain) | Q(leader__initials__startswith=plain) | Q(unit__code__istartswith=plain)
        )
    return found.order_by("leader__sort_key", "unit__code", "id")


def masked(words: str) -> str:
    """Personal data as others see it: the middle left out."""
    return f"{words[:2]}{'•' * (len(words) - 4)}{words[-2:]}" if len(words) > 4 else "•" * len(words)


def guided_units(leader: Person, day: dt.date | None = None) -> list[int]:
    """The units in a leader's portfolio (QW-01)."""
    found = Portfolio.objects.filter(at(day or today()), leader=leader)
    return sorted(set(found.values_list("unit_id", flat=True)))


def without_liaison(wanted: Iterable[int], day: dt.date | None = None) -> list[int]:
    """Units, of those asked for, that have no liaison officer (XM-46)."""
    asked = set(wanted)
    there = Grant.objects.filter(at(day or today()), power=Power.LIAISON, unit__in=asked, account__is_active=True)
    return sorted(asked - set(there.values_list("unit_id", flat=True)))


def reminded(unit: int, day: dt.date | None = None) -> list[Account]:
    """Who is reminded of what a unit owes, in this order: its liaison officers, then its head (XM-46)."""
    found: list[Account] = []
    for power in (Power.LIAISON, Power.HEAD):
        held = Grant.objects.filter(at(day or today()), power=power, unit=unit, account__is_active=True)
        found += [one.account for one in held.select_related("account").order_by("id") if one.account not in found]
    return found


def complete_posts(day: dt.date | None = None) -> tuple[int, list[Post], Decimal | None]:
    """How many posts there are, those that do not state all four things, and the share that does (JQ-01)."""
    found = posts(day)
    short = list(found.filter(INCOMPLETE))
    return (number := found.count()), short, share(number - len(short), number)


def share(part: int, whole: int) -> Decimal | None:
    """Per cent to one place, half up; None of nothing."""
    return Decimal((part * 2000 + whole) // (2 * whole)).scaleb(-1) if whole else None


def heads_count(units: Iterable[int], day: dt.date | None = None) -> dict[int, int]:
    """How many people have a post in each of some units."""
    found = posts(day).filter(unit__in=list(units)).values("unit_id").annotate(heads=Count("person", distinct=True))
    return {row["unit_id"]: row["heads"] for row in found}


# --- who is told when something is late -----------------------------------------------------------------------------


def told_late(handler: Person, days: int, day: dt.date | None = None) -> list[tuple[str, Person]]:
    """Who is told that something of a person is so many days late, by the tiers of the installation (XM-38).

    The handler and the middle manager of the unit first, then the leader in charge of the unit, then the chief.
    """
    tiers: dict[str, int] = setting("escalation.days")
    when = day or today()
    units = list(posts(when).filter(person=handler).order_by("-main").values_list("unit_id", flat=True))
    found = [("handler", handler)] if days >= tiers["handler"] else []
    for tier, grade in (("middle", Grade.MIDDLE), ("leader", ""), ("chief", Grade.CHIEF)):
        if days >= tiers[tier]:
            found += [(tier, one) for one in _of_tier(units, grade, when)]
    return found


def _of_tier(units: list[int], grade: str, day: dt.date) -> list[Person]:
    if not grade:
        held = Portfolio.objects.filter(at(day), unit__in=units, kind="manages").select_related("leader")
        return [one.leader for one in held.order_by("id")]
    return [one.person for one in posts(day).filter(unit__in=units, grade=grade).order_by("id") if one.person]
