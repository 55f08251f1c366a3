"""Complaints: the list, one with what may be done to it, its files, a new one entered by the centre."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaogong.audit.actions import Refused, seal
from kaogong.audit.queries import open_evidence
from kaogong.audit.reports.workbook import sent
from kaogong.listen.actions.complaints_intake import receive_complaint
from kaogong.listen.actions.complaints_promises import pay_compensation, settle_compensation
from kaogong.listen.actions.complaints_watch import (
    mark_attachment,
    open_attachment,
    see_identity,
    settle_extension,
)
from kaogong.listen.forms.complaints import EnterForm, ReasonForm, apart
from kaogong.listen.guards.complaints import (
    may_close,
    may_enter,
    may_handle,
    may_see,
    may_see_list,
    may_see_whole,
    may_settle_compensation,
)
from kaogong.listen.models import Attachment, Compensation, Complaint, Extension, Handler
from kaogong.listen.queries.complaints import SORTS, alike, find, opened, rated, seen
from kaogong.listen.states.complaints import CHANNELS, COMPLAINT_NAMES, KINDS, TOPICS
from kaogong.listen.views.complaints_acts import DEEDS, offered
from kaogong.org.models import Account
from kaogong.org.models.labels import labels
from kaogong.org.queries import today, unit_names
from kaogong.plan.views.pages import allowed, asker, page_of

MOST = 20_000
"""Rows of a list that go into a file."""


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The complaints one may see: the centre with what they say, a unit with what it was sent."""
    account = asker(request)
    allowed(may_see_list(account))
    found, whole = seen(account)
    found = find(found, request.GET.dict(), whole=whole)
    found = found.order_by(*SORTS.get(request.GET.get("sort", ""), SORTS["-received"]))
    if request.GET.get("export") in ("xlsx", "csv"):
        return _exported(request, list(found[:MOST]), whole=whole)
    page = page_of(request, found)
    names = unit_names({one.at_unit or one.unit_id for one in page})
    lines = [
        (one, names.get(one.at_unit or one.unit_id or 0, ""), one.state == "handling" and one.due < today())
        for one in page
    ]
    context = {
        "page": page, "lines": lines, "whole": whole, "opened": opened(account, [one.pk for one in page], whole=whole), "sought": request.GET, "channels": labels(CHANNELS), "kinds": labels(KINDS),
        "topics": labels(TOPICS), "states": labels(COMPLAINT_NAMES), "may_enter": not may_enter(account),
        "handlers": Handler.objects.exists(),
    }  # fmt: skip
    return render(request, "listen/complaints/list.html", context)


def _exported(request: HttpRequest, some: list[Any], *, whole: bool) -> HttpResponse:
    """A list as a file: never who complained, and of what was said only to the centre."""
    names = unit_names({one.at_unit or one.unit_id for one in some})
    heads = [
        _("受理编号"),
        _("收到日期"),
        _("渠道"),
        _("类别"),
        _("事由"),
        _("单位"),
        _("状态"),
        _("答复期限"),
        _("答复日期"),
        _("结论"),
    ]
    heads += [_("标题")] if whole else []
    rows = (
        [one.number, one.received_on, one.get_channel_display(), one.get_kind_display(), one.get_topic_display(),
         names.get(one.at_unit or one.unit_id or 0, ""), one.get_state_display(), one.due, one.replied, one.get_verdict_display(),
         *([one.title] if whole else [])]
        for one in some
    )  # fmt: skip
    return sent("complaints", heads, rows, request.GET["export"])


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """A complaint with its way so far; whoever may, takes the next step here."""
    account = asker(request)
    complaint = get_object_or_404(Complaint.objects.select_related("unit", "person", "promise", "contact"), pk=pk)
    allowed(may_see(account, complaint))
    verb = request.POST.get("verb", "")
    held = next((deed for deed in DEEDS if deed.verb == verb), None)
    form = held.filled(complaint, request.POST, request.FILES) if held else None
    if held and form is not None and form.is_valid():
        done = form.done(held.do, by=account, complaint=complaint, **form.cleaned_data)
        if done is not None:
            messages.success(request, _("已办理，记录留存。"))
            return redirect("listen:complaint", pk)
    forms = [(deed, form if deed is held else deed.filled(complaint)) for deed in offered(account, complaint)]
    wrong = form is not None and bool(form.errors)
    if wrong and held not in [deed for deed, _form in forms]:
        messages.error(request, " ".join(str(words) for words in form.non_field_errors()) if form is not None else "")
    return render(
        request, "listen/complaints/one.html", _context(account, complaint, forms), status=422 if wrong else 200
    )


