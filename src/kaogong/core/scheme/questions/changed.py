"""A rulebook as a case wants it: with its readings, settings and edits, loaded and linted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kaogong.core.problem import Problem
from kaogong.core.scheme.lint import lint
from kaogong.core.scheme.load import load_with_problems
from kaogong.core.scheme.model import Rulebook


@dataclass(frozen=True, slots=True)
class Changed:
    """The rulebook after the edits (None when it cannot be loaded), and everything wrong with it."""

    book: Rulebook | None
    problems: tuple[Problem, ...]

    @property
    def refused(self) -> bool:
        """Whether it may not be adopted."""
        return any(one.severity == "error" for one in self.problems)

    def brings(self, before: Changed) -> tuple[Problem, ...]:
        """The problems that were not there before."""
        old = Counter((one.code, one.what.zh) for one in before.problems)
        new = []
        for one in self.problems:
            if old[one.code, one.what.zh] > 0:
                old[one.code, one.what.zh] -= 1
            else:
                new.append(one)
        return tuple(new)


def changed(folder: Path, case: Mapping[str, Any], edits: Sequence[Any] = ()) -> Changed:
    """The rulebook in a folder with the case's readings and settings, and these edits."""
    book, problems = load_with_problems(
        folder,
        readings={key: str(value) for key, value in (case.get("readings") or {}).items()},
        settings=case.get("settings") or {},
        changes=edits,
    )
    if book is None:
        return Changed(None, tuple(problems))
    return Changed(book, (*problems, *lint(book)))
