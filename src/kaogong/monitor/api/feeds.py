"""Authoritative figures, pushed. They count once the authority has approved them on the page, as those of a workbook do."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Annotated

from django.core.files.base import ContentFile
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Body, Field, Query, Router, Schema

from kaogong.audit.actions import Refused, demand, seal
from kaogong.monitor import actions
from kaogong.monitor.api.reports import PERIOD, Figure
from kaogong.monitor.guards import ROOM, may_supply
from kaogong.monitor.models import Feed
from kaogong.monitor.queries import HEADS
from kaogong.org.api.door import FAULTS, PRINTED, Asked, IdempotencyKey, Key, Listed, caller, once, part
from kaogong.org.models import Account, Room, Unit
from kaogong.org.models.powers import Power
from kaogong.org.queries import reach
from kaogong.plan.api import Number, cycle_asked

router = Router(auth=Key(Room.MONITOR), tags=["monitor"])
Word = Annotated[str, Field(min_length=1, max_length=160, pattern=r"^[^\x00-\x1f]+$")]


class FeedOut(Schema):
    """Figures that came together, of one authority."""

    id: int
    cycle: int
    authority: str
    name: str
    state: str
    source: str = Field(description="SM3 of what was sealed")
    supplied_at: dt.datetime
    approved_at: dt.datetime | None
    figures: int


class FigureIn(Schema):
    """One figure."""

    indicator: Word
    unit: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[^\x00-\x1f]+$")]
    period: Annotated[str, Field(pattern=PERIOD)]
    value: Figure


class FeedIn(Schema):
    """Figures to be taken in: all of them, or none."""

    authority: Annotated[
        str, Field(min_length=1, max_length=40, pattern=PRINTED, description="code of the unit that answers for them")
    ]
    name: Word
    cycle: Number | None = None
    figures: Annotated[list[FigureIn], Field(min_length=1, max_length=10_000)]


class Which(Schema):
    """Of which cycle."""

    cycle: Number | None = None


@router.get("/feeds", response={200: Listed[FeedOut], **FAULTS}, summary="权威数据")
def list_feeds(request: HttpRequest, asked: Asked, which: Annotated[Which, Query(...)]) -> dict[str, object]:
    """What was supplied, and how it stands."""
    found, units = Feed.objects.filter(cycle=cycle_asked(which.cycle)), reach(caller(request)).units(*Power.values)
    if units is not None:
        found = found.filter(authority__in=units)
    return part(found.select_related("authority"), asked, lambda some: [_said(one) for one in some])


@router.get("/feeds/{number}", response={200: FeedOut, **FAULTS}, summary="一批权威数据")
def one_feed(request: HttpRequest, number: Number) -> FeedOut:
    """One of them: whether it was approved."""
    found, units = Feed.objects.filter(pk=number).first(), reach(caller(request)).units(*Power.values)
    if found is None or (units is not None and found.authority_id not in units):
        raise Http404
    return _said(found)


@router.post("/feeds", response={201: FeedOut, **FAULTS}, summary="推送权威数据")
def push_feed(request: HttpRequest, key: IdempotencyKey, asked: Annotated[FeedIn, Body(...)]) -> HttpResponse:
    """Push figures: what came is sealed, every fault is told by line, and nothing is taken in half."""
    return once(request, key, lambda: _pushed(caller(request), asked))


def _pushed(account: Account, asked: FeedIn) -> FeedOut:
    authority = Unit.objects.filter(code=asked.authority).first()
    if authority is None:
        raise Refused(_("没有编码为“%(code)s”的单位。请核对。") % {"code": asked.authority}, "authority")
    where = f"org.unit:{authority.code}"
    demand(may_supply(account, authority), room=ROOM, verb="supply", subject=where, unit=authority.code)
    out = io.StringIO()
    lines = ((one.indicator, one.unit, one.period, one.value) for one in asked.figures)
    csv.writer(out, lineterminator="\n").writerows([HEADS, *lines])
    source = seal(by=account, file=ContentFile(out.getvalue().encode(), name=f"{asked.name}.csv"), name=asked.name)
    cycle = cycle_asked(asked.cycle)
    return _said(actions.supply(by=account, cycle=cycle, authority=authority, source=source, name=asked.name))


def _said(one: Feed) -> FeedOut:
    return FeedOut(
        id=one.pk,
        cycle=one.cycle_id,
        authority=one.authority.code,
        name=one.name,
        state=one.state,
        source=one.source_id,
        supplied_at=one.supplied_at,
        approved_at=one.approved_at,
        figures=one.values.count(),
    )
