"""Reading what the room holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kaogong.org.models import Account
from kaogong.org.queries import Waiting
from kaogong.people.queries.archive_desk import archives_waiting
from kaogong.people.queries.archive_files import integrity_gate
from kaogong.people.queries.career_desk import careers_waiting, pay_waiting
from kaogong.people.queries.learning import barred
from kaogong.people.queries.presence import acts_for, replaced_by, stood_in_by
from kaogong.people.queries.presence_desk import presence_waiting

__all__ = ["PARTS", "acts_for", "barred", "integrity_gate", "replaced_by", "stood_in_by", "waiting_for"]

PARTS: tuple[Callable[[Account], Iterable[Waiting]], ...] = (
    presence_waiting,
    archives_waiting,
    pay_waiting,
    careers_waiting,
)
"""What waits, part by part."""


def waiting_for(account: Account) -> list[Waiting]:
    """What waits for an account in this room."""
    return [] if account.administers else [one for part in PARTS for one in part(account)]
