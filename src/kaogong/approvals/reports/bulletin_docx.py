"""A monthly bulletin as an editable document."""

from __future__ import annotations

from kaogong.approvals.models import Month
from kaogong.approvals.reports.bulletin import bulletin_of
from kaogong.audit.reports.paper import Paper


def write(month: Month) -> bytes:
    """The document."""
    found = bulletin_of(month)
    made = Paper(found.title)
    made.text(found.paragraphs)
    made.table(found.heads, found.rows)
    return made.sealed(found.sm3)
