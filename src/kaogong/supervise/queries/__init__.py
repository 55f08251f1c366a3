"""Reading what the room holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kaogong.org.models import Account
from kaogong.org.queries import Waiting
from kaogong.supervise.queries.inspections_desk import inspection_work
from kaogong.supervise.queries.ledger_desk import ledgers_waiting
from kaogong.supervise.queries.tasks_desk import tasks_waiting

PARTS: tuple[Callable[[Account], Iterable[Waiting]], ...] = (tasks_waiting, inspection_work, ledgers_waiting)
"""What waits, part by part."""


def waiting_for(account: Account) -> list[Waiting]:
    """What waits for an account in this room."""
    return [] if account.administers else [one for part in PARTS for one in part(account)]
