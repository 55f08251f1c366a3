"""What is done with an inspection on a page of its own: planned, listed, drawn, dropped."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaogong.audit.actions import Refused
from kaogong.org.views.acting import act
from kaogong.plan.views.pages import allowed, asker
from kaogong.supervise.actions.draw import commit_team, commit_visits, draw_lot, swap_drawn
from kaogong.supervise.actions.inspections import (
    add_visits,
    drop_inspection,
    end_check_item,
    name_inspector,
    plan_inspection,
    release_application,
    schedule_inspection,
    skip_visit,
)
from kaogong.supervise.actions.inspections_online import list_all_indicators, list_jumps, list_marked
from kaogong.supervise.forms.inspections import (
    CycleForm,
    DrawForm,
    EndForm,
    FromPlanForm,
    LotForm,
    PersonForm,
    PlanForm,
    ReasonForm,
    ScheduleForm,
    SwapForm,
    TeamForm,
    VisitsForm,
)
from kaogong.supervise.guards.inspections import may_draw, may_run, may_see_inspection
from kaogong.supervise.models import CheckItem, Inspection, Lot, Visit
from kaogong.supervise.queries.draw import chosen, faults_of, mark, package, recomputed


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Put an inspection in the plan."""
    account = asker(request)
    allowed(may_run(account))
    form = PlanForm(request.POST or None)
    if form.is_bound and form.is_valid():
        made = form.done(plan_inspection, by=account, **form.cleaned_data)
        if made is not None:
            return redirect("supervise:inspection", made.pk)
    context = {"form": form, "title": _("新建检查"), "do": _("列入计划"), "here": "inspections"}
    return render(request, "supervise/inspections/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def deed(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One of the things that are done with an inspection by a form."""
    account = asker(request)
    held = get_object_or_404(Inspection, pk=pk)
    allowed(may_run(account))
    if verb not in _deeds():
        raise Http404
    kind, do, title, button = _deeds()[verb]
    initial = {name: getattr(held, name) for name in ("method", "content", "procedure")}
    form = kind(request.POST or None, initial=initial)

    def done(**typed: Any) -> Any:
        given = form.given() if hasattr(form, "given") else typed
        return do(by=account, inspection=held, **given)

    back = reverse("supervise:inspection", args=[pk])
    return act(
        request, form, done, title=title, button=button, told=_("已办理，记录留存。"), back=back, lead=held.title
    )


def _deeds() -> dict[str, tuple[Any, Any, str, str]]:
    return {
        "schedule": (ScheduleForm, schedule_inspection, _("排定检查"), _("排定")),
        "drop": (ReasonForm, drop_inspection, _("取消检查"), _("取消检查")),
        "visits": (VisitsForm, add_visits, _("列出检查对象"), _("列入")),
        "person": (PersonForm, name_inspector, _("指定检查人员"), _("加入检查组")),
        "marked": (FromPlanForm, list_marked, _("列出须现场核验的指标"), _("列入")),
        "indicators": (FromPlanForm, list_all_indicators, _("逐项现场打分"), _("列入全部指标")),
        "jumps": (CycleForm, list_jumps, _("列出高出过程记录的上报"), _("列入")),
        "lot": (LotForm, commit_visits, _("抽取检查对象"), _("公布名单和种子摘要")),
        "team": (TeamForm, commit_team, _("抽取检查人员"), _("公布名单和种子摘要")),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def lot(request: HttpRequest, pk: int) -> HttpResponse:
    """A draw: what was published before, the draw itself, and how to draw again."""
    account = asker(request)
    held = get_object_or_404(
        Lot.objects.select_related("inspection", "committed_by__person", "drawn_by__person"), pk=pk
    )
    allowed(may_see_inspection(account, held.inspection))
    form = DrawForm(request.POST or None)
    if form.is_bound and form.is_valid() and form.done(draw_lot, by=account, lot=held, **form.cleaned_data):
        messages.success(request, _("已抽取，种子已公开。"))
        return redirect("supervise:lot", pk)
    there = set(chosen(held))
    rows = [
        {"row": one, "mark": mark(held.seed, held.beacon, one["key"]) if held.seed else "", "in": one["key"] in there}
        for one in held.frame
    ]
    rows.sort(key=lambda one: one["mark"])
    context = {
        "lot": held, "form": form, "rows": rows, "faults": faults_of(held) if held.seed else [], "again": recomputed(held),
        "may": not may_draw(account, held) and held.drawn_at is None, "why": may_draw(account, held), "chosen": there,
        "swap": not may_run(account) and held.drawn_at and held.inspection.state in ("draft", "scheduled"),
    }  # fmt: skip
    return render(request, "supervise/inspections/lot.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def swap(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one for another, with the reason."""
    account = asker(request)
    held = get_object_or_404(Lot.objects.select_related("inspection"), pk=pk)
    allowed(may_run(account))
    back = reverse("supervise:lot", args=[pk])
    said = {"title": _("人工调整抽签结果"), "button": _("调整"), "told": _("已调整，理由留存。"), "back": back}
    lead = _("原抽中结果不变，调整另记。写名单里的编号。")
    form = SwapForm(request.POST or None)
    return act(request, form, lambda **typed: swap_drawn(by=account, lot=held, **typed), lead=lead, **said)


@require_safe
def lot_package(request: HttpRequest, pk: int) -> HttpResponse:
    """All it takes to draw again, as a file."""
    held = get_object_or_404(Lot.objects.select_related("inspection"), pk=pk)
    allowed(may_see_inspection(asker(request), held.inspection))
    answer = HttpResponse(package(held), content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="draw-{held.pk}.json"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def skip(request: HttpRequest, pk: int) -> HttpResponse:
    """Something is not looked at after all."""
    account = asker(request)
    held = get_object_or_404(Visit.objects.select_related("unit"), pk=pk)
    allowed(may_run(account))
    back = reverse("supervise:inspection", args=[held.inspection_id])
    said = {
        "title": _("不检查“%(name)s”") % {"name": held},
        "button": _("记为未检查"),
        "told": _("已记录。"),
        "back": back,
    }
    form = ReasonForm(request.POST or None)
    return act(request, form, lambda **typed: skip_visit(by=account, visit=held, **typed), **said)


@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """An application may go on."""
    held = get_object_or_404(Visit.objects.select_related("unit"), pk=pk)
    try:
        release_application(by=asker(request), visit=held)
        messages.success(request, _("已准予继续办理。"))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("supervise:visit", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def end_item(request: HttpRequest, pk: int) -> HttpResponse:
    """An item is checked no longer."""
    account = asker(request)
    held = get_object_or_404(CheckItem, pk=pk)
    allowed(may_run(account))
    back = reverse("supervise:check_items")
    said = {"title": _("终止“%(name)s”") % {"name": held}, "button": _("终止"), "told": _("已终止。"), "back": back}
    form = EndForm(request.POST or None)
    return act(request, form, lambda **typed: end_check_item(by=account, item=held, **typed), **said)
