"""Rounds: the list, one round with its steps, sources and entrants, a new one from a rulebook, who put itself how high."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaogong.assess import actions
from kaogong.assess.forms.rounds import RoundForm
from kaogong.assess.guards.rounds import may_enter, may_keep_rounds, may_see_round, next_step
from kaogong.assess.models import Entrant, Round, Source, Step
from kaogong.assess.queries.completeness import gaps_of, sides
from kaogong.assess.queries.drafting import drafted
from kaogong.assess.queries.figures import inflation
from kaogong.assess.queries.links import mismatches
from kaogong.assess.queries.rounds import (
    asks_reports,
    overdue,
    progress,
    seen_entrants,
    seen_rounds,
    stands,
    unhanded,
    unpaired,
)
from kaogong.assess.states.rounds import KINDS, ROUND_NAMES, SELF_NAMES
from kaogong.assess.views.deeds import DEEDS
from kaogong.assess.views.deeds.ratings import beside
from kaogong.assess.views.several import of_entrants
from kaogong.audit.actions import Refused
from kaogong.audit.reports.workbook import sent
from kaogong.org.models import Account
from kaogong.org.models.labels import labels
from kaogong.org.queries import setting, shorts, today
from kaogong.org.views.deeds import offers
from kaogong.plan.models import Adoption, Cycle
from kaogong.plan.queries import book_of
from kaogong.plan.queries.editions import sheets_for
from kaogong.plan.queries.figures import said
from kaogong.plan.views.pages import allowed, asker, cycle_of, page_of
from kaogong.plan.views.period import overlapping, period_asked

SHOWN = 12
"""How many of what lacks the page names; the rest are in the export."""


def _round(request: HttpRequest, pk: int) -> Round:
    found = get_object_or_404(Round.objects.select_related("cycle", "adoption"), pk=pk)
    allowed(may_see_round(asker(request), found))
    return found


def _wanted(request: HttpRequest, found: QuerySet[Round]) -> QuerySet[Round]:
    given = request.GET
    if words := given.get("q", "").strip():
        found = found.filter(name__icontains=words)
    if given.get("kind") in KINDS:
        found = found.filter(kind=given["kind"])
    if given.get("state") in ROUND_NAMES:
        found = found.filter(state=given["state"])
    if periods := overlapping(period_asked(request)):
        found = found.filter(period__in={*periods, ""})
    order = {"name": "name", "due": "report_due", "opens": "opens", "state": "state"}
    sort = given.get("sort", "")
    key = order.get(sort.removeprefix("-"))
    return found.order_by(("-" if sort.startswith("-") else "") + key, "id") if key else found


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The rounds one may see."""
    account, cycle = asker(request), cycle_of(request)
    seen = seen_rounds(account, cycle)
    page = page_of(request, _wanted(request, seen).select_related("adoption"))
    counts = progress(page)
    rows = [(one, counts.get(one.pk, {"entrants": 0, "handed": 0, "fixed": 0})) for one in page]
    if request.GET.get("export") in ("xlsx", "csv"):
        return _list_exported(request, rows)
    context = {
        "cycle": cycle,
        "page": page,
        "rows": rows,
        "running": seen.filter(state="open").count(),
        "kinds": dict(labels(KINDS)),
        "states": dict(labels(ROUND_NAMES)),
        "sought": request.GET,
        "today": today(),
        "may": not may_keep_rounds(account),
    }
    return render(request, "assess/rounds/list.html", context)


