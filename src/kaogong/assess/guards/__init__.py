"""Who may do what in assessment. A guard gives the reason why not, in words for the person; empty: they may."""

from __future__ import annotations

from kaogong.audit.actions import demand
from kaogong.org.models import Account

ROOM = "assess"


def demand_here(by: Account | None, why: str, verb: str, subject: str, unit: str = "") -> None:
    """Go on only when a guard had nothing against it; the system by itself (an import, a job) is not asked."""
    if by is not None:
        demand(why, room=ROOM, verb=verb, subject=subject, unit=unit)
