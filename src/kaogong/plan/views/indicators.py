"""Indicators: the list, and countersigning."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kaogong.plan import actions
from kaogong.plan.guards import may_endorse
from kaogong.plan.models import Indicator
from kaogong.plan.queries import indicator_tree, uncarried
from kaogong.plan.states import INDICATOR_NAMES
from kaogong.plan.views.pages import asker, cycle_of, kept, page_of


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The indicators of a cycle."""
    account, cycle = asker(request), cycle_of(request)
    found = Indicator.objects.filter(cycle=cycle).select_related("adoption", "owner", "authority", "parent")
    words, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    if words:
        found = found.filter(name__icontains=words)
    if state in INDICATOR_NAMES:
        found = found.filter(state=state)
    page = page_of(request, found.order_by("place", "id"))
    keys, secondary = indicator_tree(cycle)
    context = {
        "cycle": cycle,
        "page": page,
        "rows": [(one, one.state == "draft" and not may_endorse(account, one)) for one in page],
        "keys": keys,
        "secondary": secondary,
        "bare": uncarried(cycle)[:5],
        "states": INDICATOR_NAMES,
        "sought": request.GET,
        "kept": kept(request),
    }
    return render(request, "plan/indicators.html", context)


@require_POST
def endorse(request: HttpRequest, pk: int) -> HttpResponse:
    """An indicator is countersigned."""
    one = get_object_or_404(Indicator, pk=pk)
    actions.endorse_indicator(by=asker(request), indicator=one)
    messages.success(request, _("已会签“%(name)s”。") % {"name": one.name})
    return redirect("plan:indicators")
