"""Self-reports: written with drafts that save themselves, read, signed, returned; their files; bundles."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaogong.assess import actions
from kaogong.assess.forms.selfreports import SelfForm
from kaogong.assess.guards.rounds import (
    may_edit_self,
    may_read_bundle,
    may_return_self,
    may_review,
    may_see_entrant,
    may_sign_self,
)
from kaogong.assess.models import Bundle, Entrant, Proof, SelfReport
from kaogong.assess.queries.figures import latest_reviews
from kaogong.assess.queries.links import carried, variances
from kaogong.assess.queries.rounds import late_days, review_items, self_items
from kaogong.assess.states.rounds import EDITABLE
from kaogong.audit.actions import Refused, seal
from kaogong.audit.queries import Altered, open_evidence
from kaogong.org.models import Account
from kaogong.org.queries import calendar, today
from kaogong.plan.forms import ReasonForm
from kaogong.plan.views.pages import allowed, asker


def entrant_of(request: HttpRequest, pk: int) -> Entrant:
    """An entrant the asker may see."""
    held = Entrant.objects.select_related("round__cycle", "unit", "person", "report")
    found = get_object_or_404(held, pk=pk)
    allowed(may_see_entrant(asker(request), found))
    return found


def _form(entrant: Entrant, *given: Any) -> SelfForm:
    report = getattr(entrant, "report", None)
    return SelfForm(
        *given, items=self_items(entrant.round), documents=entrant.round.documents, initial=SelfForm.of(report)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the self-report: kept as a draft, or handed in."""
    account, entrant = asker(request), entrant_of(request, pk)
    report = getattr(entrant, "report", None)
    if report is not None and report.state not in EDITABLE:
        return redirect("assess:report", pk)
    allowed(may_edit_self(account, entrant))
    form = _form(entrant, request.POST, request.FILES) if request.method == "POST" else _form(entrant)
    if form.is_bound and _kept(request, account, entrant, form):
        return redirect("assess:report" if "submit" in request.POST else "assess:self", pk)
    return _page(request, entrant, form)


def _kept(request: HttpRequest, account: Account, entrant: Entrant, form: SelfForm) -> bool:
    """Keep what was typed, seal what was uploaded, then hand it in where that was asked."""
    if not form.is_valid():
        return False
    given = form.cleaned_data
    report = form.done(
        actions.write_self, by=account, entrant=entrant, words=given["words"], marks=form.marks(), seen=given["seen"]
    )
    if report is None:
        return False
    again = request.POST.copy()
    again["seen"] = str(report.edition)
    form.data = again  # what is shown again stands on what was just kept
    for field, file, item, document in form.uploads():
        sealed = form.done(seal, by=account, file=file)
        if sealed is None:
            form.add_error(field, _("这个文件没有收下，原因见上。"))
            return False
        shown = {"evidence": [(sealed, file.name)], "item": item, "document": document}
        form.done(actions.show_proof, by=account, report=report, **shown)
    if "submit" not in request.POST:
        messages.success(request, _("草稿已保存，还没有提交。"))
        return True
    if form.done(actions.submit_self, by=account, report=report) is None:
        return False
    signs = report.state == "submitted"
    messages.success(request, _("已提交，待本单位负责人签批。") if signs else _("已提交。"))
    return True


def _page(request: HttpRequest, entrant: Entrant, form: SelfForm) -> HttpResponse:
    one, report = entrant.round, SelfReport.objects.filter(entrant=entrant).first()
    due = one.report_due
    shown: dict[int | None, list[Proof]] = {}
    for proof_ in report.proofs.filter(withdrawn=False) if report else ():
        shown.setdefault(proof_.item_id, []).append(proof_)
    before = [
        (item, carried(item, entrant.unit, entrant.person))
        for item in one.items.filter(taken_from__isnull=False).distinct().prefetch_related("taken_from")
    ]
    context = {
        "entrant": entrant,
        "one": one,
        "report": report,
        "form": form,
        "rows": [(item, fields, shown.get(item.pk, [])) for item, fields in form.rows()],
        "papers": shown.get(None, []),
        "before": before,
        "due": due,
        "left": calendar().between(today(), due, working=True) if due else None,
        "over": late_days(one, today()),
    }
    return render(request, "assess/rounds/self.html", context, status=422 if form.errors else 200)


