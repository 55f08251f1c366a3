"""Findings and patrols; what the comparison of what should be with what is has found."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kaogong.approvals import actions
from kaogong.approvals.forms import FindingForm, PatrolForm, ReasonForm
from kaogong.approvals.guards import may_confirm, may_find, may_see, may_see_unit, may_verify
from kaogong.approvals.models import Finding, Patrol
from kaogong.approvals.queries.board import body_names
from kaogong.approvals.queries.cards import own_bodies
from kaogong.approvals.queries.compare import bypass_share, bypasses, omitted
from kaogong.approvals.states import FINDING_NAMES
from kaogong.approvals.views.inventory import body_choices
from kaogong.audit.actions import Refused, seal
from kaogong.audit.reports.workbook import sent
from kaogong.core.scheme.period import Period
from kaogong.org.models import Account
from kaogong.org.models.labels import labels
from kaogong.org.queries import today
from kaogong.plan.views.pages import allowed, asker, page_of


@require_safe
def findings(request: HttpRequest) -> HttpResponse:
    """Findings, the newest first."""
    account = asker(request)
    allowed(may_see(account))
    mine = own_bodies(account)
    found = Finding.objects.select_related("body__unit", "item", "case")
    if mine is not None:
        found = found.filter(body__in=mine)
    for name in ("kind", "state"):
        if request.GET.get(name):
            found = found.filter(**{name: request.GET[name]})
    if request.GET.get("sort") == "day":
        found = found.order_by("happened_on", "id")
    if request.GET.get("export") in ("xlsx", "csv"):
        return _exported(request, found)
    page = page_of(request, found)
    names = body_names(one.body_id for one in page)
    context: dict[str, Any] = {"page": page, "lines": [(one, names.get(one.body_id, "")) for one in page]}
    context["sought"] = request.GET
    context |= {"kinds": Finding.KINDS, "states": labels(FINDING_NAMES), "may": not may_find(account)}
    return render(request, "approvals/findings.html", context)


def _exported(request: HttpRequest, found: QuerySet[Finding]) -> HttpResponse:
    heads = [_("日期"), _("单位编码"), _("种类"), _("监察途径"), _("事实"), _("状态")]
    rows = (
        (one.happened_on, one.body.unit.code, one.get_kind_display(), one.get_channel_display(), one.words,
         one.get_state_display())
        for one in found
    )  # fmt: skip
    return sent("findings", heads, rows, request.GET["export"])


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Enter a finding."""
    account = asker(request)
    allowed(may_find(account))
    form = FindingForm(request.POST or None, request.FILES or None, bodies=body_choices(account))
    if form.is_bound and form.is_valid() and form.done(_found, account=account, form=form):
        messages.success(request, _("已登记，由另一位同事确认后计分。"))
        return redirect("approvals:findings")
    context = {"form": form, "title": _("登记监察记录"), "do": _("登记")}
    return render(request, "approvals/form.html", context, status=422 if form.errors else 200)


def _found(*, account: Account, form: Any) -> Any:
    given = form.given()
    file = given.pop("evidence")
    shown = [(seal(by=account, file=file), file.name)]
    return actions.add_finding(by=account, evidence=shown, **given)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """A finding with its proof; confirmed or withdrawn here."""
    account = asker(request)
    held = get_object_or_404(
        Finding.objects.select_related("body__unit", "item", "case", "by__person", "confirmed_by__person"), pk=pk
    )
    allowed(may_see_unit(account, held.body.unit_id))
    form = ReasonForm(request.POST if request.POST.get("verb") == "withdraw" else None)
    if request.POST.get("verb") == "confirm":
        _confirm(request, account, held)
        return redirect("approvals:finding", pk)
    if (
        form.is_bound
        and form.is_valid()
        and form.done(actions.withdraw_finding, by=account, finding=held, **form.cleaned_data)
    ):
        return redirect("approvals:finding", pk)
    may = {"confirm": not may_confirm(account, held) and held.state == "proposed"}
    may["withdraw"] = not may_verify(account) and held.state != "withdrawn"
    context = {"finding": held, "form": form, "may": may, "name": body_names([held.body_id])[held.body_id]}
    return render(request, "approvals/finding.html", context, status=422 if form.errors else 200)


def _confirm(request: HttpRequest, account: Account, held: Finding) -> None:
    try:
        actions.confirm_finding(by=account, finding=held)
        messages.success(request, _("已确认，计入当月。"))
    except Refused as refused:
        messages.error(request, str(refused))


@require_http_methods(["GET", "HEAD", "POST"])
def patrols(request: HttpRequest) -> HttpResponse:
    """Patrols by video and on the spot; a new one is entered here."""
    account = asker(request)
    allowed(may_see(account))
    form = PatrolForm(request.POST or None, request.FILES or None, bodies=body_choices(account))
    if form.is_bound and form.is_valid() and form.done(_patrolled, account=account, form=form):
        messages.success(request, _("巡查记录已留存。"))
        return redirect("approvals:patrols")
    mine = own_bodies(account)
    found = Patrol.objects.select_related("body", "evidence", "by__person")
    page = page_of(request, found if mine is None else found.filter(body__in=mine))
    names = body_names(one.body_id for one in page)
    context = {"page": page, "lines": [(one, names.get(one.body_id, "")) for one in page], "form": form}
    context["may"] = not may_find(account)
    return render(request, "approvals/patrols.html", context, status=422 if form.errors else 200)


def _patrolled(*, account: Account, form: Any) -> Any:
    given = form.given()
    file = given.pop("evidence")
    return actions.patrol(by=account, evidence=seal(by=account, file=file) if file else None, **given)


@require_http_methods(["GET", "HEAD", "POST"])
def gaps(request: HttpRequest) -> HttpResponse:
    """Items without traffic, decided cases without approval."""
    account = asker(request)
    allowed(may_see(account))
    first, last = _month(request.GET.get("period", ""))
    if request.method == "POST":
        found = actions.compare(by=account, first=first, last=last)
        messages.success(request, _("比对完成，新列出 %(n)s 条待核实。") % {"n": sum(found.values())})
        return redirect(f"{request.path}?period={first:%Y-%m}")
    mine = own_bodies(account)
    missing = [one for one in omitted(first, last) if mine is None or one.item.body_id in mine]
    without = bypasses(first, last).select_related("item", "version").order_by("ended_at")
    without = without if mine is None else without.filter(body__in=mine)
    names = body_names({one.item.body_id for one in missing} | set(without.values_list("body_id", flat=True)))
    context = {
        "first": first, "missing": [(one, names.get(one.item.body_id, "")) for one in missing], "page": page_of(request, without),
        "share": bypass_share(first, last), "names": names, "may": not may_verify(account),
    }  # fmt: skip
    return render(request, "approvals/gaps.html", context)


def _month(text: str) -> tuple[dt.date, dt.date]:
    try:
        found = Period.parse(text)
    except ValueError:
        found = Period.parse(f"{today():%Y-%m}")
    return found.first, found.last
