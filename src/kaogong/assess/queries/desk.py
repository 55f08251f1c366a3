"""What waits for an account in this room, added up over its parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kaogong.assess.queries.rating_desk import rating_desk
from kaogong.assess.queries.runs import failed_runs
from kaogong.assess.queries.waiting import in_rounds
from kaogong.org.models import Account
from kaogong.org.queries import Waiting
from kaogong.plan.models import Cycle
from kaogong.plan.queries import current

PARTS: tuple[Callable[[Account, Cycle], Iterable[Waiting]], ...] = (in_rounds, rating_desk, failed_runs)
"""A part of the room that has work to hand out is one word here."""


def waiting_for(account: Account) -> list[Waiting]:
    """What waits for an account in the cycle being worked on."""
    cycle = current()
    if cycle is None or cycle.state == "closed" or account.administers:
        return []
    return [one for part in PARTS for one in part(account, cycle)]
