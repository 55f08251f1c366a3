"""What every room's API stands on: who asks, one answer a key, lists by the page, faults in words."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, Generic, TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import Field, Header, Query, Schema
from ninja.errors import AuthenticationError
from ninja.security import HttpBearer

from kaogong.audit.actions import Denied, Refused
from kaogong.org.actions import claim_key, count_call, keep_answer
from kaogong.org.models import Account, Room
from kaogong.org.queries import AsToken, admitted, reach, token_of

READS = {"GET", "HEAD"}
PRINTED = r"^[^\x00-\x08\x0b-\x1f]*$"
"""Words without control signs."""
T = TypeVar("T", bound=Model)
S = TypeVar("S")


class Fault(Schema):
    """One thing that is wrong: where, and what."""

    where: str
    what: str


class Problem(Schema):
    """What went wrong (RFC 9457): what, where, why, and what to do."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    todo: str = Field(description="what to do about it")
    errors: list[Fault] = Field(default_factory=list)


FAULTS: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 409, 413, 422, 429), Problem)
"""What any operation may answer when it cannot do what was asked."""


class TooMany(Exception):
    """More calls than a token has a minute."""


class Closed(Exception):
    """The token's scopes do not reach this room, or do not let it write there."""


def title_of(status: int) -> tuple[str, str]:
    """What a status is called, and what to do about it."""
    return {
        400: (_("请求读不懂"), _("请核对正文是否为 JSON、编码是否为 UTF-8。")),
        401: (
            _("没有令牌，或令牌无效"),
            _("请在 Authorization 头里带上有效的令牌；过期或丢失的，请安全保密管理员重签。"),
        ),
        403: (_("令牌不能办这件事"), _("请核对令牌的范围和账号的权限；需要时请安全保密管理员调整。")),
        404: (_("没有这样东西，或令牌看不到它"), _("请核对地址和编号。")),
        405: (_("这个地址不能这样用"), _("请用 Allow 头列出的方法。")),
        409: (_("现在不能这样办"), _("请按说明处理后再试。")),
        413: (_("内容太大"), _("请分次发送。")),
        422: (_("内容有误"), _("请按 errors 逐处更正后重发。")),
        429: (_("请求太密"), _("请按 Retry-After 头所示的秒数稍后再试。")),
        500: (_("系统内部出错"), _("没有办成，也没有记下任何东西。请稍后用同一个键再试；仍不行请告诉系统管理员。")),
    }[status]


def problem(
    request: HttpRequest, status: int, detail: str = "", errors: Iterable[Mapping[str, str]] = ()
) -> HttpResponse:
    """A fault as an answer."""
    title, todo = title_of(status)
    told = {
        "type": f"/api/#problem-{status}",
        "title": title,
        "status": status,
        "detail": detail or title,
        "instance": request.path,
        "todo": todo,
        "errors": list(errors),
    }
    return JsonResponse(told, status=status, content_type="application/problem+json")


class Key(HttpBearer):
    """A token that is let into a room; to write, its scope must say so. The guards then ask what its account may do."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self.room = room

    def authenticate(self, request: HttpRequest, token: str) -> Account:
        """The account, as far as the token reaches."""
        held = token_of(token)
        if held is None:
            raise AuthenticationError
        if count_call(held) > settings.API_CALLS_A_MINUTE:
            raise TooMany
        found = admitted(held, self.room, write=request.method not in READS)
        if found is None:
            raise Closed(_("令牌没有开放“%(room)s”，或只能读。") % {"room": self.room.label})
        return found


def caller(request: HttpRequest) -> Account:
    """Whose token it is."""
    found: Account = request.auth  # type: ignore[attr-defined]
    return found


def scope_of(request: HttpRequest) -> AsToken:
    """How far the token reaches."""
    found = reach(caller(request))
    assert isinstance(found, AsToken)
    return found


class Part(Schema):
    """Which part of a list is asked for."""

    limit: Annotated[int, Field(ge=1, le=500)] = 50
    offset: Annotated[int, Field(ge=0, le=10_000_000)] = 0


Asked = Annotated[Part, Query(...)]


class Listed(Schema, Generic[S]):
    """A part of a list, and how long the whole is."""

    count: int
    limit: int
    offset: int
    items: list[S]


def part(found: QuerySet[T] | list[T], asked: Part, said: Callable[[list[T]], list[Any]]) -> dict[str, Any]:
    """A part of a list as it is answered. `said`: the rows in words, all at once, so that names take one query."""
    count = len(found) if isinstance(found, list) else found.count()
    items = said(list(found[asked.offset : asked.offset + asked.limit]))
    return {"count": count, "limit": asked.limit, "offset": asked.offset, "items": items}


IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=8,
        max_length=100,
        pattern=r"^[A-Za-z0-9_.:-]+$",
        description="one key a write; the same key again is answered the same and does nothing twice",
    ),
]


def once(request: HttpRequest, key: str, do: Callable[[], Schema]) -> HttpResponse:
    """Do a write once a key, and answer the same however often it is sent. All of it, or nothing."""
    whole = "\n".join((request.method or "", request.get_full_path())).encode() + b"\n" + request.body
    asked = hashlib.sha256(whole).hexdigest()
    with transaction.atomic():
        held, fresh = claim_key(scope_of(request).token, key, asked)
        if fresh:
            sent = _done(request, do)
            keep_answer(held, status=sent.status_code, media=sent["Content-Type"], answer=sent.content.decode())
            return sent
    if held.asked != asked:
        what = _("这个键已用于另一个请求。每一次新的写入请用新的键。")
        return problem(request, 422, what, [{"where": "Idempotency-Key", "what": what}])
    again = HttpResponse(held.answer, status=held.status, content_type=held.media)
    again["Idempotent-Replayed"] = "true"
    return again


def _done(request: HttpRequest, do: Callable[[], Schema]) -> HttpResponse:
    """What the action gave, or why not."""
    try:
        made = do()
    except (Denied, Refused) as raised:
        return told(request, raised)
    return HttpResponse(made.model_dump_json(), status=201, content_type="application/json; charset=utf-8")


def told(request: HttpRequest, raised: Denied | Refused) -> HttpResponse:
    """A guard's words, or an action's, as a fault."""
    if isinstance(raised, Denied):
        return problem(request, 403, raised.why)
    lines = str(raised).split("\n")
    if not raised.field:
        return problem(request, 409, lines[0])
    errors = [{"where": raised.field, "what": one} for one in lines[1:] or lines]
    return problem(request, 422, lines[0], errors)
