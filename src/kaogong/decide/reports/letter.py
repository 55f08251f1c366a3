"""What a letter or a certificate says, for every form it is written in: what was frozen, not what holds today."""

from __future__ import annotations

from dataclasses import dataclass

from kaogong.audit.reports.paper import closed_up
from kaogong.decide.models import Paper
from kaogong.decide.queries.papers import said_in
from kaogong.decide.reports.circular import day_words


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in its parts."""

    kind: str
    issuer: str
    number: str
    title: str
    to: str
    paragraphs: tuple[str, ...]
    day: str
    code: str
    sm3: str


def letter_of(paper: Paper) -> Letter:
    """The parts of a letter."""
    held = said_in(paper)
    said = [one for one in held["paragraphs"] if one.rstrip("：:") != held["to"]]
    return Letter(
        held["kind"],
        held["issuer"],
        held["number"],
        closed_up(held["title"]),
        held["to"],
        tuple(map(closed_up, said)),
        day_words(held["issued_on"]),
        paper.code,
        paper.sm3,
    )
