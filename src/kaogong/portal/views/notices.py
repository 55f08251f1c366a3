"""Notices: what happened that concerns somebody, read and unread."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kaogong.org.models import Account
from kaogong.org.views.several import chosen
from kaogong.portal import actions
from kaogong.portal.models import Mailing, Notice
from kaogong.portal.queries.notices import as_told, mailing, notices, unread

LINES = 50


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The notices of whoever is signed in."""
    assert isinstance(request.user, Account)
    only = request.GET.get("only") == "unread"
    page = Paginator(notices(request.user, unread=only), LINES).get_page(request.GET.get("page"))
    shown = {
        "page": page,
        "lines": as_told(page.object_list),
        "only": only,
        "unread": unread(request.user),
        "ways": Mailing.HOW,
        "how": mailing(request.user),
        "address": request.user.person.email if request.user.person else "",
    }
    return render(request, "portal/notices.html", shown)


@require_safe
def one(request: HttpRequest, number: int) -> HttpResponse:
    """A notice is read, and leads to what it is about."""
    assert isinstance(request.user, Account)
    held = get_object_or_404(Notice.objects.select_related("event"), pk=number, account=request.user)
    actions.mark_read(account=request.user, only=[held.pk])
    (told,) = as_told([held])
    return redirect(told.url or "portal:notices")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """All of them are read, or those that were chosen."""
    assert isinstance(request.user, Account)
    some = chosen(request) if "some" in request.POST else None
    if some == []:
        messages.warning(request, _("还没有选。请先勾选要标为已读的通知。"))
        return redirect("portal:notices")
    number = actions.mark_read(account=request.user, only=some)
    messages.success(request, _("%(n)s 件已标为已读。") % {"n": number})
    return redirect("portal:notices")


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """How one wants them by e-mail."""
    assert isinstance(request.user, Account)
    actions.choose_mailing(by=request.user, how=request.POST.get("how", ""))
    messages.success(request, _("已按您的选择寄送。"))
    return redirect("portal:notices")
