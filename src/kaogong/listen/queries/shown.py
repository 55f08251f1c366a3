"""A result as it is shown: nothing under the smallest group, an interval beside every figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kaogong.listen.models import Result, Score
from kaogong.org.queries import unit_names

SCALE, WIDE = 2, 200
"""The bar of an interval: places a mark, and how many places wide."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A unit in a result. Figures are text, cut to two places; None: not shown, or none."""

    score: Score
    name: str
    category: str
    number: int
    shown: bool
    raw: str | None
    cleaned: str | None
    weighted: str | None
    shrunk: str | None
    interval: list[Any] | None
    satisfied: Any
    satisfied_interval: list[Any]
    effect: Any
    effective: int
    rank: int | None
    range: list[int] | None
    complete: bool
    small: bool
    index: Decimal | None
    open: list[Any]
    groups: Mapping[str, list[Any]]

    @property
    def span_said(self) -> str:
        """The interval in words."""
        return "–".join(f"{Decimal(str(one)):.2f}" for one in self.interval) if self.interval else ""

    @property
    def range_said(self) -> str:
        """From which place to which."""
        return f"{self.range[0]}–{self.range[1]}" if self.range else ""

    @property
    def bar(self) -> dict[str, int] | None:
        """Where the bar of the interval begins and ends, the dot and the ring stand."""
        if not self.interval or self.shrunk is None or self.raw is None:
            return None
        low, high = self.interval
        return {"low": _place(low), "high": _place(high), "dot": _place(self.shrunk), "ring": _place(self.raw)}


def _place(value: Any) -> int:
    return min(WIDE, max(0, int(Decimal(str(value)) * SCALE)))


def _two(text: str | None) -> str | None:
    return None if text is None else f"{Decimal(text):.2f}"


def shown_lines(result: Result, own: set[int] | None = None) -> list[Shown]:
    """The units of a result, or only one's own, by category and place."""
    scores = {one.subject_id: one for one in result.scores.select_related("subject__unit")}
    held = [one for one in result.content["units"] if own is None or one["unit"] in own]
    names = unit_names(one["unit"] for one in held)
    found = [_line(one, scores[one["subject"]], names.get(one["unit"], one["code"])) for one in held]
    return sorted(found, key=lambda one: (one.category, one.rank is None, one.rank or 0, one.name))


def _line(told: Mapping[str, Any], score: Score, name: str) -> Shown:
    shown = bool(told["shown"])
    figures = {key: _two(told[key]) if shown else None for key in ("raw", "cleaned", "weighted", "shrunk")}
    return Shown(
        score=score, name=name, category=told["category"], number=told["number"], shown=shown, **figures,
        interval=told["interval"] if shown else None, satisfied=told["satisfied"], satisfied_interval=told["satisfied_interval"],
        effect=told["effect"], effective=told["effective"], rank=told["rank"] if shown else None,
        range=told["range"] if shown else None, complete=told["complete"], small=told["small"], index=score.index,
        open=told["open"], groups=told["groups"],
    )  # fmt: skip
