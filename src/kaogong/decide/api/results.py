"""What other systems may ask of this room: grades, publications with their frozen text, and what follows from them."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Body, Field, Query, Router, Schema

from kaogong.audit.actions import Refused
from kaogong.audit.models import Evidence
from kaogong.decide import actions
from kaogong.decide.models import Consequence, Proposal, Publication, Settlement
from kaogong.decide.queries.publications import content_of, seen_publications, unaltered
from kaogong.decide.queries.settlements import seen_proposals, seen_settlements
from kaogong.decide.queries.uses import seen_consequences
from kaogong.decide.states import CONSEQUENCE_NAMES, SETTLEMENT_NAMES
from kaogong.org.api.door import FAULTS, PRINTED, Asked, IdempotencyKey, Key, Listed, caller, once, part, scope_of
from kaogong.org.models import Account, Room, Unit
from kaogong.plan.api import Number, cycle_asked, plain

router = Router(auth=Key(Room.DECIDE), tags=["decide"])
Words = Annotated[str, Field(max_length=1000, pattern=PRINTED)]
Short = Annotated[str, Field(min_length=1, max_length=60, pattern=PRINTED)]
HASH = "^[0-9a-f]{64}$"


class SettlementOut(Schema):
    """Grades of one formal run, on their way from proposal to publication."""

    id: int
    run: int
    title: str
    period: str
    state: str
    grades: list[str]
    previous: int | None
    publicity_since: dt.date | None
    publicity_until: dt.date | None
    approval: str
    approved_on: dt.date | None
    publication: int | None


class LineOut(Schema):
    """One subject: the grade as computed and as decided stand side by side. Null: none, or missing; never zero."""

    id: int
    subject: str
    name: str
    unit: str | None
    pool: str
    rank: int | None
    total: str | None
    computed: str | None
    grade: str | None
    reason: str


class PublicationOut(Schema):
    """What was published. `sm3` is of the frozen text; `unaltered`: the text still is what it names."""

    id: int
    settlement: int
    number: str
    title: str
    issuer: str
    audience: str
    publish_on: dt.date
    state: str
    code: str
    sm3: str
    unaltered: bool
    corrects: int | None


class WholePublicationOut(PublicationOut):
    """A publication with its lines; `text` is the frozen text, where the token may see all of it."""

    lines: list[dict[str, Any]]
    text: str | None


class PublicationIn(Schema):
    """How an approved settlement is published."""

    number: Short
    issuer: Annotated[str, Field(min_length=1, max_length=120, pattern=PRINTED)]
    audience: Literal["public", "house", "units"] = "house"
    publish_on: dt.date | None = None


class ConsequenceOut(Schema):
    """What follows from a result: why, who, until when, done or not."""

    id: int
    settlement: int
    subject: str
    name: str
    kind: str
    what: str
    clause: str
    trigger: str
    executor: str
    unit: str | None
    document: str
    number: str
    money: str | None
    due: dt.date | None
    state: str
    done_on: dt.date | None
    words: str
    proof: str | None


class Carried(Schema):
    """How a consequence was carried out; `proof`: the SM3 of a file sealed before."""

    day: dt.date | None = None
    words: Words = ""
    proof: Annotated[str, Field(pattern=HASH)] | None = None


class Which(Schema):
    """Of which cycle: the running one where none is named."""

    cycle: Number | None = None
    state: Annotated[str, Field(pattern=f"^({'|'.join(SETTLEMENT_NAMES)})?$")] = ""


class WhichConsequences(Schema):
    """Which consequences."""

    settlement: Number | None = None
    state: Annotated[str, Field(pattern=f"^({'|'.join(CONSEQUENCE_NAMES)})?$")] = ""
    unit: Annotated[str, Field(max_length=40, pattern=PRINTED, description="of whom they follow")] = ""


def _settlements(found: list[Settlement]) -> list[SettlementOut]:
    same = ("run_id", "title", "period", "state", "grades", "publicity_since", "publicity_until", "approved_on")
    return [
        SettlementOut(
            **{name.removesuffix("_id"): getattr(one, name) for name in same},
            id=one.pk,
            previous=one.previous_id,
            approval=one.number,
            publication=one.publication.pk if hasattr(one, "publication") else None,
        )
        for one in found
    ]


def _settlement(request: HttpRequest, number: int) -> Settlement:
    found = seen_settlements(caller(request)).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


@router.get("/settlements", response={200: Listed[SettlementOut], **FAULTS}, summary="等次评定")
def list_settlements(request: HttpRequest, asked: Asked, which: Annotated[Which, Query(...)]) -> dict[str, object]:
    """The settlements of a cycle that the token may see."""
    found = seen_settlements(caller(request), cycle_asked(which.cycle))
    return part(found.filter(state=which.state) if which.state else found, asked, _settlements)


@router.get("/settlements/{number}", response={200: SettlementOut, **FAULTS}, summary="一次等次评定")
def one_settlement(request: HttpRequest, number: Number) -> SettlementOut:
    """A settlement."""
    return _settlements([_settlement(request, number)])[0]


@router.get("/settlements/{number}/lines", response={200: Listed[LineOut], **FAULTS}, summary="各对象等次")
def list_lines(request: HttpRequest, number: Number, asked: Asked) -> dict[str, object]:
    """The subjects of a settlement, within the units of the token."""
    found = _within(request, seen_proposals(caller(request), _settlement(request, number)))
    return part(found.order_by("pool", "rank", "subject"), asked, _lines)


def _within(request: HttpRequest, found: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Publicity shows everybody everything; a token for some units reads no more than those."""
    units = scope_of(request).within
    return found if units is None else found.filter(unit__in=units)


