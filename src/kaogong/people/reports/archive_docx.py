"""An archive sheet as an editable file, and as a workbook."""

from __future__ import annotations

from kaogong.audit.reports.paper import Paper
from kaogong.audit.reports.workbook import workbook
from kaogong.people.reports.archive_told import Sheet


def write(sheet: Sheet) -> bytes:
    """The document."""
    made = Paper(sheet.title)
    made.text(sheet.lead)
    for part in sheet.parts:
        made.head(part.title)
        made.table(part.heads, part.rows)
    return made.sealed(sheet.sm3)


def book(sheet: Sheet) -> bytes:
    """The same as a workbook, one sheet a part; the first says what it is and its hash."""
    about = (sheet.title, ("", ""), [("", one) for one in sheet.lead] + [("SM3", sheet.sm3)])
    return workbook([about, *((part.title, part.heads, part.rows) for part in sheet.parts)])
