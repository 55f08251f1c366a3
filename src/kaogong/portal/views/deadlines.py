"""Deadlines in one's own calendar: subscribed to, read by the calendar, ended."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kaogong.core.chain import digest
from kaogong.org.models import Account
from kaogong.portal import actions
from kaogong.portal.models import Subscription
from kaogong.portal.queries.desk import desk
from kaogong.portal.reports.deadlines import calendar


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Whether one is subscribed, and how."""
    assert isinstance(request.user, Account)
    held = Subscription.objects.filter(account=request.user).first()
    return render(request, "portal/deadlines.html", {"held": held})


@require_POST
def subscribe(request: HttpRequest) -> HttpResponse:
    """A new secret address: on the answer to this form and nowhere else."""
    assert isinstance(request.user, Account)
    secret = actions.subscribe_deadlines(by=request.user)
    address = request.build_absolute_uri(reverse("portal:deadlines_feed", args=[secret]))
    held = Subscription.objects.get(account=request.user)
    return render(request, "portal/deadlines.html", {"held": held, "address": address})


@require_POST
def cancel(request: HttpRequest) -> HttpResponse:
    """The address ends."""
    assert isinstance(request.user, Account)
    actions.cancel_deadlines(by=request.user)
    messages.success(request, _("订阅已取消，原来的地址不再有内容。"))
    return redirect("portal:deadlines")


@login_not_required
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The deadlines of whoever has the secret address. A calendar cannot sign in; the address is long and can be ended."""
    held = Subscription.objects.filter(hash=digest(secret.encode()), account__is_active=True)
    found = held.select_related("account__person").first()
    if found is None:
        raise Http404
    lines = (one.waiting for one in desk(found.account).lines)
    base = settings.ADDRESS or request.build_absolute_uri("/").rstrip("/")
    sent = HttpResponse(calendar(lines, base), content_type="text/calendar; charset=utf-8")
    sent["Cache-Control"] = "no-store, private"
    return sent
