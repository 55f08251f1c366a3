"""The text of an edition as it is read: line by line, with what was found at each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from kaogong.plan.models import Edition


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text. `grave`: error, warning, or nothing."""

    number: int
    words: str
    indent: int
    findings: tuple[dict[str, Any], ...]

    @property
    def grave(self) -> str:
        """How grave the worst finding of the line is."""
        found = {one["severity"] for one in self.findings}
        return next((one for one in ("error", "warning", "note") if one in found), "")


def lines_of(edition: Edition) -> list[Line]:
    """Every line of an edition; findings without a line stand at the first."""
    at: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for one in edition.findings:
        at[max(1, one["line"])].append(one)
    return [
        Line(number, text.strip(), len(text) - len(text.lstrip(" ")), tuple(at.get(number, ())))
        for number, text in enumerate(edition.text.splitlines(), 1)
    ]
