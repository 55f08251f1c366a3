"""Recording acts, in one chain."""

from __future__ import annotations

import datetime as dt
import functools
import json
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from kaogong.audit.models import Anchor, Event, PrivateWords
from kaogong.audit.queries import chain, head, plain, private_words
from kaogong.core.chain import ANCHORS, EVENTS, PRIVATE, link, veiled

P = ParamSpec("P")
R = TypeVar("R")
LOCK = 0x4B414F47
"""One writer of the chain at a time, until it commits; so numbers have no gaps and hashes one order."""


class NotInTransaction(RuntimeError):
    """An act without a transaction could be recorded and undone, or done and not recorded."""


class Denied(Exception):
    """An act its actor may not do. Says why, and who may; the attempt is recorded."""

    def __init__(self, why: str, *, room: str, verb: str, subject: str, unit: str = "") -> None:
        super().__init__(why)
        self.why, self.room, self.verb, self.subject, self.unit = why, room, verb, subject, unit


class Refused(ValueError):
    """An act that cannot be done as asked: says what, where, why and what to do.

    Args:
        words: what a person reads.
        field: where in the form.
        also: what else stands in the way of the same act, told together with this.
    """

    def __init__(self, words: str, field: str = "", also: Sequence[Refused] = ()) -> None:
        super().__init__(words)
        self.field, self.also = field, tuple(also)

    @property
    def each(self) -> tuple[Refused, ...]:
        """Everything that stands in the way, this first."""
        return (self, *self.also)


def together(acts: Iterable[Callable[[], R]]) -> list[R]:
    """What several parts of one act made; where some cannot be done, all of those are told together.

    Raises:
        Refused: the first, with the others beside it.
    """
    made: list[R] = []
    faults: list[Refused] = []
    for one in acts:
        try:
            made.append(one())
        except Refused as refused:
            faults += refused.each
    if faults:
        raise Refused(str(faults[0]), faults[0].field, faults[1:])
    return made


def demand(why: str, *, room: str, verb: str, subject: str, unit: str = "") -> None:
    """Go on only when a guard had nothing against it.

    Raises:
        Denied: with the guard's reason.
    """
    if why:
        raise Denied(why, room=room, verb=verb, subject=subject, unit=unit)


def action(function: Callable[P, R]) -> Callable[P, R]:
    """One verb, one transaction: either all of it happens and is recorded, or nothing. A denied attempt is recorded too."""

    @functools.wraps(function)
    def acted(*args: P.args, **given: P.kwargs) -> R:
        try:
            with transaction.atomic():
                return function(*args, **given)
        except Denied as denied:
            record_denied(by=given.get("by"), denied=denied)
            raise

    return acted


def record_denied(*, by: Any, denied: Denied) -> None:
    """That somebody tried what they may not, in a transaction of its own."""
    with transaction.atomic():
        record(
            by=by,
            room=denied.room,
            verb=denied.verb,
            subject=denied.subject,
            unit=denied.unit,
            outcome="denied",
            reason=denied.why,
        )


def record(
    *,
    by: Any,
    room: str,
    verb: str,
    subject: str,
    unit: str = "",
    powers: Sequence[str] = (),
    old: Mapping[str, Any] | None = None,
    new: Mapping[str, Any] | None = None,
    reason: str = "",
    private: Mapping[str, str] | None = None,
    outcome: str = "done",
) -> Event:
    """Add one event to the chain, in the transaction of the act itself.

    Args:
        by: the account that acts; None: the system by itself.
        room: the room that acts.
        verb: what was done, the name of the action.
        subject: on what, as a key such as `plan.target:12`.
        unit: the code of the unit concerned; those entitled to its records may read the event.
        powers: the powers that allowed it.
        old: the values before; plain words and whole numbers.
        new: the values after.
        reason: why, where the act needs a reason.
        private: personal data by field; the chain holds a salted hash, the words lie beside.
        outcome: `done`, or `denied` for an attempt that was refused.

    Raises:
        NotInTransaction: there is no transaction to belong to.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction(f"{room}.{verb} records outside a transaction")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    number, previous = head()
    salts = {name: secrets.token_hex(16) for name in private or {}}
    event = Event(
        number=number + 1,
        at=timezone.now(),
        actor=by,
        actor_name=by.get_username() if by is not None else "system",
        powers=list(powers),
        room=room,
        verb=verb,
        subject=subject,
        unit=unit,
        outcome=outcome,
        old=dict(old) if old is not None else None,
        new=dict(new) if new is not None else None,
        reason=reason,
        private={name: veiled(salts[name], words) for name, words in (private or {}).items()},
    )
    event.hash = link(previous, plain(event))
    event.save(force_insert=True)
    PrivateWords.objects.bulk_create(
        PrivateWords(event=event, field=name, salt=salts[name], words=words) for name, words in (private or {}).items()
    )
    return event


@action
def erase(*, by: Any, event: Event, reason: str) -> None:
    """Erase the personal data of an event. The chain stays as it is; that something was erased is an event itself."""
    PrivateWords.objects.filter(event=event).delete()
    record(by=by, room="audit", verb="erase", subject=f"audit.event:{event.number}", reason=reason)


@action
def anchor(*, by: Any = None, day: dt.date) -> Anchor | None:
    """Publish the head of the chain for a day: as a row, and as a file to be kept elsewhere. None: nothing has happened yet."""
    number, found = head()
    if not number:
        return None
    made, fresh = Anchor.objects.get_or_create(day=day, defaults={"number": number, "hash": found})
    if fresh:
        record(by=by, room="audit", verb="anchor", subject=f"audit.anchor:{day}", new={"number": number, "hash": found})
    folder = Path(settings.ANCHORS)
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / f"{day}.json", {"day": str(day), "number": made.number, "hash": made.hash})
    return made


def export(folder: Path) -> int:
    """Write the chain as a folder that `kaogong verify-audit` checks; gives the number of events."""
    folder.mkdir(parents=True, exist_ok=True)
    last, _ = head()  # events never change: up to here the chain is what it is, whoever writes on
    held = list(Anchor.objects.filter(number__lte=last).order_by("day"))
    with (folder / EVENTS).open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(entry, ensure_ascii=False) + "\n" for entry in chain(last))
    with (folder / PRIVATE).open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in private_words(last))
    (folder / ANCHORS).mkdir(exist_ok=True)
    for one in held:
        _write(folder / ANCHORS / f"{one.day}.json", {"day": str(one.day), "number": one.number, "hash": one.hash})
    return last


def _write(path: Path, content: Mapping[str, Any]) -> None:
    part = path.with_name("." + path.name)
    part.write_text(json.dumps(content, ensure_ascii=False, sort_keys=True) + "\n", "utf-8")
    part.replace(path)
