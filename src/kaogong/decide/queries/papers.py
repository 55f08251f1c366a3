"""Letters and certificates: their frozen text, who sees them, the record a code opens."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from kaogong.core.chain import canonical
from kaogong.decide.models import Consequence, Paper
from kaogong.decide.queries.publications import ALPHABET, sealed
from kaogong.decide.queries.sight import OWN, sees_all
from kaogong.org.models import Account
from kaogong.org.queries import reach, today


def paper_text(consequence: Consequence, head: Mapping[str, str], paragraphs: Sequence[str]) -> str:
    """What a paper says, as one canonical text, with the publication it rests on."""
    held = consequence.settlement.publication
    content = {
        **head,
        "to": consequence.proposal.name,
        "subject": consequence.proposal.subject,
        "grade": consequence.proposal.final,
        "clause": consequence.clause,
        "publication": {"number": held.number, "sm3": held.sm3},
        "paragraphs": list(paragraphs),
    }
    return canonical(content).decode()


@override(settings.LANGUAGE_CODE)
def first_words(consequence: Consequence, kind: str) -> list[str]:
    """The paragraphs a paper begins with; a document, so its language is not that of whoever reads the pages around it."""
    held, line = consequence.settlement.publication, consequence.proposal
    told = {
        "name": line.name,
        "period": consequence.settlement.period,
        "grade": line.final,
        "what": consequence.what,
        "clause": consequence.clause or _("考核办法"),
        "number": held.number,
        "book": consequence.settlement.run.edition.title,
    }
    if kind == "certificate":
        return [
            _("%(name)s：") % told,
            _("在%(period)s年度绩效考核中，经考核计分、公示和审定，评定为“%(grade)s”等次（%(number)s）。特发此证。")
            % told,
        ]
    return [
        _("根据《%(book)s》和%(number)s，你单位%(period)s年度考核评定为“%(grade)s”等次。") % told,
        _("依据%(clause)s，作出如下决定：%(what)s。") % told,
        _("请按期落实，并将落实情况登记报送。对结果有异议的，可按考核办法规定的期限提出申诉。"),
    ]


def said_in(paper: Paper) -> dict[str, Any]:
    """What a paper says, read from its frozen text."""
    found: dict[str, Any] = json.loads(paper.text)
    return found


def paper_unaltered(paper: Paper) -> bool:
    """Whether the text still is what its hash names."""
    return sealed(paper.text) == paper.sm3


def paper_by_code(typed: str) -> Paper | None:
    """The paper a code opens, from its day on; only what went to units and what is public of it: persons' papers do not."""
    signs = "".join(one for one in typed.upper() if one in ALPHABET)
    if len(signs) != 12:
        return None
    code = "-".join((signs[:4], signs[4:8], signs[8:]))
    found = Paper.objects.filter(code=code, issued_on__lte=today(), settlement__publication__audience="public")
    return found.select_related("settlement__publication").first()


def seen_papers(account: Account) -> QuerySet[Paper]:
    """Papers an account may read: all for those who decide; from its day on, one's own unit's."""
    found = Paper.objects.select_related("settlement__publication", "unit", "consequence")
    if account.administers or not account.is_active:
        return found.none()
    if sees_all(account):
        return found
    units = reach(account).units(*OWN)
    there = found.filter(issued_on__lte=today())
    if units is None:
        return there
    mine = Q(unit__in=units)
    if account.person_id:
        mine |= Q(consequence__proposal__person=account.person_id)
    return there.filter(mine)
