"""The pack for a meeting as a document: editable, and as it prints."""

from __future__ import annotations

from kaogong.audit.reports.paper import Paper
from kaogong.decide.models import Settlement
from kaogong.decide.reports.pack import pack_of
from kaogong.decide.reports.printed import rendered


def docx(settlement: Settlement) -> bytes:
    """The editable document."""
    found = pack_of(settlement)
    made = Paper(found.title)
    made.text(["".join(found.lead)])
    for one in found.sections:
        made.head(one.title)
        made.text(one.words)
        if one.rows:
            made.table(one.heads, one.rows)
    return made.sealed("")


def pdf(settlement: Settlement) -> bytes:
    """The printed pages."""
    made: bytes = rendered("decide/print/pack.html", {"pack": pack_of(settlement)}).write_pdf()
    return made