@require_POST
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what is being typed, as far as it is in order; files are not sent along."""
    account, entrant = asker(request), entrant_of(request, pk)
    allowed(may_edit_self(account, entrant))
    form = _form(entrant, request.POST)
    whole = form.is_valid()
    report = getattr(entrant, "report", None)
    if form.has_changed():
        given = form.cleaned_data
        words = given.get("words", report.words if report else "")
        report = form.done(
            actions.write_self, by=account, entrant=entrant, words=words, marks=form.marks(), seen=given.get("seen")
        )
    context = {"report": report, "form": form, "whole": whole, "now": timezone.localtime()}
    return render(request, "assess/rounds/kept.html", context)


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """A self-report as it was handed in, what became of it, and what comes next."""
    return _shown(request, entrant_of(request, pk), ReasonForm())


def _shown(request: HttpRequest, entrant: Entrant, form: ReasonForm) -> HttpResponse:
    account, report = asker(request), getattr(entrant, "report", None)
    reviews = latest_reviews([entrant])
    marks = {mark.item_id: mark for mark in report.marks.all()} if report else {}
    proofs: dict[int | None, list[Proof]] = {}
    for proof_ in report.proofs.filter(withdrawn=False) if report else ():
        proofs.setdefault(proof_.item_id, []).append(proof_)
    items = [item for item, _fact in self_items(entrant.round)]
    waits = report is not None and report.state in {"submitted", "signed"}
    context = {
        "entrant": entrant,
        "one": entrant.round,
        "report": report,
        "rows": [
            (item, marks.get(item.pk), proofs.get(item.pk, []), reviews.get((entrant.pk, item.pk))) for item in items
        ],
        "papers": proofs.get(None, []),
        "versions": report.versions.select_related("by") if report else [],
        "variances": variances([entrant]),
        "may_edit": not may_edit_self(account, entrant),
        "may_sign": report is not None and report.state == "submitted" and not may_sign_self(account, report),
        "may_return": waits and report is not None and not may_return_self(account, report),
        "may_review": _reviewable(account, entrant),
        "form": form,
    }
    return render(request, "assess/rounds/report.html", context, status=422 if form.errors else 200)


def _reviewable(account: Account, entrant: Entrant) -> bool:
    ready = entrant.round.state == "open" and entrant.fixed_at is None and bool(review_items(entrant.round))
    report = getattr(entrant, "report", None)
    return ready and report is not None and report.state == "signed" and not may_review(account, entrant)


@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """The head signs."""
    entrant = entrant_of(request, pk)
    actions.sign_self(by=asker(request), report=entrant.report)
    messages.success(request, _("已签批，绩效办将复核。"))
    return redirect("assess:report", pk)


@require_POST
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """A self-report goes back with a reason."""
    account, entrant, form = asker(request), entrant_of(request, pk), ReasonForm(request.POST)
    if form.is_valid() and form.done(actions.return_self, by=account, report=entrant.report, **form.cleaned_data):
        messages.success(request, _("已退回，原件留存为一个版本。"))
        return redirect("assess:report", pk)
    return _shown(request, entrant, form)


@require_safe
def proof(request: HttpRequest, pk: int) -> FileResponse:
    """A sealed file; its hash is checked on the way out."""
    found = get_object_or_404(Proof.objects.select_related("report__entrant", "evidence"), pk=pk)
    entrant_of(request, found.report.entrant_id)
    try:
        stream = open_evidence(found.evidence)
    except Altered as altered:
        raise Refused(_("这份佐证与存证时不符，不能打开。请告诉安全审计员核验。")) from altered
    return FileResponse(stream, content_type=found.evidence.kind, as_attachment=True, filename=found.name)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """A file is no longer shown."""
    found = get_object_or_404(Proof.objects.select_related("report__entrant__unit"), pk=pk)
    try:
        actions.withdraw_proof(by=asker(request), proof=found)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("assess:self", found.report.entrant_id)


@require_http_methods(["GET", "HEAD", "POST"])
def bundle(request: HttpRequest, pk: int) -> HttpResponse:
    """The self-reports of a leader's units, as they were released."""
    found, account = get_object_or_404(Bundle.objects.select_related("round", "leader"), pk=pk), asker(request)
    allowed(may_read_bundle(account, found))
    if request.method == "POST":
        actions.read_bundle(by=account, bundle=found)
        messages.success(request, _("已记录阅示。"))
        return redirect("assess:bundle", pk)
    reports = found.reports.select_related("entrant").order_by("entrant__name")
    mine = account.person_id == found.leader_id and found.read_at is None
    return render(request, "assess/rounds/bundle.html", {"bundle": found, "reports": reports, "may_read": mine})
