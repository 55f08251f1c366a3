"""On which grounds a unit may set indicators: the kinds the rulebook of its class names (XM-15)."""

from __future__ import annotations

from kaogong.core.scheme.entries import words
from kaogong.org.models import Unit
from kaogong.plan.models import Cycle
from kaogong.plan.queries.cycles import adoption_of
from kaogong.plan.queries.editions import book_of

TAGS = {"source", "basis"}
"""Tags of a rulebook that say where an indicator comes from."""


def bases_of(cycle: Cycle, unit: Unit) -> tuple[str, ...]:
    """The kinds of basis of the edition that holds for a unit; empty where it names none."""
    adoption = adoption_of(cycle, unit)
    if adoption is None:
        return ()
    for entry in book_of(adoption.edition).structure:
        if entry.get("each_tag") in TAGS:
            return words(entry.get("values"))
    return ()
