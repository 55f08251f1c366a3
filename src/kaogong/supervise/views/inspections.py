"""Inspections: the list, one with what it looks at, what is entered on the spot, items, figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kaogong.audit.actions import Refused, seal
from kaogong.audit.reports.workbook import sent
from kaogong.audit.states import after
from kaogong.org.models import Account
from kaogong.org.models.labels import labels
from kaogong.org.queries import shorts, today
from kaogong.plan.models import Cycle
from kaogong.plan.views.pages import allowed, asker, page_of
from kaogong.supervise.actions.inspections import add_check_item, begin_inspection, close_inspection
from kaogong.supervise.actions.inspections_entries import enter_visit, unaltered
from kaogong.supervise.actions.inspections_online import mark_indicator, patrol_day, tell_patrol
from kaogong.supervise.forms.inspections import EntryForm, ItemForm, MarkForm, PatrolForm
from kaogong.supervise.guards.inspections import (
    above,
    entered,
    may_enter,
    may_run,
    may_see,
    may_see_inspection,
    of_unit,
)
from kaogong.supervise.models import CheckItem, Inspection, Marking, PatrolList, Visit
from kaogong.supervise.queries import inspections as reading
from kaogong.supervise.queries.draw import chosen
from kaogong.supervise.states.inspections import INSPECTION, INSPECTION_NAMES, KINDS, METHODS

SORTS = {"since": "since", "-since": "-since", "number": "number", "title": "title"}


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The inspections one may see."""
    account = asker(request)
    allowed(may_see(account))
    found = reading.seen_inspections(account)
    for name in ("kind", "state"):
        if request.GET.get(name):
            found = found.filter(**{name: request.GET[name]})
    if words := request.GET.get("q", "").strip():
        found = found.filter(title__icontains=words) | found.filter(number__istartswith=words)
    if sort := SORTS.get(request.GET.get("sort", "")):
        found = found.order_by(sort, "id")
    if request.GET.get("export") in ("xlsx", "csv"):
        heads = [_("检查编号"), _("名称"), _("种类"), _("范围"), _("开始日期"), _("结束日期"), _("状态")]
        rows = (
            (one.number, one.title, one.get_kind_display(), one.get_round_display(), one.since, one.until,
             one.get_state_display())
            for one in found
        )  # fmt: skip
        return sent("inspections", heads, rows, request.GET["export"])
    context = {
        "page": page_of(request, found), "sought": request.GET, "kinds": labels(KINDS), "states": labels(INSPECTION_NAMES),
        "may": not may_run(account), "above": above(account),
    }  # fmt: skip
    return render(request, "supervise/inspections/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """An inspection: who goes, what is looked at, what came of it."""
    account = asker(request)
    held = get_object_or_404(Inspection.objects.select_related("lead", "by__person"), pk=pk)
    allowed(may_see_inspection(account, held))
    if request.method == "POST":
        _moved(request, account, held)
        return redirect("supervise:inspection", pk)
    visits = held.visits.select_related("unit").prefetch_related("entries")
    whole = above(account) or held.team.filter(person=account.person_id or 0).exists()
    mine = [one for one in visits if whole or of_unit(account, one.unit_id)]
    page = page_of(request, mine)
    context: dict[str, Any] = {
        "held": held, "page": page, "visits": [(one, reading.gap(one)) for one in page], "names": shorts(),
        "runs": not may_run(account), "may": _may(account, held), "whole": whole, "enters": _enters(account, held, page),
    }  # fmt: skip
    if whole:
        context |= {"team": held.team.select_related("person"), "lots": [(lot, chosen(lot)) for lot in held.lots.all()]}
        context |= {"coverage": reading.coverage(held), "defects": reading.defects(held), "unfed": reading.unfed(held)}
        context |= {"lacking": reading.lacking_items(held), "missing": len(reading.missing_scores(held))}
    return render(request, "supervise/inspections/one.html", context)


def _enters(account: Account, held: Inspection, some: Iterable[Visit]) -> set[int]:
    """What one enters on the spot: these pages are kept in the browser, to open where there is no network."""
    if held.state != "running":
        return set()
    units = entered(account, held, [one.unit_id for one in some])
    return {one.pk for one in some if one.state != "skipped" and one.unit_id in units}


def _may(account: Account, held: Inspection) -> dict[str, bool]:
    """What the buttons of an inspection are there for."""
    runs = not may_run(account)
    verbs = ("schedule_inspection", "begin_inspection", "close_inspection", "drop_inspection")
    found = {verb.partition("_")[0]: runs and after(INSPECTION, held.state, verb) is not None for verb in verbs}
    found["list"] = runs and held.state in ("draft", "scheduled", "running")
    found["draw"] = runs and held.state in ("draft", "scheduled")
    return found


def _moved(request: HttpRequest, account: Account, held: Inspection) -> None:
    verbs = {"begin": begin_inspection, "close": close_inspection}
    try:
        verbs[request.POST.get("verb", "close")](by=account, inspection=held)
        messages.success(request, _("已办理，记录留存。"))
    except (Refused, KeyError) as refused:
        messages.error(request, str(refused))


@require_http_methods(["GET", "HEAD", "POST"])
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    """One thing to look at, with the form for the phone."""
    account = asker(request)
    held = get_object_or_404(Visit.objects.select_related("inspection", "unit", "indicator", "target"), pk=pk)
    allowed(may_see_inspection(account, held.inspection))
    may = not may_enter(account, held) and held.inspection.state == "running" and held.state != "skipped"
    if not above(account) and not may and not of_unit(account, held.unit_id):
        allowed(may_enter(account, held))
    form = EntryForm(
        request.POST or None, request.FILES or None, visit=held, initial={"at": timezone.localtime().replace(second=0)}
    )
    if form.is_bound and form.is_valid() and form.done(_entered, account=account, visit=held, form=form):
        messages.success(request, _("已记录并封存。"))
        return redirect("supervise:visit", pk)
    entries = held.entries.select_related("by__person").prefetch_related("photos", "findings")
    context = {
        "held": held, "form": form, "may": may, "names": shorts(), "runs": not may_run(account),
        "entries": [(one, unaltered(one)) for one in entries], "gap": reading.gap(held),
    }  # fmt: skip
    return render(request, "supervise/inspections/visit.html", context, status=422 if form.errors else 200)


def _entered(*, account: Account, visit: Visit, form: EntryForm) -> Any:
    photos = [(seal(by=account, file=file), file.name) for file in form.photos()]
    return enter_visit(by=account, visit=visit, photos=photos, **form.given())


@require_http_methods(["GET", "HEAD", "POST"])
def items(request: HttpRequest) -> HttpResponse:
    """What is checked in each category, and what a fault costs."""
    account = asker(request)
    allowed(may_see(account))
    form = ItemForm(request.POST or None)
    if form.is_bound and form.is_valid() and form.done(add_check_item, by=account, **form.cleaned_data):
        messages.success(request, _("检查项已声明，下次检查时可选。"))
        return redirect("supervise:check_items")
    context = {"page": page_of(request, CheckItem.objects.all()), "form": form, "may": not may_run(account)}
    return render(request, "supervise/inspections/items.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def figures(request: HttpRequest) -> HttpResponse:
    """How things were checked: methods, weeks, quarters, the daily patrol, what is verified on the spot."""
    account = asker(request)
    allowed("" if above(account) else may_run(account))
    day = today()
    verb = request.POST.get("verb", "")
    patrol = PatrolForm(request.POST if verb == "patrol" else None, initial={"day": day})
    mark = MarkForm(request.POST if verb == "mark" else None, auto_id="mark_%s")
    if verb and _told(request, account, verb, patrol, mark):
        return redirect("supervise:inspection_figures")
    first, methods = day - dt.timedelta(days=27), reading.methods(day.replace(month=1, day=1), day)
    cycle = Cycle.objects.filter(state="open").first()
    context = {
        "methods": methods, "named": _named(methods.counts), "weeks": reading.weeks(first, day)[::-1], "day": day,
        "quarters": reading.quarters(day.year, day), "missed": reading.missed_patrols(first, day), "patrol": patrol,
        "lists": PatrolList.objects.all()[:10], "mark": mark, "marks": Marking.objects.select_related("indicator")[:50],
        "jumps": reading.jumps(cycle)[:50] if cycle else [], "may": not may_run(account), "names": shorts(),
    }  # fmt: skip
    return render(
        request, "supervise/inspections/figures.html", context, status=422 if patrol.errors or mark.errors else 200
    )


def _named(counts: dict[str, int]) -> list[tuple[str, int]]:
    return [(_(METHODS[key]), number) for key, number in counts.items()]


def _told(request: HttpRequest, account: Account, verb: str, patrol: PatrolForm, mark: MarkForm) -> bool:
    """Do what the button says; False where something is to be put right first."""
    if verb == "tell":
        listed = get_object_or_404(PatrolList, pk=request.POST.get("list") or 0)
        try:
            tell_patrol(by=account, listed=listed)
        except Refused as refused:
            messages.error(request, str(refused))
        return True
    if verb == "patrol" and patrol.is_valid():
        rows = [(row["who"], row["words"]) for row in patrol.cleaned_data["rows"]]
        given = {"absences": rows, "day": patrol.cleaned_data["day"]}
        return patrol.done(patrol_day, by=account, **given) is not None
    if verb == "mark" and mark.is_valid():
        return mark.done(mark_indicator, by=account, **mark.cleaned_data) is not None
    return False
