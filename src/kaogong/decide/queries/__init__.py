"""Reading what is decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kaogong.decide.queries import next_year as next_year
from kaogong.decide.queries.answerable_desk import cases_waiting, papers_waiting
from kaogong.decide.queries.desk import settling_waiting
from kaogong.org.models import Account
from kaogong.org.queries import Waiting

PARTS: tuple[Callable[[Account], Iterable[Waiting]], ...] = (settling_waiting, papers_waiting, cases_waiting)
"""What waits, part by part."""


def waiting_for(account: Account) -> list[Waiting]:
    """What waits for an account in this room."""
    if account.administers or not account.is_active:
        return []
    return [one for part in PARTS for one in part(account)]
