"""Publications: their frozen text, who sees them from which day, what they say."""

from __future__ import annotations

import json
import secrets
from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet

from kaogong.core.chain import canonical, digest
from kaogong.decide.models import Move, Paper, Publication, Settlement
from kaogong.decide.queries.sight import OWN, sees_all
from kaogong.org.models import Account
from kaogong.org.queries import reach, today

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Signs that are not taken for one another in print."""


def text_of(settlement: Settlement, head: Mapping[str, str]) -> str:
    """What is published, as one canonical text: words, and numbers as they were written."""
    lines = [
        {
            "subject": one.subject,
            "name": one.name,
            "pool": one.pool_name,
            "rank": one.rank,
            "score": None if one.total is None else f"{one.total:f}",
            "computed": one.computed,
            "grade": one.final,
        }
        for one in settlement.proposals.order_by("pool", "rank", "subject")
    ]
    run = settlement.run
    content = {
        **head,
        "period": settlement.period,
        "grades": settlement.grades,
        "approval": settlement.number,
        "approved_on": str(settlement.approved_on),
        "publicity": [str(settlement.publicity_since), str(settlement.publicity_until)],
        "rulebook": {"title": run.edition.title, "edition": run.edition.edition, "sm3": run.edition.sm3},
        "run": run.fingerprint,
        "lines": lines,
        "departures": departures(settlement),
    }
    return canonical(content).decode()


def departures(settlement: Settlement) -> list[dict[str, Any]]:
    """Every grade decided otherwise than was computed: from what to what, why, by which body, with which vote."""
    held = Move.objects.filter(proposal__settlement=settlement, state="effective").select_related(
        "proposal", "body", "meeting"
    )
    return [
        {
            "subject": one.proposal.subject,
            "name": one.proposal.name,
            "from": one.before,
            "to": one.after,
            "reason": one.reason,
            "body": one.body.name,
            "meeting": str(one.meeting.held_on) if one.meeting else "",
            "votes": [one.votes_for, one.votes_against, one.votes_none],
        }
        for one in held.order_by("proposal__pool", "proposal__rank", "at")
    ]


def sealed(text: str) -> str:
    """The hash of a frozen text."""
    return digest(text.encode())


def content_of(publication: Publication) -> dict[str, Any]:
    """What a publication says, read from its frozen text."""
    found: dict[str, Any] = json.loads(publication.text)
    return found


def unaltered(publication: Publication) -> bool:
    """Whether the text still is what its hash names."""
    return sealed(publication.text) == publication.sm3


def fresh_code() -> str:
    """A verification code nobody has yet: 12 signs in threes of four, some 60 bits."""
    while True:
        signs = "".join(secrets.choice(ALPHABET) for _n in range(12))
        code = "-".join((signs[:4], signs[4:8], signs[8:]))
        if not any(model.objects.filter(code=code).exists() for model in (Publication, Paper)):
            return code


def by_code(typed: str) -> Publication | None:
    """The public record a code opens, from its day on; dashes, spaces and case do not matter."""
    signs = "".join(one for one in typed.upper() if one in ALPHABET)
    if len(signs) != 12:
        return None
    code = "-".join((signs[:4], signs[4:8], signs[8:]))
    found = Publication.objects.filter(code=code, publish_on__lte=today(), audience="public")
    return found.select_related("settlement__run__cycle", "corrects").first()


def open_publications() -> QuerySet[Publication]:
    """What anybody may read, from its day on."""
    found = Publication.objects.filter(audience="public", publish_on__lte=today())
    return found.select_related("settlement__run__cycle").order_by("-publish_on", "-id")


def seen_publications(account: Account) -> QuerySet[Publication]:
    """What an account may read: from its day on; what went to units only, the units themselves and those who decide."""
    found = Publication.objects.select_related("settlement__run__cycle", "corrects").order_by("-publish_on", "-id")
    if account.administers or not account.is_active:
        return found.none()
    if sees_all(account):
        return found
    there = found.filter(publish_on__lte=today())
    units = reach(account).units(*OWN)
    if units is None:
        return there
    mine = Q(settlement__proposals__unit__in=units)
    if account.person_id:
        mine |= Q(settlement__proposals__person=account.person_id)
    return there.filter(~Q(audience="units") | mine).distinct()


def counted(lines: list[dict[str, Any]], grades: list[str]) -> list[tuple[str, int]]:
    """How many have each grade, best first."""
    found = Counter(one["grade"] for one in lines)
    return [(grade, found[grade]) for grade in grades]


def later(publication: Publication) -> Publication | None:
    """The correction that took its place, once it may be read."""
    return publication.corrections.filter(publish_on__lte=today()).order_by("-id").first()
