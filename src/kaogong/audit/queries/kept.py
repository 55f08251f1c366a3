"""What many pages read alike is read once, and kept until a room it depends on records an act.

Every act leaves an event in the transaction that changes the rows, so the newest event of a room says whether anything of
that room is other than before. A page asks for these marks once, before it reads anything; what it then keeps is never
older than its marks. Inside a transaction nothing is kept: what is read there may never come to be.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from typing import Any, Final, TypeVar

from django.db import connection

T = TypeVar("T")
ROOMS: Final = ("org", "plan", "monitor", "approvals", "listen", "people", "supervise", "assess", "decide", "answer")
"""Rooms whose acts count; who comes and goes (portal) changes nothing others read."""
MOST: Final = 1_024
"""So many things are kept; the one kept longest goes first."""
MARKS: Final = f"""
    SELECT (SELECT hash FROM audit_event WHERE number = 1), (
        SELECT array_agg(newest.hash ORDER BY asked.place)
        FROM unnest(ARRAY['{"','".join(ROOMS)}']::varchar[]) WITH ORDINALITY asked (room, place)
        LEFT JOIN LATERAL (
            SELECT room, hash FROM audit_event WHERE (room, number) <= (asked.room, {2**63 - 1})
            ORDER BY room DESC, number DESC LIMIT 1
        ) newest ON newest.room = asked.room
    )"""
"""One plan for all rooms: planning a subquery for each took longer than asking. As rows are compared it walks the index."""
_marks: ContextVar[Mapping[str, str | None] | None] = ContextVar("marks", default=None)
_shelf: dict[Hashable, tuple[tuple[str | None, ...], Any]] = {}
_lock = Lock()


@contextmanager
def keeping() -> Iterator[None]:
    """While this lasts, what `kept` makes is kept, and what was kept before is used where it still holds."""
    token = _marks.set(None if connection.in_atomic_block else _now())
    try:
        yield
    finally:
        _marks.reset(token)


def _now() -> Mapping[str, str | None] | None:
    """The first event, which names this chain, and the newest of every room; None while there is none at all."""
    with connection.cursor() as cursor:
        cursor.execute(MARKS)
        first, newest = cursor.fetchone()
    return None if first is None else {"": first} | dict(zip(ROOMS, newest, strict=True))


def keeps() -> bool:
    """Whether what is read now is kept."""
    return _marks.get() is not None and not connection.in_atomic_block


def kept(key: Hashable, rooms: tuple[str, ...], make: Callable[[], T]) -> T:
    """What `make` gives, or gave before under the same key and with the same acts behind it. It must not be changed.

    Args:
        key: everything the result depends on besides the rows: the account or its units, the day, the language.
        rooms: the rooms whose rows it is made from.
        make: reads it.
    """
    marks = _marks.get()
    if marks is None or connection.in_atomic_block:
        return make()
    mark = (marks[""], *(marks[room] for room in rooms))
    held = _shelf.get(key)
    if held is not None and held[0] == mark:
        found: T = held[1]
        return found
    made = make()
    with _lock:
        _shelf.pop(key, None)
        _shelf[key] = (mark, made)
        while len(_shelf) > MOST:
            del _shelf[next(iter(_shelf))]
    return made
