"""The leaders a consequence names by their office, found in the register as of a day."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_noop

from kaogong.org.models import Person, Portfolio, Post, Unit
from kaogong.org.models.people import Grade
from kaogong.org.queries import at

CHIEF, DEPUTIES, IN_CHARGE = gettext_noop("主要领导"), gettext_noop("领导班子"), gettext_noop("分管领导")
"""The words by which a measure names leaders of the unit appraised."""


def leaders_named(words: str, unit: Unit, day: dt.date) -> list[Person]:
    """Whom words such as 主要领导、分管领导 mean for a unit on a day, the chief first.

    The chief and the other leaders hold a post in the unit; who is in charge of the unit (分管) holds it in the portfolio.
    Nobody is guessed: an office that is vacant on that day names nobody.
    """
    found: list[Person] = []
    if CHIEF in words or DEPUTIES in words:
        found += _holding(unit, day, Grade.CHIEF)
    if DEPUTIES in words:
        found += _holding(unit, day, Grade.DEPUTY)
    if IN_CHARGE in words:
        found += [
            one.leader
            for one in Portfolio.objects.filter(at(day), unit=unit, kind="manages")
            .select_related("leader")
            .order_by("id")
        ]
    return list({one.pk: one for one in found}.values())


def _holding(unit: Unit, day: dt.date, grade: str) -> list[Person]:
    held = Post.objects.filter(at(day), unit=unit, grade=grade, person__isnull=False)
    return list(Person.objects.filter(pk__in=held.values("person")).order_by("sort_key", "code"))
