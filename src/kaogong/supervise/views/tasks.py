"""Tasks: the list, one with everything that happened to it, the ledger of what is struck off."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kaogong.audit.queries import Altered, open_evidence
from kaogong.audit.reports.workbook import sent
from kaogong.org.models import Account
from kaogong.org.models.labels import labels
from kaogong.org.queries import calendar, today, unit_names
from kaogong.org.views.deeds import offers
from kaogong.plan.views.pages import allowed, asker, page_of
from kaogong.supervise.guards.ledgers import may_see_entry
from kaogong.supervise.guards.tasks import is_above, may_see, may_see_task
from kaogong.supervise.models import EntryTask, Task, TaskProof, TaskTable
from kaogong.supervise.queries.tasks import due_checks, find_tasks, gap_of, overdue_checks, seen_tasks, task_counts
from kaogong.supervise.states.tasks import LIVE, SOURCE_KINDS, TASK_NAMES
from kaogong.supervise.views.tabs import task_tabs
from kaogong.supervise.views.tasks_deeds import FIRST, TASK_DEEDS

SORTS = {"number": "number", "due": "due", "state": "state"}
ASKED = ("q", "source", "mark", "unit", "state", "table")


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The tasks one may see, open and done: the ledger of the year (销号台账)."""
    account, day = asker(request), today()
    allowed(may_see(account))
    seen = seen_tasks(account)
    found = find_tasks(seen, {name: request.GET.get(name, "").strip() for name in ASKED}, day)
    sort = request.GET.get("sort", "")
    if sort.removeprefix("-") in SORTS:
        down = "-" if sort.startswith("-") else ""
        found = found.order_by(f"{down}{SORTS[sort.removeprefix('-')]}", "id")
    if request.GET.get("export") in ("xlsx", "csv"):
        return _exported(request, list(found))
    page = page_of(request, found)
    context = {
        "page": page, "lines": lines_of(list(page)), "counts": task_counts(seen, day), "sought": request.GET,
        "kinds": labels(SOURCE_KINDS), "states": labels(TASK_NAMES), "marks": [one for one in Task.MARKS if one[0]],
        "tables": TaskTable.objects.order_by("-year", "title"), "do": offers(FIRST, account), "tabs": task_tabs(request),
    }  # fmt: skip
    return render(request, "supervise/tasks/tasks.html", context)


def lines_of(tasks: list[Task]) -> list[dict[str, Any]]:
    """Tasks as a list shows them: units by name, days left or over by working days."""
    day, work = today(), calendar()
    names = unit_names({each.unit_id for one in tasks for each in one.handlers.all()})
    found = []
    for one in tasks:
        units = [(each.role, names.get(each.unit_id, "")) for each in one.handlers.all()]
        line: dict[str, Any] = {"task": one, "lead": _joined(units, "lead"), "co": _joined(units, "co"), "over": False}
        if one.due is not None and one.state in LIVE:
            line["over"] = one.due < day
            first, last = min(day, one.due), max(day, one.due)
            line["days"] = work.between(first, last, working=True)
        found.append(line)
    return found


def _joined(units: list[tuple[str, str]], role: str) -> str:
    return _("、").join(name for held, name in units if held == role)


def _exported(request: HttpRequest, tasks: list[Task]) -> HttpResponse:
    heads = [_("督办号"), _("任务"), _("来源"), _("主办"), _("协办"), _("原定时限"), _("时限"), _("进度"), _("状态"),
             _("销号日期"), _("责任领导"), _("责任处室"), _("承办人员")]  # fmt: skip
    rows = (
        (one["task"].number, one["task"].name, one["task"].source.title, one["lead"], one["co"],
         one["task"].original_due, one["task"].due, one["task"].share, one["task"].get_state_display(),
         one["task"].closed_on, one["task"].leader, one["task"].department, one["task"].handler)
        for one in lines_of(tasks)
    )  # fmt: skip
    return sent("tasks", heads, rows, request.GET["export"])


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """A task with what it asks, what was told, checked, urged, put off and closed."""
    account, day = asker(request), today()
    held = Task.objects.select_related("source", "item", "table", "leader", "handler", "target__indicator")
    task = get_object_or_404(held.prefetch_related("handlers", "stages"), pk=pk)
    allowed(may_see_task(account, task))
    names = unit_names(each.unit_id for each in task.handlers.all())
    late = overdue_checks(task, day)
    context = {
        "task": task, "line": lines_of([task])[0], "day": day, "stages": task.stages.all(),
        "entries": [(each, names.get(each.unit_id, ""), _buttons(account, each)) for each in task.entries.prefetch_related("proofs")],
        "steps": [(each, _buttons(account, each)) for each in task.stages.all()],
        "checks": [(each, gap_of(each.share, each.planned)) for each in task.checks.select_related("by__person")], "urgings": task.urgings.all(), "late": late,
        "needed": len(due_checks(task)), "extensions": task.extensions.select_related("by__person", "decided_by__person"),
        "closings": task.closings.select_related("by__person", "decided_by__person").prefetch_related("proofs"),
        "agreed": _agreed(account, task),
        "offers": offers(TASK_DEEDS, account, task), "tabs": task_tabs(request), "above": is_above(account),
    }  # fmt: skip
    return render(request, "supervise/tasks/task.html", context)


@require_safe
def proof(request: HttpRequest, pk: int, held: int) -> FileResponse:
    """A sealed file shown with a task, for those who may see it; checked by its hash as it is handed out."""
    account = asker(request)
    task = get_object_or_404(Task.objects.prefetch_related("handlers"), pk=pk)
    allowed(may_see_task(account, task))
    mine = Q(entry__task=task) | Q(closing__task=task)
    found = get_object_or_404(TaskProof.objects.filter(mine).select_related("evidence"), pk=held)
    try:
        stream = open_evidence(found.evidence)
    except Altered as altered:
        raise Http404(_("这份证据与封存时不同，不能提供。请告诉系统管理员。")) from altered
    return FileResponse(stream, content_type=found.evidence.kind, as_attachment=True, filename=found.name)


def _agreed(account: Account, task: Task) -> list[tuple[EntryTask, str]]:
    """What meetings agreed that this task carries on, each with the entry it stands in, for whoever may open that."""
    held = EntryTask.objects.filter(under=task).select_related("entry__ledger", "entry__unit", "entry__person", "owner")
    return [
        (one, "" if may_see_entry(account, one.entry) else reverse("supervise:ledger_entry", args=[one.entry_id]))
        for one in held
    ]


def _buttons(account: Account, thing: Any) -> list[Any]:
    return offers(TASK_DEEDS, account, thing)
