"""Scoring runs: the history, asking for one, one run as it goes, checking it, two of them side by side."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaogong.assess import actions
from kaogong.assess.forms.runs import AskForm, RerunForm
from kaogong.assess.guards.runs import may_run, may_see_runs
from kaogong.assess.models import Result, Run
from kaogong.assess.queries.results import changes, others
from kaogong.assess.queries.runs import manifest_of, runs_of
from kaogong.assess.reports.package import whole
from kaogong.audit.actions import Refused
from kaogong.plan.views.pages import allowed, asker, cycle_of, page_of


@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: HttpRequest) -> HttpResponse:
    """The runs of a cycle; the office asks for another."""
    allowed(may_see_runs(asker(request)))
    cycle = cycle_of(request)
    form = AskForm(request.POST or None, cycle=cycle)
    if request.method == "POST" and form.is_valid():
        made = form.done(actions.ask_run, by=asker(request), cycle=cycle, **form.cleaned_data)
        if made is not None:
            return redirect("assess:run", made.pk)
    context = {
        "cycle": cycle,
        "page": page_of(request, runs_of(cycle)),
        "may": not may_run(asker(request)),
        "form": form,
        "books": cycle.adoptions.exists(),
    }
    return render(request, "assess/runs.html", context, status=422 if form.errors else 200)


def _run(pk: int) -> Run:
    held = Run.objects.select_related("cycle", "edition", "asked_by__person", "previous")
    return get_object_or_404(held, pk=pk)


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One run; while it goes, the part with the bar asks for itself again."""
    allowed(may_see_runs(asker(request)))
    return _shown(request, _run(pk), RerunForm())


def _shown(request: HttpRequest, run: Run, form: RerunForm) -> HttpResponse:
    context: dict[str, Any] = {"run": run, "may": not may_run(asker(request)), "form": form}
    if request.headers.get("HX-Request") and run.going:
        return render(request, "assess/parts/progress.html", context)
    if run.state == "done":
        held = Result.objects.filter(run=run)
        context |= {
            "results": held.count(),
            "lacking": held.filter(total=None).count(),
            "manifest": manifest_of(run),
            "others": list(others(run)),
        }
    found = render(request, "assess/run.html", context, status=422 if form.errors else 200)
    if request.headers.get("HX-Request"):
        found["HX-Refresh"] = "true"
    return found


@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Cancel a run, try it again, or check what it sealed."""
    run, by = _run(pk), asker(request)
    try:
        if verb == "cancel":
            actions.cancel_run(by=by, run=run)
            messages.success(request, _("已取消。"))
        elif verb == "retry":
            actions.retry_run(by=by, run=run)
            messages.success(request, _("已重新排队。"))
        else:
            wrong = actions.verify_run(by=by, run=run)
            if wrong:
                messages.error(request, _("核验不通过：%(what)s") % {"what": _("；").join(wrong[:5])})
            else:
                messages.success(request, _("核验通过：文件一个字节未改，逐值重算全部一致。"))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("assess:run", run.pk)


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Score again with a reason."""
    run, form = _run(pk), RerunForm(request.POST)
    if form.is_valid():
        made = form.done(actions.rerun, by=asker(request), run=run, **form.cleaned_data)
        if made is not None:
            return redirect("assess:run", made.pk)
    return _shown(request, run, form)


@require_safe
def compare(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """What changed from one run to another."""
    allowed(may_see_runs(asker(request)))
    after, before = _run(pk), _run(other)
    found = changes(before, after)
    moved = sum(1 for one in found if one.moved)
    context = {"run": after, "before": before, "page": page_of(request, found), "moved": moved}
    return render(request, "assess/compare.html", context)


@require_safe
def package(request: HttpRequest, pk: int) -> FileResponse:
    """The sealed folder of a run, to be checked elsewhere by `kaogong verify`."""
    allowed(may_see_runs(asker(request)))
    run = get_object_or_404(Run, pk=pk, state="done")
    if request.method == "GET":
        actions.hand_out_run(by=asker(request), run=run)
    return FileResponse(whole(run), as_attachment=True, filename=f"kaogong-{run.fingerprint[:12]}.zip")
