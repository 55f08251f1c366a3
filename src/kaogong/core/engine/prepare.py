"""A rulebook made ready for scoring: planned once, scored any number of times.

The statements of a stage depend on the rulebook and on the bounds of the facts. Bounds are rounded outwards to powers
of two, so that other facts of the same size are scored by the statements already written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kaogong.core.engine.exact import Quantity
from kaogong.core.engine.plan import Frame, FrameKey, Planner
from kaogong.core.engine.results import Results
from kaogong.core.engine.stage import StageSql
from kaogong.core.scheme.model import Rulebook

MOST = 256
"""Stages whose statements are remembered."""


@dataclass(slots=True)
class Prepared:
    """A planned rulebook, and the statements written for it so far."""

    rulebook: Rulebook
    planner: Planner
    results: Results
    frames: list[Frame]
    wanted: Mapping[FrameKey, set[str]]
    written: dict[Any, tuple[StageSql, dict[str, Quantity]]] = field(default_factory=dict)

    def remember(self, key: Any, built: StageSql, quantities: Mapping[str, Quantity]) -> None:
        """Keep the statements of a stage, and what is known of the columns after it."""
        if len(self.written) >= MOST:
            self.written.clear()
        self.written[key] = (built, dict(quantities))


def prepare(rulebook: Rulebook) -> Prepared:
    """Plan a rulebook.

    Raises:
        Refused: the rulebook cannot be computed (a cycle, a name without meaning).
    """
    planner = Planner(rulebook)
    results = Results(rulebook, planner)
    planner.plan()
    results.plan()
    frames = planner.ordered()
    return Prepared(rulebook, planner, results, frames, {frame.key: results.wanted(frame, frames) for frame in frames})


__all__ = ["Prepared", "prepare"]
