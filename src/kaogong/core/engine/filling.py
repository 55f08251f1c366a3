"""Result columns of a frame – places, grades, awards – computed together and put beside its values."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from kaogong.core.engine.aggregates import quoted
from kaogong.core.engine.exact import column
from kaogong.core.engine.plan import AFTER
from kaogong.core.engine.relation import DoneFrame

if TYPE_CHECKING:
    from kaogong.core.engine.run import Run


class Filling:
    """Result columns of a frame, one after another, computed together beside the table with only what they read."""

    def __init__(self, run: Run, done: DoneFrame) -> None:
        self._run = run
        self._done = done
        self._table = done.table
        self._waiting = False
        self._added: list[str] = []
        self.sql = f"SELECT {self._read()} FROM {done.table}"

    def _read(self) -> str:
        """What places, grades and later stages read; a run that is lean in memory holds nothing else."""
        if self._run.keep != "all" and self._run.nodes_to is None:
            return "*"
        read = self._run.read_after(self._done.frame, AFTER - 1)
        wanted = [c for c in self._run.world.database.columns(self._table) if c in read]
        return ", ".join(["subject", "period", "class", *(quoted(c) for c in [*self._done.frame.labels, *wanted])])

    def wrap(self, source: str, name: str, *same: str, most: int = 0) -> None:
        """One more column, and its other names."""
        for other in same:
            source = f"SELECT *, {quoted(name)} AS {quoted(other)} FROM ({source})"
        self.sql = source
        self._waiting = True
        for one in (name, *same):
            self._added.append(one)
            self._done.quantities[one] = column(
                one, Fraction(1), Fraction(0), Fraction(most or max(self._done.rows, 1))
            )

    def table(self, *, own: bool = False) -> str:
        """A table with every result column so far. `own`: one that may be written over."""
        if self._waiting or (own and self._table == self._done.table):
            fresh = f"{self._table}_r"
            self._run.world.database.create(fresh, self.sql)
            if self._table != self._done.table:
                self._run.world.database.drop(self._table)
            self._table = fresh
            self.sql = f"SELECT * FROM {fresh}"
            self._waiting = False
        return self._table

    def finish(self) -> None:
        """The frame's table is the one with the results; where every column is kept, they are put beside them."""
        done, database = self._done, self._run.world.database
        old, found = done.table, self.table()
        if found == old:
            return
        done.table = found
        if self._run.keep == "all":
            done.table = f"{old}_all"
            added = ", ".join(f"r.{quoted(name)}" for name in self._added)
            database.create(
                done.table, f"SELECT t.*, {added} FROM {old} AS t JOIN {found} AS r USING (subject, period)"
            )
            database.drop(found)
        if old != done.base and self._run.nodes_to is None:
            database.drop(old)
