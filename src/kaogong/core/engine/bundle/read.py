"""Reading a result: its rulebook, its facts, its values – nothing is computed again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

from kaogong.core.engine.bundle import manifest as listing
from kaogong.core.engine.bundle.manifest import Trial
from kaogong.core.engine.bundle.write import MERGED, REWARDS
from kaogong.core.engine.database import Duck
from kaogong.core.engine.exact import Quantity, column
from kaogong.core.engine.facts import Facts
from kaogong.core.engine.plan import FrameKey
from kaogong.core.engine.prepare import prepare
from kaogong.core.engine.relation import DoneFrame
from kaogong.core.engine.run import Run
from kaogong.core.engine.world import World
from kaogong.core.scheme.load import load
from kaogong.core.scheme.model import Every, Rulebook
from kaogong.core.scheme.period import Period
from kaogong.core.scheme.source import RULEBOOK


@dataclass(frozen=True)
class Bundle:
    """A result on disk."""

    folder: Path
    manifest: Mapping[str, Any]

    @classmethod
    def load(cls, folder: Path) -> Bundle:
        """The result in a folder. Hashes are not checked; `verify` does that.

        Raises:
            Refused: the folder is not a whole result.
        """
        return cls(folder, listing.read(folder))

    @property
    def fingerprint(self) -> str:
        """The name of the run."""
        return str(self.manifest["fingerprint"])

    @property
    def trial(self) -> Trial:
        """With what the rulebook was scored."""
        trial = self.manifest["trial"]
        return Trial(trial["period"], trial["readings"], trial["settings"])

    def rulebook(self) -> Rulebook:
        """The rulebook, with the readings and settings of the run. Its places are in the result's own files."""
        return self._rulebook

    @cached_property
    def _rulebook(self) -> Rulebook:
        trial = self.trial
        folder = self.folder / "rulebook"
        merged = folder / MERGED
        source = merged if merged.is_file() else folder / RULEBOOK
        return load(source, readings=trial.readings, settings=trial.settings)

    def facts(self) -> Facts:
        """The frozen facts."""
        return Facts.load(self.folder / "facts")

    @property
    def frames(self) -> dict[FrameKey, Mapping[str, Any]]:
        """The entries of the frames by sheet and length of period."""
        return {(one["sheet"], one["every"]): one for one in self.manifest["frames"]}

    def run(self, *, threads: int | None = None) -> Run:
        """The result as a run: `rows`, `exact`, `frame` and the rest work as on the run that was stored.

        Nothing is computed; its tables are the files of the folder. Close it when done.
        """
        rulebook = self.rulebook()
        world = World(rulebook, Duck(threads=threads), self.facts())
        world.open()
        ready = prepare(rulebook)
        period = self.trial.period
        run = Run(world, ready.planner, {}, Period.parse(period) if period else None, self.manifest["settled"])
        entries = self.frames
        for frame in ready.frames:
            entry = entries[frame.key]
            table = f"f_{frame.name}"
            world.database.register(table, self.folder / entry["file"])
            frame.labels[:] = entry["labels"]
            quantities = {name: _quantity(name, known) for name, known in entry["columns"].items()}
            periods = [Period.parse(text) for text in entry["periods"]]
            run.done[frame.key] = DoneFrame(frame, table, quantities, periods, entry["rows"])
        run.rewards.extend(self.rewards())
        return run

    def rewards(self) -> list[dict[str, Any]]:
        """Money shared out: `reward`, `subject`, `period` (number), `amount` (yuan)."""
        if not self.manifest["rewards"]:
            return []
        found = pq.read_table(self.folder / "results" / f"{REWARDS}.parquet").to_pylist()
        return [{**one, "amount": Fraction(cents, 100)} for one in found if (cents := one.pop("cents")) is not None]

    def row(self, sheet: str, every: Every, subject: str, period: Period | str) -> dict[str, Any] | None:
        """The stored columns of one subject in one period; None when it was not there.

        Columns with a unit are values (Fraction or None); labels and the class are texts; flags are flags.
        Only the row groups that can hold the subject are read.
        """
        entry = self.frames[sheet, every]
        wanted = Period.parse(period) if isinstance(period, str) else period
        found = _found(self.folder / entry["file"], subject, wanted.number)
        if found is None:
            return None
        units = {name: Fraction(known["unit"]) for name, known in entry["columns"].items()}
        return {
            name: int(value) * units[name] if name in units and value is not None else value
            for name, value in found.items()
        }


def _found(path: Path, subject: str, period: int) -> dict[str, Any] | None:
    """The row of a subject and period, from the row groups whose range of subjects holds it."""
    with pq.ParquetFile(path) as file:
        at = file.schema_arrow.get_field_index("subject")
        for number in range(file.num_row_groups):
            known = file.metadata.row_group(number).column(at).statistics
            if known is not None and known.has_min_max and not known.min <= subject <= known.max:
                continue
            keys = file.read_row_group(number, ["subject", "period"])
            mask = pc.and_(pc.equal(keys["subject"], subject), pc.equal(keys["period"], period))
            if (row := pc.index(mask, True).as_py()) >= 0:
                found: dict[str, Any] = file.read_row_group(number).slice(row, 1).to_pylist()[0]
                return found
    return None


def _quantity(name: str, known: Mapping[str, str]) -> Quantity:
    """What is known of a stored column."""
    unit, low, high, below, above = (Fraction(known[key]) for key in ("unit", "low", "high", "below", "above"))
    plain = column(name, unit, low, high)
    return Quantity(plain.sql, unit, low, high, below, above)
