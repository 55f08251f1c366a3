"""A tag on the page of whatever an appeal is open about."""

from __future__ import annotations

from django import template
from django.template import Context

from kaogong.org.models import Person, Unit
from kaogong.org.models.powers import Power
from kaogong.org.queries import altered_by, disputed, provisional, reach

register = template.Library()


@register.inclusion_tag("org/parts/dispute.html")
def dispute(subject: str, pk: int) -> dict[str, object]:
    """“争议中” with the number of the appeal, or by which ruling it counts otherwise. `subject`: as the audit names its kind."""
    found = disputed(f"{subject}:{pk}")
    return {"numbers": [found] if found else [], "provisional": False, "altered": altered_by(f"{subject}:{pk}")}


@register.inclusion_tag("org/parts/dispute.html")
def provisional_score(unit: Unit | None, person: Person | None) -> dict[str, object]:
    """“暂定得分” while an appeal is open about something in the score of a unit or a person."""
    found = provisional(unit.pk if unit else None, person.pk if person else None) if unit or person else []
    return {"numbers": found, "provisional": True}


@register.inclusion_tag("org/parts/appeal.html", takes_context=True)
def appeal_button(
    context: Context, kind: str, subject: str, pk: int, unit: Unit | None, person: Person | None
) -> dict[str, object]:
    """“申诉”, for whoever the thing is about: a person oneself, a unit by its head or liaison officer; not while one is open."""
    account = context["request"].user
    held = reach(account)
    own = (
        account.person_id == person.pk
        if person is not None
        else unit is not None and any(held.has(one, unit.pk, "answer") for one in (Power.HEAD, Power.LIAISON))
    )
    return {"own": own and not disputed(f"{subject}:{pk}"), "kind": kind, "pk": pk}
