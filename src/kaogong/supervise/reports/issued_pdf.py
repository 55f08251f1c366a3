"""A document or a circular as it prints."""

from __future__ import annotations

from django.template.loader import render_to_string
from weasyprint import HTML

from kaogong.supervise.reports.issued import Issued


def write(told: Issued) -> bytes:
    """The printed pages; nothing is fetched from anywhere."""
    text = render_to_string("supervise/inspections/issued_print.html", {"told": told})
    made: bytes = HTML(string=text, url_fetcher=_nothing).write_pdf()
    return made


def _nothing(url: str, *_more: object, **_given: object) -> dict[str, object]:
    raise ValueError(url)
