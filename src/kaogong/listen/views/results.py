"""The result: how far it carries, who agreed, and what it leads to."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kaogong.audit.actions import Refused
from kaogong.audit.reports.workbook import sent
from kaogong.listen import actions
from kaogong.listen.forms.outcomes import AssentForm, ReasonForm
from kaogong.listen.guards.surveys import (
    may_arrange,
    may_assent,
    may_open_raw,
    may_run,
    may_see,
    may_see_result,
)
from kaogong.listen.models import Project, Result, Score
from kaogong.listen.queries.doubts import DOUBTS
from kaogong.listen.queries.shown import Shown, shown_lines
from kaogong.listen.queries.sight import INSIDE
from kaogong.listen.states.surveys import CHANNELS
from kaogong.org.models import Account
from kaogong.org.queries import reach
from kaogong.plan.views.pages import allowed, asker


def _own(account: Account, project: Project) -> set[int] | None:
    """The units whose lines somebody sees; None: all. Before the release a unit sees nothing."""
    if not may_see_result(account, project):
        return None
    result = _standing(project)
    if result is None or result.state != "released":
        raise PermissionDenied(may_see_result(account, project))
    found = reach(account)
    return {
        one
        for one in project.subjects.values_list("unit_id", flat=True)
        if any(found.has(p, one, "listen") for p in INSIDE)
    }


def _standing(project: Project) -> Result | None:
    return project.results.exclude(state="void").first()


@require_http_methods(["GET", "HEAD", "POST"])
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """The result of a project."""
    account, project = asker(request), get_object_or_404(Project, pk=pk)
    allowed(may_see(account))
    own = _own(account, project)
    held = _standing(project)
    waits = _waits(project, held)
    assent = AssentForm(
        request.POST if request.POST.get("verb") == "approve" else None, initial={"body": waits[0] if waits else ""}
    )
    reason = ReasonForm(request.POST if request.POST.get("verb") == "void" else None)
    if request.method == "POST" and _done(request, account, project, held, assent, reason):
        return redirect("listen:result", pk)
    lines = shown_lines(held, own) if held else []
    if request.GET.get("export") in ("xlsx", "csv"):
        return _exported(request, lines)
    context = _context(account, project, held, lines) | {"assent": assent, "reason": reason, "whole": own is None}
    return render(request, "listen/result.html", context, status=422 if assent.errors or reason.errors else 200)


def _context(account: Account, project: Project, held: Result | None, lines: list[Shown]) -> dict[str, Any]:
    content = held.content if held else {}
    return {
        "project": project, "runs": not may_run(account, project), "result": held, "lines": lines, "assents": held.assents.all() if held else [],
        "waits_for": _waits(project, held),
        "may_compute": held is None and project.state == "tally" and not may_run(account, project),
        "may_assent": not may_assent(account), "may_release": not may_arrange(account), "opens": not may_open_raw(account, project),
        "channels": [(_(CHANNELS[key]), *told) for key, told in content.get("channels", {}).items()],
        "gaps": [(_(CHANNELS[a]), _(CHANNELS[b]), gap) for a, b, gap in content.get("gaps", [])],
        "doubts": [(_(DOUBTS[key]), *told) for key, told in content.get("doubts", {}).items()],
        "answers": content.get("answers", {}),
        "groups": list(project.groups.all()),
    }  # fmt: skip


def _waits(project: Project, held: Result | None) -> list[str]:
    """The bodies that have not agreed yet, in their order."""
    given = {one.body for one in held.assents.all()} if held else set()
    return [one for one in project.approvers if one not in given]


def _done(
    request: HttpRequest,
    account: Account,
    project: Project,
    held: Result | None,
    assent: AssentForm,
    reason: ReasonForm,
) -> bool:
    """Do what a button says; False where something is to be put right first."""
    forms: dict[str, tuple[Any, Any]] = {
        "approve": (assent, actions.approve_result),
        "void": (reason, actions.void_result),
    }
    verb = request.POST.get("verb", "")
    if verb in forms:
        form, act = forms[verb]
        if not form.is_valid() or form.done(act, by=account, result=held, **form.cleaned_data) is None:
            return False
        messages.success(request, _("已办理，记录留存。"))
        return True
    try:
        _pressed(request, account, project, held, verb)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已办理，记录留存。"))
    return True


def _pressed(request: HttpRequest, account: Account, project: Project, held: Result | None, verb: str) -> None:
    if verb == "compute":
        actions.compute_result(by=account, project=project)
    elif verb == "release" and held is not None:
        actions.release_result(by=account, result=held)
    elif verb == "low":
        score = get_object_or_404(Score, result=held, pk=request.POST.get("score") or 0)
        actions.handle_low(by=account, score=score, words=request.POST.get("words", ""))


def _exported(request: HttpRequest, lines: list[Shown]) -> HttpResponse:
    heads = [
        _("单位"),
        _("类别"),
        _("有效份数"),
        _("原始均值"),
        _("清理后"),
        _("加权均值"),
        _("区间"),
        _("收缩后"),
        _("设计效应"),
        _("名次"),
        _("名次区间"),
        _("评议指数"),
    ]
    rows = (
        (one.name, one.category, one.number, one.raw, one.cleaned, one.weighted, one.span_said, one.shrunk, one.effect, one.rank,
         one.range_said, one.index)
        for one in lines
    )  # fmt: skip
    return sent("evaluation", heads, rows, request.GET["export"])
