"""The month: its bulletin in every form, with each body's score down to what it rests on."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kaogong.approvals import actions
from kaogong.approvals.forms import MonthForm
from kaogong.approvals.guards import may_approve_month, may_see, may_verify
from kaogong.approvals.models import Month
from kaogong.approvals.queries.cards import own_units
from kaogong.approvals.queries.months import last_month, line_of, unaltered
from kaogong.approvals.reports import bulletin_docx, bulletin_pdf
from kaogong.audit.actions import Refused
from kaogong.audit.reports.workbook import sent
from kaogong.org.models import Account, Unit
from kaogong.org.queries import today
from kaogong.plan.views.pages import allowed, asker, page_of

FORMS = {
    "docx": (bulletin_docx.write, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (bulletin_pdf.write, "application/pdf"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: HttpRequest) -> HttpResponse:
    """Bulletins by month; a new one is drafted here."""
    account = asker(request)
    allowed(may_see(account))
    form = MonthForm(request.POST or None, initial={"period": last_month(today())})
    if form.is_bound and form.is_valid():
        made = form.done(actions.draft_month, by=account, **form.cleaned_data)
        if made is not None:
            return redirect("approvals:month", made.period)
    context = {"page": page_of(request, Month.objects.all()), "form": form, "may": not may_verify(account)}
    return render(request, "approvals/months.html", context, status=422 if form.errors else 200)


def _seen(account: Account, month: Month) -> list[dict[str, Any]]:
    """The lines of a bulletin somebody may see: all once it is published, those of the own units before."""
    units = own_units(account)
    lines: list[dict[str, Any]] = month.content.get("bodies", [])
    if units is None or month.state == "published":
        return lines
    codes = set(Unit.objects.filter(pk__in=units).values_list("code", flat=True))
    return [one for one in lines if one["code"] in codes]


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, period: str) -> HttpResponse:
    """A month: every body's score; one of them opened down to cards and findings."""
    account = asker(request)
    allowed(may_see(account))
    month = get_object_or_404(Month.objects.select_related("drafted_by__person", "approved_by__person"), period=period)
    if request.method == "POST":
        _acted(request, account, month)
        return redirect("approvals:month", period)
    lines = _seen(account, month)
    if request.GET.get("export") in ("xlsx", "csv"):
        heads = (
            [_("单位编码"), _("单位"), _("月度得分"), _("全年平均"), *(one["name"] for one in lines[0]["parts"])]
            if lines
            else []
        )
        rows = (
            [one["code"], one["name"], one["total"], one["year"], *(part["score"] for part in one["parts"])]
            for one in lines
        )
        return sent(f"approvals-{period}", heads, rows, request.GET["export"])
    codes = [one["code"] for one in lines]
    code = request.GET.get("unit", "") or (codes[0] if codes else "")
    context = {
        "month": month, "lines": lines, "opened": line_of(month, str(code)) if code in codes else None, "whole": unaltered(month),
        "may_approve": month.state == "draft" and not may_approve_month(account, month),
        "waits": may_approve_month(account, month) if month.state == "draft" and not may_verify(account) else "",
        "may_publish": month.state == "approved" and not may_verify(account),
    }  # fmt: skip
    return render(request, "approvals/month.html", context)


def _acted(request: HttpRequest, account: Account, month: Month) -> None:
    verb = {"approve": actions.approve_month, "publish": actions.publish_month}.get(request.POST.get("verb", ""))
    try:
        if verb is None:
            actions.draft_month(by=account, period=month.period)
        else:
            verb(by=account, month=month)
        messages.success(request, _("已办理，记录留存。"))
    except Refused as refused:
        messages.error(request, str(refused))


@require_safe
def document(request: HttpRequest, period: str, kind: str) -> HttpResponse:
    """The bulletin as a document."""
    account = asker(request)
    allowed(may_see(account))
    month = get_object_or_404(Month, period=period)
    if kind not in FORMS or (month.state == "draft" and may_verify(account)):
        raise Http404(_("月报审定后才能下载。"))
    write, media = FORMS[kind]
    found = HttpResponse(write(month), content_type=media)
    found["Content-Disposition"] = f'attachment; filename="approvals-{period}.{kind}"'
    return found


@login_not_required
@require_safe
def open_page(request: HttpRequest, period: str) -> HttpResponse:
    """A published bulletin, for anybody."""
    month = get_object_or_404(Month, period=period, state="published")
    context = {"month": month, "installation": settings.INSTALLATION, "whole": unaltered(month)}
    return render(request, "approvals/open_month.html", context)
