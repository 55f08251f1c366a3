"""The API of the house: the rooms' own, under one door, with one description (OpenAPI) and one way of saying what is wrong."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, URLResolver
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from kaogong import __version__
from kaogong.answer import api as appeals
from kaogong.approvals.api import cases as approval_cases
from kaogong.approvals.api import events as approval_events
from kaogong.assess import api as assess
from kaogong.audit.actions import Denied, Refused
from kaogong.decide.api import followed, results
from kaogong.listen import api as listen
from kaogong.monitor.api import feeds, reports
from kaogong.org.api import record, register
from kaogong.org.api.door import Closed, TooMany, problem, told
from kaogong.org.models import Room
from kaogong.plan import api as plan
from kaogong.portal.actions import note_failure
from kaogong.portal.queries.door import locked_until

log = logging.getLogger("kaogong.web")
MINUTE = 60
ROUTERS = (
    ("/org", register.router),
    ("/plan", plan.router),
    ("/monitor", reports.router),
    ("/monitor", feeds.router),
    ("/approvals", approval_events.router),
    ("/approvals", approval_cases.router),
    ("/listen", listen.router),
    ("/assess", assess.router),
    ("/decide", results.router),
    ("/decide", followed.router),
    ("/answer", appeals.router),
    ("/audit", record.router),
)
"""Where each room's API hangs. A room with one is one line."""


class House(NinjaAPI):
    """Every operation needs a token; faults are problems (RFC 9457) in the description too."""

    def get_openapi_schema(self, **given: Any) -> OpenAPISchema:
        """The description, with faults as what they are."""
        found = super().get_openapi_schema(**given)
        for path in found["paths"].values():
            for operation in path.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= 400 and "application/json" in answer.get("content", {}):
                        answer["content"] = {"application/problem+json": answer["content"]["application/json"]}
        return found

    def _get_urls(self) -> list[URLResolver | URLPattern]:
        found = [one for one in super()._get_urls() if isinstance(one, URLPattern) and one.name != "api-root"]
        return [URLPattern(one.pattern, keyed(one.callback), one.default_args, one.name) for one in found]


