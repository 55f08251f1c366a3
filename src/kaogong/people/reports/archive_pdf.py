"""An archive sheet as it prints."""

from __future__ import annotations

from django.template.loader import render_to_string
from weasyprint import HTML

from kaogong.people.reports.archive_told import Sheet


def write(sheet: Sheet) -> bytes:
    """The printed pages; nothing is fetched from anywhere."""
    text = render_to_string("people/archive/sheet_print.html", {"sheet": sheet})
    made: bytes = HTML(string=text, url_fetcher=_nothing).write_pdf()
    return made


def _nothing(url: str, *_more: object, **_given: object) -> dict[str, object]:
    raise ValueError(url)
