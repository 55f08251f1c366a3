"""What is wrong with a row of a batch: kept as a message and what it speaks of, written in the language of whoever reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from kaogong.approvals.queries.columns import name_of


class Fault(NamedTuple):
    """A fault as it is kept. `given`: what the message speaks of; several words are a list."""

    column: str
    message: str
    given: Mapping[str, Any]


class Told(NamedTuple):
    """A fault as it is read."""

    row: int
    column: str
    words: str


def told(faults: Iterable[Sequence[Any]]) -> list[Told]:
    """Faults in words. What was kept before in the words of its day stays as it is."""
    return [
        Told(row, name_of(str(rest[0])), _written(str(rest[1]), rest[2])) if len(rest) > 2 else Told(row, *rest)
        for row, *rest in faults
    ]


def _written(message: str, given: Mapping[str, Any]) -> str:
    known = {
        key: _("、").join(_(one) for one in value) if isinstance(value, list) else value for key, value in given.items()
    }
    return _(message) % known if known else _(message)
