"""The platform: its seven parts, which of them are connected, and how much each holds (XJ-24)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection

from kaogong.approvals.models import Subsystem


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the platform. `count` empty: it is not connected, or has not said."""

    key: str
    name: str
    connected: bool
    count: int | None
    told_at: dt.datetime | None


def parts() -> list[Part]:
    """All seven, in the order of the measure. Approvals are counted here; the others say themselves how much they hold."""
    held = {one.key: one for one in Subsystem.objects.all()}
    return [_part(key, str(name), held.get(key)) for key, name in Subsystem.KEYS]


def _part(key: str, name: str, held: Subsystem | None) -> Part:
    off = held is not None and not held.connected
    if key == "approvals" and not off:
        return Part(key, name, True, _cases(), None)
    if held is None or off:
        return Part(key, name, False, None, held.told_at if held else None)
    return Part(key, name, True, held.count, held.told_at)


def _cases() -> int:
    """How many cases there are: as the database last counted them where they are very many, else counted."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE oid = 'approvals_case'::regclass")
        guess = int(cursor.fetchone()[0])
        if guess > 1_000_000:
            return guess
        cursor.execute("SELECT count(*) FROM approvals_case")
        return int(cursor.fetchone()[0])
