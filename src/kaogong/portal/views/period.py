"""Choosing the year and the part of it that pages are shown for."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from kaogong.plan.views.period import KEPT, shown_for
from kaogong.portal.queries.shell import period_of

DROPPED = {"cycle", "period", "page", "export"}
"""What an address no longer says when another period is shown."""


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """The choice is kept for the session, and written into the address of the page, which stays the same."""
    shown = shown_for(request)
    cycle = next((one for one in shown.cycles if str(one.pk) == request.POST.get("cycle")), shown.now)
    asked: list[tuple[str, str]] = []
    if cycle is None or "now" in request.POST:
        request.session.pop(KEPT, None)
    else:
        period = period_of(cycle, request.POST.get("part", ""))
        request.session[KEPT] = {"cycle": cycle.pk, "period": period}
        asked = [("cycle", str(cycle.pk)), *([("period", period)] if period else [])]
    onward = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(onward, request.get_host(), request.is_secure()):
        onward = settings.LOGIN_REDIRECT_URL
    there = urlsplit(onward)
    query = urlencode([pair for pair in parse_qsl(there.query) if pair[0] not in DROPPED] + asked)
    return redirect(f"{there.path}?{query}" if query else there.path)
