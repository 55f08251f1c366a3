"""Vehicles and their spot checks; bonuses with what stands in the ledger."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kaogong.audit.actions import seal
from kaogong.audit.reports.workbook import sent
from kaogong.org.models import Account
from kaogong.org.models.labels import labels
from kaogong.org.queries import shorts, today
from kaogong.plan.views.pages import allowed, asker, page_of
from kaogong.supervise.actions.ledger_checks import (
    check_vehicle,
    file_vehicle,
    propose_bonuses,
    register_vehicle,
    release_bonus,
    withhold_bonus,
)
from kaogong.supervise.forms.ledgers import BonusForm, CheckForm, DecideForm, MarkForm, VehicleForm
from kaogong.supervise.guards.ledgers import (
    may_decide_bonus,
    may_declare,
    may_enter,
    may_open_own,
    may_propose_bonus,
    may_see_ledgers,
    may_vehicles,
)
from kaogong.supervise.models import BonusProposal, Ledger, Vehicle
from kaogong.supervise.queries.ledgers import breaches, kept_by, own_units, unfiled, vehicles
from kaogong.supervise.states.ledgers import BONUS_NAMES

DECIDE: dict[str, Any] = {"release": release_bonus, "withhold": withhold_bonus}


@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: HttpRequest) -> HttpResponse:
    """Vehicles; those without mark or file first asked for."""
    account = asker(request)
    allowed(may_see_ledgers(account))
    form = VehicleForm(request.POST or None)
    if form.is_bound and form.is_valid() and form.done(register_vehicle, by=account, **form.cleaned_data):
        messages.success(request, _("车辆已登记，请补标识和电子档案。"))
        return redirect("supervise:vehicles")
    mine, day = own_units(account), today()
    every = vehicles(day)
    if mine is not None and not _checks(account):
        every = every.filter(unit__in=mine)
    lacking = unfiled(day).filter(pk__in=every.values("pk"))
    found = lacking if request.GET.get("lacking") else every
    if words := request.GET.get("q", "").strip():
        found = found.filter(Q(plate__icontains=words) | Q(unit__code=words))
    if request.GET.get("sort") == "unit":
        found = found.order_by("unit__code", "plate")
    if request.GET.get("export") in ("xlsx", "csv"):
        heads = [_("车牌号"), _("单位编码"), _("用途"), _("标识日期"), _("电子档案")]
        rows = ((one.plate, one.unit.code, one.use, one.marked_on, one.file_id) for one in found)
        return sent("vehicles", heads, rows, request.GET["export"])
    page, names = page_of(request, found.annotate(times=Count("checks"))), shorts()
    context = {
        "page": page, "lines": [(one, names.get(one.unit_id, one.unit.code)) for one in page], "form": form,
        "whole": every.count(), "lacking": lacking.count(), "sought": request.GET,
        "may": any(not may_open_own(account, one.unit) for one in page) or not may_declare(account) or bool(mine),
    }  # fmt: skip
    return render(request, "supervise/ledgers/vehicles.html", context, status=422 if form.errors else 200)


def _checks(account: Account) -> Ledger | None:
    """The ledger of vehicles, if the account keeps it."""
    return Ledger.objects.filter(group="vehicle", state="open", pk__in=kept_by(account)).first()


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """A vehicle: its mark, its file, and where it was on holidays."""
    account = asker(request)
    allowed(may_see_ledgers(account))
    held = get_object_or_404(Vehicle.objects.select_related("unit", "file"), pk=pk)
    mine, ledger = own_units(account), _checks(account)
    allowed("" if mine is None or ledger or held.unit_id in mine else _("您的岗位看不到这辆车。"))
    verb = request.POST.get("verb", "")
    mark = MarkForm(*((request.POST, request.FILES) if verb == "file" else ()))
    check = CheckForm(request.POST if verb == "check" else None, initial={"day": today()})
    done = False
    if verb == "file" and mark.is_valid():
        done = bool(mark.done(_filed, account=account, vehicle=held, form=mark))
    elif verb == "check" and check.is_valid() and ledger is not None:
        done = bool(check.done(check_vehicle, by=account, ledger=ledger, vehicle=held, **check.cleaned_data))
    if done:
        messages.success(request, _("已登记。"))
        return redirect("supervise:vehicle", pk)
    may = {"file": not may_vehicles(account, held.unit), "check": ledger is not None and not may_enter(account, ledger)}
    context = {
        "vehicle": held, "mark": mark, "check": check, "may": may, "name": shorts().get(held.unit_id, held.unit.code),
        "checks": held.checks.select_related("entry"),
    }  # fmt: skip
    return render(
        request, "supervise/ledgers/vehicle.html", context, status=422 if mark.errors or check.errors else 200
    )


def _filed(*, account: Account, vehicle: Vehicle, form: MarkForm) -> Vehicle:
    file = form.cleaned_data["file"]
    proof = seal(by=account, file=file) if file else None
    return file_vehicle(by=account, vehicle=vehicle, marked_on=form.cleaned_data["marked_on"], file=proof)


@require_http_methods(["GET", "HEAD", "POST"])
def bonuses(request: HttpRequest) -> HttpResponse:
    """Bonuses of a quarter, those with breaches marked; proposed here."""
    account = asker(request)
    allowed(may_see_ledgers(account))
    form = BonusForm(request.POST or None)
    if form.is_bound and form.is_valid():
        made = form.done(propose_bonuses, by=account, **form.cleaned_data)
        if made is not None:
            messages.success(request, _("已提议 %(n)s 人，有台账记录的须先决定。") % {"n": len(made)})
            return redirect("supervise:bonuses")
    found = BonusProposal.objects.select_related("person", "unit").annotate(times=Count("entries"))
    mine = own_units(account)
    if mine is not None:
        found = found.filter(Q(unit__in=mine) | Q(person=account.person_id or 0))
    for name in ("state", "quarter"):
        if request.GET.get(name):
            found = found.filter(**{name: request.GET[name]})
    if request.GET.get("with"):
        found = found.filter(times__gt=0)
    found = found.order_by("-times" if request.GET.get("sort") == "times" else "-quarter", "person__code")
    if request.GET.get("export") in ("xlsx", "csv"):
        return _sheet(found, request.GET["export"])
    context = {
        "page": page_of(request, found), "form": form, "may": not may_propose_bonus(account), "sought": request.GET,
        "states": labels(BONUS_NAMES),
    }  # fmt: skip
    return render(request, "supervise/ledgers/bonuses.html", context, status=422 if form.errors else 200)


def _sheet(found: Any, form: str) -> HttpResponse:
    heads = [_("季度"), _("工号"), _("姓名"), _("单位编码"), _("台账记录数"), _("状态"), _("决定理由")]
    rows = (
        (one.quarter, one.person.code, one.person, one.unit.code, one.times, one.get_state_display(), one.reason)
        for one in found
    )
    return sent("bonuses", heads, rows, form)


@require_http_methods(["GET", "HEAD", "POST"])
def bonus(request: HttpRequest, pk: int) -> HttpResponse:
    """A bonus with every breach behind it, and the decision."""
    account = asker(request)
    held = get_object_or_404(
        BonusProposal.objects.select_related("person", "unit", "by__person", "decided_by__person"), pk=pk
    )
    mine = own_units(account)
    own = held.person_id == account.person_id
    allowed("" if mine is None or own or held.unit_id in mine else _("您的岗位看不到这项绩效奖。"))
    verb = request.POST.get("verb", "")
    form = DecideForm(request.POST if verb in DECIDE else None)
    if form.is_bound and form.is_valid() and form.done(DECIDE[verb], by=account, proposal=held, **form.cleaned_data):
        messages.success(request, _("已决定，记录留存。"))
        return redirect("supervise:bonus", pk)
    entries = breaches(held.person, held.quarter) if held.state == "proposed" else list(held.entries.all())
    decides = not may_decide_bonus(account, held)
    open_ = held.state == "proposed"
    may = {
        "release": open_ and (decides or (not entries and not may_propose_bonus(account))),
        "withhold": open_ and decides,
    }
    context = {"bonus": held, "form": form, "entries": entries, "may": may, "name": shorts().get(held.unit_id, "")}
    return render(request, "supervise/ledgers/bonus.html", context, status=422 if form.errors else 200)
