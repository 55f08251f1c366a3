"""Ledgers: the list, one with its items, units and what is missing; which ledgers units have opened."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kaogong.audit.actions import Refused
from kaogong.audit.reports.workbook import sent
from kaogong.org.models import Account, Unit, UnitVersion
from kaogong.org.queries import at, shorts, today
from kaogong.plan.views.pages import allowed, asker, page_of
from kaogong.supervise.actions.ledger_checks import compare_hiring, settle_deduction
from kaogong.supervise.actions.ledgers import (
    add_ledger_item,
    close_ledger,
    declare_ledger,
    open_ledger,
    open_own_ledger,
    ship_ledger,
)
from kaogong.supervise.forms.ledgers import CloseForm, DeclareForm, DeductionForm, ItemForm, OwnForm, ShipForm
from kaogong.supervise.guards.ledgers import confirms, may_declare, may_enter, may_open_own, may_see_ledgers
from kaogong.supervise.models import Deduction, Ledger
from kaogong.supervise.queries.ledger_templates import UNPLANNED
from kaogong.supervise.queries.ledgers import (
    counts_of,
    coverage,
    own_units,
    ownerless,
    rows_of,
    silent,
    tallies,
    uncovered,
    units_in,
    without_minutes,
)

MOST = 50


@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: HttpRequest) -> HttpResponse:
    """Every ledger with its entries; a shipped one is taken over here."""
    account = asker(request)
    allowed(may_see_ledgers(account))
    form = ShipForm(request.POST or None, initial={"since": today()})
    if form.is_bound and form.is_valid():
        made = form.done(ship_ledger, account=account, **form.given())
        if made is not None:
            messages.success(request, _("台账已设立，核对记录项后启用。"))
            return redirect("supervise:ledger", made.pk)
    ledgers = list(Ledger.objects.select_related("unit"))
    counts, quiet = counts_of(ledgers), {one.pk for one in silent(_last_month())}
    context = {
        "lines": [(one, counts[one.pk], one.pk in quiet) for one in ledgers], "form": form,
        "may": not may_declare(account), "month": _last_month(),
    }  # fmt: skip
    return render(request, "supervise/ledgers/list.html", context, status=422 if form.errors else 200)


def _last_month() -> str:
    before = today().replace(day=1) - dt.timedelta(days=1)
    return f"{before:%Y-%m}"


@require_http_methods(["GET", "HEAD", "POST"])
def declare(request: HttpRequest) -> HttpResponse:
    """A ledger of one's own."""
    account = asker(request)
    allowed(may_declare(account))
    form = DeclareForm(request.POST or None, initial={"since": today()})
    if form.is_bound and form.is_valid():
        made = form.done(declare_ledger, by=account, **form.given())
        if made is not None:
            return redirect("supervise:ledger", made.pk)
    context = {"form": form, "title": _("设立台账"), "do": _("设立"), "here": "ledgers"}
    return render(request, "supervise/ledgers/form.html", context, status=422 if form.errors else 200)


FORMS: dict[str, tuple[Any, Any]] = {
    "item": (ItemForm, add_ledger_item),
    "close": (CloseForm, close_ledger),
}


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """A ledger: what its items come to in a year, for all or for one unit, and what is missing."""
    account = asker(request)
    allowed(may_see_ledgers(account))
    ledger = get_object_or_404(Ledger.objects.select_related("unit"), pk=pk)
    year = int(request.GET.get("year") or today().year) if request.GET.get("year", "1").isdecimal() else today().year
    year = min(max(year, 2000), 2100)
    mine = units_in(account, ledger)
    unit = _unit(mine, request.GET.get("unit", "").strip())
    forms = {
        name: made(request.POST if request.POST.get("verb") == name else None) for name, (made, __) in FORMS.items()
    }
    forms["deduct"] = DeductionForm(request.POST if request.POST.get("verb") == "deduct" else None)
    if request.method == "POST" and _acted(request, account, ledger, unit, year, forms):
        return redirect(f"{request.path}?{request.GET.urlencode()}")
    if request.GET.get("export") in ("xlsx", "csv"):
        return _exported(request, ledger, unit, year, mine)
    context = _shown(account, ledger, unit, year) | forms | {"sought": request.GET}
    bad = any(form.errors for form in forms.values())
    return render(request, "supervise/ledgers/ledger.html", context, status=422 if bad else 200)


def _unit(mine: set[int] | None, words: str) -> Unit | None:
    """The unit asked for, by code or name, if one may see it; of who sees one unit only, that one."""
    if words:
        held = UnitVersion.objects.filter(at(today())).select_related("unit")
        found = held.filter(unit__code=words).first() or held.filter(name=words).first()
        return found.unit if found and (mine is None or found.unit_id in mine) else None
    return Unit.objects.filter(pk__in=mine).first() if mine is not None and len(mine) == 1 else None


