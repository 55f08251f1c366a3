"""Scores: the list, one score down to its evidence, its annex on paper and its package."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from kaogong.assess import actions
from kaogong.assess.guards.runs import may_see_result, may_see_runs
from kaogong.assess.models import Result, Run
from kaogong.assess.queries.behind import behind
from kaogong.assess.queries.derivation import derivation, parts_of, proofs
from kaogong.assess.queries.liability import touching
from kaogong.assess.queries.results import seen_results, shown_run, sorted_by
from kaogong.assess.reports.package import seal_of, single
from kaogong.audit.models import Evidence
from kaogong.audit.queries import Altered, open_evidence
from kaogong.audit.queries import kept as kept_rows
from kaogong.audit.reports.workbook import sent
from kaogong.plan.queries.figures import said
from kaogong.plan.views.pages import allowed, asker, cycle_of, kept, page_of, whose
from kaogong.plan.views.period import period_asked

ROOMS = ("org", "plan", "assess")
"""Rooms whose acts change the list of scores."""


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The scores of a run one may see."""
    account, cycle = asker(request), cycle_of(request)
    wanted = request.GET.get("run", "")
    run = kept_rows(("run", whose(request, cycle.pk)), ROOMS, lambda: shown_run(account, cycle, wanted))
    context: dict[str, Any] = {"cycle": cycle, "run": run, "sought": request.GET, "runs": not may_see_runs(account)}
    if run is None:
        return render(request, "assess/scores.html", context)

    def found() -> QuerySet[Result]:
        return sorted_by(_wanted(request, seen_results(account, run)), request.GET.get("sort", ""))

    if request.GET.get("export") in ("xlsx", "csv"):
        return _exported(request, list(found()))
    held = whose(request, run.pk)
    sheets, classes, periods = kept_rows(("choices", held), ROOMS, lambda: _choices(seen_results(account, run)))
    context |= {
        "held": held,
        "page": page_of(request, found, held, ROOMS),
        "sheets": sheets,
        "classes": classes,
        "periods": periods,
        "period": period_asked(request),
        "kept": kept(request, "sort"),
    }
    return render(request, "assess/scores.html", context)


def _choices(seen: QuerySet[Result]) -> tuple[dict[str, str], list[str], list[str]]:
    """The sheets, classes and periods of some results."""
    plain = seen.select_related(None).order_by()
    there = list(plain.values_list("sheet", "sheet_name", "appraisal_class", "period").distinct())
    return (
        {key: name for key, name, _class, _period in there},
        sorted({one for _key, _name, one, _period in there}),
        sorted({one for *_rest, one in there}, reverse=True),
    )


def _wanted(request: HttpRequest, found: QuerySet[Result]) -> QuerySet[Result]:
    words = request.GET.get("q", "").strip()
    if words:
        found = found.filter(Q(name__icontains=words) | Q(subject__istartswith=words))
    period = period_asked(request)
    if period in set(found.order_by().values_list("period", flat=True).distinct()):
        found = found.filter(period=period)
    for field in ("sheet", "appraisal_class", "grade"):
        if request.GET.get(field):
            found = found.filter(**{field: request.GET[field]})
    return found.filter(lacking__gt=0) if request.GET.get("lacking") else found


COLUMNS = (
    (lazy("对象"), "name"),
    (lazy("编码"), "subject"),
    (lazy("类别"), "appraisal_class"),
    (lazy("考核表"), "sheet_name"),
    (lazy("时期"), "period"),
    (lazy("总分"), "total"),
    (lazy("满分"), "full"),
    (lazy("名次"), "rank"),
    (lazy("共"), "out_of"),
    (lazy("计算等次"), "grade"),
    (lazy("暂缺几项"), "lacking"),
)


def _exported(request: HttpRequest, found: list[Result]) -> HttpResponse:
    """The list as it is seen. Numbers to the last digit; what is missing is an empty cell."""
    lines = [[_cell(getattr(one, field)) for _head, field in COLUMNS] for one in found]
    return sent(_("得分"), [head for head, _field in COLUMNS], lines, request.GET["export"])


def _cell(value: Any) -> Any:
    return said(value) if isinstance(value, Decimal) else value


def _result(request: HttpRequest, pk: int) -> Result:
    result = get_object_or_404(Result.objects.select_related("run__cycle", "run__edition", "unit"), pk=pk)
    allowed(may_see_result(asker(request), result))
    return result


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """A score with everything behind it; `?print`: all of it open, for paper."""
    result = _result(request, pk)
    told, paper = derivation(result), "print" in request.GET
    if request.method == "GET" and "print" in request.GET:
        actions.hand_out_score(by=asker(request), result=result, form="annex")
    context = {
        "result": result,
        "run": result.run,
        "told": told,
        "behind": behind(asker(request), result, parts_of(told.told.root)),
        "paper": paper,
        "seal": seal_of(result, told.told) if paper else "",
        "runs": not may_see_runs(asker(request)),
        "chains": touching(result),
        "other": Result.objects.filter(
            run=result.run.previous_id, sheet=result.sheet, subject=result.subject, period=result.period
        ).first(),
    }
    return render(request, "assess/score.html", context)


@require_safe
def latest(request: HttpRequest, run: int, subject: str) -> HttpResponse:
    """The score of a subject in a run, by its code: a lasting address for other rooms."""
    held = get_object_or_404(Run, pk=run)
    found = Result.objects.filter(run=held, subject=subject).order_by("-period").first()
    if found is None:
        raise Http404(_("这次计分里没有这个对象。"))
    return one(request, found.pk)


@require_safe
def package(request: HttpRequest, pk: int) -> FileResponse:
    """A derivation as an archive."""
    result = _result(request, pk)
    if request.method == "GET":
        actions.hand_out_score(by=asker(request), result=result, form="package")
    name = f"kaogong-{result.run.fingerprint[:12]}-{result.subject}.zip"
    return FileResponse(single(result), as_attachment=True, filename=name)


@require_safe
def evidence(request: HttpRequest, pk: int, sm3: str) -> FileResponse:
    """A sealed file a score rests on, for those who may see the score; checked by its hash as it is handed out."""
    result = _result(request, pk)
    if sm3 not in proofs(result):
        raise Http404(_("这个得分没有用到这份证据。"))
    held = get_object_or_404(Evidence, pk=sm3)
    try:
        stream = open_evidence(held)
    except Altered as altered:
        raise Http404(_("这份证据与封存时不同，不能提供。请告诉系统管理员。")) from altered
    return FileResponse(stream, content_type=held.kind, as_attachment=True, filename=sm3[:12])
