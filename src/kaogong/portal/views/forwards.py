"""A line of the desk given to a colleague: to whom, given back, taken back, and what one gave away."""

from __future__ import annotations

from functools import partial

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from kaogong.audit.actions import Refused
from kaogong.org.views.acting import act
from kaogong.org.views.listing import Cell, Column, Listing, me, show
from kaogong.portal import actions
from kaogong.portal.forms import ForwardForm, GiveBackForm
from kaogong.portal.models import Forward
from kaogong.portal.queries.forwards import colleagues, forwarded_by, line_of

COLUMNS = (
    Column(lazy("事项"), "title", ("title", "id")),
    Column(lazy("承办人"), "taker", ("taker__username", "id")),
    Column(lazy("转办时间"), "at", ("at", "id")),
    Column(lazy("交代")),
    Column(lazy("状态"), "state", ("state", "id")),
    Column(lazy("办理")),
)


@require_http_methods(["GET", "HEAD", "POST"])
def forward(request: HttpRequest) -> HttpResponse:
    """Choose a colleague for a line of the own desk."""
    account, url = me(request), request.GET.get("line", "")
    found = line_of(account, url) if url else None
    if found is None:
        messages.warning(request, _("这件事现在不在您的工作台上，可能已经办了。"))
        return redirect("portal:desk")
    stage, waiting = found
    there = colleagues(account, stage, url)
    form = ForwardForm(request.POST or None, there=there)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.forward_line(by=account, url=url, **form.cleaned_data)
        except Refused as refused:
            form.add_error("taker" if refused.field else None, str(refused))
        else:
            told = {"name": made.taker.person or made.taker}
            messages.success(request, _("已转办给 %(name)s，办完前您可以收回。") % told)
            return redirect("portal:desk")
    context = {"form": form, "waiting": waiting, "there": there}
    return render(request, "portal/forward.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """A line that was forwarded to oneself is given back."""
    held = get_object_or_404(Forward, pk=pk, taker=me(request))

    return act(
        request,
        GiveBackForm(request.POST or None),
        partial(actions.return_line, by=me(request), forward=held),
        title=_("退回转办：%(title)s") % {"title": held.title},
        button=_("退回转办"),
        told=_("已退回，转办人会收到通知。"),
        back=reverse("portal:desk"),
        warning=_("%(name)s 转办给您。也可以直接办理；退回后由转办人办。") % {"name": held.giver.person or held.giver},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """A line that was forwarded is done by oneself after all."""
    held = get_object_or_404(Forward, pk=pk, giver=me(request))
    return act(
        request,
        forms.Form(request.POST if request.method == "POST" else None),
        partial(actions.take_back, by=me(request), forward=held),
        title=_("收回：%(title)s") % {"title": held.title},
        button=_("收回"),
        told=_("已收回，回到您的工作台。"),
        back=reverse("portal:desk"),
        warning=_("收回后由您办理，%(name)s 会收到通知。") % {"name": held.taker.person or held.taker},
    )


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """What one gave away."""
    listing = Listing(request, forwarded_by(me(request)), COLUMNS, _row)
    told = {
        "title": _("我转办的"),
        "lead": _("转办的事办完之前可以收回；承办人也可以退回。"),
        "why_empty": _("在工作台的一行上点“转办”，可以交给有同样权限的同事。"),
    }
    return show(request, listing, name="forwards", told=told)


def _row(one: Forward) -> list[Cell]:
    return [
        Cell(one.title),
        Cell(one.taker.person or one.taker),
        Cell(f"{one.at.astimezone():%Y-%m-%d %H:%M}"),
        Cell(one.words, small=one.answer),
        Cell(one.get_state_display(), tag="slate" if one.state == "sent" else ""),
        Cell(_("收回"), reverse("portal:take_back", args=[one.pk])) if one.state == "sent" else Cell(""),
    ]
