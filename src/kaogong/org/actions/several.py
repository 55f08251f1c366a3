"""The same act on several things: tried first and taken back, then done for all of them or for none, an event for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import transaction

from kaogong.audit.actions import Denied, Refused, record_denied

T = TypeVar("T")


class TakenBack(Exception):
    """What was done is undone."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What an act did to one of several things, or why it could not be done."""

    thing: T
    before: str
    after: str
    why: str = ""

    @property
    def moved(self) -> bool:
        """The thing is in another state."""
        return not self.why and self.before != self.after


def try_several(things: Iterable[T], act: Callable[[T], Any], state: Callable[[T], str]) -> list[Outcome[T]]:
    """What an act would do to each of some things. It is done by the act itself, and all of it is taken back.

    Args:
        things: what it would be done to.
        act: the act; what cannot be done raises Refused or Denied.
        state: how a thing stands, in words.
    """
    return [found for found, _no in _attempted(things, act, state, keep=False)]


def do_several(
    by: Any, things: Iterable[T], act: Callable[[T], Any], state: Callable[[T], str]
) -> tuple[bool, list[Outcome[T]]]:
    """Do an act to some things, in one transaction: to all of them, or to none; gives whether it was done.

    Attempts that were denied stay on record though nothing was done.
    """
    found = _attempted(things, act, state, keep=True)
    for _outcome, no in found:
        if isinstance(no, Denied):
            record_denied(by=by, denied=no)
    return all(no is None for _outcome, no in found), [outcome for outcome, _no in found]


Attempt = tuple[Outcome[T], Exception | None]


def _attempted(
    things: Iterable[T], act: Callable[[T], Any], state: Callable[[T], str], *, keep: bool
) -> list[Attempt[T]]:
    found: list[Attempt[T]] = []
    try:
        with transaction.atomic():
            found += [_one(thing, act, state) for thing in things]
            if not keep or any(no is not None for _outcome, no in found):
                raise TakenBack
    except TakenBack:
        pass
    return found


def _one(thing: T, act: Callable[[T], Any], state: Callable[[T], str]) -> Attempt[T]:
    before = state(thing)
    try:
        with transaction.atomic():
            act(thing)
            return Outcome(thing, before, state(thing)), None
    except (Refused, Denied) as no:
        return Outcome(thing, before, before, str(no)), no
