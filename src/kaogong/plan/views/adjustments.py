"""Mid-year adjustments: asking, following, taking a step."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaogong.org.models import Account, Unit
from kaogong.org.models.powers import Power
from kaogong.org.queries import reach
from kaogong.org.views.deeds import offers
from kaogong.plan import actions
from kaogong.plan.forms import AdjustForm, ReasonForm
from kaogong.plan.guards import may_ask_adjustment, may_see, may_take_step
from kaogong.plan.models import Adjustment, Target
from kaogong.plan.queries import Wanted, adoption_of, book_of, names_of, next_step
from kaogong.plan.views.deeds import TARGET_DEEDS
from kaogong.plan.views.pages import allowed, asker, cycle_of, kept, page_of


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The adjustments of a cycle the asker may see."""
    account, cycle = asker(request), cycle_of(request)
    found = [
        one
        for one in Adjustment.objects.filter(cycle=cycle).select_related("unit", "asked_by", "cycle")
        if not may_see(account, one.unit_id)
    ]
    page = page_of(request, found)
    names = names_of({one.unit_id for one in page}, cycle.since)
    own = names_of(reach(account).units(Power.LIAISON, Power.HEAD) or (), cycle.since)
    context = {
        "cycle": cycle,
        "page": page,
        "rows": [(one, names.get(one.unit_id, ""), next_step(one)) for one in page],
        "own": sorted(own.items(), key=lambda pair: pair[1]) if cycle.state == "open" else [],
        "kept": kept(request),
    }
    return render(request, "plan/adjustments.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, unit: int) -> HttpResponse:
    """A unit asks for new values."""
    account, cycle = asker(request), cycle_of(request)
    found = get_object_or_404(Unit, pk=unit)
    allowed(may_ask_adjustment(account, found))
    held = Target.objects.filter(
        cycle=cycle, unit=found, person__isnull=True, state__in=("issued", "signed", "adjusted")
    )
    targets = list(held.select_related("indicator"))
    form = AdjustForm(request.POST or None, targets=targets)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        changes = [
            Wanted(one, value=given[f"value_{one.pk}"]) for one in targets if given[f"value_{one.pk}"] is not None
        ]
        made = form.done(
            actions.ask_adjustment, by=account, cycle=cycle, unit=found, changes=changes, reason=given["reason"]
        )
        if made is not None:
            messages.success(request, _("已申请，幅度 %(size)s%%。") % {"size": made.size})
            return redirect("plan:adjustment", made.pk)
    adoption = adoption_of(cycle, found)
    rule = book_of(adoption.edition).procedure.get("adjustment", {}) if adoption else {}
    name = names_of([unit], cycle.since).get(unit, found.code)
    context = {"cycle": cycle, "unit": found, "name": name, "form": form, "rule": rule, "count": len(targets)}
    return render(request, "plan/ask_adjustment.html", context)


def _adjustment(account: Account, pk: int) -> Adjustment:
    found = get_object_or_404(Adjustment.objects.select_related("cycle", "unit"), pk=pk)
    if may_see(account, found.unit_id):
        raise Http404
    return found


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One adjustment, with the steps taken and the next."""
    account = asker(request)
    return _shown(request, account, _adjustment(account, pk), ReasonForm())


def _shown(request: HttpRequest, account: Account, adjustment: Adjustment, form: ReasonForm) -> HttpResponse:
    taken = {one.step_id: one for one in adjustment.approvals.select_related("by")}
    ahead = next_step(adjustment) if adjustment.state == "asked" else None
    context = {
        "adjustment": adjustment,
        "cycle": adjustment.cycle,
        "name": names_of([adjustment.unit_id], adjustment.cycle.since).get(adjustment.unit_id, ""),
        "steps": [
            (one, taken.get(one.pk), ahead is not None and one.pk == ahead.pk) for one in adjustment.cycle.chain.all()
        ],
        "changes": adjustment.changes.select_related("target__indicator"),
        "ahead": ahead,
        "offers": offers(TARGET_DEEDS, account, adjustment),
        "may": ahead is not None and not may_take_step(account, adjustment, ahead),
        "form": form,
    }
    return render(request, "plan/adjustment.html", context)


@require_POST
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """The next step is taken, or refused."""
    account = asker(request)
    adjustment = _adjustment(account, pk)
    ahead = next_step(adjustment)
    form = ReasonForm(request.POST)
    if ahead is None:
        return redirect("plan:adjustment", pk)
    if request.POST.get("do") == "refuse":
        if form.is_valid() and form.done(
            actions.refuse_adjustment, by=account, adjustment=adjustment, reason=form.cleaned_data["reason"]
        ):
            messages.success(request, _("已退回，目标不变。"))
            return redirect("plan:adjustment", pk)
        return _shown(request, account, adjustment, form)
    words = request.POST.get("reason", "")
    actions.approve_adjustment(by=account, adjustment=adjustment, step=ahead, words=words)
    messages.success(request, _("“%(step)s”已办。") % {"step": ahead.name})
    return redirect("plan:adjustment", pk)