def _context(account: Account, complaint: Complaint, forms: list[Any]) -> dict[str, Any]:
    """What stands on the page: of what was said and of files only what somebody may see."""
    whole, handles = not may_see_whole(account, complaint), not may_handle(account, complaint)
    rounds = list(
        complaint.handlings.select_related("unit", "sent_by__person", "replied_by__person").prefetch_related(
            "extensions", "chases"
        )
    )
    names = unit_names([complaint.unit_id, *(one.unit_id for one in rounds)])
    files = complaint.attachments.select_related("evidence")
    held = Compensation.objects.select_related("promise").filter(complaint=complaint).first()
    settles = (
        held is not None and held.state == "proposed" and not may_settle_compensation(account, held.proposed_by_id)
    )
    return {
        "complaint": complaint, "whole": whole, "handles": handles, "forms": forms, "unit": names.get(complaint.unit_id or 0, ""),
        "waits": may_close(account, complaint) if handles and complaint.state == "reviewed" else "",
        "rounds": [(one, names.get(one.unit_id, "")) for one in rounds], "day": today(),
        "files": files if handles else files.filter(identifying=False), "hidden": files.filter(identifying=True).count(),
        "alike": alike(complaint) if whole and complaint.state in ("received", "accepted") else [],
        "said": rated(complaint), "ratings": complaint.ratings.all(), "joined": complaint.joined.order_by("pk") if whole else (),
        "identity": apart(ReasonForm, "identity")(auto_id="identity_%s") if handles and complaint.named else None,
        "extend": handles, "paid": held, "settles": settles and handles, "pays": handles and held is not None and held.state == "approved",
        "refusal": apart(ReasonForm, "refusal")(auto_id="refusal_%s"), "leads": complaint.leads.all() if whole else (),
    }  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A call, a letter or a visit is entered; the code is shown once, for the complainant."""
    account = asker(request)
    allowed(may_enter(account))
    form = EnterForm(request.POST or None, request.FILES or None, initial={"promise": request.GET.get("promise", "")})
    if form.is_bound and form.is_valid():
        found = form.done(_entered, by=account, form=form)
        if found is not None:
            return render(request, "listen/complaints/entered.html", {"complaint": found.complaint, "code": found.code})
    context = {"form": form, "title": _("登记投诉"), "do": _("登记"), "here": "complaints"}
    return render(request, "listen/complaints/form.html", context, status=422 if form.errors else 200)


def _entered(*, by: Account, form: Any) -> Any:
    given = form.given()
    files = [(seal(by=by, file=file, name=_("附件")), str(file.name)) for file in given.pop("file")]
    return receive_complaint(by=by, files=files, **given)


@require_http_methods(["GET", "HEAD", "POST"])
def identity(request: HttpRequest, pk: int) -> HttpResponse:
    """A handler opens who complained; it is shown once, and the look is on record."""
    account = asker(request)
    complaint = get_object_or_404(Complaint, pk=pk)
    allowed(may_handle(account, complaint))
    if request.method != "POST":  # what was shown is not shown again without another reason
        return redirect("listen:complaint", pk)
    form = ReasonForm(request.POST, auto_id="identity_%s")
    if not form.is_valid():
        messages.error(request, _("请写明为什么要看投诉人信息。"))
        return redirect("listen:complaint", pk)
    who = see_identity(by=account, complaint=complaint, reason=form.cleaned_data["reason"])
    answer = render(request, "listen/complaints/identity.html", {"complaint": complaint, "who": who})
    answer["Cache-Control"] = "no-store"
    return answer


@require_safe
def attachment(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file of a complaint, for whoever may open it."""
    held = get_object_or_404(Attachment.objects.select_related("complaint", "evidence"), pk=pk)
    account = asker(request)
    allowed(may_handle(account, held.complaint) if held.identifying else may_see(account, held.complaint))
    open_attachment(by=account, attachment=held)
    answer = FileResponse(
        open_evidence(held.evidence), as_attachment=True, filename=f"{held.complaint.number}-{held.pk}"
    )
    answer["Content-Type"] = held.evidence.kind or "application/octet-stream"
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide what waits beside a complaint: an extension, a compensation, whether a file tells who complained."""
    account, verb = asker(request), request.POST.get("verb", "")
    complaint = get_object_or_404(Complaint, pk=pk)
    allowed(may_handle(account, complaint))
    try:
        _settled(account, complaint, verb, int(request.POST.get("thing") or 0), request.POST.get("reason", ""))
        messages.success(request, _("已办理，记录留存。"))
    except Refused as refused:
        messages.error(request, str(refused))
    except ValueError as error:
        raise Http404 from error
    return redirect("listen:complaint", pk)


def _settled(account: Account, complaint: Complaint, verb: str, thing: int, reason: str) -> None:
    if verb in ("approve_extension", "refuse_extension"):
        asked = get_object_or_404(Extension, pk=thing, handling__complaint=complaint)
        settle_extension(by=account, extension=asked, verb=verb)
    elif verb in ("hide", "release"):
        file = get_object_or_404(Attachment, pk=thing, complaint=complaint)
        mark_attachment(by=account, attachment=file, identifying=verb == "hide")
    elif verb == "pay_compensation":
        pay_compensation(by=account, compensation=get_object_or_404(Compensation, complaint=complaint))
    else:
        held = get_object_or_404(Compensation, complaint=complaint)
        settle_compensation(by=account, compensation=held, verb=verb, reason=reason)
