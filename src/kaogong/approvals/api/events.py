"""Events of cases, pushed by the thousand: the same event again changes nothing, every bad one is told by its place."""

from __future__ import annotations

import datetime as dt
from operator import attrgetter
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Body, Field, Query, Router, Schema
from pydantic import BaseModel

from kaogong.approvals import actions
from kaogong.approvals.guards import ROOM, may_feed
from kaogong.approvals.models import CaseEvent, Intake, Source
from kaogong.approvals.queries.cards import own_bodies
from kaogong.approvals.queries.columns import COLUMNS
from kaogong.approvals.queries.faults import told
from kaogong.approvals.states import CHANNELS, PAUSES, VERBS
from kaogong.audit.actions import Refused, demand
from kaogong.org.api.door import FAULTS, PRINTED, IdempotencyKey, Key, caller, once
from kaogong.org.models import Account, Room

router = Router(auth=Key(Room.APPROVALS), tags=["approvals"])
MOST = 20_000
Text = Annotated[str, Field(max_length=200, pattern=PRINTED)]


class EventIn(BaseModel):
    """One thing that happened to a case. No schema of ninja: those look into every field of every event for Django's objects."""

    number: Text = Field(description="number of the event at its source; the same again is the same event")
    case: Text
    verb: Text = Field(description=f"one of: {', '.join(VERBS)}")
    at: Text = Field(description="2026-09-01T09:00:00+08:00; without a zone, the local time of the installation")
    item: Text = ""
    step: Text = ""
    handler: Text = ""
    amount: Text = ""
    reason: Text = Field("", description=f"why the clock stands still: {', '.join(PAUSES)}")
    channel: Text = Field("", description=f"one of: {', '.join(CHANNELS)}")
    words: Text = ""
    corrects: Text = Field("", description="number of the event this one takes the place of")


class EventsIn(Schema):
    """Events of one source."""

    source: Text
    name: Annotated[str, Field(min_length=1, max_length=160, pattern=PRINTED)] = "api"
    whole: bool = Field(False, description="one bad event, and none is taken")
    events: Annotated[list[EventIn], Field(min_length=1, max_length=MOST)]


class EventFault(Schema):
    """A bad event: its place in the list, the column, and what is wrong."""

    where: str
    column: str
    what: str


class IntakeOut(Schema):
    """What was taken, what was here before, and what was not taken."""

    id: int
    rows: int
    taken: int
    again: int
    bad: int
    faults: list[EventFault]


class Told(Schema):
    """An event as another level takes it over."""

    source: str
    number: str
    case: str
    verb: str
    at: dt.datetime
    item: str
    step: str
    handler: str
    amount: str | None
    reason: str
    channel: str
    words: str
    corrects: str


class Relayed(Schema):
    """Events after a mark, and the mark to ask from next time."""

    after: int
    events: list[Told]


class After(Schema):
    """From where on."""

    after: Annotated[int, Field(ge=0, le=9_000_000_000_000)] = 0
    limit: Annotated[int, Field(ge=1, le=5_000)] = 1_000


@router.post("/events", response={201: IntakeOut, **FAULTS}, summary="推送办件事件")
def push_events(request: HttpRequest, key: IdempotencyKey, asked: Annotated[EventsIn, Body(...)]) -> HttpResponse:
    """Push events of cases. In any order; late ones and corrections are fine."""
    return once(request, key, lambda: _pushed(caller(request), asked))


def _pushed(account: Account, asked: EventsIn) -> IntakeOut:
    source = Source.objects.select_related("unit").filter(code=asked.source).first()
    if source is None:
        raise Refused(_("没有编码为“%(code)s”的来源。请先登记来源。") % {"code": asked.source}, "source")
    code = source.unit.code if source.unit else ""
    demand(may_feed(account, source), room=ROOM, verb="take", subject=f"{ROOM}.source:{source.pk}", unit=code)
    actions.ready()
    cells = attrgetter(*COLUMNS)
    lines = ((place, cells(one)) for place, one in enumerate(asked.events))
    made = actions.take(by=account, source=source, lines=lines, way="api", name=asked.name, whole=asked.whole)
    return _said(made)


def _said(made: Intake) -> IntakeOut:
    wrong = [EventFault(where=f"events[{row}]", column=column, what=words) for row, column, words in told(made.faults)]
    return IntakeOut(id=made.pk, rows=made.rows, taken=made.taken, again=made.again, bad=made.bad, faults=wrong)


@router.get("/relay", response={200: Relayed, **FAULTS}, summary="向上级转报办件事件")
def relay(request: HttpRequest, asked: Annotated[After, Query(...)]) -> Relayed:
    """Events in the order they came, as their source told them, for the level above; pushed there, each is held once."""
    bodies = own_bodies(caller(request))
    if bodies is not None and not bodies:
        raise Http404
    found = CaseEvent.objects.filter(pk__gt=asked.after).select_related("source", "case", "item").order_by("pk")
    held = list((found if bodies is None else found.filter(case__body__in=bodies))[: asked.limit])
    return Relayed(after=held[-1].pk if held else asked.after, events=list(map(_relayed, held)))


def _relayed(one: CaseEvent) -> Told:
    given: dict[str, Any] = {name: getattr(one, name) for name in COLUMNS if name not in ("case", "item", "amount")}
    amount = None if one.amount is None else f"{one.amount:f}"
    return Told(
        source=one.source.code, case=one.case.number, item=one.item.code if one.item else "", amount=amount, **given
    )
