"""How a finding comes to be, whatever finds it: numbered, with its days, and held against earlier ones of the same kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from kaogong.audit.models import Evidence
from kaogong.org.models import Account, Unit
from kaogong.org.queries import after_days, setting
from kaogong.supervise.actions.inspections_numbers import next_number
from kaogong.supervise.models import Finding, FindingProof
from kaogong.supervise.queries.findings import earlier


def make_finding(
    who: Account | None, *, unit: Unit, found_at: dt.datetime, proofs: Sequence[tuple[Evidence, str]] = (), **given: Any
) -> Finding:
    """Write a finding with its proofs; the act it belongs to records it."""
    day = timezone.localdate(found_at)
    days = setting("supervise.feedback_days") if given.get("prominent") else setting("supervise.notice_days")
    made = Finding.objects.create(
        number=next_number(Finding, "WT", 5),
        unit=unit,
        found_at=found_at,
        found_on=day,
        by=who,
        answer_due=after_days(day, setting("supervise.answer_days")),
        notice_due=after_days(day, days),
        repeat_of=earlier(unit.pk, given["category"], day),
        **given,
    )
    FindingProof.objects.bulk_create(FindingProof(finding=made, evidence=one, name=name) for one, name in proofs)
    return made
