"""What every structure check shares: a breach, an outcome and the view of the sheets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kaogong.core.problem import NOWHERE, Place, Text
from kaogong.core.scheme.entries import Entry
from kaogong.core.scheme.indicators import Indicator, Sheets, merged
from kaogong.core.scheme.model import Rulebook


@dataclass(frozen=True, slots=True)
class Breach:
    """One thing a sheet lacks."""

    code: str
    what: Text
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one entry found, and the figures of its report."""

    breaches: tuple[Breach, ...] = ()
    figures: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class View:
    """What a check looks at: the sheets in its scope, and the rulebook behind them."""

    sheets: Sheets
    book: Rulebook
    whole: Sheets
    """Every sheet, in scope or not."""

    @property
    def all(self) -> tuple[Indicator, ...]:
        """The indicators of all sheets in scope together."""
        return merged(self.sheets)


Check = Callable[[Entry, View], Outcome]


def breach(code: str, zh: str, en: str, place: Place = NOWHERE) -> Breach:
    """One thing a sheet lacks, said in both languages."""
    return Breach(code, Text(zh, en), place)
