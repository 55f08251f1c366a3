"""What is issued: documents with their replies, circulars, opinions broken down, ratings of style."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kaogong.audit.actions import Refused
from kaogong.audit.reports.workbook import sent
from kaogong.org.models.labels import labels
from kaogong.org.queries import shorts, today
from kaogong.org.views.acting import act
from kaogong.plan.views.pages import allowed, asker, page_of
from kaogong.supervise.actions.findings_opinions import break_down, reply_opinion
from kaogong.supervise.actions.findings_papers import draft_circular, issue_paper, publish_circular, reply_paper
from kaogong.supervise.actions.rectify_orders import rate_style
from kaogong.supervise.forms import findings as forms
from kaogong.supervise.guards.inspections import above, may_answer, may_publish, may_run, may_see, may_see_unit
from kaogong.supervise.models import Circular, Opinion, Paper
from kaogong.supervise.queries import findings as reading
from kaogong.supervise.queries.inspections import own_units
from kaogong.supervise.reports import issued_docx, issued_pdf
from kaogong.supervise.reports.issued import circular_told, paper_told
from kaogong.supervise.states.inspections import PAPER_NAMES, PAPERS

FORMS = {
    "docx": (issued_docx.write, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (issued_pdf.write, "application/pdf"),
}


@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    """The documents one may see."""
    account = asker(request)
    allowed(may_see(account))
    units, found = own_units(account), Paper.objects.select_related("unit", "finding")
    found = found if units is None else found.filter(unit__in=units)
    for name in ("kind", "state"):
        if request.GET.get(name):
            found = found.filter(**{name: request.GET[name]})
    if request.GET.get("sort") == "due":
        found = found.order_by("reply_due", "id")
    if request.GET.get("export") in ("xlsx", "csv"):
        heads = [_("文号"), _("文种"), _("收文单位"), _("印发日期"), _("答复期限"), _("状态"), _("答复日期")]
        rows = (
            (one.number, one.get_kind_display(), one.unit.code, one.issued_on, one.reply_due, one.get_state_display(),
             one.replied_on)
            for one in found
        )  # fmt: skip
        return sent("papers", heads, rows, request.GET["export"])
    context = {
        "page": page_of(request, found), "sought": request.GET, "kinds": labels(PAPERS), "states": labels(PAPER_NAMES),
        "names": shorts(), "day": today(), "may": not may_run(account),
    }  # fmt: skip
    return render(request, "supervise/inspections/papers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """A document, with the reply."""
    account = asker(request)
    held = get_object_or_404(Paper.objects.select_related("unit", "finding", "by__person", "replied_by__person"), pk=pk)
    allowed(may_see_unit(account, held.unit_id))
    form = forms.ReplyForm(request.POST or None)
    may = not may_answer(account, held.unit_id) and held.state == "issued"
    if form.is_bound and form.is_valid() and form.done(reply_paper, by=account, paper=held, **form.cleaned_data):
        messages.success(request, _("已答复。"))
        return redirect("supervise:paper", pk)
    context = {"held": held, "form": form, "may": may, "names": shorts(), "day": today()}
    return render(request, "supervise/inspections/paper.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def new_paper(request: HttpRequest) -> HttpResponse:
    """Issue a document to a unit."""
    account = asker(request)
    allowed(may_run(account))
    said = {
        "title": _("签发文书"),
        "button": _("签发"),
        "told": _("已签发并送达。"),
        "back": reverse("supervise:papers"),
    }
    form = forms.PaperToForm(request.POST or None)
    return act(request, form, lambda **typed: issue_paper(by=account, **typed), **said)


@require_safe
def paper_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """A document as a file."""
    held = get_object_or_404(Paper.objects.select_related("unit", "finding"), pk=pk)
    allowed(may_see_unit(asker(request), held.unit_id))
    return _file(paper_told(held), kind, held.number)


def _file(told: Any, kind: str, name: str) -> HttpResponse:
    if kind not in FORMS:
        raise Http404
    write, media = FORMS[kind]
    answer = HttpResponse(write(told), content_type=media)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def circulars(request: HttpRequest) -> HttpResponse:
    """Circulars; a new one is drafted here."""
    account = asker(request)
    allowed(may_see(account))
    numbers = "\n".join(request.GET.getlist("finding"))
    form = forms.CircularForm(request.POST or None, initial={"findings": numbers})
    if form.is_bound and form.is_valid():
        made = form.done(draft_circular, by=account, **form.cleaned_data)
        if made is not None:
            return redirect("supervise:circular", made.pk)
    found = Circular.objects.all() if above(account) else Circular.objects.filter(state="published")
    context = {"page": page_of(request, found), "form": form, "may": not may_run(account)}
    return render(request, "supervise/inspections/circulars.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def circular(request: HttpRequest, pk: int) -> HttpResponse:
    """A circular; signed here by another than who drafted it."""
    account = asker(request)
    held = get_object_or_404(Circular.objects.select_related("by__person", "published_by__person"), pk=pk)
    allowed(may_see(account) if held.state == "published" or above(account) else may_run(account))
    if request.method == "POST":
        try:
            publish_circular(by=account, circular=held)
            messages.success(request, _("已印发，各单位可看。"))
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("supervise:circular", pk)
    may = held.state == "draft" and not may_publish(account, held)
    context = {"held": held, "told": circular_told(held), "may": may}
    return render(request, "supervise/inspections/circular.html", context)


@require_safe
def circular_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """A circular as a file."""
    account = asker(request)
    held = get_object_or_404(Circular, pk=pk)
    allowed(may_see(account) if held.state == "published" or above(account) else may_run(account))
    return _file(circular_told(held), kind, held.number)


@require_http_methods(["GET", "HEAD", "POST"])
def opinions(request: HttpRequest) -> HttpResponse:
    """Opinions by batch, how they were answered; a new batch is broken down here."""
    account = asker(request)
    allowed(may_see(account))
    form = forms.OpinionsForm(request.POST or None)
    if form.is_bound and form.is_valid() and form.done(break_down, by=account, **form.given()):
        messages.success(request, _("已分解到责任单位。"))
        return redirect("supervise:opinions")
    units, batches = own_units(account), reading.batches()
    batch = request.GET.get("batch", "") or (batches[0] if batches else "")
    found = Opinion.objects.filter(batch=batch).select_related("unit")
    found = found if units is None else found.filter(unit__in=units)
    if request.GET.get("state"):
        found = found.filter(state=request.GET["state"])
    page = page_of(request, found)
    context = {
        "page": page, "form": form, "may": not may_run(account), "batches": batches, "batch": batch,
        "told": reading.answered(batch) if units is None and batch else None, "names": shorts(), "day": today(),
        "answers": {one.unit_id for one in page if not may_answer(account, one.unit_id)},
    }  # fmt: skip
    return render(request, "supervise/inspections/opinions.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def opinion(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer to one opinion."""
    account = asker(request)
    held = get_object_or_404(Opinion.objects.select_related("unit"), pk=pk)
    allowed(may_answer(account, held.unit_id))
    back = f"{reverse('supervise:opinions')}?batch={held.batch}"
    said = {
        "title": _("答复第 %(n)s 条意见") % {"n": held.number},
        "button": _("答复"),
        "told": _("已答复。"),
        "back": back,
    }
    form = forms.OpinionForm(request.POST or None)
    do = lambda **typed: reply_opinion(by=account, opinion=held, **typed)  # noqa: E731 - handed on at once
    return act(request, form, do, lead=held.words, **said)


@require_http_methods(["GET", "HEAD", "POST"])
def style(request: HttpRequest) -> HttpResponse:
    """Enter a rating of thought and work style."""
    account = asker(request)
    allowed(may_run(account))
    back = reverse("supervise:rectifications")
    said = {"title": _("登记作风评定"), "button": _("登记"), "told": _("已登记。"), "back": back}
    lead = _("低于设定分数的，自动限期整顿；到期没有整改到位的，班子不能评优秀。")
    form = forms.StyleForm(request.POST or None)
    return act(request, form, lambda **typed: rate_style(by=account, **typed), lead=lead, **said)
