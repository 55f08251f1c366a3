"""Units and people, as of a day."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema

from kaogong.org.api.door import FAULTS, PRINTED, Asked, Key, Listed, caller, part, scope_of
from kaogong.org.models import Person, Room, Unit, UnitVersion
from kaogong.org.queries import find_units, people_seen, today, with_posts

router = Router(auth=Key(Room.ORG), tags=["org"])
Words = Annotated[str, Field(max_length=60, pattern=PRINTED)]
Code = Annotated[str, Field(max_length=40, pattern=PRINTED)]


class UnitOut(Schema):
    """A unit as it was called and where it stood on a day."""

    code: str
    name: str
    short: str
    parent: str | None
    level: str
    track: str
    appraisal_class: str
    since: dt.date
    until: dt.date | None


class PersonOut(Schema):
    """A person and the main post of the day. Telephone and identity numbers leave by no API."""

    code: str
    name: str
    unit: str | None
    title: str | None


class Seek(Schema):
    """Which of them."""

    day: dt.date | None = None
    words: Words = ""
    unit: Code = ""


def _units(found: list[UnitVersion]) -> list[UnitOut]:
    parents = dict(Unit.objects.filter(pk__in={one.parent_id for one in found}).values_list("pk", "code"))
    return [
        UnitOut(
            code=one.unit.code,
            name=one.name,
            short=one.short,
            parent=parents.get(one.parent_id or 0),
            level=one.level,
            track=one.track,
            appraisal_class=one.appraisal_class,
            since=one.since,
            until=one.until,
        )
        for one in found
    ]


@router.get("/units", response={200: Listed[UnitOut], **FAULTS}, summary="单位（按日期）")
def list_units(request: HttpRequest, asked: Asked, seek: Annotated[Seek, Query(...)]) -> dict[str, object]:
    """Units as they were on a day: today where none is given."""
    found, within = find_units(seek.day, seek.words), scope_of(request).within
    if within is not None:
        found = found.filter(unit__in=within)
    if seek.unit:
        found = found.filter(unit__code=seek.unit)
    return part(found, asked, _units)


@router.get("/units/{code}", response={200: UnitOut, **FAULTS}, summary="一个单位")
def one_unit(request: HttpRequest, code: Code, day: dt.date | None = None) -> UnitOut:
    """A unit as it was on a day."""
    found, within = find_units(day).filter(unit__code=code).first(), scope_of(request).within
    if found is None or (within is not None and found.unit_id not in within):
        raise Http404
    return _units([found])[0]


@router.get("/people", response={200: Listed[PersonOut], **FAULTS}, summary="人员（按日期）")
def list_people(request: HttpRequest, asked: Asked, seek: Annotated[Seek, Query(...)]) -> dict[str, object]:
    """The people of the units one has a power over, as of a day."""
    day = seek.day or today()
    found = with_posts(people_seen(caller(request), seek.words, seek.unit, day), day)
    return part(found, asked, _people)


def _people(found: list[Person]) -> list[PersonOut]:
    where = {one.pk: (getattr(one, "unit_id", None), getattr(one, "title", None)) for one in found}
    codes = dict(Unit.objects.filter(pk__in={unit for unit, __ in where.values() if unit}).values_list("pk", "code"))
    return [
        PersonOut(code=one.code, name=one.name, unit=codes.get(where[one.pk][0] or 0), title=where[one.pk][1])
        for one in found
    ]
