"""Who supervises whom: teams and their units, supervisors of each class; targets that lapse or lag."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kaogong.org.queries import supervisors, today, unit_names, units
from kaogong.org.views.deeds import Table, offers
from kaogong.org.views.listing import Cell
from kaogong.plan.views.pages import allowed, asker, cycle_of
from kaogong.supervise.actions.tasks_by_clock import open_for_targets, remind_tasks
from kaogong.supervise.guards.tasks import is_above, may_keep, may_see
from kaogong.supervise.models import TargetMark, Task
from kaogong.supervise.queries.lagging import lagging, lapsed
from kaogong.supervise.queries.matters import DUTIES, inspectors, team_tasks, teams
from kaogong.supervise.queries.tasks import december_only
from kaogong.supervise.views.matters_deeds import MARK_DEEDS
from kaogong.supervise.views.tabs import task_tabs


@require_safe
def team_page(request: HttpRequest) -> HttpResponse:
    """The teams of the supervision office with their units and tasks; supervisors with their duties; bulk filers."""
    account, day = asker(request), today()
    allowed(may_see(account))
    above = is_above(account)
    found = teams(day)
    late = december_only(day.year) if above else []
    names = unit_names([*(one for _b, _s, held in found for one in held), *late])
    people = [
        [Cell(body.name), Cell(_("、").join(str(seat.person or seat.of) for seat in seats)),
         Cell(_("、").join(names.get(one, "") for one in held) or "—")]
        for body, seats, held in found
    ]  # fmt: skip
    mine = [[Cell(one.name, reverse("supervise:task", args=[one.pk])), Cell(str(one.due or "—")),
             Cell(one.get_state_display())] for one in team_tasks(account, day)]  # fmt: skip
    tables = [
        Table(
            _("督导组"),
            (_("督导组"), _("成员"), _("联系单位")),
            people,
            _("还没有督导组。请在议事机构里设监督小组并分派单位。"),
        ),
        Table(_("本组跟踪的任务"), (_("任务"), _("时限"), _("状态")), mine, _("没有。")),
        _classes(),
        Table(_("年底集中补材料的单位"), (_("单位"),), [[Cell(names.get(one, ""))] for one in late], _("没有。")),
    ]
    context = {"tables": tables, "tabs": task_tabs(request), "asked": request.GET.get("unit", "")}
    return render(request, "supervise/tasks/teams.html", context | {"drawable": _drawable(request) if above else None})


def _classes() -> Table:
    """Supervisors of each class, with what they are for."""
    pools: dict[str, int] = {}
    for one in supervisors(today()):
        pools[one.pool] = pools.get(one.pool, 0) + 1
    classes = [[Cell(_("%(pool)s 类") % {"pool": key}), Cell(_("、").join(_(one) for one in words)), Cell(pools.get(key, 0))]
               for key, words in DUTIES.items()]  # fmt: skip
    return Table(_("效能监督员"), (_("类别"), _("职责"), _("人数")), classes, _("没有。"))


def _drawable(request: HttpRequest) -> Table:
    """Supervisors of class B who may inspect the unit asked for."""
    asked = request.GET.get("unit", "").strip()
    version = units().filter(Q(unit__code=asked) | Q(name=asked)).select_related("unit").first() if asked else None
    unit = version.unit if version else None
    free, out = inspectors(unit, today()) if unit else ([], [])
    rows = [[Cell(str(one.person)), Cell(_("可参加"), tag="green")] for one in free]
    rows += [[Cell(str(one.person)), Cell(_("回避"), tag="red")] for one in out]
    return Table(
        _("可参加检查的 B 类监督员"), (_("人员"), _("回避情况")), rows, _("写下被检查的单位，看谁可以参加、谁须回避。")
    )


@require_http_methods(["GET", "HEAD", "POST"])
def lapses(request: HttpRequest) -> HttpResponse:
    """Targets that need targeted supervision; tasks are opened for them, and reminders sent, here or by the clock."""
    account, cycle, day = asker(request), cycle_of(request), today()
    allowed(may_keep(account))
    if request.method == "POST":
        if request.POST.get("verb") == "remind":
            number = len(remind_tasks(by=account))
            messages.success(request, _("发出 %(n)s 条提醒、催办。") % {"n": number})
        else:
            made = open_for_targets(by=account, cycle=cycle)
            messages.success(request, _("新立 %(n)s 项督办。") % {"n": len(made)})
        return redirect("supervise:lapses")
    found = [*lapsed(cycle, day), *lagging(cycle, day)]
    there = dict(Task.objects.exclude(state="dropped").filter(target__cycle=cycle).values_list("target_id", "pk"))
    names = unit_names({one.target.unit_id for one in found})
    lines = [(one, names.get(one.target.unit_id, ""), there.get(one.target.pk)) for one in found]
    context = {
        "lines": lines, "marks": TargetMark.objects.filter(target__cycle=cycle).count(), "tabs": task_tabs(request),
        "do": offers(MARK_DEEDS, account), "new": sum(1 for _one, _name, task in lines if task is None),
    }  # fmt: skip
    return render(request, "supervise/tasks/lapses.html", context)
