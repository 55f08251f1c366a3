"""What is typed is kept while it is typed; lists are kept as somebody likes them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kaogong.audit.actions import Refused
from kaogong.org.actions.typed import drop_draft, drop_view, keep_draft, keep_view
from kaogong.org.models import View
from kaogong.org.views.listing import me

MOST = 100_000
"""Signs of one form that are kept."""
SECRET = ("password", "code", "secret", "csrf", "complainant")


def page_of(request: HttpRequest) -> str:
    """The page and form something was typed into; nothing where it names none of ours."""
    page = request.POST.get("_page", "")
    return page if page.startswith("/") and url_has_allowed_host_and_scheme(page, None) else ""


def fields_of(request: HttpRequest) -> dict[str, list[str]]:
    """What was typed, without what only the form carries and without what is secret; nothing into a button alone."""
    if page_of(request).endswith("#"):
        return {}
    found = {
        name: [str(one) for one in values]
        for name, values in request.POST.lists()
        if not name.startswith("_") and not any(one in name for one in SECRET)
    }
    return found if sum(len(one) for values in found.values() for one in values) <= MOST else {}


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep a draft, while it is being typed."""
    page, fields = page_of(request), fields_of(request)
    if page and fields:
        keep_draft(account=me(request), page=page, fields=fields)
    return HttpResponse(status=204)


@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    """A draft is not wanted."""
    page = page_of(request)
    drop_draft(account=me(request), page=page)
    return redirect(page.partition("#")[0] or "/")


@require_POST
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep a list as it is shown now."""
    page = request.POST.get("page", "")
    if not page.startswith("/") or not url_has_allowed_host_and_scheme(page, None):
        return redirect("/")
    asked = request.POST.get("asked", "")
    try:
        keep_view(account=me(request), page=page, name=request.POST.get("name", ""), asked=asked)
        messages.success(request, _("视图已存。"))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(f"{page}?{asked}" if asked else page)


@require_POST
def remove_view(request: HttpRequest, number: int) -> HttpResponse:
    """A view is not wanted any more."""
    held = get_object_or_404(View, pk=number, account=me(request))
    drop_view(account=me(request), view=held)
    messages.success(request, _("视图“%(name)s”已删去。") % {"name": held.name})
    return redirect(held.page)
