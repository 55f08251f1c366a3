"""Tables of what may follow what, `{(state, verb): state}`, as every room has them. A verb that is not in a table cannot be done in that state."""

from __future__ import annotations

from collections.abc import Mapping

Table = Mapping[tuple[str, str], str]


def after(table: Table, state: str, verb: str) -> str | None:
    """The state a verb leads to; None where it cannot be done now."""
    return table.get((state, verb))
