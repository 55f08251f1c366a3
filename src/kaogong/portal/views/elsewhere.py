"""Signing in by way of the owner's identity server."""

from __future__ import annotations

import logging
import secrets

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kaogong.org.models import Account
from kaogong.portal import actions
from kaogong.portal.queries.oidc import NotProved, answer, question
from kaogong.portal.views.door import let_in

KEPT = "asked_elsewhere"
"""Where the session keeps what the answer must fit."""
log = logging.getLogger("kaogong.portal")


@login_not_required
@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Off to the identity server: by a link, as browsers hold back forms that end at another server."""
    if not settings.OIDC_ISSUER:
        raise Http404
    onward = request.GET.get("next", "")
    try:
        address, kept = question(request.build_absolute_uri(reverse("portal:back")))
    except NotProved as reason:
        return _outside(request, reason)
    fits = url_has_allowed_host_and_scheme(onward, request.get_host(), request.is_secure())
    request.session[KEPT] = kept | {"next": onward if fits else settings.LOGIN_REDIRECT_URL}
    return redirect(address)


@login_not_required
@require_safe
def back(request: HttpRequest) -> HttpResponse:
    """Back with a code, which is good once."""
    kept = request.session.pop(KEPT, None)
    if not kept or not secrets.compare_digest(request.GET.get("state", ""), kept["state"]):
        return _outside(request, NotProved("another state"))
    try:
        name = answer(request.GET.get("code", ""), request.build_absolute_uri(reverse("portal:back")), kept)
    except NotProved as reason:
        return _outside(request, reason)
    account = Account.objects.filter(username=name, is_active=True).first() if name else None
    if account is None:
        actions.note_failure(by=None, username=name, address=request.META["REMOTE_ADDR"])
        messages.error(request, _("统一身份认证通过，但这里没有您的账号。请找系统管理员开通。"))
        return redirect(settings.LOGIN_URL)
    return let_in(request, account, kept["next"])


def _outside(request: HttpRequest, reason: NotProved) -> HttpResponse:
    log.warning("sign-in elsewhere: %s", reason)
    messages.error(request, _("统一身份认证没有成功。请再试一次，或用账号和密码登录。"))
    return redirect(settings.LOGIN_URL)
