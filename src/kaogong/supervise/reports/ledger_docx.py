"""A summary of a ledger as an editable document. It says what was frozen, not what holds today."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from kaogong.audit.reports.paper import Paper
from kaogong.core.scheme.period import Period
from kaogong.supervise.models import LedgerReview


def title_of(review: LedgerReview) -> str:
    """What a summary is called."""
    when = Period.parse(review.period).first
    told = {"name": review.ledger.name, "y": when.year, "m": when.month, "q": review.period[-1]}
    half = _("%(name)s%(y)s年上半年回顾") if when.month == 1 else _("%(name)s%(y)s年下半年回顾")
    words = {
        "month": _("%(name)s%(y)s年%(m)s月小结"),
        "quarter": _("%(name)s%(y)s年第%(q)s季度大结"),
        "half": half,
        "year": _("%(name)s%(y)s年度回顾"),
    }[review.kind]
    return words % told


@override(settings.LANGUAGE_CODE)
def write(review: LedgerReview) -> bytes:
    """The document."""
    made = Paper(title_of(review))
    made.text(_paragraphs(review))
    rows = [[_(one["aspect"]), _(one["item"]), str(one["count"]), one["marks"]] for one in review.content["lines"]]
    made.table([_("方面"), _("记录项"), _("条数"), _("扣分")], rows)
    return made.sealed(review.sm3)


def _paragraphs(review: LedgerReview) -> list[str]:
    content = review.content
    states = content["states"]
    told = {
        "n": content["entries"], "late": content["late"], "confirmed": states.get("confirmed", 0),
        "contested": states.get("contested", 0), "withdrawn": states.get("withdrawn", 0),
        "section": review.ledger.section,
    }  # fmt: skip
    words = _(
        "%(section)s共记录 %(n)s 条，其中补录 %(late)s 条；已确认 %(confirmed)s 条，有异议 %(contested)s 条，撤销 %(withdrawn)s 条。"
    )
    parts = [_("据以形成的小结：%(parts)s。") % {"parts": _("、").join(content["parts"])}] if content["parts"] else []
    return [words % told, *parts, *([review.remarks] if review.remarks else [])]
