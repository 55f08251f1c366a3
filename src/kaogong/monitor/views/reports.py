"""One report: typed, its light shown at once, handed in, signed, verified, explained."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaogong.audit.actions import Refused, seal
from kaogong.core.scheme.period import Period
from kaogong.monitor import actions
from kaogong.monitor.forms import ExplainForm, ReportForm
from kaogong.monitor.guards import may_explain, may_report, may_return, may_see, may_sign, may_verify
from kaogong.monitor.models import Attachment, Report
from kaogong.monitor.queries import (
    Entered,
    asked_period,
    before,
    by_value,
    check_value,
    due_of,
    expected,
    is_locked,
    milestones_of,
    reused,
    rules_of,
    said_period,
    seen_targets,
)
from kaogong.monitor.states import EDITABLE
from kaogong.org.models import Account
from kaogong.org.queries import calendar, today
from kaogong.plan.forms import ReasonForm
from kaogong.plan.models import Target
from kaogong.plan.queries import names_of
from kaogong.plan.views.pages import asker


def _target(account: Account, pk: int) -> Target:
    found = get_object_or_404(Target.objects.select_related("indicator", "unit", "cycle"), pk=pk)
    if not seen_targets(account, found.cycle).filter(pk=pk).exists():
        raise Http404
    return found


def _report(account: Account, pk: int) -> Report:
    found = get_object_or_404(Report.objects.select_related("target__indicator", "task", "unit", "cycle"), pk=pk)
    if why := may_see(account, found.unit_id):
        raise PermissionDenied(why)
    return found


class Sheet:
    """What the page of one target in one period stands on."""

    def __init__(self, account: Account, pk: int, text: str) -> None:
        self.target = _target(account, pk)
        self.rules = rules_of(self.target.cycle)
        found = asked_period(self.rules, text)
        if found is None or str(found) != text:
            raise Http404(_("本周期没有这一期。"))
        self.period = found
        earlier = before(self.rules, found)
        held = Report.objects.filter(target=self.target).prefetch_related("parts", "attachments")
        self.report = held.filter(period=text).first()
        self.last = held.filter(period=str(earlier)).first() if earlier else None
        nodes = milestones_of([self.target]).get(self.target.pk, {})
        self.want = expected(self.target, found, self.rules, nodes)

    @property
    def address(self) -> str:
        """Where the light of what is typed is asked for."""
        return reverse("monitor:light", args=[self.target.pk, str(self.period)])

    def form(self, *given: Any, **more: Any) -> ReportForm:
        """The form of this target and period."""
        words = said_period(self.period)
        return ReportForm(*given, target=self.target, period=words, address=self.address, **more)

    def seen(self, form: ReportForm) -> dict[str, Any]:
        """The light of what was typed, and what is wrong with it."""
        said = form.said() if form.is_valid() else {}
        entered = Entered(said.get("value"), said.get("words", ""), parts=said.get("parts"))
        return {
            "light": by_value(self.target, entered.value, self.want, self.rules),
            "findings": check_value(self.target, entered, self.rules, self.last),
        }


@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, pk: int, period: str) -> HttpResponse:
    """Report on a target: kept as a draft, or handed in."""
    account = asker(request)
    sheet = Sheet(account, pk, period)
    if sheet.report is not None and sheet.report.state not in EDITABLE:
        return redirect("monitor:report", sheet.report.pk)
    if why := may_report(account, sheet.target.unit_id):
        raise PermissionDenied(why)
    form = (
        sheet.form(request.POST, request.FILES)
        if request.method == "POST"
        else sheet.form(initial=ReportForm.of(sheet.report))
    )
    if request.method == "POST" and form.is_valid() and _kept(request, account, sheet, form):
        return redirect("monitor:report", Report.objects.get(target=sheet.target, period=period).pk)
    return _sheet(request, sheet, form)


def _kept(request: HttpRequest, account: Account, sheet: Sheet, form: ReportForm) -> bool:
    """Keep what was typed, then hand it in where that was asked; a draft stays even if handing in is refused."""
    target, period, file = sheet.target, str(sheet.period), form.cleaned_data["evidence"]
    said = {"unit": target.unit, "target": target, "period": period} | form.said()
    report = form.done(actions.write_report, by=account, **said)
    if report is None:
        return False
    sheet.report = report
    if file is not None:
        sealed = form.done(seal, by=account, file=file)
        shown = [(sealed, file.name)] if sealed else []
        place = form.cleaned_data["place"]
        if not shown or form.done(actions.attach, by=account, report=report, evidence=shown, place=place) is None:
            return False
    if "submit" not in request.POST:
        messages.success(request, _("草稿已保存，还没有提交。"))
        return True
    if form.done(actions.submit_report, by=account, report=report) is None:
        return False
    messages.success(request, _("已提交。下一步由%(who)s办理。") % {"who": _next(report)})
    return True


def _next(report: Report) -> str:
    return _("本单位负责人") if report.state == "submitted" else _("绩效办")


def _sheet(request: HttpRequest, sheet: Sheet, form: ReportForm) -> HttpResponse:
    target, due = sheet.target, due_of(sheet.rules, sheet.period, calendar())
    bound = form if form.is_bound else sheet.form(ReportForm.of(sheet.report) | {"standing": "ongoing"})
    context = {
        "form": form,
        "target": target,
        "unit_name": names_of([target.unit_id], target.cycle.since).get(target.unit_id, ""),
        "said": said_period(sheet.period),
        "period": str(sheet.period),
        "due": due,
        "left": calendar().between(today(), due, working=True) if due else None,
        "locked": is_locked(sheet.rules, target.unit_id, sheet.period),
        "want": sheet.want,
        "last": sheet.last,
        "report": sheet.report,
        "shown": sheet.report.attachments.filter(withdrawn=False) if sheet.report else (),
        "verify_days": sheet.rules.verify_days,
        **sheet.seen(bound),
    }
    return render(request, "monitor/entry.html", context, status=422 if form.errors else 200)


@require_POST
def light(request: HttpRequest, pk: int, period: str) -> HttpResponse:
    """The light of what is being typed; nothing is kept."""
    sheet = Sheet(asker(request), pk, period)
    return render(request, "monitor/parts/typed.html", sheet.seen(sheet.form(request.POST)))


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """A report as it was handed in, and what comes next."""
    account = asker(request)
    return _shown(request, account, _report(account, pk), ReasonForm())


def _shown(request: HttpRequest, account: Account, report: Report, form: ReasonForm) -> HttpResponse:
    rules = rules_of(report.cycle)
    found = None
    if report.target is not None:
        nodes = milestones_of([report.target]).get(report.target.pk, {})
        want = expected(report.target, Period.parse(report.period), rules, nodes)
        found = by_value(report.target, report.value, want, rules)
    waiting = report.state in {"submitted", "signed"}
    context = {
        "report": report,
        "unit_name": names_of([report.unit_id], report.cycle.since).get(report.unit_id, ""),
        "said": said_period(Period.parse(report.period)),
        "light": found,
        "parts": report.parts.select_related("rule"),
        "shown": report.attachments.filter(withdrawn=False),
        "reused": reused(report),
        "explanation": getattr(report, "explanation", None),
        "may_edit": report.target_id and report.state in EDITABLE and not may_report(account, report.unit_id),
        "may_sign": report.state == "submitted" and not may_sign(account, report),
        "may_verify": report.state == "signed" and not may_verify(account, report),
        "may_return": waiting and not may_return(account, report),
        "may_explain": report.red and not may_explain(account, report),
        "form": form,
    }
    return render(request, "monitor/report.html", context, status=422 if form.errors else 200)


@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """The head signs."""
    account = asker(request)
    actions.sign_report(by=account, report=_report(account, pk))
    messages.success(request, _("已签批，绩效办将核实。"))
    return redirect("monitor:report", pk)


@require_POST
def verify(request: HttpRequest, pk: int) -> HttpResponse:
    """The office verifies."""
    account = asker(request)
    actions.verify_report(by=account, report=_report(account, pk))
    messages.success(request, _("已核实，此数可用于计分。"))
    return redirect("monitor:report", pk)


@require_POST
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """A report goes back with a reason."""
    account, form = asker(request), ReasonForm(request.POST)
    report = _report(account, pk)
    if form.is_valid() and form.done(actions.return_report, by=account, report=report, **form.cleaned_data):
        messages.success(request, _("已退回联络员。"))
        return redirect("monitor:report", pk)
    return _shown(request, account, report, form)


@require_http_methods(["GET", "HEAD", "POST"])
def explain(request: HttpRequest, pk: int) -> HttpResponse:
    """A red light is explained."""
    account = asker(request)
    report = _report(account, pk)
    if why := may_explain(account, report):
        raise PermissionDenied(why)
    told = getattr(report, "explanation", None)
    begin = {"reason": told.reason, "remedy": told.remedy, "by_day": told.by_day} if told else {}
    form = ExplainForm(request.POST) if request.method == "POST" else ExplainForm(initial=begin)
    if form.is_bound and form.is_valid() and form.done(actions.explain, by=account, report=report, **form.cleaned_data):
        messages.success(request, _("已说明。赶上日期到时再核对。"))
        return redirect("monitor:report", pk)
    return render(request, "monitor/explain.html", {"form": form, "report": report}, status=422 if form.errors else 200)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """A file is no longer shown."""
    account = asker(request)
    found = get_object_or_404(Attachment.objects.select_related("report__unit", "report__cycle"), pk=pk)
    try:
        actions.withdraw_attachment(by=account, attachment=found)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("monitor:entry", found.report.target_id, found.report.period)
