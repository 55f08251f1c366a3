"""A ruling as an editable file and as it prints; the words are those that were sealed when it was given."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from weasyprint import HTML

from kaogong.answer.models import Notice
from kaogong.answer.queries.told import day_words
from kaogong.audit.reports.paper import Paper


@override(settings.LANGUAGE_CODE)
def as_docx(notice: Notice) -> bytes:
    """The editable file."""
    made = Paper(_("申诉裁定书"))
    made.line(notice.appeal.ruling, side="centre")
    first, *rest = notice.text.splitlines()
    made.line(first)
    made.text(rest)
    made.signed(notice.appeal.body, day_words(notice.sent_on))
    return made.sealed(notice.sm3)


@override(settings.LANGUAGE_CODE)
def as_pdf(notice: Notice) -> bytes:
    """The printed pages."""
    first, *rest = notice.text.splitlines()
    said = {"notice": notice, "appeal": notice.appeal, "to": first, "lines": rest, "day": day_words(notice.sent_on)}
    made: bytes = HTML(string=render_to_string("answer/ruling_print.html", said), url_fetcher=_nothing).write_pdf()
    return made


def _nothing(url: str, *_more: object, **_given: object) -> dict[str, object]:
    raise ValueError(url)
