"""What may follow what, as tables `{(state, verb): state}`, and what people call the states."""

from __future__ import annotations

from collections.abc import Mapping

Table = Mapping[tuple[str, str], str]


def after(table: Table, state: str, verb: str) -> str | None:
    """The state a verb leads to; None where it cannot be done now."""
    return table.get((state, verb))
