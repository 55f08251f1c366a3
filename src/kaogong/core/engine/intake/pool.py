"""All rows of one table, from however many files: the few questions the checks ask of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from kaogong.core.engine.intake.complaints import SHOWN
from kaogong.core.engine.intake.held import Held, Typed
from kaogong.core.engine.intake.tables import Table
from kaogong.core.problem import Place

Row = Mapping[str, Typed]
Key = tuple[Typed, ...]


class Spot(Protocol):
    """Where a row is."""

    def __call__(self, column: str) -> Place:
        """The place of a cell of the row (empty: of the row)."""


class Pool(Protocol):
    """Questions about the rows of a table. Rows that cannot be answered for (a missing key) are left out."""

    table: Table

    def distinct(self, columns: Sequence[str]) -> Iterable[Key]:
        """The different values of some columns together, nulls included."""

    def repeated(self, columns: Sequence[str]) -> list[Key]:
        """Values (none of them null) that more than one row has: the first in order, at most a screenful."""

    def count_repeated(self, columns: Sequence[str]) -> int:
        """How many such values there are."""

    def strangers(self, column: str, known: Pool) -> tuple[list[Typed], int]:
        """Values of a column that are no subject of `known`: a screenful, and how many rows have one."""

    def same(self, left: str, right: str) -> Iterable[Row]:
        """Rows whose two columns are equal (a screenful)."""

    def find(self, columns: Sequence[str], key: Key) -> list[tuple[Row, Spot]]:
        """Rows with these values (null matches null), in order, at most a screenful."""


class HeldPool:
    """A pool of tables in memory."""

    def __init__(self, table: Table, parts: Sequence[Held]) -> None:
        self.table = table
        self.rows: list[dict[str, Typed]] = []
        self.spots: list[Spot] = []
        for part in parts:
            names = list(part.columns)
            lists = [part.columns[name] for name in names]
            for number, values in zip(part.rows, zip(*lists, strict=True), strict=True):
                self.rows.append(dict(zip(names, values, strict=True)))
                self.spots.append(_spot(part, number))
        self._index: dict[tuple[str, ...], dict[Key, list[int]]] = {}

    def _by(self, columns: Sequence[str]) -> dict[Key, list[int]]:
        """Positions of the rows by their values of some columns."""
        names = tuple(columns)
        if names not in self._index:
            found: dict[Key, list[int]] = {}
            for position, row in enumerate(self.rows):
                found.setdefault(tuple(row.get(name) for name in names), []).append(position)
            self._index[names] = found
        return self._index[names]

    def distinct(self, columns: Sequence[str]) -> Iterable[Key]:
        """The different values of some columns together, nulls included."""
        return self._by(columns).keys()

    def _repeats(self, columns: Sequence[str]) -> Iterator[Key]:
        """Keys without nulls that more than one row has."""
        return (key for key, at in self._by(columns).items() if len(at) > 1 and None not in key)

    def repeated(self, columns: Sequence[str]) -> list[Key]:
        """Values that more than one row has."""
        return sorted(self._repeats(columns), key=str)[:SHOWN]

    def count_repeated(self, columns: Sequence[str]) -> int:
        """How many such values there are."""
        return sum(1 for _ in self._repeats(columns))

    def strangers(self, column: str, known: Pool) -> tuple[list[Typed], int]:
        """Values of a column that are no subject of `known`."""
        subjects = {key[0] for key in known.distinct(("subject",))}
        found = {
            key[0]: len(at) for key, at in self._by((column,)).items() if key[0] is not None and key[0] not in subjects
        }
        return list(sorted(found, key=str)[:SHOWN]), sum(found.values())

    def same(self, left: str, right: str) -> Iterable[Row]:
        """Rows whose two columns are equal."""
        return [row for row in self.rows if row.get(left) is not None and row.get(left) == row.get(right)][:SHOWN]

    def find(self, columns: Sequence[str], key: Key) -> list[tuple[Row, Spot]]:
        """Rows with these values."""
        return [(self.rows[at], self.spots[at]) for at in self._by(columns).get(key, ())[:SHOWN]]


def _spot(part: Held, number: int) -> Spot:
    """Where a row of a part is."""

    def spot(column: str) -> Place:
        return part.place(number, column)

    return spot


def text(value: Any) -> str:
    """A key value as words."""
    return "" if value is None else str(value)
