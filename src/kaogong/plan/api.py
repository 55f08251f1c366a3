"""What other systems may ask of this room: cycles, indicators, targets."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated

from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema

from kaogong.org.api.door import FAULTS, PRINTED, Asked, Key, Listed, caller, part
from kaogong.org.models import Room, Unit
from kaogong.plan.models import Cycle, Indicator, Target
from kaogong.plan.queries import current, seen_by
from kaogong.plan.states import TARGET_NAMES

router = Router(auth=Key(Room.PLAN), tags=["plan"])
Number = Annotated[int, Field(ge=1, le=2**62)]


class StageOut(Schema):
    """A stage of a cycle."""

    key: str
    since: dt.date
    until: dt.date


class CycleOut(Schema):
    """A cycle."""

    id: int
    year: int
    title: str
    state: str
    since: dt.date
    until: dt.date
    stages: list[StageOut]


class IndicatorOut(Schema):
    """An indicator. Numbers are text, exact as they were written."""

    id: int
    name: str
    level: str
    parent: int | None
    state: str
    authority: str | None
    unit_of_measure: str
    places: int
    direction: str
    full_marks: str | None
    weight: str | None


class TargetOut(Schema):
    """A target. `value` is what binds; null: not agreed yet, and not zero."""

    id: int
    cycle: int
    indicator: int
    indicator_name: str
    unit: str
    person: str | None
    period: str
    state: str
    value: str | None
    baseline: str | None
    benchmark: str | None
    parent: int | None
    version: int


class Which(Schema):
    """Of which cycle: the running one where none is named."""

    cycle: Number | None = None


class WhichTargets(Which):
    """Which targets."""

    unit: Annotated[str, Field(max_length=40, pattern=PRINTED)] = ""
    state: Annotated[str, Field(pattern=f"^({'|'.join(TARGET_NAMES)})?$")] = ""
    indicator: Number | None = None


def plain(value: Decimal | None) -> str | None:
    """A number as text, exact; nothing stays nothing."""
    return None if value is None else f"{value:f}"


def cycle_asked(number: int | None) -> Cycle:
    """The cycle asked for, else the running one.

    Raises:
        Http404: there is none.
    """
    found = Cycle.objects.filter(pk=number).first() if number else current()
    if found is None:
        raise Http404
    return found


@router.get("/cycles", response={200: Listed[CycleOut], **FAULTS}, summary="考核周期")
def list_cycles(request: HttpRequest, asked: Asked) -> dict[str, object]:  # noqa: ARG001
    """Every cycle with its stages, the newest first."""
    return part(Cycle.objects.prefetch_related("stages"), asked, _cycles)


def _cycles(found: list[Cycle]) -> list[CycleOut]:
    return [
        CycleOut(
            id=one.pk,
            year=one.year,
            title=one.title,
            state=one.state,
            since=one.since,
            until=one.until,
            stages=[StageOut(key=each.key, since=each.since, until=each.until) for each in one.stages.all()],
        )
        for one in found
    ]


@router.get("/indicators", response={200: Listed[IndicatorOut], **FAULTS}, summary="指标")
def list_indicators(request: HttpRequest, asked: Asked, which: Annotated[Which, Query(...)]) -> dict[str, object]:  # noqa: ARG001
    """The indicators of a cycle."""
    found = Indicator.objects.filter(cycle=cycle_asked(which.cycle)).select_related("authority")
    return part(found, asked, _indicators)


def _indicators(found: list[Indicator]) -> list[IndicatorOut]:
    return [
        IndicatorOut(
            id=one.pk,
            name=one.name,
            level=one.level,
            parent=one.parent_id,
            state=one.state,
            authority=one.authority.code if one.authority else None,
            unit_of_measure=one.unit,
            places=one.places,
            direction=one.direction,
            full_marks=plain(one.full),
            weight=plain(one.weight),
        )
        for one in found
    ]


@router.get("/targets", response={200: Listed[TargetOut], **FAULTS}, summary="目标")
def list_targets(request: HttpRequest, asked: Asked, which: Annotated[WhichTargets, Query(...)]) -> dict[str, object]:
    """The targets of a cycle that the token may see."""
    found = seen_by(caller(request), cycle_asked(which.cycle))
    if which.unit:
        found = found.filter(unit__in=Unit.objects.filter(code=which.unit))
    if which.state:
        found = found.filter(state=which.state)
    if which.indicator:
        found = found.filter(indicator=which.indicator)
    return part(found, asked, _targets)


@router.get("/targets/{number}", response={200: TargetOut, **FAULTS}, summary="一项目标")
def one_target(request: HttpRequest, number: Number) -> TargetOut:
    """A target."""
    held = Target.objects.filter(pk=number).select_related("cycle").first()
    found = seen_by(caller(request), held.cycle).filter(pk=number).first() if held else None
    if found is None:
        raise Http404
    return _targets([found])[0]


def _targets(found: list[Target]) -> list[TargetOut]:
    return [
        TargetOut(
            id=one.pk,
            cycle=one.cycle_id,
            indicator=one.indicator_id,
            indicator_name=one.indicator.name,
            unit=one.unit.code,
            person=one.person.code if one.person else None,
            period=one.period,
            state=one.state,
            value=plain(one.value),
            baseline=plain(one.baseline),
            benchmark=plain(one.benchmark),
            parent=one.parent_id,
            version=one.version,
        )
        for one in found
    ]
