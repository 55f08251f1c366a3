"""Tasks: the list with what no indicator answers, and acknowledging."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kaogong.org.models import Account
from kaogong.org.views.deeds import offers, only
from kaogong.plan import actions
from kaogong.plan.guards import may_acknowledge
from kaogong.plan.models import Task
from kaogong.plan.queries import completion, punctual, uncovered_tasks
from kaogong.plan.views.deeds import TASK_DEEDS
from kaogong.plan.views.pages import asker, cycle_of, kept, page_of


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The tasks of a cycle."""
    account, cycle = asker(request), cycle_of(request)
    found = Task.objects.filter(cycle=cycle).select_related("person", "department", "workplan")
    words, origin = request.GET.get("q", "").strip(), request.GET.get("origin", "")
    if words:
        found = found.filter(name__icontains=words)
    if origin in dict(Task.ORIGINS):
        found = found.filter(origin=origin)
    page = page_of(request, found.order_by("origin", "number"))
    bare = set(uncovered_tasks(cycle).values_list("pk", flat=True))
    live = Task.objects.filter(cycle=cycle).exclude(state="refused")
    context = {
        "cycle": cycle,
        "page": page,
        "rows": [(one, one.pk in bare, _signs(account, one), offers(TASK_DEEDS, account, one)) for one in page],
        "actions": offers(only(TASK_DEEDS, "add_task"), account),
        "bare": len(bare),
        "board": punctual(live.exclude(priority="")),
        "acts": completion(live.exclude(action="").only("action", "state")),
        "origins": Task.ORIGINS,
        "sought": request.GET,
        "kept": kept(request),
    }
    return render(request, "plan/tasks.html", context)


def _signs(account: Account, one: Task) -> bool:
    """Whether somebody acknowledges a task now."""
    return one.state in {"issued", "approved"} and not may_acknowledge(account, one)


@require_POST
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """A task is acknowledged."""
    one = get_object_or_404(Task, pk=pk)
    actions.acknowledge_task(by=asker(request), task=one)
    messages.success(request, _("已签收“%(name)s”。") % {"name": one.name})
    return redirect("plan:tasks")
