"""Who sees what of appeals."""

from __future__ import annotations

from kaogong.org.models import Account
from kaogong.org.models.powers import Power
from kaogong.org.queries import reach

ROOM = "answer"
OWN = (Power.HEAD, Power.LIAISON)
"""Those who speak for a unit."""
SEES = (Power.OFFICE, Power.COMMITTEE, Power.DECISION, Power.DISCIPLINE)
"""Those who read every appeal."""


def sees_all(account: Account) -> bool:
    """Whether an account reads every appeal."""
    return any(reach(account).has(one, room=ROOM) for one in SEES)
