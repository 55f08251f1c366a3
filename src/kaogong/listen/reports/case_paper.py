"""A paper a case ends in, as an editable document: supervision advice, a sanction, a transfer."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from kaogong.audit.reports.paper import Paper
from kaogong.listen.models import CasePaper
from kaogong.org.queries import unit_names


@override(settings.LANGUAGE_CODE)
def lines_of(paper: CasePaper) -> tuple[str, str, list[str]]:
    """The title, to whom it goes, and its paragraphs; a document, so its language is not that of whoever reads the pages."""
    involved = paper.involved
    unit = unit_names([involved.unit_id], paper.made_on).get(involved.unit_id or 0, "") if involved.unit_id else ""
    to = paper.to if paper.kind == "transfer" else unit or paper.to
    told = {"name": involved.name, "unit": unit, "case": paper.lead.number, "words": paper.words}
    head = _("经查，%(unit)s%(name)s在案件 %(case)s 中的问题属实。") % told
    then = {
        "advice": _("现提出监察建议：%(words)s") % told,
        "discipline": _("现决定：%(words)s") % told,
        "transfer": _("现将该人涉嫌犯罪的问题移送你单位依法处理。%(words)s") % told,
    }
    return str(paper.get_kind_display()), to, [head, then[paper.kind]]


def write(paper: CasePaper) -> bytes:
    """The document."""
    title, to, paragraphs = lines_of(paper)
    made = Paper(title)
    made.line(paper.number, side="centre")
    made.line(f"{to}：")
    made.text(paragraphs)
    made.signed(str(settings.INSTALLATION), f"{paper.made_on.year}年{paper.made_on.month}月{paper.made_on.day}日")
    return made.sealed(paper.sm3)
