"""A circular as it prints, laid out by GB/T 9704-2012."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from kaogong.decide.models import Publication
from kaogong.decide.reports.circular import circular_of, parted
from kaogong.decide.reports.printed import rendered, with_imprint
from kaogong.plan.queries.figures import cut

WIDTH, HEIGHT = 150, 16
"""Of the name of the issuer at the head, in millimetres: never wider than the type area."""


def write(publication: Publication) -> bytes:
    """The printed pages."""
    made: bytes = laid_out(publication).write_pdf()
    return made


def laid_out(publication: Publication) -> Any:
    """The pages with every line in its place; the imprint stands at the foot of the last one, which is even."""
    found = circular_of(publication)
    head = f"{found.issuer}文件"
    narrow = min(Fraction(1), Fraction(WIDTH, HEIGHT * len(head)))
    said = {"circular": found, "head": head, "narrow": cut(narrow, 4), "code": found.code}
    said["title"] = parted(found.title)
    return with_imprint(rendered("decide/circular_print.html", said), said)
