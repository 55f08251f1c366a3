"""Filing what comes round."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kaogong.audit.actions import seal
from kaogong.monitor import actions
from kaogong.monitor.forms import FilingForm
from kaogong.monitor.guards import may_file
from kaogong.monitor.models import Assignee
from kaogong.monitor.queries import asked, built_on
from kaogong.org.models import Account
from kaogong.org.queries import today
from kaogong.plan.models import Task
from kaogong.plan.views.pages import asker


@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, pk: int, period: str) -> HttpResponse:
    """A part of a routine is filed."""
    account = asker(request)
    assignee = get_object_or_404(Assignee.objects.select_related("routine__cycle", "unit"), pk=pk)
    if why := may_file(account, assignee):
        raise PermissionDenied(why)
    wanted = next((one for one in asked(assignee.routine, [assignee]) if str(one.period) == period), None)
    if wanted is None:
        raise Http404(_("没有这一期。"))
    parts = tuple(assignee.routine.parts) or ("",)
    bound = (request.POST, request.FILES) if request.method == "POST" else ()
    form = FilingForm(
        *bound, initial={"on": today(), "part": (*wanted.missing, "")[0]}, parts=parts, tasks=_tasks(assignee)
    )
    if form.is_bound and form.is_valid() and _filed(account, assignee, period, form):
        messages.success(request, _("已登记。"))
        return redirect("monitor:file", pk, period)
    held = assignee.filings.filter(period=period).select_related("by")
    context = {"form": form, "assignee": assignee, "wanted": wanted, "held": held, "built": built_on(wanted)}
    return render(request, "monitor/file.html", context, status=422 if form.errors else 200)


def _tasks(assignee: Assignee) -> list[tuple[int, str]]:
    if not assignee.routine.listed or assignee.unit_id is None:
        return []
    held = Task.objects.filter(cycle=assignee.routine.cycle, units__unit=assignee.unit_id).order_by("number")
    return [(one.pk, _("%(words)s（%(more)s）") % {"words": one.name, "more": one.get_state_display()}) for one in held]


def _filed(account: Account, assignee: Assignee, period: str, form: FilingForm) -> bool:
    given: dict[str, Any] = dict(form.cleaned_data)
    sent = given.pop("evidence")
    if sent is not None:
        given["evidence"] = form.done(seal, by=account, file=sent)
        if given["evidence"] is None:
            return False
    given["tasks"] = list(Task.objects.filter(pk__in=given.get("tasks", ())))
    return form.done(actions.file, by=account, assignee=assignee, period=period, **given) is not None
