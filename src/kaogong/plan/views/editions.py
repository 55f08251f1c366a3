"""Rulebooks: the shelf, reading one beside its findings, bringing one in, checking, adopting."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaogong.org.models.labels import spoken
from kaogong.org.queries import units
from kaogong.plan import actions
from kaogong.plan.forms import AdoptForm, EditionForm
from kaogong.plan.guards import may_adopt, may_keep_cycle
from kaogong.plan.jobs import check_edition
from kaogong.plan.models import Edition
from kaogong.plan.queries import book_of, current, uncovered_classes
from kaogong.plan.queries.reading import lines_of
from kaogong.plan.views.pages import allowed, asker, kept, page_of
from kaogong.plan.views.period import shown_for


@require_safe
def shelf(request: HttpRequest) -> HttpResponse:
    """The editions there are, and what holds for which class this year."""
    account, cycle = asker(request), shown_for(request).cycle
    held = (request.path, request.GET.urlencode(), cycle.pk if cycle else None)
    found = Edition.objects.defer("text", "case_files", "readings", "values").order_by("book", "edition", "-draft")
    context = {
        "cycle": cycle,
        "held": held,
        "page": page_of(request, lambda: found, held, ("org", "plan")),
        "adoptions": cycle.adoptions.select_related("edition").defer("edition__text") if cycle else [],
        "open_classes": uncovered_classes(cycle) if cycle else [],
        "may_bring": not may_keep_cycle(account),
        "kept": kept(request),
    }
    return render(request, "plan/rulebooks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """A rulebook comes in; it is checked in the background."""
    allowed(may_keep_cycle(asker(request)))
    form = EditionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with tempfile.TemporaryDirectory(prefix="kaogong-brought-") as name:
            folder = Path(name)
            (folder / "cases").mkdir()
            (folder / "rulebook.yaml").write_bytes(form.cleaned_data["text"].read())
            if form.cleaned_data["cases"]:
                (folder / "cases" / "cases.yaml").write_bytes(form.cleaned_data["cases"].read())
            made = form.done(actions.bring_edition, by=asker(request), folder=folder)
        if made is not None:
            check_edition.defer(edition=made.pk)
            messages.success(request, _("已录入第 %(n)s 稿，正在检查。可以离开，结果留在本页。") % {"n": made.draft})
            return redirect("plan:rulebook", made.pk)
    return render(request, "plan/bring_edition.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """An edition: its text with the findings at their lines, its cases, and where it holds."""
    edition = get_object_or_404(Edition, pk=pk)
    return _shown(request, edition, None)


def _shown(request: HttpRequest, edition: Edition, form: AdoptForm | None) -> HttpResponse:
    account, cycle = asker(request), current()
    ready = edition.state in {"ready", "adopted"} and cycle is not None and not may_adopt(account)
    context: dict[str, Any] = {
        "edition": edition,
        "cycle": cycle,
        "lines": lines_of(edition),
        "adoptions": edition.adoptions.select_related("cycle", "by"),
        "failed": [one for one in edition.cases if not one["passed"]],
        "readings": _readings(edition),
        "keeps": not may_keep_cycle(account),
        "may_check": edition.state == "draft" and not may_keep_cycle(account),
        "form": form or (_adopt_form(edition, None) if ready else None),
        "before": Edition.objects.filter(book=edition.book).exclude(pk=edition.pk).order_by("-brought_at").first(),
    }
    return render(request, "plan/rulebook.html", context)


def _readings(edition: Edition) -> list[tuple[str, str]]:
    """What was left open, and how it is read."""
    found = book_of(edition).readings
    return [(spoken(one.question), spoken(one.options[one.chosen])) for one in found.values()]


def _adopt_form(edition: Edition, data: Any) -> AdoptForm:
    cycle = current()
    assert cycle is not None
    classes = sorted(set(units(cycle.since).exclude(appraisal_class="").values_list("appraisal_class", flat=True)))
    known = [(key, spoken(one.name)) for key, one in book_of(edition).classes.items()]
    return AdoptForm(data, cycle=cycle, classes=classes, known=known)


@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """The check is asked for."""
    allowed(may_keep_cycle(asker(request)))
    edition = get_object_or_404(Edition, pk=pk)
    check_edition.defer(edition=edition.pk, by=asker(request).pk)
    messages.success(request, _("正在检查。可以离开，结果留在本页。"))
    return redirect("plan:rulebook", pk)


@require_POST
def adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """An edition is adopted for a class of units."""
    account = asker(request)
    edition, cycle = get_object_or_404(Edition, pk=pk), current()
    form = _adopt_form(edition, request.POST)
    if form.is_valid():
        classes = {form.cleaned_data["appraisal_class"]: form.cleaned_data["book_class"]}
        if form.done(actions.adopt_edition, by=account, cycle=cycle, edition=edition, classes=classes):
            messages.success(request, _("已采用。办法从此只读，指标已列出，可以开始定目标。"))
            return redirect("plan:rulebook", pk)
    return _shown(request, edition, form)