def _list_exported(request: HttpRequest, rows: list[tuple[Round, dict[str, Any]]]) -> HttpResponse:
    heads = [_("名称"), _("种类"), _("时期"), _("自评截止"), _("对象"), _("已报自评"), _("已复核"), _("状态")]
    lines = [
        (
            each.name,
            each.get_kind_display(),
            each.period,
            each.report_due,
            *(n[key] for key in ("entrants", "handed", "fixed")),
            each.get_state_display(),
        )
        for each, n in rows
    ]
    return sent("rounds", heads, lines, request.GET["export"])


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """A round: how far it is, what lacks, who is late."""
    account, found = asker(request), _round(request, pk)
    keeps = not may_keep_rounds(account)
    entrants = _entrants(request, seen_entrants(account, found))
    late = {each.entrant.pk: each.days for each in overdue(found, entrants)}
    if request.GET.get("export") in ("xlsx", "csv"):
        return _exported(request, found, entrants, late)
    there = sides(found)
    lacking = gaps_of(found, there) if keeps and found.state != "draft" else []
    page = page_of(request, [(each, late.get(each.pk, 0)) for each in entrants])
    context = {
        "one": found,
        "page": page,
        "lines": [(each, days, next_step(account, each), shorts().get(each.unit_id)) for each, days in page],
        "sides": [(side, _opens(account, side.source, keeps=keeps)) for side in there],
        "steps": list(found.steps.all()),
        "lacking": lacking[:SHOWN],
        "lacks": len(lacking),
        "late": len(late),
        "handed": sum(1 for each in entrants if stands(each)),
        "entrants": len(entrants),
        "states": dict(labels(SELF_NAMES)),
        "sought": request.GET,
        **_done(account, found, keeps=keeps),
    }
    return render(request, "assess/rounds/one.html", context)


def _opens(account: Account, source: Source, *, keeps: bool) -> bool:
    """Whether the page of a source is for the account."""
    if source.kind == "rate":
        return keeps
    return source.kind != "import" or not may_enter(account, source)


def _done(account: Account, one: Round, *, keeps: bool) -> dict[str, Any]:
    """What is done about a round, and what only those see who keep it."""
    asks = asks_reports(one)
    return {
        "mismatches": mismatches(one)[:SHOWN] if keeps else [],
        "bundles": one.bundles.select_related("leader") if keeps else [],
        "keeps": keeps,
        "verbs": of_entrants(account, one) if asks else (),
        "offers": offers((*DEEDS, *beside(one)), account, one),
        "asks": asks,
        "unpaired": unpaired(one),
        "unhanded": unhanded(one) if keeps else 0,
        "rated": one.sources.filter(kind="rate").exists(),
        "meetings": one.meetings.all() if keeps else [],
        "systems": [(name, one.systems.get(name, "")) for name in one.needs],
    }


def _entrants(request: HttpRequest, held: QuerySet[Entrant]) -> list[Entrant]:
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip()
    if words:
        held = held.filter(name__icontains=words)
    if state == "none":
        held = held.filter(report__isnull=True)
    elif state in SELF_NAMES:
        held = held.filter(report__state=state)
    found = list(held.order_by("name"))
    if state == "late":
        late = {each.entrant.pk for each in overdue(found[0].round, found)} if found else set()
        found = [each for each in found if each.pk in late]
    if request.GET.get("sort") == "-gap":
        found.sort(
            key=lambda each: (each.fixed is None or each.claimed is None, (each.fixed or 0) - (each.claimed or 0))
        )
    return found


def _exported(request: HttpRequest, found: Round, entrants: list[Entrant], late: dict[int, int]) -> HttpResponse:
    heads = [_("对象"), _("单位编码"), _("自评"), _("逾期日"), _("自评合计"), _("复核合计"), _("差")]
    lines = [
        (
            each.name,
            each.unit.code,
            each.report.get_state_display() if hasattr(each, "report") else _("未报"),
            late.get(each.pk, 0) or "",
            said(each.claimed),
            said(each.fixed),
            said(each.claimed - each.fixed) if each.claimed is not None and each.fixed is not None else "",
        )
        for each in entrants
    ]
    return sent(f"round-{found.pk}", heads, lines, request.GET["export"])


