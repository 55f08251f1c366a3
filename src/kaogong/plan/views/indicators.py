"""Indicators: the list, and countersigning."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaogong.org.models import Unit
from kaogong.org.models.labels import labels
from kaogong.org.models.powers import Power
from kaogong.org.queries import reach, units
from kaogong.plan import actions
from kaogong.plan.forms import IndicatorForm, TargetForm
from kaogong.plan.guards import may_add, may_endorse
from kaogong.plan.models import Indicator
from kaogong.plan.queries import indicator_tree, uncarried
from kaogong.plan.states import INDICATOR_NAMES
from kaogong.plan.views.pages import allowed, asker, cycle_of, kept, page_of


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
        "may_add": not may_add(account) and cycle.state != "closed",
        "rows": [(one, one.state == "draft" and not may_endorse(account, one)) for one in page],
        "keys": keys,
        "secondary": secondary,
        "bare": uncarried(cycle)[:5],
        "states": dict(labels(INDICATOR_NAMES)),
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


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A unit sets an indicator of its own."""
    account, cycle = asker(request), cycle_of(request)
    allowed(may_add(account))
    own = reach(account).units(Power.LIAISON, Power.HEAD)
    known = units(cycle.since).values_list("unit_id", "name")
    if not reach(account).has(Power.OFFICE, room="plan"):
        known = known.filter(unit__in=own or ())
    form = IndicatorForm(request.POST or None, units=list(known))
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "owner"}
        owner = get_object_or_404(Unit, pk=form.cleaned_data["owner"])
        if form.done(actions.add_indicator, by=account, cycle=cycle, owner=owner, **given):
            messages.success(request, _("已添加“%(name)s”，会签后可以设目标。") % {"name": given["name"]})
            return redirect("plan:indicators")
    lead = _("自定指标须有依据，由主管部门会签或绩效办审核。")
    return render(request, "plan/form.html", {"form": form, "title": _("自定指标"), "lead": lead})


@require_POST
def submit(request: HttpRequest, unit: int) -> HttpResponse:
    """A unit's own indicators go to be countersigned."""
    cycle = cycle_of(request)
    number = actions.submit_indicators(by=asker(request), cycle=cycle, owner=get_object_or_404(Unit, pk=unit))
    messages.success(request, _("已送审 %(n)s 项指标。") % {"n": number})
    return redirect("plan:indicators")


@require_http_methods(["GET", "HEAD", "POST"])
def target(request: HttpRequest, pk: int) -> HttpResponse:
    """A target on an indicator."""
    account = asker(request)
    allowed(may_add(account))
    one = get_object_or_404(Indicator.objects.select_related("cycle", "adoption"), pk=pk)
    there = units(one.cycle.since)
    if not reach(account).has(Power.OFFICE, room="plan"):
        there = there.filter(unit__in=reach(account).units(Power.LIAISON, Power.HEAD) or ())
    if one.adoption is not None:
        there = there.filter(appraisal_class=one.adoption.appraisal_class)
    form = TargetForm(request.POST or None, units=list(there.values_list("unit_id", "name")))
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        unit = get_object_or_404(Unit, pk=given.pop("unit"))
        made = form.done(actions.set_target, by=account, cycle=one.cycle, indicator=one, unit=unit, **given)
        if made is not None:
            messages.success(request, _("已设草稿。写明要素后下报或回派。"))
            return redirect("plan:target", made.pk)
    lead = _("数值可以先不填，由单位下报或上级回派。")
    return render(
        request, "plan/form.html", {"form": form, "title": _("设目标：%(name)s") % {"name": one.name}, "lead": lead}
    )
