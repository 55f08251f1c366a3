"""A responsibility letter as an editable document."""

from __future__ import annotations

from kaogong.audit.reports.paper import Paper
from kaogong.plan.models import Letter
from kaogong.plan.reports.letter import opening_of, parties_of, table_of, title_of


def write(letter: Letter) -> bytes:
    """The document."""
    made = Paper(title_of(letter))
    made.text(opening_of(letter))
    made.table(*table_of(letter))
    for words in parties_of(letter):
        made.line(words)
    return made.sealed(letter.sm3)
