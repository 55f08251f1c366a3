"""Finding the header of a table: its row, and whether a second header (ids over names) follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kaogong.core.engine.intake.held import find_column, header_words
from kaogong.core.engine.intake.tables import Table

SEARCHED = 10
"""How many rows are searched for a header."""


@dataclass(frozen=True, slots=True)
class Header:
    """The header's row (from 0), its texts, how many rows it takes; `title`: rows above hold text."""

    row: int
    texts: tuple[str, ...]
    height: int
    title: bool
    score: int


def locate(table: Table, rows: Sequence[Sequence[str]]) -> Header | None:
    """The first of the best matching rows; None when no row looks like a header of the table."""
    known = header_words(table)
    scores = [len({column.key for text in row if (column := find_column(known, text))}) for row in rows[:SEARCHED]]
    best = max(scores, default=0)
    named = any(
        column.required for row in rows[:SEARCHED] for text in row if (column := find_column(known, text)) is not None
    )
    if not best or not named:
        return None
    at = scores.index(best)
    texts = tuple(text.strip() for text in rows[at])
    height = 1
    while at + height < len(rows) and _repeats(table, texts, rows[at + height]):
        height += 1
    title = any(text.strip() for row in rows[:at] for text in row)
    return Header(at, texts, height, title, best)


def _repeats(table: Table, texts: Sequence[str], row: Sequence[str]) -> bool:
    """Whether a row says the same header again in other words (Chinese names under ids)."""
    known = header_words(table)
    pairs = [(find_column(known, head), find_column(known, text)) for head, text in zip(texts, row, strict=False)]
    said = [(head, under) for head, under in pairs if under is not None]
    return len(said) > 1 and all(head is under for head, under in said)
