"""Authoritative figures: shown before they are taken in, approved by the authority."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaogong.audit.actions import Refused, seal
from kaogong.audit.models import Evidence
from kaogong.audit.queries import Unfit, at_hand
from kaogong.monitor import actions
from kaogong.monitor.forms import FeedForm
from kaogong.monitor.guards import may_approve_feed, may_see, may_supply
from kaogong.monitor.models import Feed
from kaogong.monitor.queries import read_feed, seen_feeds
from kaogong.monitor.views.several import of_feeds
from kaogong.org.models import Account, Unit
from kaogong.plan.forms import ReasonForm
from kaogong.plan.models import Indicator
from kaogong.plan.queries import names_of
from kaogong.plan.views.pages import asker, cycle_of, page_of


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The feeds of the authorities one may see."""
    account, cycle = asker(request), cycle_of(request)
    page = page_of(request, seen_feeds(account, cycle))
    names = names_of({one.authority_id for one in page}, cycle.since)
    lines = [(one, names.get(one.authority_id, one.authority.code)) for one in page]
    context: dict[str, object] = {
        "cycle": cycle,
        "page": page,
        "lines": lines,
        "may_supply": bool(_authorities(request, account)),
    }
    context["verbs"] = of_feeds(account)
    return render(request, "monitor/feeds.html", context)


def _authorities(request: HttpRequest, account: Account) -> list[tuple[int, str]]:
    keys = Indicator.objects.filter(cycle=cycle_of(request), authority__isnull=False).values("authority")
    mine = [one.pk for one in Unit.objects.filter(pk__in=keys) if not may_supply(account, one)]
    return sorted(names_of(mine).items(), key=lambda pair: pair[1])


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest) -> HttpResponse:
    """A workbook is sealed and shown; nothing of it is taken in yet."""
    account, cycle = asker(request), cycle_of(request)
    units = _authorities(request, account)
    if not units:
        raise PermissionDenied(_("权威数据由数据责任部门提供。"))
    form = FeedForm(request.POST or None, request.FILES or None, units=units)
    context: dict[str, object] = {"form": form, "cycle": cycle}
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        sealed = form.done(seal, by=account, file=file)
        if sealed is not None:
            try:
                with at_hand(sealed) as path:
                    found = read_feed(path, cycle, form.unit())
            except Unfit as unfit:
                form.add_error("file", str(unfit))
            else:
                context |= {"found": found, "sealed": sealed, "name": file.name}
    return render(request, "monitor/supply.html", context, status=422 if form.errors else 200)


@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """What was shown is taken in."""
    account, cycle = asker(request), cycle_of(request)
    source = get_object_or_404(Evidence, pk=request.POST.get("sm3", ""))
    authority = get_object_or_404(Unit, pk=request.POST.get("authority", ""))
    name = request.POST.get("name", "")[:160]
    try:
        made = actions.supply(by=account, cycle=cycle, authority=authority, source=source, name=name)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("monitor:supply")
    messages.success(request, _("已导入，待责任部门审核后用于计分。"))
    return redirect("monitor:feed", made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """A feed with its figures; the authority approves or refuses it here."""
    account = asker(request)
    feed = get_object_or_404(Feed.objects.select_related("authority", "source", "supplied_by", "approved_by"), pk=pk)
    if why := may_see(account, feed.authority_id):
        raise PermissionDenied(why)
    form = ReasonForm(request.POST if request.POST.get("verb") in {"refuse", "withdraw"} else None)
    if request.POST.get("verb") == "approve":
        actions.approve_feed(by=account, feed=feed)
        messages.success(request, _("已审核，这批数据可用于计分。"))
        return redirect("monitor:feed", pk)
    verb = actions.refuse_feed if feed.state == "submitted" else actions.withdraw_feed
    if form.is_bound and form.is_valid() and form.done(verb, by=account, feed=feed, **form.cleaned_data):
        return redirect("monitor:feed", pk)
    page = page_of(request, feed.values.select_related("indicator", "unit").order_by("row"))
    names = names_of([feed.authority_id, *(each.unit_id for each in page)])
    lines = [(each, names.get(each.unit_id, each.unit.code)) for each in page]
    may = not may_approve_feed(account, feed)
    context = {"feed": feed, "page": page, "lines": lines, "name": names.get(feed.authority_id, ""), "may": may}
    return render(request, "monitor/feed.html", context | {"form": form}, status=422 if form.errors else 200)
