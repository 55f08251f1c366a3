"""Evidence by its hash, and the heads of the chain: what the audit room offers, through the door of this one."""

from __future__ import annotations

import datetime as dt
from typing import IO, Annotated, Any, cast

from django.core.files import File
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Router, Schema

from kaogong.audit.actions import Denied, Refused, seal
from kaogong.audit.models import Anchor, Evidence
from kaogong.audit.queries import anchors, head
from kaogong.org.api.door import FAULTS, Asked, Key, Listed, caller, part, told
from kaogong.org.models import Room

router = Router(auth=Key(Room.AUDIT), tags=["audit"])
Hash = Annotated[str, Path(..., pattern="^[0-9a-f]{64}$", description="SM3 of the content, hexadecimal")]
BYTES: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


class EvidenceOut(Schema):
    """A sealed file."""

    sm3: str
    sha256: str
    size: int
    kind: str
    sealed_at: dt.datetime


class AnchorOut(Schema):
    """The head of the chain at the end of a day."""

    day: dt.date
    number: int
    hash: str


class HeadOut(Schema):
    """The head of the chain now."""

    number: int
    hash: str


@router.get("/evidence/{sm3}", response={200: EvidenceOut, **FAULTS}, summary="证据是否已存")
def one_evidence(request: HttpRequest, sm3: Hash) -> Evidence:  # noqa: ARG001 - as the API calls it
    """Whether a file is sealed already; then it need not be sent again."""
    found = Evidence.objects.filter(pk=sm3).first()
    if found is None:
        raise Http404
    return found


@router.put("/evidence/{sm3}", response={200: EvidenceOut, **FAULTS}, summary="按杂凑值上传证据", openapi_extra=BYTES)
def put_evidence(request: HttpRequest, sm3: Hash) -> Evidence | HttpResponse:
    """Seal a file under the hash it has. Sent again it is stored once: the hash is its key."""
    try:
        return seal(by=caller(request), file=File(cast(IO[bytes], request), name=sm3), name=sm3, sm3=sm3)
    except (Denied, Refused) as raised:
        return told(request, raised)


@router.get("/anchors", response={200: Listed[AnchorOut], **FAULTS}, summary="存证锚")
def list_anchors(request: HttpRequest, asked: Asked) -> dict[str, Any]:  # noqa: ARG001
    """The heads that were published, the newest first: keep them elsewhere, and the chain can be checked against them."""
    return part(anchors(), asked, _anchors)


def _anchors(found: list[Anchor]) -> list[AnchorOut]:
    return [AnchorOut(day=one.day, number=one.number, hash=one.hash) for one in found]


@router.get("/head", response={200: HeadOut, **FAULTS}, summary="链头")
def chain_head(request: HttpRequest) -> HeadOut:  # noqa: ARG001
    """The newest event of the chain: its number and hash."""
    number, found = head()
    return HeadOut(number=number, hash=found)
