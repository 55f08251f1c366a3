"""A document or a circular as an editable file."""

from __future__ import annotations

from kaogong.audit.reports.paper import Paper
from kaogong.supervise.reports.issued import Issued


def write(told: Issued) -> bytes:
    """The document."""
    made = Paper(told.title)
    made.line(told.number, side="centre")
    if told.to:
        made.line(f"{told.to}：")
    made.text(told.paragraphs)
    if told.rows:
        made.table(told.heads, told.rows)
    made.signed(told.issuer, told.day)
    return made.sealed(told.sm3)
