"""Rows of the room."""

from kaogong.people.models.archive import ArchiveEntry, ArchiveYear, PersonResult
from kaogong.people.models.archive_duties import PostDuty, PostTarget
from kaogong.people.models.archive_staff import (
    AnnualForm,
    AnnualLine,
    StaffApproval,
    StaffBallot,
    StaffCheck,
    StaffLine,
    StaffObjection,
    StaffRound,
    StaffScheme,
    StaffSelf,
)

__all__ = [
    "AnnualForm",
    "AnnualLine",
    "ArchiveEntry",
    "ArchiveYear",
    "PersonResult",
    "PostDuty",
    "PostTarget",
    "StaffApproval",
    "StaffBallot",
    "StaffCheck",
    "StaffLine",
    "StaffObjection",
    "StaffRound",
    "StaffScheme",
    "StaffSelf",
]
