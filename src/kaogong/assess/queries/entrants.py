"""Who is assessed in a round that is about people: by their posts of today, or by name."""

from __future__ import annotations

from collections.abc import Sequence

from kaogong.org.models import Person, Post, Unit
from kaogong.org.models.people import Grade
from kaogong.org.queries import at, today
from kaogong.plan.models import Adoption
from kaogong.plan.queries import participants

GRADES = {
    "chiefs": (Grade.CHIEF,),
    "leaders": (Grade.CHIEF, Grade.DEPUTY),
    "staff": (Grade.MIDDLE, Grade.STAFF),
}


def people_assessed(
    adoption: Adoption | None, whom: str, named: Sequence[Person] = ()
) -> list[tuple[Unit, Person | None]]:
    """People with the unit of their main post of today.

    Args:
        adoption: the edition, whose class the units belong to.
        whom: `chiefs`, `leaders` or `staff` of those units, or `people`: those named.
        named: people by name; who has no main post today is left out.
    """
    held = Post.objects.filter(at(today()), main=True, person__isnull=False).select_related("person", "unit")
    if whom == "people":
        held = held.filter(person__in=named)
    else:
        klass = adoption.appraisal_class if adoption else ""
        units = (
            [one.unit_id for one in participants(adoption.cycle) if one.appraisal_class == klass] if adoption else []
        )
        held = held.filter(unit__in=units, grade__in=GRADES[whom])
    return [(one.unit, one.person) for one in held.order_by("unit__code", "person__sort_key", "person_id")]
