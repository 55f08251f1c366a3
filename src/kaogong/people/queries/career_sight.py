"""Which powers see pay and the use of people; named once, for guards and lists alike."""

from __future__ import annotations

from kaogong.org.models import Account
from kaogong.org.models.powers import Power
from kaogong.org.queries import reach

ROOM = "people"
CARRIES = (Power.OFFICE,)
"""Who carries on with the business of people: the performance office."""
LOOKING = (Power.OFFICE, Power.DECISION, Power.DISCIPLINE, Power.COMMITTEE)
"""Those who see everything about moves and pay."""
AUDITORS = (Power.DISCIPLINE, Power.COMMITTEE)
"""Those who audit pay."""
INSIDE = (Power.LIAISON, Power.HEAD)
"""Those who see the pay of their unit."""


def has(account: Account, *wanted: Power, unit: int | None = None) -> bool:
    """Whether an account has one of some powers in the room."""
    return any(reach(account).has(one, unit, ROOM) for one in wanted)


def run_units(account: Account) -> set[int] | None:
    """The units whose runs an account sees; None: all."""
    return None if has(account, *LOOKING) else reach(account).units(*INSIDE)
