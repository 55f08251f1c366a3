"""Who of the staff is rated in a period, in which unit, and who is not and why: joined late, left, lent, on leave."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from kaogong.assess.models import Posting
from kaogong.assess.queries.entrants import GRADES
from kaogong.core.scheme.period import Period
from kaogong.org.models import Person, Post, Unit
from kaogong.org.models.people import Grade
from kaogong.org.queries import setting, today, unit_names
from kaogong.org.queries import units as unit_versions
from kaogong.plan.models import Adoption

HUNDRED = 100


@dataclass(slots=True)
class Roster:
    """Who is rated, with the unit and a remark; who is not, with the reason."""

    entrants: list[tuple[Unit, Person, str]] = field(default_factory=list)
    spared: list[tuple[Unit, Person, str]] = field(default_factory=list)


@dataclass(slots=True)
class Span:
    """The days of a period, and how many of them must be served."""

    first: dt.date
    last: dt.date
    share: int

    @classmethod
    def of(cls, period: Period) -> Span:
        """The days of a period that have come."""
        return cls(period.first, max(period.first, min(period.last, today())), int(setting("ratings.served")))

    def days(self, since: dt.date, until: dt.date | None) -> int:
        """How many of the days lie in a stretch; `until` is not in it."""
        end = self.last if until is None else min(self.last, until - dt.timedelta(days=1))
        return max(0, (end - max(self.first, since)).days + 1)

    def enough(self, days: int) -> bool:
        """Whether so many days served are enough."""
        return days * HUNDRED > self.share * self.days(self.first, None)

    def within(self) -> Q:
        """Stretches that touch the days."""
        return Q(since__lte=self.last) & (Q(until__isnull=True) | Q(until__gt=self.first))


def roster(adoption: Adoption | None, whom: str, period: Period, named: Sequence[Person] = ()) -> Roster:
    """People by their main posts within a period.

    Args:
        adoption: the edition, whose class the units or people belong to.
        whom: `chiefs`, `leaders`, `staff`, `special` (those in special posts), or `people` (those named).
        period: the period assessed.
        named: people by name.
    """
    span, found = Span.of(period), Roster()
    served = _served(adoption, whom, span, named)
    postings = _postings(served, span)
    lent = {one.host_id for several in postings.values() for one in several if one.host_id}
    names = unit_names([*lent, *(one.unit_id for posts in served.values() for one in posts)])
    for posts in served.values():
        person = posts[0].person
        assert person is not None
        _place(found, person, posts, postings.get(person.pk, []), span, names, whom)
    return found


def _served(adoption: Adoption | None, whom: str, span: Span, named: Sequence[Person]) -> dict[int, list[Post]]:
    """Main posts of those asked for that touch the days, by person."""
    held = Post.objects.filter(span.within(), main=True, person__isnull=False).select_related("person", "unit")
    if whom == "people":
        held = held.filter(person__in=named)
    elif whom == "special":
        touched = Posting.objects.filter(span.within(), kind="special")
        held = held.filter(person__in=touched.values("person"))
    else:
        klass, grades = _classes(adoption, whom)
        classed = unit_versions(span.last).exclude(appraisal_class="")
        units = classed.filter(appraisal_class=klass) if klass else classed
        held = held.filter(unit__in=units.values("unit"), grade__in=grades)
    found: dict[int, list[Post]] = {}
    for one in held.order_by("unit__code", "person__sort_key", "person_id", "since"):
        found.setdefault(one.person_id or 0, []).append(one)
    return found


def _classes(adoption: Adoption | None, whom: str) -> tuple[str, Sequence[str]]:
    """The class of units and the grades of posts an adoption and a choice mean."""
    klass = adoption.appraisal_class if adoption else ""
    first, _slash, second = klass.partition("/")
    if second in Grade.values:
        return first, (second,)
    return ("", (first,)) if first in Grade.values else (klass, GRADES[whom])


def _postings(people: Iterable[int], span: Span) -> dict[int, list[Posting]]:
    held = Posting.objects.filter(span.within(), person__in=list(people)).select_related("host")
    found: dict[int, list[Posting]] = {}
    for one in held.order_by("since", "id"):
        found.setdefault(one.person_id, []).append(one)
    return found


def _place(
    found: Roster,
    person: Person,
    posts: Sequence[Post],
    postings: Sequence[Posting],
    span: Span,
    names: dict[int, str],
    whom: str,
) -> None:
    """Put a person where he is rated, or among those who are not."""
    days = {one.unit_id: 0 for one in posts}
    for one in posts:
        days[one.unit_id] += span.days(one.since, one.until)
    unit = max(posts, key=lambda one: (days[one.unit_id], one.since)).unit
    out = person.left is not None and person.left <= span.last
    since = max(person.joined or span.first, span.first)
    until = person.left if out else None
    stays = {one.kind: span.days(max(one.since, since), one.until) for one in postings}
    host = next((one.host for one in postings if one.kind == "seconded"), None)
    if out and not span.enough(span.days(since, until)):
        found.spared.append((unit, person, "left"))
    elif not span.enough(sum(days.values()) if person.joined is None else span.days(since, until)):
        found.spared.append((unit, person, "joined"))
    elif "special" in stays and whom not in ("special", "people"):
        found.spared.append((unit, person, "special"))
    elif not span.enough(span.days(since, until) - stays.get("leave", 0)):
        found.spared.append((unit, person, "leave"))
    elif host is not None and span.enough(stays["seconded"]):
        found.entrants.append((host, person, _("借调自%(unit)s") % {"unit": names.get(unit.pk, "")}))
    else:
        others = [names.get(key, "") for key in days if key != unit.pk]
        note = _("期内曾在%(unit)s") % {"unit": _("、").join(others)} if others else ""
        found.entrants.append((unit, person, note))
