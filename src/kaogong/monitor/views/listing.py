"""Lists: own targets with their lights, red lights and what is said about them, owners whose figures do not move."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kaogong.audit.reports.workbook import sent
from kaogong.core.scheme.period import Period
from kaogong.monitor import actions
from kaogong.monitor.models import Rules
from kaogong.monitor.queries import (
    Row,
    asked_period,
    due_of,
    liveness,
    periods,
    rows,
    rules_of,
    said_period,
    seen_targets,
    timeliness,
)
from kaogong.monitor.states import LIGHTS, REPORT_NAMES
from kaogong.org.models.labels import labels
from kaogong.org.queries import calendar, today
from kaogong.plan.models import Target
from kaogong.plan.queries import names_of
from kaogong.plan.queries.figures import said
from kaogong.plan.views.pages import asker, cycle_of, kept, page_of

WORST = ("red", "none", "yellow", "green")
SORTS = {
    "name": lambda one: one.target.indicator.name,
    "unit": lambda one: one.name,
    "light": lambda one: WORST.index(one.light.key),
    "share": lambda one: (one.light.share is None, one.light.share or 0),
}


def _period(request: HttpRequest, rules: Rules) -> Period:
    found = asked_period(rules, request.GET.get("period", ""))
    if found is None:
        raise Http404(_("考核周期还没有开始，没有可报的时期。"))
    return found


def _wanted(request: HttpRequest, found: QuerySet[Target]) -> QuerySet[Target]:
    words, unit = request.GET.get("q", "").strip(), request.GET.get("unit", "")
    if words:
        found = found.filter(Q(indicator__name__icontains=words))
    return found.filter(unit=int(unit)) if unit.isdecimal() else found


def _kept_rows(request: HttpRequest, some: list[Row]) -> list[Row]:
    """The rows of the light and the state asked for, sorted."""
    light, state = request.GET.get("light", ""), request.GET.get("state", "")
    if light in LIGHTS:
        some = [one for one in some if one.light.key == light]
    if state in REPORT_NAMES:
        some = [one for one in some if one.report is not None and one.report.state == state]
    sort = request.GET.get("sort", "")
    key = SORTS.get(sort.removeprefix("-"))
    return sorted(some, key=key, reverse=sort.startswith("-")) if key else some


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """The targets one may see, with their lights."""
    account, cycle = asker(request), cycle_of(request)
    rules = rules_of(cycle)
    period = _period(request, rules)
    seen = seen_targets(account, cycle)
    some = rows(_wanted(request, seen).order_by("indicator__place", "id"), period, rules)
    shown = _kept_rows(request, some)
    if request.GET.get("export") in ("xlsx", "csv"):
        return _exported(request, shown, period)
    units = names_of(set(seen.values_list("unit_id", flat=True)), cycle.since)
    context = {
        "cycle": cycle,
        "period": period,
        "said": said_period(period),
        "due": due_of(rules, period, calendar()),
        "periods": [(str(one), said_period(one)) for one in periods(cycle, period.every) if one.first <= today()],
        "page": page_of(request, shown),
        "counts": [(key, name, sum(1 for one in some if one.light.key == key)) for key, name in labels(LIGHTS)],
        "units": units,
        "states": dict(labels(REPORT_NAMES)),
        "sought": request.GET,
        "kept": kept(request, "sort"),
    }
    return render(request, "monitor/reports.html", context)


def _exported(request: HttpRequest, shown: list[Row], period: Period) -> HttpResponse:
    heads = [_("指标"), _("单位"), _("时期"), _("目标"), _("序时"), _("累计"), _("灯"), _("规则"), _("状态")]
    lines = [
        (
            one.target.indicator.name,
            one.name,
            str(period),
            said(one.target.value),
            said(one.want.value) if one.want else "",
            said(one.report.value) if one.report and one.reported else "",
            one.light.words,
            one.light.rule,
            one.report.get_state_display() if one.report else _("未报"),
        )
        for one in shown
    ]
    return sent(f"progress-{period}", heads, lines, request.GET["export"])


@require_safe
def red(request: HttpRequest) -> HttpResponse:
    """Red lights, each with its explanation or who owes it."""
    account, cycle = asker(request), cycle_of(request)
    rules = rules_of(cycle)
    period = _period(request, rules)
    found = rows(_wanted(request, seen_targets(account, cycle)), period, rules)
    some = [one for one in found if one.light.key == "red"]
    owed = [one for one in some if getattr(one.report, "explanation", None) is None]
    context: dict[str, Any] = {"cycle": cycle, "period": period, "said": said_period(period)}
    return render(request, "monitor/red.html", context | {"page": page_of(request, some), "owed": len(owed)})


@require_safe
def owners(request: HttpRequest) -> HttpResponse:
    """Owners whose figures do not move, and how units report."""
    account, cycle = asker(request), cycle_of(request)
    period = _period(request, rules_of(cycle))
    seen = list(seen_targets(account, cycle).select_related("leader"))
    live = liveness(seen)
    if request.GET.get("export") in ("xlsx", "csv"):
        heads = [_("单位"), _("责任领导"), _("目标数"), _("全年未报"), _("最近报送"), _("距今工作日")]
        lines = [(one.name, one.leader, one.targets, one.silent, one.last, one.days) for one in live]
        return sent("liveness", heads, lines, request.GET["export"])
    context = {"cycle": cycle, "said": said_period(period), "page": page_of(request, live), "kept": kept(request)}
    return render(request, "monitor/liveness.html", context | {"rates": timeliness(seen, period)})


@require_POST
def urge(request: HttpRequest, pk: int, period: str) -> HttpResponse:
    """Urge a unit about a target by hand."""
    account = asker(request)
    target = get_object_or_404(Target.objects.select_related("unit", "indicator", "cycle"), pk=pk)
    words = _("请尽快报送或说明“%(name)s”%(period)s 的进展。") % {"name": target.indicator.name, "period": period}
    actions.urge(by=account, target=target, period=period, words=words)
    messages.success(request, _("已催办，催办记录留存。"))
    return redirect("monitor:red")
