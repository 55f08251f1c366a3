"""Who is of the complaint centre, who is named there, and what an account keeps away from."""

from __future__ import annotations

from kaogong.listen.models import Handler
from kaogong.org.models import Account, Grant, Recusal
from kaogong.org.models.powers import Power
from kaogong.org.queries import at, reach, standing, today

ROOM = "listen"
INSIDE = (Power.LIAISON, Power.HEAD, Power.LEADER)
"""Those of a unit itself who see what it was sent."""
ABOVE = (Power.DISCIPLINE, Power.OFFICE, Power.DECISION, Power.COMMITTEE)
"""Those who see figures of every unit."""


def of_centre(account: Account) -> bool:
    """Whether an account is of the body that keeps the complaint centre."""
    return reach(account).has(Power.DISCIPLINE, room=ROOM)


def is_handler(account: Account) -> bool:
    """Whether an account is named as a handler today."""
    return of_centre(account) and Handler.objects.filter(at(today()), account=account).exists()


def own_units(account: Account) -> set[int]:
    """The units an account belongs to: by a post, or by a power over that unit."""
    held = Grant.objects.filter(at(today()), account=account, unit__isnull=False).values_list("unit_id", flat=True)
    return standing(account)[1] | {one for one in held if one}


def avoided(account: Account) -> set[int]:
    """The units whose complaints an account keeps away from: the own, and those it is recused from."""
    recused = (
        Recusal.objects.filter(at(today()), person=account.person_id) if account.person_id else Recusal.objects.none()
    )
    return own_units(account) | set(recused.values_list("unit_id", flat=True))
