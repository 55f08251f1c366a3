"""Between signing in and the house: a password that must be changed, a second key that must be bound."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from kaogong.org.models import Account
from kaogong.portal.actions import outlast
from kaogong.portal.queries.door import needs_second_key
from kaogong.web.faults import refused

BEFORE = {
    "portal:own_account",
    "portal:new_second_key",
    "portal:sign_out",
    "portal:stay",
    "portal:sessions",
    "portal:end_session",
    "portal:end_sessions",
    "set_language",
    "approvals:open_month",
    "listen:ballot",
    "listen:ballot_code",
    "listen:open_ballot",
    "listen:complain",
    "listen:follow",
    "listen:open_promises",
}
"""Pages that are open before."""
BUSINESS = {"plan", "monitor", "approvals", "listen", "people", "supervise", "assess", "decide", "answer"}
"""Rooms whose pages the three administrators do not see at all (trust.md, 三员分立)."""
SEEN, BEGAN = "seen", "began"
"""Where the session keeps when it was last renewed, and when it began."""
MINUTE = 60


class Gate:
    """Leads there first, whatever was asked for."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, or the way to what must be done first."""
        account = request.user
        if isinstance(account, Account) and not _renewed(request):
            outlast(by=account)
            logout(request)
            hours = settings.SESSION_LONGEST // 3600
            messages.warning(request, _("这次登录已满 %(n)s 小时，请重新登录。") % {"n": hours})
            return self.answer(request)
        if not isinstance(account, Account) or self._open(request):
            return self.answer(request)
        if account.administers and _room(request) in BUSINESS:
            return refused(request, PermissionDenied(_("管理员账号不看业务资料。")))
        if account.must_change:
            messages.warning(request, _("这是初始密码，请先改成自己的密码。"))
            return redirect("portal:own_account")
        if settings.SECOND_KEY != "offered" and needs_second_key(account):
            messages.warning(request, _("您的账号须绑定动态口令，请先绑定。"))
            return redirect("portal:new_second_key")
        return self.answer(request)

    @staticmethod
    def _open(request: HttpRequest) -> bool:
        if request.path.startswith(f"/{settings.STATIC_URL.strip('/')}/"):
            return True
        try:
            return resolve(request.path_info).view_name in BEFORE
        except Resolver404:
            return False


def _room(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).app_name
    except Resolver404:
        return ""


def _renewed(request: HttpRequest) -> bool:
    """The session goes on with every request, as long as one may last; it is written once a minute, not every time."""
    now = int(time.time())
    if now - request.session.setdefault(BEGAN, now) >= settings.SESSION_LONGEST:
        return False
    if now - request.session.get(SEEN, 0) >= MINUTE:
        request.session[SEEN] = now
    return True
