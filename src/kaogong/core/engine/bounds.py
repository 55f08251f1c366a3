"""Bounds of stored columns: what a plan knows of the facts before it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow.parquet as pq

from kaogong.core.engine.aggregates import quoted
from kaogong.core.engine.facts import Facts
from kaogong.core.engine.world import World


def bounds(world: World, table: str, columns: Sequence[str]) -> tuple[dict[str, tuple[int, int, bool]], int]:
    """Least and greatest stored integer of each column, and whether it has a value in every row; and the number of rows."""
    parts = [f"MIN({quoted(c)}), MAX({quoted(c)}), COUNT({quoted(c)})" for c in columns]
    row = world.database.rows(f"SELECT COUNT(*){''.join(', ' + p for p in parts)} FROM {table}")[0]
    rows = int(row[0])
    found = {}
    for n, name in enumerate(columns):
        low, high, count = row[1 + 3 * n : 4 + 3 * n]
        found[name] = (int(low or 0), int(high or 0), int(count) == rows)
    return found, rows


def file_bounds(
    facts: Facts, table: str, expressions: Mapping[str, str]
) -> tuple[dict[str, tuple[int, int, bool]], int]:
    """The same as `bounds`, from the statistics a Parquet file keeps of its columns; nothing is scanned."""
    file = facts.tables[table]
    assert isinstance(file, Path)
    meta = pq.read_metadata(file)
    groups = [meta.row_group(n) for n in range(meta.num_row_groups)]
    numbers = {groups[0].column(c).path_in_schema: c for c in range(meta.num_columns)} if groups else {}
    found = {}
    for name, expression in expressions.items():
        column_name = expression.partition(".")[2].strip('"')
        if column_name not in numbers:
            found[name] = (0, 1_000_000, False)
            continue
        stats = [g.column(numbers[column_name]).statistics for g in groups]
        ends = [end for s in stats if s.has_min_max for end in (int(s.min), int(s.max))] or [0]
        found[name] = (min(ends), max(ends), all(s.null_count == 0 for s in stats))
    return found, meta.num_rows


def outwards(low: int, high: int) -> tuple[int, int]:
    """Bounds rounded outwards to powers of two (less one above), zero and signs kept."""
    return _down(low), _up(high)


def _up(value: int) -> int:
    if value >= 0:
        return (1 << value.bit_length()) - 1
    return -(1 << ((-value).bit_length() - 1))


def _down(value: int) -> int:
    return -_up(-value)
