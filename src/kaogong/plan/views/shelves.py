"""Work plans and contests, and the page of an indicator."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kaogong.org.guards import may_see_register
from kaogong.org.models import Account
from kaogong.org.queries import today
from kaogong.org.views.deeds import Table, offers, only, thing_page
from kaogong.org.views.listing import Cell, Column, Do
from kaogong.org.views.shelves import Row, Shelf
from kaogong.plan.models import Contest, Indicator, Task, WorkPlan
from kaogong.plan.models.indicators import Reference
from kaogong.plan.queries import acknowledged, current, depth, imported, names_of, ranking, sides, unacknowledged
from kaogong.plan.views.deeds import INDICATOR_DEEDS, TASK_DEEDS
from kaogong.plan.views.pages import allowed, asker


@require_safe
def indicator(request: HttpRequest, pk: int) -> HttpResponse:
    """One indicator: what it says, what it answers, what its targets are compared with."""
    account = asker(request)
    allowed(may_see_register(account))
    one = get_object_or_404(Indicator.objects.select_related("cycle", "owner", "authority", "adoption"), pk=pk)
    figures = list(one.references.order_by("-year", "kind", "id"))
    names = names_of([*(each.unit_id for each in figures if each.unit_id), one.owner_id or 0], one.cycle.since)
    answers = [
        [Cell(_("任务") if each.task else _("上级指标")), Cell(str(each.task or each.upper))]
        for each in one.covers.all()
    ]
    return thing_page(
        request,
        title=one.name,
        lead=gettext("%(cycle)s，%(state)s") % {"cycle": one.cycle, "state": one.get_state_display()},
        facts=_facts(one, names),
        tables=[
            _references(figures, names),
            Table(_("承接"), (_("种类"), _("内容")), answers, _("没有写明承接哪项任务或上级指标。")),
        ],
        offers=offers(INDICATOR_DEEDS, account, one),
    )


def _references(figures: Iterable[Reference], names: Mapping[int, str]) -> Table:
    rows = [
        [
            Cell(each.year),
            Cell(each.get_kind_display()),
            Cell(names.get(each.unit_id or 0, each.whom)),
            Cell(f"{each.value:f}"),
            Cell(each.source),
        ]
        for each in figures
    ]
    heads = (_("年度"), _("种类"), _("对象"), _("数值"), _("来源"))
    return Table(_("参照数值"), heads, rows, _("还没有参照数值。登记后，设目标时自动比较。"))


def _facts(one: Indicator, names: dict[int, str]) -> list[tuple[object, Cell]]:
    return [
        (_("来历"), Cell(one.get_origin_display())),
        (_("设定单位"), Cell(names.get(one.owner_id or 0, "—"))),
        (_("依据"), Cell(one.basis or "—")),
        (_("计量单位"), Cell(one.unit or "—")),
        (_("方向"), Cell(one.get_direction_display())),
        (_("数据来源"), Cell(one.source or "—")),
        (_("满分"), Cell("—" if one.full is None else f"{one.full:f}")),
    ]


@require_safe
def workplan(request: HttpRequest, pk: int) -> HttpResponse:
    """One work plan with its tasks."""
    account = asker(request)
    allowed(may_see_register(account))
    one = get_object_or_404(WorkPlan.objects.select_related("cycle", "unit"), pk=pk)
    late, placed = {each.pk for each in unacknowledged(one)}, sides(one)
    done, every = acknowledged(one, today())
    told = [f"{name} {placed[key]}" for key, name in Task.SIDES if placed[key]]
    return thing_page(
        request,
        title=one.title,
        lead=one.get_state_display(),
        facts=[
            (_("制定单位"), Cell(names_of([one.unit_id], one.cycle.since).get(one.unit_id, one.unit.code))),
            (_("形势分析"), Cell(one.situation or "—")),
            (_("措施"), Cell(one.measures or "—")),
            (_("部署"), Cell(gettext("、").join(filter(None, (str(one.deployed or ""), *one.events))) or "—")),
            (_("签收"), Cell(f"{done} / {every}", small=gettext("催办 %(n)s 项") % {"n": len(late)} if late else "")),
            (_("内外分解"), Cell(gettext("、").join(told) or "—")),
        ],
        tables=[_tasks(account, one, late)],
        offers=offers(TASK_DEEDS, account, one),
    )


def _tasks(account: Account, one: WorkPlan, late: Container[int]) -> Table:
    """The tasks of a plan: who answers, how they stand, and which nobody has taken note of in time."""
    rows = [
        [
            Cell(each.name, small=each.goal),
            _reached(each),
            Cell(str(each.due or "")),
            Cell(each.get_state_display(), tag="slate", small=gettext("逾期未签收") if each.pk in late else ""),
            Cell("", does=offers(TASK_DEEDS, account, each)),
        ]
        for each in one.tasks.select_related("person", "workplan", "cycle").prefetch_related("units").order_by("number")
    ]
    heads = (_("任务"), _("责任人"), _("时限"), _("状态"), _("办理"))
    return Table(_("任务"), heads, rows, _("还没有任务。每项任务写明牵头、责任人、目标和标准，才能下达。"))


def _reached(one: Task) -> Cell:
    """The person of a task, and how far its duty has been passed down."""
    there, every, missing = depth(one)
    words = gettext("责任到 %(a)s/%(b)s，缺%(what)s") % {"a": there, "b": every, "what": gettext("、").join(missing)}
    return Cell(str(one.person or ""), small=words if missing else "")


@require_safe
def contest(request: HttpRequest, pk: int) -> HttpResponse:
    """One contest with its figures."""
    account = asker(request)
    allowed(may_see_register(account))
    one = get_object_or_404(Contest.objects.select_related("cycle"), pk=pk)
    standings = [(measure, each) for measure in one.measures.order_by("id") for each in ranking(measure)]
    names = names_of([each.unit for _measure, each in standings], one.cycle.since)
    rows = [
        [
            Cell(measure.name, small=measure.unit),
            Cell(each.rank),
            Cell(names.get(each.unit, "")),
            Cell(f"{each.value:f}"),
        ]
        for measure, each in standings
    ]
    taken = [
        [Cell(each.name, reverse("plan:indicator", args=[each.pk])), Cell(each.measure.name if each.measure else "")]
        for each in imported(one)
    ]
    return thing_page(
        request,
        title=one.name,
        lead=str(one.cycle),
        tables=[
            Table(_("各单位名次"), (_("指标"), _("名次"), _("单位"), _("数值")), rows, _("还没有数值。")),
            Table(_("导入的指标"), (_("指标"), _("竞赛指标")), taken, _("还没有导入为指标。")),
        ],
        offers=offers(INDICATOR_DEEDS, account, one),
    )


def _workplans(_account: Account) -> QuerySet[WorkPlan]:
    return WorkPlan.objects.filter(cycle=current()).order_by("title")


def _workplan(one: WorkPlan, row: Row) -> list[Cell]:
    return [
        Cell(one.title, reverse("plan:workplan", args=[one.pk])),
        Cell(row.unit(one.unit_id)),
        Cell(str(one.deployed or "")),
        Cell(one.get_state_display(), tag="green" if one.state == "issued" else "yellow"),
    ]


def _contest(one: Contest, _row: Row) -> list[Cell]:
    return [Cell(one.name, reverse("plan:contest", args=[one.pk])), Cell(one.measures.count())]


SHELVES = (
    Shelf(
        name="workplans",
        at="workplans/",
        title=_("工作方案"),
        lead=_("任务写明牵头、责任人、目标和标准后下达；下达后新增的作为计划外任务登记。"),
        found=_workplans,
        columns=(
            Column(_("名称"), "title", ("title",)),
            Column(_("制定单位")),
            Column(_("部署日期"), "deployed", ("deployed", "id")),
            Column(_("状态"), "state", ("state", "id")),
        ),
        row=_workplan,
        may=may_see_register,
        words=("title",),
        deeds=only(TASK_DEEDS, "draw_workplan"),
        why_empty=_("单位或绩效办拟订后会出现在这里。"),
        tabs=lambda _request: [],
        more=lambda _account: [Do(_("看任务"), reverse("plan:tasks"))],
    ),
    Shelf(
        name="contests",
        at="contests/",
        title=_("竞赛"),
        lead=_("竞赛的数值可以导入为指标，来历随指标保留。"),
        found=lambda _account: Contest.objects.filter(cycle=current()).order_by("name"),
        columns=(Column(_("竞赛"), "name", ("name",)), Column(_("指标数"), number=True)),
        row=_contest,
        may=may_see_register,
        words=("name",),
        deeds=only(INDICATOR_DEEDS, "record_contest"),
        tabs=lambda _request: [],
        more=lambda _account: [Do(_("看指标"), reverse("plan:indicators"))],
    ),
)
