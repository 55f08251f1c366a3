"""A letter or a certificate as it prints. A letter has the letter form of GB/T 9704-2012, clause 10.1."""

from __future__ import annotations

from fractions import Fraction

from kaogong.decide.models import Paper
from kaogong.decide.reports.letter import letter_of
from kaogong.decide.reports.printed import rendered
from kaogong.plan.queries.figures import cut

WIDTH, HEIGHT = 156, 16
"""Of the name of the issuer at the head, in millimetres: never wider than the type area."""


def write(paper: Paper) -> bytes:
    """The printed pages."""
    found = letter_of(paper)
    narrow = cut(min(Fraction(1), Fraction(WIDTH, HEIGHT * len(found.issuer))), 4)
    said = {"letter": found, "code": found.code, "narrow": narrow}
    made: bytes = rendered(f"decide/print/{found.kind}.html", said).write_pdf()
    return made