def _choices(cycle: Cycle) -> list[tuple[str, str]]:
    """Every adopted sheet, as it is chosen."""
    found = []
    for adoption in cycle.adoptions.select_related("edition").order_by("appraisal_class"):
        for sheet in sheets_for(book_of(adoption.edition), adoption.book_class):
            found.append((f"{adoption.pk}:{sheet.id}", _("：").join((adoption.appraisal_class, sheet.root.name.zh))))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Set up a round from the sheet of an adopted rulebook."""
    account, cycle = asker(request), cycle_of(request)
    allowed(may_keep_rounds(account))
    choices = _choices(cycle)
    chosen = (request.POST or request.GET).get("of", "")
    if chosen not in dict(choices):
        return render(request, "assess/rounds/new.html", {"cycle": cycle, "choices": choices})
    number, _colon, sheet = chosen.partition(":")
    adoption = get_object_or_404(Adoption.objects.select_related("edition"), pk=int(number), cycle=cycle)
    plan = drafted(adoption, sheet)
    if not plan.sources:
        return render(request, "assess/rounds/new.html", {"cycle": cycle, "choices": choices, "chosen": chosen})
    begin = {
        "period": str(cycle.year),
        "kind": "year",
        "opens": today(),
        "name": f"{cycle.year} {dict(choices)[chosen]}",
    }
    more: dict[str, Any] = {"drafted": plan, "steps": setting("rounds.steps"), "adoption": adoption}
    form = RoundForm(request.POST, **more) if request.method == "POST" else RoundForm(initial=begin, **more)
    if form.is_bound and form.is_valid():
        given = form.said() | {"adoption": adoption, "sheet": sheet}
        made = form.done(actions.prepare_round, by=account, cycle=cycle, **given)
        if made is not None:
            messages.success(request, _("已建立，还没有启动。核对来源和对象后再启动。"))
            return redirect("assess:round", made.pk)
    context = {"cycle": cycle, "choices": choices, "chosen": chosen, "form": form, "plan": plan}
    return render(request, "assess/rounds/new.html", context, status=422 if form.errors else 200)


def _do(request: HttpRequest, found: Round, verb: Callable[[], Any], words: str) -> HttpResponse:
    """Do something to a round and say how it went."""
    try:
        verb()
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, words)
    return redirect("assess:round", found.pk)


@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Start a round."""
    found, by = _round(request, pk), asker(request)
    accepted = bool(request.POST.get("accepted"))
    told = _("已启动，各单位的工作台会出现待办。")
    if not asks_reports(found):
        pairs = found.sources.filter(kind="rate").exclude(who="codes").exists()
        told = _("已启动，评议人的工作台会出现待办。") if pairs else _("已启动。接着安排测评会。")
    return _do(request, found, lambda: actions.open_round(by=by, one=found, accepted=accepted), told)


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a round."""
    found, by = _round(request, pk), asker(request)
    if not request.POST.get("accepted") and unhanded(found) and not list(gaps_of(found, sides(found))):
        return redirect(f"{reverse('assess:round', args=[pk])}?closing=1")
    return _do(request, found, lambda: actions.close_round(by=by, one=found), _("已办结，可用于正式计分。"))


@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the leaders their bundles."""
    found, by = _round(request, pk), asker(request)
    return _do(request, found, lambda: actions.release_bundles(by=by, one=found), _("已集中报送分管领导。"))


@require_POST
def step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Begin or close a step."""
    found, by = get_object_or_404(Step.objects.select_related("round"), pk=pk), asker(request)
    one = _round(request, found.round_id)
    if verb == "open":
        told = _("已开始“%(name)s”。") % {"name": found.name}
        return _do(request, one, lambda: actions.open_step(by=by, step=found), told)
    if verb == "close":
        told, note = _("已完成“%(name)s”。") % {"name": found.name}, request.POST.get("note", "")
        return _do(request, one, lambda: actions.close_step(by=by, step=found, note=note), told)
    raise Http404


@require_safe
def gaps(request: HttpRequest, pk: int) -> HttpResponse:
    """Who put itself how far above what the office found."""
    found = _round(request, pk)
    allowed(may_keep_rounds(asker(request)))
    ranked = inflation(found)
    if request.GET.get("export") in ("xlsx", "csv"):
        heads = [_("位次"), _("对象"), _("自评合计"), _("复核合计"), _("自评高出")]
        lines = [
            (each.place, each.entrant.name, said(each.claimed), said(each.fixed), said(each.gap)) for each in ranked
        ]
        return sent(f"gaps-{found.pk}", heads, lines, request.GET["export"])
    return render(request, "assess/rounds/gaps.html", {"one": found, "page": page_of(request, ranked)})
