"""What other systems may read of what follows: letters and certificates, and what is carried into the next year."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema

from kaogong.decide.models import Consequence, Paper
from kaogong.decide.queries.carried import carrying
from kaogong.decide.queries.papers import paper_unaltered, seen_papers
from kaogong.decide.queries.uses import seen_consequences
from kaogong.decide.states import PAPER_NAMES
from kaogong.org.api.door import FAULTS, Asked, Key, Listed, caller, part, scope_of
from kaogong.org.models import Room
from kaogong.plan.api import Number, cycle_asked

router = Router(auth=Key(Room.DECIDE), tags=["decide"])


class WhichYear(Schema):
    """Of which cycle: the running one where none is named."""

    cycle: Number | None = None


class LetterOut(Schema):
    """A letter or certificate. `text` is what was frozen and `sm3` its hash; `unaltered`: the text still is what it names."""

    id: int
    settlement: int
    consequence: int
    kind: str
    number: str
    title: str
    issuer: str
    to: str
    unit: str | None
    issued_on: dt.date
    state: str
    why: str
    code: str
    sm3: str
    unaltered: bool


class WholeLetterOut(LetterOut):
    """A letter with its frozen text."""

    text: str


class WhichLetters(Schema):
    """Which letters."""

    state: Annotated[str, Field(pattern=f"^({'|'.join(PAPER_NAMES)})?$")] = ""


class EffectOut(Schema):
    """What a result carries into the next year: of what, by how much, and by which clause and paper."""

    consequence: int
    subject: str
    name: str
    unit: str | None
    year: int
    into: str
    value: str
    clause: str
    document: str
    publication: str


def _lettered(one: Paper) -> dict[str, Any]:
    same = ("kind", "number", "title", "issuer", "to", "issued_on", "state", "why", "code", "sm3")
    more: dict[str, Any] = {"id": one.pk, "settlement": one.settlement_id, "consequence": one.consequence_id}
    more |= {"unit": one.unit.code if one.unit else None, "unaltered": paper_unaltered(one)}
    return {name: getattr(one, name) for name in same} | more


def _letters(request: HttpRequest) -> QuerySet[Paper]:
    """What the account may read; a token for some units reads no more than theirs, and nobody's by name."""
    found, units = seen_papers(caller(request)), scope_of(request).within
    return found if units is None else found.filter(unit__in=units, consequence__proposal__person__isnull=True)


@router.get("/letters", response={200: Listed[LetterOut], **FAULTS}, summary="信函和证书")
def list_letters(request: HttpRequest, asked: Asked, which: Annotated[WhichLetters, Query(...)]) -> dict[str, object]:
    """Letters and certificates the token may read, the newest first."""
    found = _letters(request).order_by("-issued_on", "-pk")
    found = found.filter(state=which.state) if which.state else found
    return part(found, asked, lambda some: [LetterOut(**_lettered(one)) for one in some])


@router.get("/letters/{number}", response={200: WholeLetterOut, **FAULTS}, summary="一份信函或证书及原文")
def one_letter(request: HttpRequest, number: Number) -> WholeLetterOut:
    """A letter as it was frozen."""
    found = _letters(request).filter(pk=number).first()
    if found is None:
        raise Http404
    return WholeLetterOut(**_lettered(found), text=found.text)


@router.get("/effects", response={200: Listed[EffectOut], **FAULTS}, summary="带入下年的影响")
def list_effects(request: HttpRequest, asked: Asked, which: Annotated[WhichYear, Query(...)]) -> dict[str, object]:
    """What results of a cycle carry into the next year, as far as the token may see."""
    held = seen_consequences(caller(request)).filter(pk__in=carrying(cycle_asked(which.cycle).year).values("pk"))
    units = scope_of(request).within
    held = held if units is None else held.filter(proposal__unit__in=units)
    return part(
        held.select_related("proposal__unit", "settlement__publication", "settlement__run__cycle").order_by("pk"),
        asked,
        _effects,
    )


def _effects(found: list[Consequence]) -> list[EffectOut]:
    return [
        EffectOut(
            consequence=one.pk,
            subject=one.proposal.subject,
            name=one.proposal.name,
            unit=one.proposal.unit.code if one.proposal.unit else None,
            year=one.settlement.run.cycle.year + 1,
            into=into,
            value=str(value),
            clause=one.clause,
            document=one.number or one.document,
            publication=one.settlement.publication.number,
        )
        for one in found
        for into, value in one.carry.items()
    ]
