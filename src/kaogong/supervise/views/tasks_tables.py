"""Tables of tasks with their editions, sources with what they ask for, a workbook that comes in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaogong.audit.actions import Refused, seal
from kaogong.audit.models import Evidence
from kaogong.audit.queries import Unfit, at_hand
from kaogong.audit.reports.workbook import sent
from kaogong.org.views.deeds import Table, offers, only, thing_page
from kaogong.org.views.listing import Cell, Column, Do
from kaogong.org.views.shelves import Row, Shelf
from kaogong.plan.forms import Act
from kaogong.plan.views.pages import allowed, asker
from kaogong.supervise.actions.tasks_intake import take_tasks
from kaogong.supervise.forms.tasks import BookForm
from kaogong.supervise.guards.tasks import may_keep
from kaogong.supervise.models import TaskEdition, TaskSource, TaskTable
from kaogong.supervise.queries.tasks import sealed, source_counts, uncovered
from kaogong.supervise.queries.tasks_intake import COLUMNS, read_tasks
from kaogong.supervise.views.tabs import task_tabs
from kaogong.supervise.views.tasks_deeds import SOURCE_DEEDS, TABLE_DEEDS

SALT, DAY = "supervise.tasks", 24 * 3600
"""Of the word that says which workbook was looked through by whom, and how many seconds it holds."""


def _table(one: TaskTable, row: Row) -> list[Cell]:
    last = one.editions.first()
    return [
        Cell(one.title, reverse("supervise:task_table", args=[one.pk])),
        Cell(one.year),
        Cell(one.tasks.exclude(state="dropped").count()),
        Cell(gettext("第 %(n)s 版") % {"n": last.number} if last else gettext("未下达"), small=last.issued_on if last else ""),
        row.does(one),
    ]  # fmt: skip


def _source(one: TaskSource, row: Row) -> list[Cell]:
    lacking = uncovered(one).count()
    return [
        Cell(one.title, reverse("supervise:task_source", args=[one.pk]), small=one.reference),
        Cell(one.get_kind_display()),
        Cell(str(one.given_on)),
        Cell(one.items.count(), small=gettext("未立项 %(n)s") % {"n": lacking} if lacking else ""),
        Cell(one.get_state_display(), tag="yellow" if lacking else "green"),
        row.does(one),
    ]


SHELVES = (
    Shelf(
        name="task_tables",
        at="tables/",
        title=_("任务分解表"),
        lead=_("每年一张或几张；下达后不再改变，增补和调整另出新版。"),
        found=lambda _account: TaskTable.objects.order_by("-year", "title"),
        columns=(
            Column(_("名称"), "title", ("title",)),
            Column(_("年度"), "year", ("year", "id"), number=True),
            Column(_("任务数"), number=True),
            Column(_("版次")),
            Column(_("办理")),
        ),
        row=_table,
        may=may_keep,
        words=("title",),
        deeds=TABLE_DEEDS,
        why_empty=_("编制分解表后可逐项立任务，或从表格导入。"),
        tabs=task_tabs,
    ),
    Shelf(
        name="task_sources",
        at="sources/",
        title=_("交办来源"),
        lead=_("上级部署、会议、批示和议案建议提案；交办的每一项都要有督办号。"),
        found=lambda _account: TaskSource.objects.order_by("-given_on", "-id"),
        columns=(
            Column(_("名称"), "title", ("title",)),
            Column(_("类别"), "kind", ("kind", "id")),
            Column(_("交办日期"), "given", ("given_on", "id")),
            Column(_("交办事项"), number=True),
            Column(_("状态"), "state", ("state", "id")),
            Column(_("办理")),
        ),
        row=_source,
        may=may_keep,
        words=("title", "reference", "issuer"),
        deeds=SOURCE_DEEDS,
        why_empty=_("登记上级部署、会议或批示后，可从它们立督办任务。"),
        tabs=task_tabs,
    ),
)


@require_safe
def table(request: HttpRequest, pk: int) -> HttpResponse:
    """A table: where its tasks come from, its editions, its checks."""
    account = asker(request)
    allowed(may_keep(account))
    one = get_object_or_404(TaskTable, pk=pk)
    facts = [
        (_("年度"), Cell(one.year)),
        (_("每月报告"), Cell(_rhythm(one.monthly, one.month_day))),
        (_("每季调度"), Cell(_rhythm(one.quarterly, one.quarter_day))),
        (_("每半年督查"), Cell(_rhythm(one.half_yearly, one.half_day))),
        (_("到期前提醒"), Cell(gettext("、").join(gettext("%(n)s 日") % {"n": days} for days in one.remind_days))),
    ]
    more = [Do(_("导入任务"), reverse("supervise:take_tasks", args=[pk]))]
    return thing_page(
        request, title=one.title, lead=one.get_state_display(), facts=facts, tables=_parts(one),
        offers=[*offers(TABLE_DEEDS, account, one), *more], tabs=task_tabs(request),
    )  # fmt: skip


def _parts(one: TaskTable) -> list[Table]:
    counts = source_counts(one)
    total = sum(number for _words, number in counts)
    tasks = reverse("supervise:tasks")
    return [
        Table(_("任务来源"), (_("来源"), _("任务数")),
              [*([Cell(words), Cell(number)] for words, number in counts),
               *([[Cell(gettext("合计"), f"{tasks}?table={one.pk}"), Cell(total)]] if counts else [])],
              _("还没有任务。")),
        Table(_("版次"), (_("版次"), _("下达日期"), _("任务数"), _("事由"), "SM3"),
              [[Cell(gettext("第 %(n)s 版") % {"n": each.number}, reverse("supervise:task_edition", args=[each.pk])),
                Cell(str(each.issued_on)), Cell(len(each.content)), Cell(each.reason or "—"), Cell(each.sm3[:12])]
               for each in one.editions.all()], _("还没有下达。")),
        Table(_("检查"), (_("种类"), _("时期"), _("任务数"), _("应于"), _("完成")),
              [[Cell(each.get_kind_display()), Cell(each.period), Cell(each.rows), Cell(str(each.due)),
                Cell(str(each.closed_on), tag="green" if each.closed_on <= each.due else "yellow")]
               for each in one.rounds.all()], _("还没有结束的检查。")),
    ]  # fmt: skip


def _rhythm(on: bool, day: int) -> str:
    return gettext("期后 %(n)s 日前") % {"n": day} if on else gettext("不要求")


@require_safe
def edition(request: HttpRequest, pk: int) -> HttpResponse:
    """An edition as it was issued; as a workbook too."""
    allowed(may_keep(asker(request)))
    held = get_object_or_404(TaskEdition.objects.select_related("table"), pk=pk)
    if request.GET.get("export") in ("xlsx", "csv"):
        heads = [gettext("督办号"), gettext("任务"), gettext("来源"), gettext("主办"), gettext("协办"), gettext("目标"),
                 gettext("阶段性任务"), gettext("要求"), gettext("时限"), gettext("责任领导"), gettext("责任处室"),
                 gettext("承办人员")]  # fmt: skip
        rows = ((each["number"], each["name"], each["source"], gettext("、").join(each["lead"]), gettext("、").join(each["co"]),
                 each["goal"], gettext("；").join(f"{name} {due}" for name, due in each["stages"]), each["requirements"],
                 each["due"], each["leader"], each["department"], each["handler"]) for each in held.content)  # fmt: skip
        return sent(f"tasks-{held.table.year}-{held.number}", heads, rows, request.GET["export"])
    context = {"edition": held, "whole": sealed(held.content) == held.sm3, "tabs": task_tabs(request)}
    return render(request, "supervise/tasks/edition.html", context)


@require_safe
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """A source: what it asks for, and which task answers each item."""
    account = asker(request)
    allowed(may_keep(account))
    one = get_object_or_404(TaskSource, pk=pk)
    rows: list[list[Cell]] = []
    for item in one.items.prefetch_related("tasks"):
        tasks = [each for each in item.tasks.all() if each.state != "dropped"]
        first = tasks[0] if tasks else None
        answer = (
            Cell(first.number, reverse("supervise:task", args=[first.pk])) if first else Cell(_("未立项"), tag="red")
        )
        rows.append([Cell(item.words), answer, Cell(first.get_state_display() if first else "")])
    return thing_page(
        request, title=one.title, lead=f"{one.get_kind_display()} · {one.get_state_display()}",
        facts=[(_("文号或批示"), Cell(one.reference or "—")), (_("交办机关或领导"), Cell(one.issuer or "—")),
               (_("交办日期"), Cell(str(one.given_on)))],
        tables=[Table(_("交办事项"), (_("事项"), _("督办号"), _("状态")), rows, _("没有逐项登记。"))],
        offers=[*offers(only(SOURCE_DEEDS, "close_source"), account, one),
                Do(_("立督办任务"), reverse("supervise:add_task"))],
        tabs=task_tabs(request),
    )  # fmt: skip


class PreviewForm(BookForm, Act):
    """A workbook to be looked at."""


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """A workbook of tasks is sealed and shown, with every fault by row; nothing of it is taken in yet."""
    account = asker(request)
    allowed(may_keep(account))
    one = get_object_or_404(TaskTable, pk=pk)
    form = PreviewForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "table": one, "tabs": task_tabs(request)}
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        kept = form.done(seal, by=account, file=file)
        if kept is not None:
            try:
                with at_hand(kept) as path:
                    context |= {"found": read_tasks(path), "sealed": kept}
                context["token"] = signing.dumps([kept.pk, str(file.name), account.pk], salt=SALT)
            except Unfit as unfit:
                form.add_error("file", str(unfit))
    return render(request, "supervise/tasks/take.html", context, status=422 if form.errors else 200)


@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """What was shown is taken in."""
    account = asker(request)
    one = get_object_or_404(TaskTable, pk=pk)
    try:
        sm3, name, who = signing.loads(request.POST.get("book", ""), salt=SALT, max_age=DAY)
    except signing.BadSignature:
        sm3, name, who = "", "", None
    if who != account.pk:
        messages.error(request, _("表格已过期，请重新上传。"))
        return redirect("supervise:take_tasks", pk)
    kept = get_object_or_404(Evidence, pk=sm3)
    try:
        with at_hand(kept) as path:
            found = take_tasks(by=account, table=one, path=path, name=name[:160])
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("supervise:take_tasks", pk)
    messages.success(request, _("已导入 %(n)s 项，下达后才算数。") % {"n": len(found.lines)})
    return redirect("supervise:task_table", pk)


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """The workbook to be filled in."""
    allowed(may_keep(asker(request)))
    return sent("task-template", [gettext(head) for head, _needed in COLUMNS.values()], [], "xlsx")
