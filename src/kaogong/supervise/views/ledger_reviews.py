"""Summaries of ledgers: which are due, one of them, and its document."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kaogong.audit.actions import Refused
from kaogong.audit.reports.workbook import sent
from kaogong.org.models import Account
from kaogong.org.queries import today
from kaogong.plan.views.pages import allowed, asker
from kaogong.supervise.actions.ledger_reviews import approve_review, draft_review
from kaogong.supervise.forms.ledgers import ReviewForm
from kaogong.supervise.guards.ledgers import may_approve_review, may_review, may_see_ledgers
from kaogong.supervise.models import Ledger, LedgerReview
from kaogong.supervise.queries.ledger_reviews import REVIEWED, lacking, reviews_due, unaltered
from kaogong.supervise.queries.ledgers import own_units
from kaogong.supervise.reports.ledger_docx import title_of, write

MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _ledgers(account: Account) -> list[Ledger]:
    """The ledgers whose summaries an account sees: all above, else those it keeps."""
    every = list(Ledger.objects.filter(own=False, group__in=REVIEWED).exclude(state="draft"))
    return every if own_units(account) is None else [one for one in every if not may_review(account, one)]


@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: HttpRequest) -> HttpResponse:
    """The reviews of a year by ledger, done and missing."""
    account = asker(request)
    allowed(may_see_ledgers(account))
    ledgers = _ledgers(account)
    mine = [one.pk for one in ledgers if not may_review(account, one)]
    given = {key: request.GET[key] for key in ("ledger", "period") if key in request.GET}
    form = ReviewForm(request.POST or None, ledgers=mine, initial=given)
    if form.is_bound and form.is_valid():
        made = form.done(draft_review, by=account, **form.cleaned_data)
        if made is not None:
            return redirect("supervise:ledger_review", made.pk)
    text = request.GET.get("year", "")
    year = int(text) if text.isdecimal() and len(text) == 4 else today().year
    due = reviews_due(ledgers, year)
    if request.GET.get("export") in ("xlsx", "csv"):
        return sent(
            f"ledger-reviews-{year}", [_("台账"), _("时期"), _("状态"), "SM3"], _rows(due), request.GET["export"]
        )
    context: dict[str, Any] = {"groups": _groups(ledgers, due), "year": year, "form": form, "may": bool(mine)}
    context |= {"whole": len(due), "done": sum(1 for one in due if one.review and one.review.state == "approved")}
    context["annual"] = LedgerReview.objects.filter(ledger__in=ledgers, kind="year", period=str(year))
    return render(request, "supervise/ledgers/reviews.html", context, status=422 if form.errors else 200)


def _rows(due: list[Any]) -> list[tuple[str, str, str, str]]:
    return [
        (_(one.ledger.name), one.period, one.review.get_state_display(), one.review.sm3)
        if one.review
        else (_(one.ledger.name), one.period, _("缺"), "")
        for one in due
    ]


def _groups(ledgers: list[Ledger], due: list[Any]) -> list[tuple[Ledger, list[tuple[Any, bool]]]]:
    """By ledger: every review, and whether its time is over."""
    day = today()
    return [(ledger, [(one, one.last < day) for one in due if one.ledger == ledger]) for ledger in ledgers]


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """A summary as it was frozen; approved here."""
    account = asker(request)
    held = get_object_or_404(
        LedgerReview.objects.select_related("ledger", "drafted_by__person", "approved_by__person"), pk=pk
    )
    allowed(_hidden(account, held))
    if request.method == "POST":
        try:
            if request.POST.get("verb") == "draft":
                draft_review(by=account, ledger=held.ledger, period=held.period, remarks=held.remarks)
            else:
                approve_review(by=account, review=held)
            messages.success(request, _("已办理，记录留存。"))
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("supervise:ledger_review", pk)
    open_ = held.state == "draft"
    may = {
        "approve": open_ and not may_approve_review(account, held),
        "draft": open_ and not may_review(account, held.ledger),
    }
    context = {
        "review": held, "title": title_of(held), "whole": unaltered(held), "lacking": lacking(held.ledger, held.period),
        "may": may, "lines": held.content["lines"],
    }  # fmt: skip
    return render(request, "supervise/ledgers/review.html", context)


def _hidden(account: Account, review: LedgerReview) -> str:
    if own_units(account) is None or not may_review(account, review.ledger):
        return ""
    return _("小结和回顾由记录科室和监督部门查看。")


@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """The summary as a document."""
    account = asker(request)
    held = get_object_or_404(LedgerReview.objects.select_related("ledger"), pk=pk)
    allowed(_hidden(account, held))
    found = HttpResponse(write(held), content_type=MEDIA)
    found["Content-Disposition"] = f'attachment; filename="ledger-{held.ledger.code}-{held.period}.docx"'
    return found
