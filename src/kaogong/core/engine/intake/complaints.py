"""Complaints while they are being collected: the first few of a kind in full, the rest counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from kaogong.core.engine.intake.messages import MESSAGES, problem
from kaogong.core.engine.intake.values import nearest
from kaogong.core.problem import Place, Problem, Refused, Text

SHOWN = 10
"""How many complaints of one kind about one column of one file are printed."""


@dataclass(slots=True)
class Complaints:
    """Problems found so far, and how many more of each kind."""

    found: list[Problem] = field(default_factory=list)
    counts: dict[tuple[str, str, str, str], int] = field(default_factory=dict)

    def add(self, code: str, place: Place, column: str = "", /, **words: Any) -> None:
        """Note one complaint about a column (empty: about the row or the file)."""
        key = (code, place.file, place.sheet, column)
        self.counts[key] = self.counts.get(key, 0) + 1
        if self.counts[key] <= SHOWN:
            self.found.append(problem(code, place, **words))

    def more(self, code: str, place: Place, column: str, count: int) -> None:
        """Note `count` further complaints of the same kind, not looked at one by one."""
        key = (code, place.file, place.sheet, column)
        self.counts[key] = self.counts.get(key, 0) + count

    @property
    def refused(self) -> bool:
        """Whether anything found so far is an error."""
        return any(one.severity == "error" for one in self.found)

    def all(self) -> list[Problem]:
        """Everything found, ordered by place, with a line for each kind that has more."""
        rest = [
            problem("K599", Place(file=file, sheet=sheet), code=code, count=count - SHOWN)
            if MESSAGES[code].severity == "error"
            else _softened(code, Place(file=file, sheet=sheet), count - SHOWN)
            for (code, file, sheet, _), count in self.counts.items()
            if count > SHOWN
        ]
        return sorted(self.found, key=lambda one: (one.place.file, one.place.sheet, one.place.line)) + rest

    def raise_errors(self) -> tuple[Problem, ...]:
        """Refuse if anything found is an error; else hand back the warnings."""
        every = self.all()
        if self.refused:
            raise Refused(every)
        return tuple(every)


def _softened(code: str, place: Place, count: int) -> Problem:
    """The line that counts further warnings; it must not refuse what the warnings let pass."""
    one = problem("K599", place, code=code, count=count)
    return Problem(one.code, one.place, one.what, one.why, one.fix, "warning")


def did_you_mean(word: str, known: dict[str, str]) -> Text:
    """`, did you mean …?` with the nearest known word; nothing when none is near."""
    near = nearest(word, known)
    return Text(f"（是不是“{near}”？）", f" (did you mean “{near}”?)") if near else Text.same("")