def _shown(account: Account, ledger: Ledger, unit: Unit | None, year: int) -> dict[str, Any]:
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    mine = units_in(account, ledger)
    rows = rows_of(ledger, unit, year) if unit else []
    missed = uncovered(ledger, first, last)
    bare = without_minutes(ledger, year) if ledger.group == "meeting" else None
    return {
        "ledger": ledger, "year": year, "unit": unit, "rows": rows, "whole": sum(one.marks for one in rows),
        "tallies": [] if unit else tallies(ledger, first, last, mine), "name": shorts().get(unit.pk) if unit else "",
        "missed": [one for one in missed if mine is None or one.unit_id in mine][:MOST],
        "bare": bare[:MOST] if bare is not None and mine is None else [],
        "ownerless": ownerless(ledger)[:MOST] if ledger.group == "meeting" and mine is None else [],
        "deduction": Deduction.objects.filter(ledger=ledger, unit=unit, year=year).first() if unit else None,
        "keeps": not may_declare(account), "enters": ledger.state == "open" and not may_enter(account, ledger),
        "confirms": confirms(account, ledger), "compares": ledger.items.filter(name=UNPLANNED).exists(),
        "heads": [column for column in ledger.columns if column["type"] in ("count", "number")],
    }  # fmt: skip


def _exported(
    request: HttpRequest, ledger: Ledger, unit: Unit | None, year: int, mine: set[int] | None
) -> HttpResponse:
    heads = [_("方面"), _("记录项"), _("条数"), _("扣分")]
    rows: Any
    if unit:
        rows = (
            (_(one.item.aspect), _(one.item.name), len(one.entries), one.marks) for one in rows_of(ledger, unit, year)
        )
    else:
        told = tallies(ledger, dt.date(year, 1, 1), dt.date(year, 12, 31), mine)
        rows = ((_(one.item.aspect), _(one.item.name), one.count, "") for one in told)
    return sent(f"ledger-{ledger.code}-{year}", heads, rows, request.GET["export"])


def _acted(
    request: HttpRequest, account: Account, ledger: Ledger, unit: Unit | None, year: int, forms: dict[str, Any]
) -> bool:
    """Do what the button says; False where something is to be put right first."""
    verb = request.POST.get("verb", "")
    if verb in forms:
        form = forms[verb]
        if not form.is_valid():
            return False
        if verb == "deduct" and unit is not None:
            given = {"ledger": ledger, "unit": unit, "year": year} | form.cleaned_data
            return form.done(settle_deduction, by=account, **given) is not None
        return verb in FORMS and form.done(FORMS[verb][1], by=account, ledger=ledger, **form.cleaned_data) is not None
    try:
        if verb == "compare":
            made = compare_hiring(by=account, ledger=ledger, year=year)
            messages.success(request, _("比对完成，新记 %(n)s 条，待确认。") % {"n": len(made)})
        elif verb == "open":
            open_ledger(by=account, ledger=ledger)
            messages.success(request, _("台账已启用。"))
    except Refused as refused:
        messages.error(request, str(refused))
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def covered(request: HttpRequest) -> HttpResponse:
    """Which units have opened the ledgers they keep themselves; a unit opens one here."""
    account = asker(request)
    allowed(may_see_ledgers(account))
    mine = own_units(account)
    form = OwnForm(request.POST or None)
    if form.is_bound and form.is_valid() and form.done(open_own_ledger, by=account, **form.cleaned_data):
        messages.success(request, _("台账已建立。"))
        return redirect("supervise:ledger_coverage")
    held = UnitVersion.objects.filter(at(today()))
    if mine is not None:
        held = held.filter(unit__in=mine)
    page = page_of(request, held.select_related("unit").order_by("place", "unit__code"))
    told = {one.unit.pk: one for one in coverage([one.unit for one in page])}
    if request.GET.get("export") in ("xlsx", "csv"):
        every = coverage([one.unit for one in held.select_related("unit")])
        rows = (
            (one.unit.code, one.opened, one.percent, _("、").join(_(each.name) for each in one.missing))
            for one in every
        )
        heads = [_("单位编码"), _("已建立"), _("覆盖率(%)"), _("缺少的台账")]
        return sent("ledger-coverage", heads, rows, request.GET["export"])
    context = {
        "page": page, "lines": [(one, told[one.unit_id]) for one in page], "form": form,
        "may": any(not may_open_own(account, one.unit) for one in page),
    }  # fmt: skip
    return render(request, "supervise/ledgers/coverage.html", context, status=422 if form.errors else 200)
