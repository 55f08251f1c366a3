"""Setting targets: the tree, one target with its rounds, breaking down, issuing."""

from __future__ import annotations

import functools
from collections.abc import Hashable
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaogong.org.models import Account, Person, Unit
from kaogong.org.models.labels import labels
from kaogong.org.queries import people
from kaogong.org.queries import tree as unit_tree
from kaogong.org.views.deeds import offers
from kaogong.org.views.written import options
from kaogong.plan import actions
from kaogong.plan.forms import Act, PartForm, RoundForm, StateForm
from kaogong.plan.guards import may_issue, may_speak_above, may_speak_below
from kaogong.plan.models import Cycle, Target
from kaogong.plan.queries import (
    Row,
    blockers,
    check,
    compare,
    compared,
    names_of,
    newest,
    seen_by,
    tree_rows,
    whole,
    without_latent,
)
from kaogong.plan.queries.targets import roots
from kaogong.plan.reports.targets import workbook
from kaogong.plan.states import TARGET_NAMES
from kaogong.plan.views.deeds import TARGET_DEEDS
from kaogong.plan.views.pages import allowed, asker, cycle_of, kept, page_of, seen
from kaogong.plan.views.several import of_targets

ROOMS = ("org", "plan")
"""Rooms whose acts change a list of targets."""
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NAMED = {"Content-Disposition": 'attachment; filename="targets.xlsx"'}
STATED = ("quantity", "quality", "progress", "effect", "measures", "demands", "due")


@require_safe
def tree(request: HttpRequest) -> HttpResponse:
    """The tree of targets with the result of the check."""
    account, cycle = asker(request), cycle_of(request)

    @functools.cache
    def found() -> QuerySet[Target]:
        return _wanted(request, seen_by(account, cycle).exclude(state="withdrawn"))

    if request.GET.get("export"):
        return HttpResponse(workbook(found()), content_type=SHEET, headers=NAMED)
    flat, verbs = bool(request.GET.get("q") or request.GET.get("state")), of_targets(account, cycle)
    held = _key(request, cycle, *(one.key for one in verbs))
    page = page_of(request, lambda: found().order_by("indicator__place", "id") if flat else roots(found()), held, ROOMS)
    opened = {int(one) for one in request.GET.getlist("open") if one.isdecimal()}
    checked = functools.cache(functools.partial(check, cycle))
    context = {
        "cycle": cycle,
        "page": page,
        "held": held,
        "rows": lambda: _rows(tree_rows(found(), page.object_list, opened), cycle, checked()),
        "checked": checked,
        "units": lambda: _units(found(), cycle),
        "states": labels(TARGET_NAMES),
        "kept": kept(request),
        "sought": request.GET,
        "count": page.paginator.count,
        "may_issue": not may_issue(account),
        "verbs": verbs,
    }
    return render(request, "plan/targets.html", context)


def _key(request: HttpRequest, cycle: Cycle, *more: Hashable) -> Hashable:
    """Whatever decides what the list shows somebody, besides the targets."""
    account = asker(request)
    asked = (request.path, cycle.pk, request.GET.urlencode())
    return (*asked, seen(account), account.person_id, not may_issue(account), *more)


def _units(found: QuerySet[Target], cycle: Cycle) -> SafeString:
    """The units of some targets, to choose from."""
    there = found.order_by().values_list("unit_id", flat=True).distinct()
    return options(names_of(set(there), cycle.since).items())


def _wanted(request: HttpRequest, found: QuerySet[Target]) -> QuerySet[Target]:
    words, state, unit = (request.GET.get(name, "").strip() for name in ("q", "state", "unit"))
    if words:
        found = found.filter(Q(indicator__name__icontains=words) | Q(person__name__icontains=words))
    if state in TARGET_NAMES:
        found = found.filter(state=state)
    if unit.isdecimal():
        found = found.filter(unit=int(unit))
    return found


def _rows(rows: list[Row], cycle: Cycle, checked: Any) -> list[dict[str, Any]]:
    """What a line shows, and under the last child of a parent its sum."""
    targets = [one.target for one in rows]
    beside = compared(targets)
    names = names_of({one.unit_id for one in targets}, cycle.since)
    orphans = {one.pk for one in checked.orphans}
    twice = {target.pk: one for one in checked.doubles for target in one.targets}
    lines: list[dict[str, Any]] = [
        {
            "row": one,
            "target": one.target,
            "name": names.get(one.target.unit_id, ""),
            "beside": beside[one.target.pk],
            "orphan": one.target.pk in orphans,
            "double": twice.get(one.target.pk),
            "sums": [],
        }
        for one in rows
    ]
    for place, line in enumerate(lines):
        after = lines[place + 1 :]
        end = next((n for n, other in enumerate(after) if other["row"].depth <= line["row"].depth), len(after))
        if line["row"].open and end:
            lines[place + end]["sums"] += checked.about(line["target"])
    return lines


