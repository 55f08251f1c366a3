"""Scoring runs: the history, and one run."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from kaogong.assess.guards.runs import may_run, may_see_runs
from kaogong.assess.models import Run
from kaogong.assess.queries.runs import runs_of
from kaogong.plan.views.pages import allowed, asker, cycle_of, page_of


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The runs of a cycle."""
    allowed(may_see_runs(asker(request)))
    cycle = cycle_of(request)
    page = page_of(request, runs_of(cycle))
    return render(request, "assess/runs.html", {"cycle": cycle, "page": page, "may": not may_run(asker(request))})


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One run."""
    allowed(may_see_runs(asker(request)))
    run = get_object_or_404(Run.objects.select_related("cycle", "edition", "asked_by", "previous"), pk=pk)
    return render(request, "assess/run.html", {"run": run, "may": not may_run(asker(request))})
