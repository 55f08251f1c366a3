"""Handing out codes, reminding, and how many came back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kaogong.audit.actions import Refused
from kaogong.audit.reports.workbook import comma_separated
from kaogong.listen import actions
from kaogong.listen.forms.surveys import BatchForm
from kaogong.listen.guards.surveys import may_run
from kaogong.listen.models import Project
from kaogong.listen.queries.turnout import turnout
from kaogong.listen.reports import letters
from kaogong.plan.views.pages import allowed, asker


@require_http_methods(["GET", "HEAD", "POST"])
def batches(request: HttpRequest, pk: int) -> HttpResponse:
    """What was handed out; a new batch goes out with the answer to its form, and cannot be had again."""
    account, project = asker(request), get_object_or_404(Project, pk=pk)
    allowed(may_run(account, project))
    form = BatchForm(
        request.POST if request.POST.get("verb") != "remind" and request.method == "POST" else None, project=project
    )
    if request.POST.get("verb") == "remind":
        return _reminded(request, account, project)
    if form.is_bound and form.is_valid():
        made = form.done(actions.issue_batch, by=account, **form.given())
        if made is not None:
            return _sent(request, *made)
    held = project.batches.select_related("stratum__group", "issuer")
    context = {"project": project, "batches": held, "turnout": turnout(project), "form": form}
    return render(request, "listen/batches.html", context, status=422 if form.errors else 200)


def _sent(request: HttpRequest, batch: Any, handed: Any) -> HttpResponse:
    if batch.way == "paper":
        messages.success(request, _("已登记发放 %(n)s 份纸质测评表。") % {"n": batch.number})
        return redirect("listen:batches", batch.project_id)
    base = f"{request.scheme}://{request.get_host()}"
    listed = batch.way == "sms"
    written = (letters.messages if listed else letters.letters)(batch, handed, base)
    kind, end = ("text/csv", "csv") if listed else ("text/html", "html")
    found = HttpResponse(written, content_type=f"{kind}; charset=utf-8")
    found["Content-Disposition"] = f'attachment; filename="batch-{batch.pk}.{end}"'
    found["Cache-Control"] = "no-store"
    return found


def _reminded(request: HttpRequest, account: Any, project: Project) -> HttpResponse:
    batch = get_object_or_404(project.batches, pk=request.POST.get("batch") or 0)
    try:
        people = actions.remind(by=account, batch=batch)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("listen:batches", project.pk)
    if not people:
        messages.success(request, _("已登记提醒。这一批没有联系方式，请由发放单位转告全体。"))
        return redirect("listen:batches", project.pk)
    words = _("%(name)s将于 %(day)s 截止。已经答过的请不必理会，我们不知道谁答过。")
    told = words % {"name": project.name, "day": batch.due_on}
    written = comma_separated([_("联系方式"), _("内容")], [(contact, told) for _name, contact in people])
    found = HttpResponse(written, content_type="text/csv; charset=utf-8")
    found["Content-Disposition"] = f'attachment; filename="reminder-{batch.pk}.csv"'
    return found
