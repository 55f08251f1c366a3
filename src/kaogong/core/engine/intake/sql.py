"""Words of SQL."""

from __future__ import annotations


def text_of(text: str) -> str:
    """A text as a literal."""
    return "'" + text.replace("'", "''") + "'"


def name_of(name: str) -> str:
    """A name of a column, quoted."""
    return '"' + name.replace('"', '""') + '"'
