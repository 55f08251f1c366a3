"""A monthly bulletin as it prints."""

from __future__ import annotations

from django.template.loader import render_to_string
from weasyprint import HTML

from kaogong.approvals.models import Month
from kaogong.approvals.reports.bulletin import bulletin_of


def write(month: Month) -> bytes:
    """The printed pages; nothing is fetched from anywhere."""
    page = HTML(
        string=render_to_string("approvals/month_print.html", {"told": bulletin_of(month)}), url_fetcher=_nothing
    )
    made: bytes = page.write_pdf()
    return made


def _nothing(url: str, *_more: object, **_given: object) -> dict[str, object]:
    raise ValueError(url)
