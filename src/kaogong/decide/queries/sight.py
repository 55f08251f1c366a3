"""Who looks at what and whose turn it is, as plain answers; guards give the words."""

from __future__ import annotations

from kaogong.decide.models import Move, Settlement
from kaogong.org.models import Account
from kaogong.org.models.powers import Power
from kaogong.org.queries import owners, owns, reach, recused, standing

ROOM = "decide"
FIX, APPROVE, PUBLISH = "grade.fix", "results.approve", "results.publish"
"""The acts of this room (org.ACTS); where the installation gave one an owner, it is that owner's alone."""
ABOVE = (Power.OFFICE, Power.DECISION, Power.COMMITTEE, Power.DISCIPLINE)
OWN = (Power.HEAD, Power.LIAISON, Power.LEADER)
"""Those who see what concerns their unit."""


def sees_all(account: Account) -> bool:
    """Those who prepare, decide and supervise see drafts."""
    return any(reach(account).has(power, room=ROOM) for power in ABOVE)


def prepares(account: Account) -> bool:
    """The performance office."""
    return reach(account).has(Power.OFFICE, room=ROOM)


def answers(account: Account) -> bool:
    """The office or the supervision committee."""
    return any(reach(account).has(power, room=ROOM) for power in (Power.OFFICE, Power.COMMITTEE))


def checks(account: Account, move: Move) -> bool:
    """Somebody else of the deciding body, not recused."""
    if move.by_id == account.pk or recused(account, move.proposal.unit):
        return False
    return move.body_id in standing(account)[0] or reach(account).has(Power.DECISION, room=ROOM)


def approves(account: Account, settlement: Settlement) -> bool:
    """The deciding body, and not who drew it up."""
    if settlement.drawn_by_id is not None and settlement.drawn_by_id == account.pk:
        return False
    if owners(APPROVE, "approves"):
        return owns(account, APPROVE, part="approves")
    return reach(account).has(Power.DECISION, room=ROOM)


def publishes(account: Account) -> bool:
    """The owner of the act, else the office."""
    return owns(account, PUBLISH) if owners(PUBLISH) else prepares(account)