def _lines(found: list[Proposal]) -> list[LineOut]:
    return [
        LineOut(
            id=one.pk,
            subject=one.subject,
            name=one.name,
            unit=one.unit.code if one.unit else None,
            pool=one.pool_name,
            rank=one.rank,
            total=plain(one.total),
            computed=one.computed or None,
            grade=one.final or None,
            reason=one.reason,
        )
        for one in found
    ]


def _publications(found: list[Publication]) -> list[PublicationOut]:
    return [PublicationOut(**_published(one)) for one in found]


def _published(one: Publication) -> dict[str, Any]:
    same = ("number", "title", "issuer", "audience", "publish_on", "state", "code", "sm3")
    more = {"id": one.pk, "settlement": one.settlement_id, "unaltered": unaltered(one), "corrects": one.corrects_id}
    return {name: getattr(one, name) for name in same} | more


@router.get("/publications", response={200: Listed[PublicationOut], **FAULTS}, summary="通报")
def list_publications(request: HttpRequest, asked: Asked) -> dict[str, object]:
    """What was published and the token may read, the newest first."""
    return part(seen_publications(caller(request)), asked, _publications)


@router.get("/publications/{number}", response={200: WholePublicationOut, **FAULTS}, summary="一份通报及原文")
def one_publication(request: HttpRequest, number: Number) -> WholePublicationOut:
    """A publication as it was frozen: its lines, and its text where the token may see all of it."""
    found = seen_publications(caller(request)).filter(pk=number).first()
    if found is None:
        raise Http404
    seen = set(_within(request, seen_proposals(caller(request), found.settlement)).values_list("subject", flat=True))
    every = content_of(found)["lines"]
    lines = [one for one in every if one["subject"] in seen]
    return WholePublicationOut(**_published(found), lines=lines, text=found.text if len(lines) == len(every) else None)


@router.post("/settlements/{number}/publish", response={201: PublicationOut, **FAULTS}, summary="公布结果")
def publish(
    request: HttpRequest, number: Number, key: IdempotencyKey, asked: Annotated[PublicationIn, Body(...)]
) -> HttpResponse:
    """Publish what was approved, as the page does: the text is frozen, the register and the deliveries begin."""
    found = _settlement(request, number)
    given = asked.model_dump()
    return once(
        request, key, lambda: _publications([actions.publish(by=caller(request), settlement=found, **given)])[0]
    )


def _consequences(found: list[Consequence]) -> list[ConsequenceOut]:
    same = ("kind", "what", "clause", "trigger", "executor", "document", "number", "due", "state", "done_on", "words")
    return [
        ConsequenceOut(
            **{name: getattr(one, name) for name in same},
            id=one.pk,
            settlement=one.settlement_id,
            subject=one.proposal.subject,
            name=one.proposal.name,
            unit=one.unit.code if one.unit else None,
            money=plain(one.money),
            proof=one.proof_id,
        )
        for one in found
    ]


@router.get("/consequences", response={200: Listed[ConsequenceOut], **FAULTS}, summary="结果运用")
def list_consequences(
    request: HttpRequest, asked: Asked, which: Annotated[WhichConsequences, Query(...)]
) -> dict[str, object]:
    """What follows from published results, as far as the token may see."""
    found = seen_consequences(caller(request))
    if which.settlement:
        found = found.filter(settlement=which.settlement)
    if which.state:
        found = found.filter(state=which.state)
    if which.unit:
        found = found.filter(proposal__unit__in=Unit.objects.filter(code=which.unit))
    return part(found, asked, _consequences)


def _consequence(account: Account, number: int) -> Consequence:
    found = seen_consequences(account).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


@router.get("/consequences/{number}", response={200: ConsequenceOut, **FAULTS}, summary="一项结果运用")
def one_consequence(request: HttpRequest, number: Number) -> ConsequenceOut:
    """A consequence."""
    return _consequences([_consequence(caller(request), number)])[0]


@router.post("/consequences/{number}/execute", response={201: ConsequenceOut, **FAULTS}, summary="登记已执行")
def execute(
    request: HttpRequest, number: Number, key: IdempotencyKey, asked: Annotated[Carried, Body(...)]
) -> HttpResponse:
    """A consequence was carried out: when, how, and the proof of it."""
    account = caller(request)
    found = _consequence(account, number)
    return once(request, key, lambda: _carried_out(account, found, asked))


def _carried_out(account: Account, found: Consequence, asked: Carried) -> ConsequenceOut:
    proof = Evidence.objects.filter(pk=asked.proof).first() if asked.proof else None
    if asked.proof and proof is None:
        words = _("杂凑值为 %(sm3)s 的文件还没有上传。请先按杂凑值上传，再登记。")
        raise Refused(words % {"sm3": asked.proof}, "proof")
    made = actions.execute(by=account, consequence=found, words=asked.words, day=asked.day, proof=proof)
    return _consequences([made])[0]
