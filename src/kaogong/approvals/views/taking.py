"""Files of events: what came, what was taken, what was sent back and why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kaogong.approvals import actions
from kaogong.approvals.forms import SourceForm, TakeForm
from kaogong.approvals.guards import may_feed, may_keep, may_see
from kaogong.approvals.models import Intake, Source
from kaogong.approvals.queries.columns import COLUMNS, name_of
from kaogong.approvals.queries.faults import told
from kaogong.approvals.queries.reading import KINDS, sent_back
from kaogong.audit.queries import place
from kaogong.audit.reports.workbook import sent
from kaogong.org.models import Account
from kaogong.plan.views.pages import allowed, asker, page_of

SHOWN = 500


def _sources(account: Account) -> list[Source]:
    return [one for one in Source.objects.select_related("unit").order_by("code") if not may_feed(account, one)]


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """What came, the newest first."""
    account = asker(request)
    allowed(may_see(account))
    mine = _sources(account)
    page = page_of(request, Intake.objects.filter(source__in=mine).select_related("source", "by__person"))
    return render(request, "approvals/intakes.html", {"page": page, "may": bool(mine), "keeps": not may_keep(account)})


@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest) -> HttpResponse:
    """Take in a file."""
    account = asker(request)
    mine = {one.pk: one for one in _sources(account)}
    if not mine:
        raise PermissionDenied(_("办件由来源的主管单位报送。"))
    if request.GET.get("export") in ("xlsx", "csv"):
        return sent("cases-template", [name_of(one) for one in COLUMNS], [], request.GET["export"])
    form = TakeForm(request.POST or None, request.FILES or None, sources=[(pk, one.name) for pk, one in mine.items()])
    if form.is_bound and form.is_valid():
        made = form.done(_taken, account=account, source=mine[int(form.cleaned_data["source"])], form=form)
        if made is not None:
            words = _("收下 %(taken)s 行，重复 %(again)s 行，退回 %(bad)s 行。")
            messages.success(request, words % {"taken": made.taken, "again": made.again, "bad": made.bad})
            return redirect("approvals:intake", made.pk)
    return render(request, "approvals/take.html", {"form": form}, status=422 if form.errors else 200)


def _taken(*, account: Account, source: Source, form: TakeForm) -> Any:
    file, whole = form.cleaned_data["file"], form.cleaned_data["whole"]
    return actions.take_file(account=account, source=source, file=file, name=file.name, whole=whole, way="file")


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """A batch, with every row that was sent back."""
    account = asker(request)
    found = get_object_or_404(Intake.objects.select_related("source__unit", "by__person"), pk=pk)
    if why := may_feed(account, found.source):
        raise PermissionDenied(why)
    if request.GET.get("export") in ("xlsx", "csv"):
        heads, *rows = _sent_back(found)
        return sent(f"intake-{pk}", heads, rows, request.GET["export"])
    return render(request, "approvals/intake.html", {"intake": found, "faults": told(found.faults[:SHOWN])})


def _sent_back(intake: Intake) -> list[list[str]]:
    """What was sent back, under its head: the rows of a file to be put right and handed in again, else what is wrong where."""
    if intake.evidence_id and Path(intake.name).suffix.lower() in KINDS:
        return list(sent_back(place(intake.evidence_id), intake.name, told(intake.faults)))
    return [[_("行"), _("列"), _("原因")], *([str(row), column, words] for row, column, words in told(intake.faults))]


@require_http_methods(["GET", "HEAD", "POST"])
def sources(request: HttpRequest) -> HttpResponse:
    """The systems that tell of cases."""
    account = asker(request)
    allowed(may_keep(account))
    form = SourceForm(request.POST or None)
    if form.is_bound and form.is_valid() and form.done(actions.add_source, by=account, **form.cleaned_data):
        messages.success(request, _("来源已登记。"))
        return redirect("approvals:sources")
    page = page_of(request, Source.objects.select_related("unit").order_by("code"))
    context = {"page": page, "form": form}
    return render(request, "approvals/sources.html", context, status=422 if form.errors else 200)
