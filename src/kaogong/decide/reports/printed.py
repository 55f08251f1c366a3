"""Pages as they print: laid out once, nothing fetched from anywhere, the imprint (版记) put where GB/T 9704 has it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.template.loader import render_to_string
from weasyprint import HTML

PER_MM = 96 / 25.4
"""Of the layout's own units in a millimetre; places on paper are estimates of a picture, no score."""
GAP = 20.454
"""Two lines, in millimetres: so far the imprint keeps from what stands before it."""


def rendered(template: str, said: Mapping[str, object]) -> Any:
    """The pages of a template."""
    return HTML(string=render_to_string(template, dict(said)), url_fetcher=_nothing).render()


def with_imprint(document: Any, imprint: Mapping[str, object]) -> Any:
    """The pages, of which the last is an even one with the imprint at its foot.

    The document comes with its imprint at the foot of the page on which its text ends. Where that is an odd page, or
    there is no room, it is taken off again and stands on the back of the sheet, or of a sheet of its own, whose pages then
    have no numbers. Nothing is laid out twice.
    """
    pages = list(document.pages)
    last = len(pages)
    if last % 2 == 0 and _has_room(pages[-1]):
        return document
    _take_off(pages[-1])
    overleaf = bool(last % 2)
    said = {**imprint, "number": last + 1 if overleaf else 0, "blank": not overleaf}
    more = rendered("decide/print/imprint.html", said)
    return document.copy([*pages, *more.pages])


def _has_room(page: Any) -> bool:
    """Whether what stands on a page ends two lines above its imprint."""
    mark, foot = _found(page, "hash"), _found(page, "imprint")
    if mark is None or foot is None:
        return False
    return float(foot.position_y - (mark.position_y + mark.margin_height())) >= GAP * PER_MM


def _take_off(page: Any) -> None:
    """Take the imprint off a page; it stands apart, so nothing else moves."""
    for box in _boxes(page):
        kept = [one for one in getattr(box, "children", ()) if not _is(one, "imprint")]
        if len(kept) != len(getattr(box, "children", ())):
            box.children = kept


def _boxes(page: Any) -> Iterator[Any]:
    held = page._page_box  # noqa: SLF001 - the library shows the layout nowhere else
    yield held
    yield from held.descendants(placeholders=True)


def _found(page: Any, name: str) -> Any:
    return next((one for one in _boxes(page) if _is(one, name)), None)


def _is(box: Any, name: str) -> bool:
    element = getattr(box, "element", None)
    return element is not None and name in element.get("class", "").split()


def _nothing(url: str, *_more: object, **_given: object) -> dict[str, object]:
    raise ValueError(url)
