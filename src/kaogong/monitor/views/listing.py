"""Lists: own targets with their lights, red lights and what is said about them, owners whose figures do not move."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Page
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kaogong.audit.queries import kept
from kaogong.audit.reports.workbook import sent
from kaogong.core.scheme.period import Period
from kaogong.monitor import actions
from kaogong.monitor.guards import may_explain, may_urge, next_step
from kaogong.monitor.models import Explanation, Rules
from kaogong.monitor.queries import (
    Row,
    due_of,
    fitting,
    is_locked,
    listed,
    liveness,
    periods,
    rules_of,
    said_period,
    seen_targets,
    shown_rows,
    timeliness,
)
from kaogong.monitor.states import LIGHTS, REPORT_NAMES
from kaogong.monitor.views.several import of_reports, urging
from kaogong.org.models import Account
from kaogong.org.models.labels import labels
from kaogong.org.queries import calendar, today
from kaogong.org.views.written import options
from kaogong.plan.models import Cycle, Target
from kaogong.plan.queries import names_of
from kaogong.plan.queries.figures import said
from kaogong.plan.views.pages import asker, cycle_of, page_of, seen
from kaogong.plan.views.pages import kept as kept_address
from kaogong.plan.views.period import period_asked

ROOMS = ("org", "plan", "monitor")
"""Rooms whose acts change a list of lights."""


def _period(request: HttpRequest, rules: Rules) -> Period:
    found = fitting(rules, period_asked(request))
    if found is None:
        raise Http404(_("考核周期还没有开始，没有可报的时期。"))
    return found


def _wanted(request: HttpRequest, found: QuerySet[Target]) -> QuerySet[Target]:
    words, unit = request.GET.get("q", "").strip(), request.GET.get("unit", "")
    if words:
        found = found.filter(Q(indicator__name__icontains=words))
    return found.filter(unit=int(unit)) if unit.isdecimal() else found


@dataclass(frozen=True, slots=True)
class Shown:
    """What a list shows: how many there are of each light, and the targets that are left, in order."""

    counts: Mapping[str, int]
    keys: Sequence[int]


def _shown(request: HttpRequest, account: Account, rules: Rules, period: Period, light: str) -> Shown:
    """The targets asked for, of a light. What one person sees is never another's: the units are part of what is kept."""
    cycle, day = rules.cycle, today()
    state, sort = request.GET.get("state", ""), request.GET.get("sort", "")
    wanted = {"light": light if light in LIGHTS else "", "state": state if state in REPORT_NAMES else "", "sort": sort}

    def read() -> Shown:
        found = _wanted(request, seen_targets(account, cycle))
        counts, keys = listed(found, period, rules, day, **wanted)
        return Shown(counts, tuple(keys))

    return kept(("lights", light, _key(request, account, rules, period)), ROOMS, read)


def _key(request: HttpRequest, account: Account, rules: Rules, period: Period) -> tuple[Hashable, ...]:
    """Whatever decides which rows a list shows: whose units, which cycle and period, the day, what the address asks for."""
    return (request.path, rules.cycle.pk, str(period), today(), seen(account), request.GET.urlencode())


def _units(account: Account, cycle: Cycle) -> SafeString:
    """The units whose targets somebody sees, to choose from."""
    key = ("units", cycle.pk, seen(account), get_language())

    def read() -> SafeString:
        found = seen_targets(account, cycle).order_by().values_list("unit_id", flat=True)
        return options(names_of(set(found.distinct()), cycle.since).items())

    return kept(key, ("org", "plan"), read)


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """The targets one may see, with their lights."""
    account, cycle = asker(request), cycle_of(request)
    rules = rules_of(cycle)
    period = _period(request, rules)
    shown = _shown(request, account, rules, period, request.GET.get("light", ""))
    if request.GET.get("export") in ("xlsx", "csv"):
        return _exported(request, shown_rows(shown.keys, period, rules), period)
    page: Page[int] = page_of(request, shown.keys)
    verbs = of_reports(account)
    context = {
        "cycle": cycle,
        "period": str(period),
        "said": said_period(period),
        "due": lambda: due_of(rules, period, calendar()),
        "periods": lambda: [
            (str(one), said_period(one)) for one in periods(cycle, period.every) if one.first <= today()
        ],
        "page": page,
        "held": (*_key(request, account, rules, period), account.pk),
        "lines": lambda: _lines(account, shown_rows(list(page), period, rules), rules, period),
        "counts": [(key, name, shown.counts[key]) for key, name in labels(LIGHTS)],
        "units": lambda: _units(account, cycle),
        "states": labels(REPORT_NAMES),
        "verbs": verbs,
        "with_rows": {"period": str(period)},
        "sought": request.GET,
        "kept": kept_address(request, "sort"),
    }
    return render(request, "monitor/reports.html", context)


