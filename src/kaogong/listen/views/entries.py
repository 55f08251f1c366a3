"""Typing in forms, the steps under supervision, and raw answers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kaogong.audit.actions import Refused
from kaogong.listen import actions
from kaogong.listen.actions.entries import differences
from kaogong.listen.forms.entry import EntryForm, choices_of
from kaogong.listen.guards.surveys import may_count, may_open_raw, may_run, may_see, may_witness
from kaogong.listen.models import Entry, Project, Step
from kaogong.listen.queries.doubts import DOUBTS, doubtful
from kaogong.listen.queries.marking import questions_of, rate
from kaogong.org.models import Account
from kaogong.org.queries import unit_names
from kaogong.plan.views.pages import allowed, asker, page_of


@require_http_methods(["GET", "HEAD", "POST"])
def entries(request: HttpRequest, pk: int) -> HttpResponse:
    """Paper forms and interviews, typed in twice; where the two differ, a third decides."""
    account, project = asker(request), get_object_or_404(Project, pk=pk)
    allowed(may_run(account, project))
    batch = (
        project.batches.filter(pk=request.GET.get("batch") or 0).first() or project.batches.filter(way="paper").first()
    )
    settles = request.POST.get("verb") == "settle"
    form = EntryForm(request.POST if request.method == "POST" and not settles else None, batch=batch) if batch else None
    if settles and _settled(request, account, project):
        return redirect(request.get_full_path())
    if form is not None and form.is_bound and form.is_valid():
        made = form.done(actions.enter_form, by=account, batch=batch, **form.given())
        if made is not None:
            messages.success(
                request, _("%(number)s：%(state)s") % {"number": made.number, "state": made.get_state_display()}
            )
            return redirect(request.get_full_path())
    open_ = Entry.objects.filter(project=project).exclude(state="agreed").select_related("batch__stratum")
    context = {
        "project": project, "batch": batch, "form": form, "batches": project.batches.filter(void=False, way="paper"),
        "entries": [(one, _apart(one), _not_settling(account, one)) for one in open_],
        "done": Entry.objects.filter(project=project, state="agreed").count(),
    }  # fmt: skip
    return render(request, "listen/entries.html", context, status=422 if form and form.errors else 200)


def _apart(entry: Entry) -> list[dict[str, str]]:
    """Where two entries differ, in the words of the form."""
    if entry.state != "differs":
        return []
    asked = {one.code: one for one in questions_of(entry.batch.sheet)}
    found = differences(entry)
    names = unit_names([int(unit) for unit, *_rest in found if unit])
    told = []
    for unit, code, first, second in found:
        question, row = asked[code.partition("/")[0]], code.partition("/")[2]
        words = {str(key): str(name) for key, name in choices_of(question)}
        where = (names.get(int(unit), "") if unit else "", question.words, row)
        told.append(
            {
                "where": " · ".join(filter(None, where)),
                "first": words.get(first, first),
                "second": words.get(second, second),
            }
        )
    return told


def _not_settling(account: Account, entry: Entry) -> str:
    """Why somebody does not decide between two entries."""
    if account.pk in (entry.first_by_id, entry.second_by_id):
        return _("您录过这份，请第三人对照原件裁定。")
    return ""


def _settled(request: HttpRequest, account: Account, project: Project) -> bool:
    entry = get_object_or_404(Entry, project=project, pk=request.POST.get("entry") or 0)
    try:
        actions.settle_entry(
            by=account, entry=entry, right=request.POST.get("right", ""), reason=request.POST.get("reason", "")
        )
    except Refused as refused:
        messages.error(request, str(refused))
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def steps(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue, return, count and total, with who was present; forms counted by each issuing unit."""
    account, project = asker(request), get_object_or_404(Project, pk=pk)
    allowed(may_see(account))
    if request.method == "POST":
        _stepped(request, account, project)
        return redirect("listen:steps", pk)
    counts = list(project.counts.select_related("issuer"))
    held = project.steps.select_related("issuer").prefetch_related("witnesses__supervisor__person")
    names = unit_names([one.issuer_id for one in held] + [one.issuer_id for one in counts])
    whole = {key: sum(getattr(one, key) for one in counts) for key in ("issued", "returned", "valid")}
    runs = not may_run(account, project)
    context = {
        "project": project, "runs": runs, "signs": not may_witness(account),
        "tells": runs or any(not may_count(account, project, one.issuer) for one in held if one.issuer),
        "steps": [(one, names.get(one.issuer_id or 0, _("全部")), _signed(account, one)) for one in held],
        "counts": [(one, names.get(one.issuer_id, ""), rate(one.returned, one.issued), rate(one.valid, one.returned)) for one in counts],
        "whole": (whole, rate(whole["returned"], whole["issued"]), rate(whole["valid"], whole["returned"])),
        "totals": project.totals.all() if runs else [],
    }  # fmt: skip
    return render(request, "listen/steps.html", context)


def _signed(account: Account, step: Step) -> bool:
    """Whether somebody has signed for a step."""
    return any(one.supervisor.person_id == account.person_id for one in step.witnesses.all())


def _stepped(request: HttpRequest, account: Account, project: Project) -> None:
    verb = request.POST.get("verb", "")
    try:
        if verb == "open_steps":
            actions.open_steps(by=account, project=project)
        else:
            step = get_object_or_404(project.steps, pk=request.POST.get("step") or 0)
            (actions.witness if verb == "witness" else actions.close_step)(by=account, step=step)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已办理，记录留存。"))


@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: HttpRequest, pk: int) -> HttpResponse:
    """Raw answers: for operators, every opening on record; doubtful ones are reviewed here."""
    account, project = asker(request), get_object_or_404(Project, pk=pk)
    if request.method == "POST":
        _reviewed(request, account, project)
        return redirect(request.get_full_path())
    if request.GET.get("page") is None or may_open_raw(account, project):
        actions.open_raw(by=account, project=project)
    doubt = request.GET.get("doubt", "")
    held = project.answers.select_related("stratum__group").order_by("pk")
    if doubt in DOUBTS:
        held = held.filter(flags__contains=[doubt])
    if (channel := request.GET.get("channel", "")) != "":
        held = held.filter(channel=channel)
    context = {
        "project": project, "page": page_of(request, held), "doubts": [(key, _(name), *doubtful(project)[key]) for key, name in DOUBTS.items()],
        "doubt": doubt, "names": {key: _(name) for key, name in DOUBTS.items()}, "day": dt.date,
    }  # fmt: skip
    return render(request, "listen/answers.html", context)


def _reviewed(request: HttpRequest, account: Account, project: Project) -> None:
    given: dict[str, Any] = {"exclude": request.POST.get("verb") != "keep", "reason": request.POST.get("reason", "")}
    try:
        if request.POST.get("verb") == "flag":
            actions.flag_answers(by=account, project=project)
        else:
            actions.review_answers(by=account, project=project, answers=request.POST.getlist("answer"), **given)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已办理，记录留存。"))
