"""What other systems may read of appeals: against what, how far, until when, and how it ended. No words of anybody."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from kaogong.answer.models import Appeal
from kaogong.answer.queries.appeals import seen_appeals
from kaogong.answer.states import APPEAL_NAMES
from kaogong.org.api.door import FAULTS, Asked, Key, Listed, caller, part, scope_of
from kaogong.org.models import Room
from kaogong.plan.api import Number

router = Router(auth=Key(Room.ANSWER), tags=["answer"])


class AppealOut(Schema):
    """An appeal on its way. `person`: it is of a person, who is not named; what the parties said is not told here."""

    id: int
    number: str
    kind: str
    unit: str | None
    person: bool
    state: str
    suspends: bool
    review_of: int | None
    told_on: dt.date
    last_on: dt.date
    lodged_on: dt.date
    decided_on: dt.date | None
    hearing_due: dt.date
    hearing_on: dt.date | None
    heard_on: dt.date | None
    rule_due: dt.date | None
    ruled_on: dt.date | None
    outcome: str | None
    ruling: str
    filed_on: dt.date | None
    filing: str


class Which(Schema):
    """Which appeals."""

    state: Annotated[str, Field(pattern=f"^({'|'.join(APPEAL_NAMES)})?$")] = ""


def _seen(request: HttpRequest) -> QuerySet[Appeal]:
    """What the account may read; a token for some units reads no more than theirs."""
    found, units = seen_appeals(caller(request)), scope_of(request).within
    return (found if units is None else found.filter(unit__in=units)).select_related("unit")


def _appeals(found: list[Appeal]) -> list[AppealOut]:
    same = (
        "number", "kind", "state", "suspends", "told_on", "last_on", "lodged_on", "decided_on", "hearing_due", "heard_on",
        "rule_due", "ruled_on", "ruling", "filed_on", "filing",
    )  # fmt: skip
    return [
        AppealOut(
            **{name: getattr(one, name) for name in same},
            id=one.pk,
            unit=one.unit.code if one.unit else None,
            person=one.person_id is not None,
            review_of=one.earlier_id,
            hearing_on=timezone.localtime(one.hearing_on).date() if one.hearing_on else None,
            outcome=one.outcome or None,
        )
        for one in found
    ]


@router.get("/appeals", response={200: Listed[AppealOut], **FAULTS}, summary="申诉")
def list_appeals(request: HttpRequest, asked: Asked, which: Annotated[Which, Query(...)]) -> dict[str, object]:
    """The appeals the token may see, the newest first."""
    found = _seen(request)
    found = found.filter(state=which.state) if which.state else found
    return part(found.order_by("-lodged_on", "-pk"), asked, _appeals)


@router.get("/appeals/{number}", response={200: AppealOut, **FAULTS}, summary="一件申诉")
def one_appeal(request: HttpRequest, number: Number) -> AppealOut:
    """An appeal: its state and its days."""
    found = _seen(request).filter(pk=number).first()
    if found is None:
        raise Http404
    return _appeals([found])[0]