def _target(account: Account, pk: int) -> Target:
    found = Target.objects.select_related("indicator", "unit", "person", "cycle", "parent", "indicator__authority")
    one = get_object_or_404(found, pk=pk)
    if not seen_by(account, one.cycle).filter(pk=pk).exists():
        raise Http404
    return one


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One target: its rounds, what it is compared with, its children."""
    account = asker(request)
    return _shown(request, account, _target(account, pk))


def _shown(request: HttpRequest, account: Account, target: Target, **forms: Act) -> HttpResponse:
    below, above = may_speak_below(account, target), may_speak_above(account, target)
    rounds = list(target.rounds.select_related("by__person"))
    there = {target.unit_id, *target.children.values_list("unit_id", flat=True), *(one.side_id for one in rounds)}
    names = names_of((one for one in there if one), target.cycle.since)
    turn = above if target.state == "proposed" else below
    context = {
        "target": target,
        "cycle": target.cycle,
        "unit_name": names.get(target.unit_id, target.unit.code),
        "rounds": [(one, names.get(one.side_id or 0, "")) for one in rounds],
        "beside": compare(target),
        "children": [(one, names.get(one.unit_id, "")) for one in target.children.select_related("person", "unit")],
        "sums": check(target.cycle).about(target),
        "claims": target.claims.all(),
        "speaks": not below or not above,
        "may_agree": not turn and target.state in {"proposed", "countered"} and target.value is not None,
        "round_form": forms.get("round") or RoundForm(target=target),
        "state_form": forms.get("state") or StateForm(initial={name: getattr(target, name) for name in STATED}),
        "part_form": forms.get("part") or _part_form(target, None),
        "offers": offers(TARGET_DEEDS, account, target),
        "letter": newest(target.cycle, target.cycle.letter).get(target.unit_id),
    }
    return render(request, "plan/target.html", context)


def _part_form(target: Target, data: Any) -> PartForm:
    under = unit_tree(target.cycle.since).below(target.unit_id)
    units = sorted(names_of(under, target.cycle.since).items(), key=lambda pair: pair[1])
    staff = [(one.pk, one.name) for one in people(unit=target.unit_id)[:500]]
    return PartForm(data, units=units, people=staff)


@require_POST
def put_forward(request: HttpRequest, pk: int) -> HttpResponse:
    """A round: from below by those who speak for the unit, else from above."""
    account = asker(request)
    target = _target(account, pk)
    form = RoundForm(request.POST, target=target)
    verb = actions.counter if may_speak_below(account, target) else actions.propose
    if form.is_valid() and form.done(verb, by=account, target=target, **form.cleaned_data):
        messages.success(request, _("已提出 %(value)s，等对方答复。") % {"value": target.value})
        return redirect("plan:target", pk)
    return _shown(request, account, target, round=form)


@require_POST
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """The side that is asked agrees."""
    account = asker(request)
    actions.agree(by=account, target=_target(account, pk))
    messages.success(request, _("已商定。绩效办检查后下达，签责任书后生效。"))
    return redirect("plan:target", pk)


@require_POST
def state(request: HttpRequest, pk: int) -> HttpResponse:
    """What a target states is written."""
    account = asker(request)
    target = _target(account, pk)
    form = StateForm(request.POST)
    if form.is_valid() and form.done(actions.state_target, by=account, target=target, **form.cleaned_data):
        messages.success(request, _("已保存。"))
        return redirect("plan:target", pk)
    return _shown(request, account, target, state=form)


@require_POST
def break_down(request: HttpRequest, pk: int) -> HttpResponse:
    """A child is added to a target."""
    account = asker(request)
    target = _target(account, pk)
    form = _part_form(target, request.POST)
    if form.is_valid():
        given = form.cleaned_data
        part = {"unit": get_object_or_404(Unit, pk=given["unit"]), "value": given["value"]}
        if given["person"]:
            part["person"] = get_object_or_404(Person, pk=given["person"])
        if form.done(actions.decompose, by=account, parent=target, track=given["track"], parts=[part]):
            messages.success(request, _("已分解一项。合计见下方核对。"))
            return redirect("plan:target", pk)
    return _shown(request, account, target, part=form)


@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: HttpRequest, unit: int) -> HttpResponse:
    """What keeps a unit's targets from being issued; with nothing left, issuing them."""
    account, cycle = asker(request), cycle_of(request)
    allowed(may_issue(account))
    found = get_object_or_404(Unit, pk=unit)
    if request.method == "POST":
        made = actions.issue_targets(by=account, cycle=cycle, unit=found)
        messages.success(request, _("已下达 %(n)s 项目标。接着拟责任书。") % {"n": len(made)})
        return redirect("plan:letters")
    name = names_of([unit], cycle.since).get(unit, found.code)
    ready = Target.objects.filter(cycle=cycle, unit=found, state="agreed").count()
    held = seen_by(account, cycle).filter(unit=found).exclude(state="withdrawn").select_related("indicator", "cycle")
    context = {"cycle": cycle, "unit": found, "name": name, "blockers": blockers(cycle, found), "ready": ready}
    context |= {"whole": whole(held), "bare": without_latent(cycle, found)}
    return render(request, "plan/issue.html", context)
