"""A circular as it prints, laid out by GB/T 9704-2012."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from django.template.loader import render_to_string
from weasyprint import HTML

from kaogong.decide.models import Publication
from kaogong.decide.reports.circular import circular_of
from kaogong.plan.queries.figures import cut

WIDTH, HEIGHT = 150, 16
"""Of the name of the issuer at the head, in millimetres: never wider than the type area."""


def write(publication: Publication) -> bytes:
    """The printed pages."""
    made: bytes = laid_out(publication).write_pdf()
    return made


def laid_out(publication: Publication) -> Any:
    """The pages with every line in its place; nothing is fetched from anywhere.

    The imprint (版记) stands at the foot of the last page, which is an even one: the back of the last sheet.
    """
    found = circular_of(publication)
    head = f"{found.issuer}文件"
    narrow = min(Fraction(1), Fraction(WIDTH, HEIGHT * len(head)))
    said = {"circular": found, "head": head, "narrow": cut(narrow, 4)}
    return _rendered(said | {"imprint": _place_of_imprint(_rendered(said).pages)})


def _rendered(said: dict[str, object]) -> Any:
    return HTML(string=render_to_string("decide/circular_print.html", said), url_fetcher=_nothing).render()


def _place_of_imprint(pages: Sequence[Any]) -> str:
    """Where the imprint goes, by pages on which it follows what stands before it.

    `foot`: below it, on an even page with room; `overleaf`: on the back of its sheet; `sheet`: on the back of a sheet of
    its own, whose pages then have no numbers.
    """
    before = next(number for number, page in enumerate(pages, 1) if _has(page, "hash"))
    if before % 2:
        return "overleaf"
    return "foot" if _has(pages[before - 1], "imprint") else "sheet"


def _has(page: Any, name: str) -> bool:
    """Whether something of a class lies on a page."""
    boxes = page._page_box.descendants()  # noqa: SLF001 - the library shows the layout nowhere else
    return any(one.element is not None and name in one.element.get("class", "").split() for one in boxes)


def _nothing(url: str, *_more: object, **_given: object) -> dict[str, object]:
    raise ValueError(url)