def _lines(account: Account, some: Iterable[Row], rules: Rules, period: Period) -> list[tuple[Row, str]]:
    """Rows with what the asker does next about each; nothing is written where the period is locked or the year is over."""
    steps = [(one, next_step(account, one.target.unit_id, one.report)) for one in some]
    writing = {one.target.unit_id for one, found in steps if found == "write"}
    over = {unit for unit in writing if rules.cycle.state != "open" or is_locked(rules, unit, period)}
    return [(one, "locked" if found == "write" and one.target.unit_id in over else found) for one, found in steps]


def _exported(request: HttpRequest, shown: list[Row], period: Period) -> HttpResponse:
    named = str(period)
    heads = [_("指标"), _("单位"), _("时期"), _("目标"), _("序时"), _("累计"), _("灯"), _("规则"), _("状态")]
    lines = [
        (
            one.target.indicator.name,
            one.name,
            named,
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
    shown = _shown(request, account, rules, period, "red")
    page: Page[int] = page_of(request, shown.keys)
    explained = Explanation.objects.filter
    where = {"report__target__in": shown.keys, "report__period": str(period)}
    key = ("owed", _key(request, account, rules, period))
    owed = kept(key, ROOMS, lambda: len(shown.keys) - explained(**where).count())
    context: dict[str, Any] = {
        "cycle": cycle,
        "period": str(period),
        "said": said_period(period),
        "page": page,
        "held": (*_key(request, account, rules, period), account.pk),
        "lines": lambda: [_able(account, one) for one in shown_rows(list(page), period, rules)],
        "owed": owed,
    }
    return render(request, "monitor/red.html", context)


def _able(account: Account, one: Row) -> tuple[Row, bool, bool]:
    """A red light, whether the asker explains it, and whether they urge the unit."""
    explains = one.report is not None and one.report.red and not may_explain(account, one.report)
    return one, explains, not may_urge(account, one.target.unit_id)


@require_safe
def owners(request: HttpRequest) -> HttpResponse:
    """Owners whose figures do not move, and how units report."""
    account, cycle = asker(request), cycle_of(request)
    period = _period(request, rules_of(cycle))
    targets = seen_targets(account, cycle)
    key = (cycle.pk, seen(account), today())
    live = kept(("liveness", *key), ROOMS, lambda: liveness(targets))
    if request.GET.get("export") in ("xlsx", "csv"):
        heads = [_("单位"), _("责任领导"), _("目标数"), _("全年未报"), _("最近报送"), _("距今工作日")]
        lines = [(one.name, one.leader, one.targets, one.silent, one.last, one.days) for one in live]
        return sent("liveness", heads, lines, request.GET["export"])
    context = {
        "cycle": cycle,
        "said": said_period(period),
        "page": page_of(request, live),
        "kept": kept_address(request),
    }
    rates = kept(("timeliness", *key, str(period)), ROOMS, lambda: timeliness(targets, period))
    return render(request, "monitor/liveness.html", context | {"rates": rates})


@require_POST
def urge(request: HttpRequest, pk: int, period: str) -> HttpResponse:
    """Urge a unit about a target by hand."""
    account = asker(request)
    target = get_object_or_404(Target.objects.select_related("unit", "indicator", "cycle"), pk=pk)
    actions.urge(by=account, target=target, period=period, words=urging(target.indicator.name, period))
    messages.success(request, _("已催办，催办记录留存。"))
    return redirect("monitor:red")
