"""The rows of a result as they are published: marks as decimals, places, grades, what follows, what lacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kaogong.core.engine.bundle import Bundle
from kaogong.core.engine.exact import rounded
from kaogong.core.engine.plan import FrameKey
from kaogong.core.engine.relation import DoneFrame
from kaogong.core.engine.results import Reader, Worth
from kaogong.core.engine.run import Run
from kaogong.core.problem import Text
from kaogong.core.scheme.model import Item, Rulebook

PLACES = 6
"""Decimal places written at most (60 ÷ 7 has no end); `explain` has every value exact."""
BATCH = 4096


def decimal(value: Fraction) -> Decimal:
    """A value for people and programs: in full up to six decimal places, else rounded half up to six."""
    places = _places(value)
    return Decimal(int(rounded(value, places) * 10**places)).scaleb(-places)


def _places(value: Fraction) -> int:
    """How many decimal places a value has, up to six."""
    scale = 1
    for places in range(PLACES):
        if (value * scale).denominator == 1:
            return places
        scale *= 10
    return PLACES


@dataclass(frozen=True)
class Frame:
    """One sheet at one length of period, ready to be read row by row."""

    bundle: Bundle
    done: DoneFrame
    names: Mapping[str, str]

    @property
    def key(self) -> FrameKey:
        """Sheet and length of period."""
        return self.done.frame.key

    @property
    def rulebook(self) -> Rulebook:
        """The rulebook that was scored."""
        return self.bundle.rulebook()

    @property
    def title(self) -> Text:
        """The name of the sheet."""
        return self.rulebook.sheets[self.key[0]].root.name

    @cached_property
    def items(self) -> list[Item]:
        """The items with a value at this length of period, headings first; not the sheet itself."""
        root = self.rulebook.sheets[self.key[0]].root
        return [one for one in root.walk() if one.id in self.done.frame.definitions and one is not root]

    @property
    def totalled(self) -> bool:
        """Whether the sheet's total is at this length of period."""
        return self.rulebook.sheets[self.key[0]].every == self.key[1]

    @cached_property
    def results(self) -> list[str]:
        """Keys of places and grades: `rank`, `grade`, and those of further tables and schemes."""
        stored = self.done.quantities
        ranks = [f"rank.{one.id}" for one in self.rulebook.ranks if f"r_rank_{one.id}" in stored]
        grades = [f"grade.{one.id}" for one in self.rulebook.grades if f"r_grade_{one.id}" in stored]
        return [*(["rank", *ranks[1:]] if ranks else []), *(["grade", *grades[1:]] if grades else [])]

    def rows(self) -> Iterator[dict[str, Any]]:
        """Rows as `results.rows` has them, with `name`, by subject and period, read piece by piece."""
        path = self.bundle.folder / self.bundle.frames[self.key]["file"]
        periods = {one.number: str(one) for one in self.done.periods}
        file = pq.ParquetFile(path)
        there = set(file.schema_arrow.names)
        units = {name: Worth(quantity.unit) for name, quantity in self.done.quantities.items() if name in there}
        reader = Reader(self.rulebook, self.done)
        for batch in file.iter_batches(BATCH):
            for raw in batch.to_pylist():
                subject = raw["subject"]
                stored = {n: None if raw[n] is None else unit[int(raw[n])] for n, unit in units.items()}
                head = {"subject": subject, "name": self.names.get(subject) or "", "class": raw["class"]}
                head["period"] = periods[int(raw["period"])]
                yield head | reader.row(stored)

    def class_name(self, of_class: str | None) -> Text:
        """The name of a class."""
        found = self.rulebook.classes.get(of_class or "")
        return found.name if found else Text.same(of_class or "")


def frames_of(bundle: Bundle, run: Run) -> list[Frame]:
    """The frames somebody is in; sheets in the order of the rulebook, the longest periods first.

    Args:
        bundle: a stored result (it need not be sealed).
        run: the run that was stored, or `bundle.run()`.
    """
    names = _names(run.world.facts.tables["subjects"])
    order = list(run.rulebook.sheets)
    found = [Frame(bundle, done, names) for key, done in run.done.items() if bundle.frames[key]["rows"]]
    return sorted(found, key=lambda one: (order.index(one.key[0]), not one.totalled))


def _names(subjects: Path | pa.Table) -> dict[str, str]:
    """The names of subjects by id."""
    if isinstance(subjects, Path):
        subjects = pq.read_table(subjects, columns=["subject", "name"])
    return dict(zip(subjects["subject"].to_pylist(), subjects["name"].to_pylist(), strict=True))
