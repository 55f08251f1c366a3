"""Cases handled in the house: taken online, step by step. What the page may not do, the interface may not either."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Body, Field, Router, Schema

from kaogong.approvals import actions
from kaogong.approvals.guards import may_see_unit
from kaogong.approvals.models import Case, Subsystem
from kaogong.audit.actions import Refused
from kaogong.org.api.door import FAULTS, PRINTED, IdempotencyKey, Key, caller, once
from kaogong.org.models import Account, Room

router = Router(auth=Key(Room.APPROVALS), tags=["approvals"])
Word = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f/]+$")]
Sum = Annotated[str, Field(max_length=20, pattern=r"^\d{1,12}(\.\d{1,6})?$")]


class CaseOut(Schema):
    """A case as its events say it stands."""

    number: str
    item: str
    state: str
    channel: str
    accepted_at: dt.datetime | None
    ended_at: dt.datetime | None
    statutory_days: int | None
    promised_days: int | None
    used: int | None
    outcome: str
    step: str


class CaseIn(Schema):
    """A case submitted online: the item says the rest."""

    number: Word
    item: Word
    amount: Sum | None = None


class StepIn(Schema):
    """A step that is done."""

    step: Word
    words: Annotated[str, Field(max_length=200, pattern=PRINTED)] = ""


class DecisionIn(Schema):
    """A decision."""

    amount: Sum | None = None
    multiple: Sum | None = None
    reason: Annotated[str, Field(max_length=150, pattern=PRINTED)] = ""
    second: Annotated[str, Field(max_length=60, pattern=PRINTED)] = ""


class SystemIn(Schema):
    """How a part of the platform stands."""

    connected: bool
    count: Annotated[int, Field(ge=0, le=9_000_000_000_000)] | None = None


class SystemOut(Schema):
    """A part of the platform."""

    key: str
    connected: bool
    count: int | None


@router.get("/cases/{number}", response={200: CaseOut, **FAULTS}, summary="办件")
def one_case(request: HttpRequest, number: Word) -> CaseOut:
    """A case."""
    found = Case.objects.filter(number=number).select_related("body", "item").first()
    if found is None or may_see_unit(caller(request), found.body.unit_id if found.body else None):
        raise Http404
    return _said(found)


@router.post("/cases", response={201: CaseOut, **FAULTS}, summary="网上提交办件")
def submit(request: HttpRequest, key: IdempotencyKey, asked: Annotated[CaseIn, Body(...)]) -> HttpResponse:
    """Submit a case online; it is under supervision from that moment."""

    def do() -> CaseOut:
        version = actions.version_today(asked.item)
        if version is None:
            raise Refused(_("清单里没有编码为“%(code)s”的事项。") % {"code": asked.item}, "item")
        actions.ready()
        amount = None if asked.amount is None else Decimal(asked.amount)
        return _said(actions.submit_case(by=caller(request), version=version, number=asked.number, amount=amount))

    return once(request, key, do)


@router.post("/cases/{number}/steps", response={201: CaseOut, **FAULTS}, summary="办理环节")
def step(request: HttpRequest, number: Word, key: IdempotencyKey, asked: Annotated[StepIn, Body(...)]) -> HttpResponse:
    """Do a step. One that jumps a compulsory step is refused, and nothing changes."""
    account: Account = caller(request)
    return once(
        request, key, lambda: _said(actions.take_step(by=account, number=number, step=asked.step, words=asked.words))
    )


@router.post("/cases/{number}/decision", response={201: CaseOut, **FAULTS}, summary="办结")
def decide(
    request: HttpRequest, number: Word, key: IdempotencyKey, asked: Annotated[DecisionIn, Body(...)]
) -> HttpResponse:
    """Decide a case, within limits."""
    account: Account = caller(request)

    def do() -> CaseOut:
        second = Account.objects.filter(username=asked.second, is_active=True).first() if asked.second else None
        sums = {
            name: None if text is None else Decimal(text)
            for name, text in asked.dict(include={"amount", "multiple"}).items()
        }
        return _said(actions.decide_case(by=account, number=number, reason=asked.reason, second=second, **sums))

    return once(request, key, do)


class ApprovalIn(Schema):
    """A record of approval from above."""

    words: Annotated[str, Field(max_length=200, pattern=PRINTED)] = ""


@router.post("/cases/{number}/approval", response={201: CaseOut, **FAULTS}, summary="登记报批")
def approval(
    request: HttpRequest, number: Word, key: IdempotencyKey, asked: Annotated[ApprovalIn, Body(...)]
) -> HttpResponse:
    """A case was put before those above, and approved."""
    account: Account = caller(request)
    return once(request, key, lambda: _said(actions.ask_approval(by=account, number=number, words=asked.words)))


@router.put("/subsystems/{name}", response={200: SystemOut, **FAULTS}, summary="子系统现况")
def subsystem(request: HttpRequest, name: Word, asked: Annotated[SystemIn, Body(...)]) -> SystemOut:
    """A part of the platform says that it is there, and how much it holds."""
    made: Subsystem = actions.connect(by=caller(request), key=name, connected=asked.connected, count=asked.count)
    return SystemOut(key=made.key, connected=made.connected, count=made.count)


def _said(one: Case) -> CaseOut:
    return CaseOut(
        number=one.number, item=one.item.code if one.item else "", state=one.state, channel=one.channel,
        accepted_at=one.accepted_at, ended_at=one.ended_at, statutory_days=one.statutory,
        promised_days=one.promised, used=one.used, outcome=one.outcome, step=one.step,
    )  # fmt: skip
