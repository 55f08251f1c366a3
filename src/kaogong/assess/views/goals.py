"""The year against its goals: places by the goals of its start, with every goal that was changed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kaogong.assess.guards.runs import may_see_runs
from kaogong.assess.queries.yearend import standings
from kaogong.audit.reports.workbook import sent
from kaogong.plan.views.pages import allowed, asker, cycle_of, page_of


@require_safe
def goals(request: HttpRequest) -> HttpResponse:
    """Places by the goals set at the start of the year."""
    allowed(may_see_runs(asker(request)))
    cycle = cycle_of(request)
    found = standings(cycle)
    words = request.GET.get("q", "").strip()
    changed = bool(request.GET.get("changed"))
    shown = [one for one in found if words in one.name and (one.changed or not changed)]
    if request.GET.get("export") in {"xlsx", "csv"}:
        heads = [_("名次"), _("单位"), _("目标数"), _("暂缺"), _("完成(%)"), _("变更目标数")]
        rows = [
            [one.place, one.name, len(one.goals), one.lacking, _said(one.percent), len(one.changed)] for one in shown
        ]
        return sent(_("年底评比"), heads, rows, request.GET["export"])
    context = {"cycle": cycle, "page": page_of(request, shown), "sought": request.GET, "changed": changed}
    counted = {"units": len(found), "moved": sum(len(one.changed) for one in found)}
    return render(request, "assess/goals.html", context | counted)


def _said(value: object) -> str:
    return "" if value is None else f"{value:f}"
