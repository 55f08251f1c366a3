"""What a computed sheet shows: its items in order, their full marks, and among how many a place was given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kaogong.core.engine.item_names import main_first
from kaogong.core.engine.plan import node_column
from kaogong.core.engine.run import Run
from kaogong.core.engine.stage import StageBuilder
from kaogong.core.scheme.model import Item, Ranking, Rulebook, Sheet

Spot = tuple[str, str]
"""A subject and a period."""


def shown_items(run: Run, sheet: Sheet) -> Iterator[tuple[Item, int]]:
    """The items of a sheet that have a value at the period of its total, with their level, parents first."""
    there = run.frame(sheet.id).quantities

    def below(item: Item, level: int) -> Iterator[tuple[Item, int]]:
        for one in item.items:
            if node_column(one.id) in there:
                yield one, level
            yield from below(one, level + 1)

    return below(sheet.root, 1)


def full_of(item: Item) -> Fraction | None:
    """Full marks of an item: its own, or those of what it is added up from."""
    if item.full is not None or not item.items or item.combine != "sum":
        return item.full
    parts = [full_of(one) for one in item.items if one.role == "score"]
    if not parts or any(one is None for one in parts):
        return None
    return sum((one for one in parts if one is not None), Fraction(0))


def published(value: Decimal | None, places: int) -> Decimal | None:
    """A total with all its places: 94.00."""
    if value is None:
        return None
    digits = Decimal(1).scaleb(-places)
    return value.quantize(digits) if value == value.quantize(digits) else value


def counts(item: Item, of_class: str | None) -> bool:
    """Whether an item concerns a class at all."""
    return not item.applies_classes or of_class in item.applies_classes


def ranking_of(book: Rulebook, sheet: Sheet) -> Ranking | None:
    """The table of places a sheet is known by."""
    own = [one for one in book.ranks if one.sheet.partition(".")[0] == sheet.id]
    return next(iter(main_first(tuple(own))), None)


@dataclass(frozen=True, slots=True)
class Pool:
    """Among whom a subject has its place."""

    name: str
    size: int
    ranks: Counter[int]

    def shared(self, rank: int | None) -> bool:
        """Whether somebody else has the same place."""
        return rank is not None and self.ranks[rank] > 1


NOBODY = Pool("", 0, Counter())


class Pools:
    """The pools of a sheet's main ranking, read once."""

    def __init__(self, run: Run, sheet: Sheet) -> None:
        self._of: dict[Spot, tuple[str, str]] = {}
        self._ranks: dict[tuple[str, str], Counter[int]] = {}
        ranking, done = ranking_of(run.rulebook, sheet), run.frame(sheet.id)
        if ranking is None or f"r_rank_{ranking.id}" not in done.quantities:
            return
        column = StageBuilder(done.frame, {}, 1, sheet.group).pool(ranking.within)
        asked = f"SELECT subject, period, {column or 'NULL'}, r_rank_{ranking.id} FROM {done.table}"
        periods = {one.number: str(one) for one in done.periods}
        for subject, number, value, rank in run.world.database.rows(asked):
            period = periods[int(number)]
            key = (period, _name(run.rulebook, column, value))
            self._of[str(subject), period] = key
            held = self._ranks.setdefault(key, Counter())
            if rank is not None:
                held[int(rank)] += 1

    def of(self, spot: Spot) -> Pool:
        """The pool of a subject in a period."""
        key = self._of.get(spot)
        return NOBODY if key is None else Pool(key[1], self._ranks[key].total(), self._ranks[key])


def _name(book: Rulebook, column: str, value: object) -> str:
    if value is None:
        return ""
    found = book.classes.get(str(value)) if column == "class" else None
    return found.name.zh if found else str(value)
