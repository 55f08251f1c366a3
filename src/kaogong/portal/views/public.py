"""Pages for anybody: what was published, and the record a code opens. No session, no names of people."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kaogong.decide.queries.papers import paper_by_code, paper_unaltered, said_in
from kaogong.decide.queries.publications import by_code
from kaogong.org.actions.often import times
from kaogong.portal.actions import note_misread
from kaogong.portal.queries.public import MINUTE, READS, closed_to, front, record_of


def address_of(request: HttpRequest) -> str:
    """Where a request comes from."""
    return str(request.META.get("REMOTE_ADDR", ""))


def for_anybody(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """An open page, as often as one reader reads."""

    @login_not_required
    @require_safe
    @wraps(view)
    def read(request: HttpRequest, *given: Any, **more: Any) -> HttpResponse:
        if times("portal:public", address_of(request), MINUTE) > READS:
            words = _("这个地址一分钟内看得太多。请一分钟后再看。")
            return render(request, "portal/public_busy.html", {"words": words}, status=429)
        answer = view(request, *given, **more)
        answer["Cache-Control"] = "no-store"
        return answer

    return read


@for_anybody
def front_page(request: HttpRequest) -> HttpResponse:
    """Published results, the stages of the year, what of it is public."""
    return render(request, "portal/public.html", front() | {"installation": settings.INSTALLATION})


@for_anybody
def verify(request: HttpRequest) -> HttpResponse:
    """A code is typed; the record it opens is shown."""
    typed, address = request.GET.get("code", "").strip(), address_of(request)
    if not typed:
        return render(request, "portal/public_verify.html", {"installation": settings.INSTALLATION})
    return _opened(request, typed, address, go=True)


@for_anybody
def one(request: HttpRequest, code: str) -> HttpResponse:
    """The record a code opens."""
    return _opened(request, code, address_of(request))


def _opened(request: HttpRequest, typed: str, address: str, *, go: bool = False) -> HttpResponse:
    context: dict[str, Any] = {"installation": settings.INSTALLATION, "typed": typed}
    if closed_to(address):
        words = _("这个地址试错太多次，暂时不能核对。请稍后再试。")
        return render(request, "portal/public_busy.html", context | {"words": words}, status=429)
    found = by_code(typed)
    paper = paper_by_code(typed) if found is None else None
    if paper is not None and go:
        return redirect("portal:public_record", paper.code)
    if paper is not None:
        told = {"paper": paper, "content": said_in(paper), "unaltered": paper_unaltered(paper)}
        return render(request, "portal/public_paper.html", context | told)
    if found is None:
        note_misread(by=None, address=address)
        context["wrong"] = _("没有核验码“%(code)s”的公开通报。请对照通报版记下方重新输入，共 12 位。") % {
            "code": typed[:20]
        }
        return render(request, "portal/public_verify.html", context, status=404)
    if go:
        return redirect("portal:public_record", found.code)
    return render(request, "portal/public_record.html", context | record_of(found))
