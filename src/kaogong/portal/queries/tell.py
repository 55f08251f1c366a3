"""What people are told: the words, whom, and where it leads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from kaogong.audit.models import Event
from kaogong.org.models.powers import Power

UNIT = (Power.LIAISON, Power.HEAD)


@dataclass(frozen=True, slots=True)
class Tell:
    """What people are told. `powers`: whoever holds one over the unit of the event; `whom`: asked of the event itself.

    With neither, the account it is about. `page`: where it leads, if not to its subject; `date`: what of it is a date.
    """

    words: str | Promise
    powers: tuple[Power, ...] = ()
    whom: Callable[[Event], set[int]] | None = None
    page: str = ""
    date: str = ""
