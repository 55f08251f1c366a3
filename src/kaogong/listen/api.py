"""Complaints for other systems: read as far as the account may, entered as a hotline enters them.

The code a complainant follows a complaint with is not given to a machine: an answer to a write is kept here, a code never is.
Who complained is never told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Body, Field, Query, Router, Schema

from kaogong.audit.actions import Refused, demand
from kaogong.listen.actions.complaints_intake import receive_complaint
from kaogong.listen.guards.complaints import may_enter, may_see, may_see_list, may_see_whole
from kaogong.listen.models import Complaint, ServicePromise
from kaogong.listen.queries.complaints import SORTS, find, seen
from kaogong.listen.queries.complaints_roles import ROOM
from kaogong.listen.states.complaints import COMPLAINT_NAMES, ENTERED, KINDS, TOPICS
from kaogong.org.api.door import FAULTS, PRINTED, Asked, IdempotencyKey, Key, Listed, caller, once, part
from kaogong.org.models import Account, Room, Unit

router = Router(auth=Key(Room.LISTEN), tags=["listen"])
Number = Annotated[str, Field(min_length=1, max_length=24, pattern=r"^[^\x00-\x1f/]+$")]


def one_of(known: Iterable[str]) -> str:
    """The pattern of one of some words."""
    return f"^({'|'.join(known)})$"


Channel = Annotated[str, Field(pattern=one_of(ENTERED))]
Topic = Annotated[str, Field(pattern=one_of(TOPICS))]
Code = Annotated[str, Field(max_length=40, pattern=PRINTED)]


class ComplaintOut(Schema):
    """A complaint as the caller may know it: in its own words at the centre, elsewhere as it was sent out."""

    number: str
    state: str
    channel: str
    kind: str
    topic: str
    named: bool
    unit: str | None = Field(description="code of the unit it was sent to, else of the one complained of")
    received_on: dt.date
    due_on: dt.date | None
    closed_on: dt.date | None
    verdict: str
    title: str | None = Field(description="null: not for this caller")
    about: str | None
    words: str | None


class Seek(Schema):
    """Which complaints."""

    state: Annotated[str, Field(pattern=one_of(["open", "late", *COMPLAINT_NAMES]))] | None = None
    kind: Annotated[str, Field(pattern=one_of(KINDS))] | None = None
    topic: Topic | None = None
    since: dt.date | None = None
    until: dt.date | None = None


class ComplaintIn(Schema):
    """A complaint as it was told. Without name, phone and address it is anonymous."""

    channel: Channel
    title: Annotated[str, Field(min_length=1, max_length=80, pattern=PRINTED)]
    words: Annotated[str, Field(min_length=1, max_length=4_000, pattern=PRINTED)]
    about: Annotated[str, Field(max_length=120, pattern=PRINTED)] = ""
    unit: Code = Field("", description="code of the unit complained of, where it is known")
    topic: Topic = "other"
    promise: Code = Field("", description="number of a published promise that was broken")
    happened_on: dt.date | None = None
    name: Annotated[str, Field(max_length=40, pattern=PRINTED)] = ""
    phone: Annotated[str, Field(max_length=40, pattern=PRINTED)] = ""
    address: Annotated[str, Field(max_length=120, pattern=PRINTED)] = ""


class ReceiptOut(Schema):
    """Under which number it stands, and until when it is decided whether it is accepted."""

    number: str
    state: str
    accept_due: dt.date


@router.get("/complaints", response={200: Listed[ComplaintOut], **FAULTS}, summary="投诉")
def list_complaints(request: HttpRequest, asked: Asked, which: Annotated[Seek, Query(...)]) -> dict[str, object]:
    """The complaints an account may list, the newest first."""
    account = caller(request)
    demand(may_see_list(account), room=ROOM, verb="list_complaints", subject=f"{ROOM}.complaint")
    found, whole = seen(account)
    sought = {name: str(value) for name, value in which.dict().items() if value}
    held = find(found, sought, whole=whole).order_by(*SORTS["-received"])
    return part(held, asked, lambda some: _told(some, whole=whole))


@router.get("/complaints/{number}", response={200: ComplaintOut, **FAULTS}, summary="一件投诉")
def one_complaint(request: HttpRequest, number: Number) -> ComplaintOut:
    """One of them, as its page shows it to the account."""
    account = caller(request)
    found = seen(account)[0].filter(number=number).first()
    if found is None or may_see(account, found):
        raise Http404
    whole = not may_see_whole(account, found)
    told = _told([found], whole=whole)[0]
    return told if whole else told.model_copy(update={"words": getattr(found, "sent", None)})


@router.post("/complaints", response={201: ReceiptOut, **FAULTS}, summary="登记投诉")
def enter_complaint(
    request: HttpRequest, key: IdempotencyKey, asked: Annotated[ComplaintIn, Body(...)]
) -> HttpResponse:
    """Enter a complaint that came by phone, letter, visit or from the media, as a named handler enters it."""
    return once(request, key, lambda: _entered(caller(request), asked))


def _entered(account: Account, asked: ComplaintIn) -> ReceiptOut:
    unit = Unit.objects.filter(code=asked.unit).first() if asked.unit else None
    promise = (
        ServicePromise.objects.filter(code=asked.promise).select_related("unit").first() if asked.promise else None
    )
    if not may_enter(account):  # whoever may not is told so by the action, before anything else
        _known(asked, unit, promise)
    made = receive_complaint(
        by=account, channel=asked.channel, about=asked.about, title=asked.title, words=asked.words, unit=unit,
        topic=asked.topic, promise=promise, happened_on=asked.happened_on,
        who={"name": asked.name, "phone": asked.phone, "address": asked.address},
    ).complaint  # fmt: skip
    return ReceiptOut(number=made.number, state=made.state, accept_due=made.accept_due)


def _known(asked: ComplaintIn, unit: Unit | None, promise: ServicePromise | None) -> None:
    if asked.unit and unit is None:
        raise Refused(_("没有编码为“%(code)s”的单位。请核对。") % {"code": asked.unit}, "unit")
    if asked.promise and promise is None:
        raise Refused(_("没有编号为“%(code)s”的已公布承诺。请核对。") % {"code": asked.promise}, "promise")


def _told(some: list[Complaint], *, whole: bool) -> list[ComplaintOut]:
    """Complaints as they stand; what was said only to whom it may be told, else as it was sent out."""
    units = {getattr(one, "at_unit", None) or one.unit_id for one in some}
    codes = dict(Unit.objects.filter(pk__in={one for one in units if one is not None}).values_list("pk", "code"))
    return [
        ComplaintOut(
            number=one.number, state=one.state, channel=one.channel, kind=one.kind, topic=one.topic, named=one.named,
            unit=codes.get(getattr(one, "at_unit", None) or one.unit_id or 0), received_on=one.received_on,
            due_on=getattr(one, "due", None), closed_on=one.closed_on, verdict=one.verdict,
            title=one.title if whole else None, about=one.about if whole else None,
            words=one.words if whole else None,
        )
        for one in some
    ]  # fmt: skip