def keyed(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view that needs a token and no session; what Django says by itself becomes a problem too."""

    def answered(request: HttpRequest, *args: Any, **given: Any) -> HttpResponseBase:
        sent = view(request, *args, **given)
        if sent.status_code == 405:
            made = problem(request, 405)
            made["Allow"] = sent["Allow"]
            return made
        return sent

    answered.login_required = False  # type: ignore[attr-defined]
    answered.keyed = True  # type: ignore[attr-defined]
    return cast(Callable[..., HttpResponseBase], csrf_exempt(answered))


api = House(
    title="考功 Kaogong",
    version=__version__,
    description="Read and file what the house holds. Numbers are text, exact; null is missing, never zero.",
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)
for prefix, router in ROUTERS:
    api.add_router(prefix, router)


@api.exception_handler(AuthenticationError)
def stranger(request: HttpRequest, raised: AuthenticationError) -> HttpResponse:
    """No token, or one that does not hold. Wrong ones are counted, and too many close the door for a while."""
    del raised
    given, address = request.headers.get("Authorization", ""), request.META.get("REMOTE_ADDR", "")
    name = f"token from {address}"
    if given:
        until = locked_until(name, address)
        if until is None:
            until = note_failure(by=None, username=name, address=address)
        if until is not None:
            sent = problem(request, 429, _("无效令牌次数过多，暂不受理。"))
            sent["Retry-After"] = str(max(1, int((until - timezone.now()).total_seconds())))
            return sent
    sent = problem(request, 401)
    sent["WWW-Authenticate"] = "Bearer"
    return sent


@api.exception_handler(TooMany)
def crowded(request: HttpRequest, raised: TooMany) -> HttpResponse:
    """More calls than a token has a minute."""
    del raised
    sent = problem(request, 429)
    sent["Retry-After"] = str(MINUTE - timezone.now().second)
    return sent


@api.exception_handler(Closed)
def closed(request: HttpRequest, raised: Closed) -> HttpResponse:
    """The token does not reach the room."""
    return problem(request, 403, str(raised))


@api.exception_handler(Denied)
def denied(request: HttpRequest, raised: Denied) -> HttpResponse:
    """A guard's words."""
    return told(request, raised)


@api.exception_handler(Refused)
def refused(request: HttpRequest, raised: Refused) -> HttpResponse:
    """An action's words."""
    return told(request, raised)


@api.exception_handler(Http404)
def absent(request: HttpRequest, raised: Http404) -> HttpResponse:
    """Nothing there, or nothing this token may see: both are answered alike."""
    del raised
    return problem(request, 404)


@api.exception_handler(HttpError)
def unread(request: HttpRequest, raised: HttpError) -> HttpResponse:
    """What came cannot be read."""
    return problem(request, raised.status_code, "" if raised.status_code == 400 else str(raised))


@api.exception_handler(RequestDataTooBig)
def heavy(request: HttpRequest, raised: RequestDataTooBig) -> HttpResponse:
    """More in one call than the house takes in."""
    del raised
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return problem(request, 413, _("一次至多 %(most)s 字节，什么也没有办。") % {"most": most})


@api.exception_handler(ValidationError)
def unfit(request: HttpRequest, raised: ValidationError) -> HttpResponse:
    """What came is not as the description asks: every fault by its place."""
    errors = [{"where": _where(one["loc"]), "what": _what(one)} for one in raised.errors]
    return problem(request, 422, _("有 %(number)s 处不合要求，什么也没有办。") % {"number": len(errors)}, errors)


@api.exception_handler(Exception)
def broken(request: HttpRequest, raised: Exception) -> HttpResponse:
    """Our own fault: logged, and nothing of it told."""
    log.error("fault at %s", request.path, exc_info=raised)
    return problem(request, 500)


def _where(place: tuple[Any, ...]) -> str:
    """The place of a fault, without the names by which the code calls its parameters."""
    source, *rest = map(str, place)
    inner = [one for one in rest if one not in {"asked", "which", "seek", "key"}]
    return ".".join([source, *inner]) if source != "header" else "Idempotency-Key"


def _what(error: Mapping[str, Any]) -> str:
    """A fault in words."""
    said: str | None = {
        "missing": _("缺少这一项。请补上。"),
        "string_pattern_mismatch": _("写法不合。应合于 %(pattern)s。"),
        "string_too_long": _("太长，至多 %(max_length)s 字。"),
        "string_too_short": _("太短，至少 %(min_length)s 字。"),
        "too_long": _("太多，至多 %(max_length)s 项。请分次发送。"),
        "too_short": _("太少，至少 %(min_length)s 项。"),
        "greater_than_equal": _("太小，至少 %(ge)s。"),
        "less_than_equal": _("太大，至多 %(le)s。"),
        "string_type": _('应是文字。数也写成文字，例如 "16.0"。'),
    }.get(error["type"])
    if said is None:
        kinds = {"int": _("整数"), "date": _("日期，如 2026-01-31"), "bool": _("true 或 false"), "list": _("列表")}
        kind = next((words for name, words in kinds.items() if error["type"].startswith(name)), _("接口说明里的写法"))
        return _("写法不合，应是%(kind)s。") % {"kind": kind}
    found: str = said % {**error.get("ctx", {})}
    return found


@require_safe
def description(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The description as a file, for the programs that read one."""
    return JsonResponse(api.get_openapi_schema(path_prefix="/api/"), json_dumps_params={"ensure_ascii": False})


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The description to be read by people: what there is, what each takes and answers."""
    found = api.get_openapi_schema(path_prefix="/api/")
    shown = [
        {"path": path, "method": method.upper(), **operation, "takes": _takes(operation)}
        for path, operations in found["paths"].items()
        for method, operation in operations.items()
    ]
    tags = [(tag, words, [one for one in shown if tag in one["tags"]]) for tag, words in Room.choices]
    return render(request, "api.html", {"tags": tags})


def _takes(operation: Mapping[str, Any]) -> list[tuple[str, str, bool]]:
    """The parameters of an operation: name, where it stands, whether it must be given."""
    return [(one["name"], one["in"], one.get("required", False)) for one in operation.get("parameters", ())]


@csrf_exempt
def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    """No such address, said in the API's own words."""
    del rest
    return problem(request, 404)


nothing.login_required = False  # type: ignore[attr-defined]
