"""What names mean in a condition on the score of an item: `sheet: unit.quarter`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from kaogong.core.engine.names import Names
from kaogong.core.methods import terms as t
from kaogong.core.methods.terms import Term
from kaogong.core.scheme.model import GradeScheme, Item, Ranking, Rulebook, Sheet

Scored = TypeVar("Scored", GradeScheme, Ranking)


def main(listed: Sequence[GradeScheme] | Sequence[Ranking], reference: str) -> str:
    """The id of the first scheme or table on a score; empty when there is none."""
    return next((one.id for one in listed if one.sheet == reference), "")


def main_first(listed: Sequence[Scored]) -> list[Scored]:
    """Schemes or tables, those on the total of a sheet before those on the score of an item."""
    return sorted(listed, key=lambda one: "." in one.sheet)


class ItemNames(Names):
    """Names for which `total` is the published score of an item, `grade` and `rank` those of its first scheme and table."""

    def __init__(self, rulebook: Rulebook, sheet: Sheet, item: Item) -> None:
        super().__init__(rulebook, sheet, item.every, total=f"#total_{item.id}")
        self._reference = f"{sheet.id}.{item.id}"

    def _result(self, what: str) -> Term:
        if what == "grade":
            return t.Result(what, main(self.rulebook.grades, self._reference))
        if what == "rank":
            return t.Result(what, main(self.rulebook.ranks, self._reference))
        return super()._result(what)
