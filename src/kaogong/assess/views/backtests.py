"""Back-tests: the list and asking for one, one as it goes, and what it found."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaogong.assess import actions
from kaogong.assess.forms.backtests import TryForm
from kaogong.assess.guards.runs import may_run, may_see_runs
from kaogong.assess.models import BackTest, Mover
from kaogong.assess.queries.backtests import backtests, best_order, closed_runs, drawing, movers, pools_of
from kaogong.audit.actions import Refused
from kaogong.audit.reports.workbook import sent
from kaogong.plan.queries.figures import said
from kaogong.plan.views.pages import allowed, asker, page_of

RULES = 8
"""Changed rules the page names; all are in the export."""


@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: HttpRequest) -> HttpResponse:
    """The back-tests; the office asks for another."""
    allowed(may_see_runs(asker(request)))
    edition = request.GET.get("edition", "")
    runs = closed_runs()
    form = TryForm(request.POST or None, runs=runs, initial={"edition": edition} if edition.isdecimal() else {})
    if request.method == "POST" and form.is_valid():
        made = form.done(actions.ask_backtest, by=asker(request), **form.cleaned_data)
        if made is not None:
            messages.success(request, _("正在试算。可以离开，完成后通知您。"))
            return redirect("assess:backtest", made.pk)
    context = {
        "page": page_of(request, backtests(int(edition) if edition.isdecimal() else None)),
        "may": not may_run(asker(request)),
        "runs": runs,
        "form": form,
        "of_one": edition,
    }
    return render(request, "assess/backtests.html", context, status=422 if form.errors else 200)


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One back-test; while it goes, the part with the bar asks for itself again."""
    allowed(may_see_runs(asker(request)))
    test = get_object_or_404(backtests(), pk=pk)
    context: dict[str, Any] = {"test": test, "may": not may_run(asker(request))}
    part = bool(request.headers.get("HX-Request"))
    if part and test.going:
        return render(request, "assess/parts/trying.html", context)
    if test.state == "done":
        found = _wanted(request, test)
        if request.GET.get("export") in ("xlsx", "csv"):
            return _exported(request, test, list(found))
        context |= _found(request, test, found)
    shown = render(request, "assess/backtest.html", context)
    if part:
        shown["HX-Refresh"] = "true"
    return shown


def _wanted(request: HttpRequest, test: BackTest) -> Any:
    given = {name: request.GET.get(name, "").strip() for name in ("pool", "only", "sort")}
    return movers(test, request.GET.get("q", "").strip(), **given)


def _found(request: HttpRequest, test: BackTest, found: Any) -> dict[str, Any]:
    pools = pools_of(test)
    pool = request.GET.get("pool", "")
    return {
        "page": page_of(request, found),
        "pools": pools,
        "drawing": drawing(test, pool if pool in pools else pools[0]) if pools else None,
        "order": best_order(test),
        "rules": test.rules[:RULES],
        "more_rules": max(0, len(test.rules) - RULES),
        "sought": request.GET,
    }


def _exported(request: HttpRequest, test: BackTest, found: list[Mover]) -> HttpResponse:
    heads = [_("对象"), _("排名范围"), _("时期"), _("原总分"), _("试算总分"), _("原名次"), _("试算名次")]
    heads += [_("原等次"), _("试算等次"), _("权重浮动时名次"), _("变动项目")]
    rows = []
    for each in found:
        before = [each.name, each.pool, each.period, said(each.total_before), said(each.total_after)]
        places = [each.rank_before, each.rank_after, each.grade_before, each.grade_after]
        span = f"{each.best}–{each.worst}" if each.best else ""
        moves = [
            f"{one['name']['zh']} {one['before'] or '—'} → {one['after'] or '—'} {one.get('clause') or ''}".rstrip()
            for one in each.items
        ]
        rows.append([*before, *places, span, _("；").join(moves)])
    return sent(f"back-test-{test.pk}", heads, rows, request.GET["export"])


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """A back-test is not wanted any more."""
    try:
        actions.cancel_backtest(by=asker(request), test=get_object_or_404(BackTest, pk=pk))
        messages.success(request, _("已取消。"))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("assess:backtest", pk)
