"""The cycle: preparing it, its calendar and rules, opening and closing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaogong.org.models import Unit
from kaogong.org.queries import units
from kaogong.org.views.deeds import offers
from kaogong.plan import actions
from kaogong.plan.actions.cycles import RULES
from kaogong.plan.forms import Act, CalendarForm, CycleForm, RulesForm
from kaogong.plan.guards import may_keep_cycle
from kaogong.plan.models import Cycle
from kaogong.plan.queries import stage_on, uncovered_classes
from kaogong.plan.views.deeds import CYCLE_DEEDS
from kaogong.plan.views.pages import allowed, asker
from kaogong.plan.views.period import shown_for


@require_safe
def one(request: HttpRequest) -> HttpResponse:
    """The cycle shown, with its stages."""
    cycle = shown_for(request).cycle
    context: dict[str, Any] = {"cycle": cycle, "may": not may_keep_cycle(asker(request))}
    if cycle is not None:
        context |= {
            "stages": cycle.stages.all(),
            "now": stage_on(cycle),
            "chain": cycle.chain.all(),
            "adoptions": cycle.adoptions.select_related("edition"),
            "open_classes": uncovered_classes(cycle),
            "offers": offers(CYCLE_DEEDS, asker(request), cycle) + offers(CYCLE_DEEDS, asker(request)),
        }
    return render(request, "plan/cycle.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def prepare(request: HttpRequest) -> HttpResponse:
    """A new cycle."""
    allowed(may_keep_cycle(asker(request)))
    known = list(units().filter(level__in=("city", "county")).values_list("unit_id", "name"))
    form = CycleForm(request.POST or None, units=known)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data | {"organiser": get_object_or_404(Unit, pk=form.cleaned_data["organiser"])}
        last = Cycle.objects.filter(year__lt=given["year"]).order_by("-year").first()
        made = form.done(actions.prepare_cycle, by=asker(request), previous=last, **given)
        if made is not None:
            messages.success(request, _("已建立。接着排阶段日历。"))
            return redirect("plan:set_calendar", made.pk)
    return _form(request, form, _("建立考核周期"), _("先定年度、起止和组织单位。"))


@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """The stages of a cycle."""
    allowed(may_keep_cycle(asker(request)))
    cycle = get_object_or_404(Cycle, pk=pk)
    form = CalendarForm(request.POST or None, cycle=cycle)
    done = (
        request.method == "POST"
        and form.is_valid()
        and form.done(actions.set_calendar, by=asker(request), cycle=cycle, stages=form.stages)
    )
    if done:
        messages.success(request, _("已保存阶段日历。"))
        return redirect("plan:cycle")
    return _form(request, form, _("阶段日历"), _("六个阶段依次开始，可以交叠。"))


@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest, pk: int) -> HttpResponse:
    """What a cycle asks of targets beyond the rulebook."""
    allowed(may_keep_cycle(asker(request)))
    cycle = get_object_or_404(Cycle, pk=pk)
    held = {name: getattr(cycle, name) for name in RULES} | {"families": "、".join(cycle.families)}
    form = RulesForm(request.POST or None, initial=held)
    done = (
        request.method == "POST"
        and form.is_valid()
        and form.done(actions.set_rules, by=asker(request), cycle=cycle, **form.cleaned_data)
    )
    if done:
        messages.success(request, _("已保存。"))
        return redirect("plan:cycle")
    return _form(
        request, form, _("本年度的要求"), _("考核办法没有写明、由本年度定的要求。调整的期限和幅度在考核办法里。")
    )


def _form(request: HttpRequest, form: Act, title: str, lead: str) -> HttpResponse:
    return render(request, "plan/form.html", {"form": form, "title": title, "lead": lead})


def _act(verb: Callable[..., Cycle], words: Any) -> Callable[[HttpRequest, int], HttpResponse]:
    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        verb(by=asker(request), cycle=get_object_or_404(Cycle, pk=pk))
        messages.success(request, words)
        return redirect("plan:cycle")

    return view


begin = _act(actions.open_cycle, gettext_lazy("周期已启动，可以商定和下达目标。"))
end = _act(actions.close_cycle, gettext_lazy("周期已结束，下一周期可从这里接续。"))
