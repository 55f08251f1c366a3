"""Findings: the list, one from the record to the closing, how rectification stands."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kaogong.audit.actions import Refused
from kaogong.audit.queries import Altered, open_evidence
from kaogong.audit.reports.workbook import sent
from kaogong.audit.states import after
from kaogong.core.scheme.period import Period
from kaogong.org.models import Account
from kaogong.org.models.labels import labels
from kaogong.org.queries import shorts, today
from kaogong.plan.views.pages import allowed, asker, page_of
from kaogong.supervise.actions.findings import confirm_finding
from kaogong.supervise.actions.rectify import approve_plan, do_measure
from kaogong.supervise.guards.inspections import (
    above,
    may_answer,
    may_close,
    may_confirm,
    may_enter_findings,
    may_run,
    may_see,
    may_see_inspection,
    may_see_unit,
)
from kaogong.supervise.models import Finding, FindingProof, Rectification
from kaogong.supervise.queries import findings as reading
from kaogong.supervise.states.inspections import (
    CATEGORIES,
    CHANNELS,
    FINDING,
    FINDING_NAMES,
    RECTIFICATION,
    RECTIFICATION_NAMES,
)

SORTS = {"day": "found_on", "-day": "-found_on", "number": "number", "due": "rectification__due_on"}

BESIDE = (
    "unit", "above", "person", "item", "inspection", "visit", "entry", "repeat_of", "by__person", "answered_by__person",
    "confirmed_by__person",
)  # fmt: skip
"""What the page of a finding names besides it."""


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The findings one may see."""
    account = asker(request)
    allowed(may_see(account))
    found = reading.find_findings(reading.seen_findings(account), request.GET.dict())
    if sort := SORTS.get(request.GET.get("sort", "")):
        found = found.order_by(sort, "id")
    if request.GET.get("export") in ("xlsx", "csv"):
        heads = [
            _("问题编号"), _("日期"), _("单位编码"), _("发现渠道"), _("类别"), _("事实"), _("状态"), _("整改"), _("期限")
        ]  # fmt: skip
        return sent("findings", heads, (_cells(one) for one in found[:20_000]), request.GET["export"])
    page = page_of(request, found)
    stages = [*labels(RECTIFICATION_NAMES), ("overdue", _("逾期"))]
    context = {
        "page": page, "sought": request.GET, "states": labels(FINDING_NAMES), "categories": labels(CATEGORIES),
        "channels": labels(CHANNELS), "stages": stages, "names": shorts(), "may": not may_enter_findings(account), "day": today(),
    }  # fmt: skip
    return render(request, "supervise/inspections/findings.html", context)


def _cells(one: Finding) -> list[Any]:
    held = getattr(one, "rectification", None)
    return [
        one.number, one.found_on, one.unit.code, one.get_channel_display(), one.get_category_display(), one.words,
        one.get_state_display(), held.get_state_display() if held else "", held.due_on if held else "",
    ]  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """A finding from the record to the closing."""
    account = asker(request)
    held = get_object_or_404(Finding.objects.select_related(*BESIDE), pk=pk)
    allowed(may_see_unit(account, held.unit_id))
    mending = (
        Rectification.objects.filter(finding=held)
        .select_related("control", "handed_by__person", "checked_by__person")
        .first()
    )
    if request.method == "POST":
        _acted(request, account, held, mending)
        return redirect("supervise:finding", pk)
    context = {
        "held": held, "mending": mending, "names": shorts(), "day": today(), "proofs": held.proofs.select_related("evidence"),
        "papers": held.papers.all(), "talks": held.talks.select_related("person", "by__person"), "may": _may(account, held, mending),
        "waits": may_confirm(account, held) if after(FINDING, held.state, "confirm_finding") and not may_run(account) else "",
        "failed": reading.failures(mending.control, today()) if mending and mending.control else 0,
    }  # fmt: skip
    return render(request, "supervise/inspections/finding.html", context)


def _may(account: Account, held: Finding, mending: Rectification | None) -> dict[str, bool]:
    """What the buttons of a finding are there for."""
    runs, own = not may_run(account), not may_answer(account, held.unit_id)
    state, stage = held.state, mending.state if mending else ""
    going = {verb for (now, verb), _next in RECTIFICATION.items() if now == stage}
    closes = mending is not None and not may_close(account, mending)
    confirms = not may_confirm(account, held) and after(FINDING, state, "confirm_finding") is not None
    live = state != "withdrawn"
    return {
        "answer": own and after(FINDING, state, "answer_finding") is not None,
        "confirm": confirms,
        "withdraw": runs and live,
        "feed": runs and live and held.noticed_on is None,
        "order": runs and state == "confirmed" and mending is None,
        "talk": runs and state == "confirmed",
        "paper": runs and live,
        "hear": runs and stage in ("ordered", "planned"),
        "plan": own and "submit_plan" in going,
        "approve": runs and "approve_plan" in going,
        "return_plan": runs and "return_plan" in going,
        "measure": own and stage == "running",
        "hand": own and "hand_in" in going,
        "inspection": held.inspection is not None and not may_see_inspection(account, held.inspection),
        "close": closes and "close_rectification" in going,
    }


def _acted(request: HttpRequest, account: Account, held: Finding, mending: Rectification | None) -> None:
    """Do what a button without a form says."""
    verb = request.POST.get("verb", "")
    try:
        if verb in ("confirm", "confirm_only"):
            confirm_finding(by=account, finding=held, order=verb == "confirm")
        elif verb == "approve" and mending:
            approve_plan(by=account, rectification=mending)
        elif verb == "measure" and mending:
            number = request.POST.get("number", "")
            place = int(number) if number.isdecimal() else -1
            do_measure(by=account, rectification=mending, number=place)
        messages.success(request, _("已办理，记录留存。"))
    except Refused as refused:
        messages.error(request, str(refused))


@require_safe
def proof(request: HttpRequest, pk: int) -> FileResponse:
    """The sealed file behind a finding."""
    held = get_object_or_404(FindingProof.objects.select_related("finding", "evidence"), pk=pk)
    allowed(may_see_unit(asker(request), held.finding.unit_id))
    try:
        stream = open_evidence(held.evidence)
    except Altered as altered:
        allowed(str(altered))
        raise
    return FileResponse(stream, content_type=held.evidence.kind, as_attachment=True, filename=held.name)


@require_safe
def standing(request: HttpRequest) -> HttpResponse:
    """How rectification stands: the month, the special lists, controls that fail, teams that are barred."""
    account = asker(request)
    allowed(may_see(account))
    period = _month(request.GET.get("period", ""))
    day, whole = today(), above(account)
    number, corrected, without = reading.uncorrected(period.first, period.last)
    seen = {one.pk for one in reading.seen_findings(account).filter(pk__in=[one.pk for one in without])}
    late = reading.overdue(day).filter(finding__in=reading.seen_findings(account)).select_related("finding__unit")
    context: dict[str, Any] = {
        "period": period.first, "number": number, "corrected": corrected, "day": day, "names": shorts(), "whole": whole,
        "without": [one for one in without if one.pk in seen], "page": page_of(request, late), "runs": not may_run(account),
    }  # fmt: skip
    if whole:
        context |= {"topics": reading.topics(), "controls": reading.ineffective(day), "barred": reading.barred(day)}
        context |= {
            "unnoticed": reading.unnoticed(day).select_related("unit")[:20],
            "papers": reading.overdue_papers(day),
        }
    return render(request, "supervise/inspections/standing.html", context)


def _month(text: str) -> Period:
    try:
        return Period.parse(text)
    except ValueError:
        return Period.parse(f"{today():%Y-%m}")
