"""Rows of the room."""

from kaogong.people.models.archive import ArchiveEntry, ArchiveYear, PersonResult

__all__ = [
    "ArchiveEntry",
    "ArchiveYear",
    "PersonResult",
]
