"""A ruling as an editable file and as it prints; the words are those that were sealed when it was given."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from weasyprint import HTML

from kaogong.answer.models import Notice
from kaogong.audit.reports.paper import Paper


@override(settings.LANGUAGE_CODE)
def as_docx(notice: Notice) -> bytes:
    """The editable file."""
    made = Paper(_("申诉裁定书"))
    made.line(notice.appeal.ruling, side="centre")
    first, *rest = notice.text.splitlines()
    made.line(first)
    made.text(rest)
    made.line(notice.appeal.body, side="right")
    made.line(_day(notice), side="right")
    return made.sealed(notice.sm3)


@override(settings.LANGUAGE_CODE)
def as_pdf(notice: Notice) -> bytes:
    """The printed pages."""
    first, *rest = notice.text.splitlines()
    said = {"notice": notice, "appeal": notice.appeal, "to": first, "lines": rest, "day": _day(notice)}
    made: bytes = HTML(string=render_to_string("answer/ruling_print.html", said), url_fetcher=_nothing).write_pdf()
    return made


def _day(notice: Notice) -> str:
    return f"{notice.sent_on.year}年{notice.sent_on.month}月{notice.sent_on.day}日"


def _nothing(url: str, *_more: object, **_given: object) -> dict[str, object]:
    raise ValueError(url)
