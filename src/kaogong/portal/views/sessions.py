"""Where somebody is signed in, and the language somebody reads in."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from kaogong.org.models import Account
from kaogong.portal import actions
from kaogong.portal.models import Sitting
from kaogong.portal.queries.sessions import open_sessions


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The sessions of whoever asks."""
    assert isinstance(request.user, Account)
    held = list(open_sessions(request.user, request.session.session_key or ""))
    shown = {
        "held": held,
        "others": sum(1 for one in held if not one.here),
        "idle": settings.SESSION_COOKIE_AGE // 60,
        "longest": settings.SESSION_LONGEST // 3600,
    }
    return render(request, "portal/sessions.html", shown)


@require_POST
def end(request: HttpRequest, number: int) -> HttpResponse:
    """One of one's sessions ends; the one at hand: that is signing out."""
    assert isinstance(request.user, Account)
    found = get_object_or_404(Sitting, pk=number, account=request.user)
    actions.end_session(by=request.user, sitting=found)
    messages.success(request, _("已结束那次登录。"))
    return redirect("portal:sessions")


@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """All of one's other sessions end."""
    assert isinstance(request.user, Account)
    ended = actions.end_sessions(by=request.user, but=request.session.session_key or "")
    messages.success(request, _("已结束其他 %(n)s 次登录。") % {"n": ended})
    return redirect("portal:sessions")


@login_not_required
def speak(request: HttpRequest) -> HttpResponseBase:
    """Another language: for this browser, and for the account of whoever is signed in."""
    code = request.POST.get("language", "")
    if request.method == "POST" and isinstance(request.user, Account) and code in dict(settings.LANGUAGES):
        actions.keep_language(account=request.user, code=code)
    return set_language(request)
