"""What anybody may read without signing in: published results, stages of the year, what is made public. No people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaogong.decide.models import Publication
from kaogong.decide.queries.disclosures import MUST, disclosed, disclosures, supervisors_public
from kaogong.decide.queries.publications import (
    content_of,
    counted,
    later,
    open_publications,
    unaltered,
)
from kaogong.org.queries import today
from kaogong.plan.models import Cycle
from kaogong.plan.queries import current
from kaogong.portal.models import Lockout

READS = 120
"""So many pages a minute from one address, whichever process it meets; enough for an office behind one address."""
MINUTE = 60
MISREADS = 20
"""So many codes that open nothing, from one address within the time of a lock."""
NAMES = {"targets": _("考核目标"), "standards": _("评价基本标准"), "results": _("考核结果")}


@dataclass(frozen=True, slots=True)
class OpenStage:
    """A stage of the year as the public sees it."""

    words: str
    since: Any
    until: Any
    where: str
    """`done`, `now` or `ahead`."""


def misread_key(address: str) -> str:
    """What codes that open nothing are counted under."""
    return f"code:{address}"


def closed_to(address: str) -> bool:
    """Whether an address tried too many codes that open nothing."""
    return Lockout.objects.filter(key=misread_key(address), until__gt=timezone.now()).exists()


def stages_of(cycle: Cycle) -> Iterator[OpenStage]:
    """The stages with their days, and where the year stands."""
    day = today()
    for one in cycle.stages.order_by("place"):
        where = "done" if one.until < day else "ahead" if one.since > day else "now"
        yield OpenStage(one.get_key_display(), one.since, one.until, where)


def front() -> dict[str, Any]:
    """The front page of the public: the year, what of it is public, results."""
    cycle = current()
    there = disclosed(cycle, today()) if cycle else {}
    return {
        "cycle": cycle,
        "stages": list(stages_of(cycle)) if cycle else [],
        "must": [(NAMES[one], there.get(one)) for one in MUST] if cycle else [],
        "results": open_publications(),
        "notices": [one for one in disclosures(cycle, today()) if one.kind != "supervisors"] if cycle else [],
        "supervisors": supervisors_public(cycle, today()) if cycle else [],
    }


def record_of(publication: Publication) -> dict[str, Any]:
    """A published record, with the verdict on its text."""
    content = content_of(publication)
    return {
        "notice": publication,
        "content": content,
        "lines": content["lines"],
        "counts": counted(content["lines"], content["grades"]),
        "unaltered": unaltered(publication),
        "later": later(publication),
    }
