"""The register of promises, and contact points of key enterprises with the problems their liaisons report."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kaogong.audit.actions import Refused
from kaogong.audit.reports.workbook import sent
from kaogong.listen.actions.complaints_intake import report_problem
from kaogong.listen.actions.complaints_promises import (
    end_contact,
    end_promise,
    publish_promise,
    set_contact,
    set_promise,
)
from kaogong.listen.forms.complaints import ContactForm, ProblemForm, PromiseForm, ReasonForm, apart
from kaogong.listen.guards.complaints import may_enter, may_keep, may_report_problem, may_see_list, own_contacts
from kaogong.listen.models import ContactPoint, ServicePromise
from kaogong.listen.queries.complaints_roles import of_centre
from kaogong.listen.states.complaints import PROMISE_NAMES
from kaogong.org.forms.fields import UnitField
from kaogong.org.models import Account
from kaogong.org.models.labels import labels
from kaogong.org.queries import at, setting, today, unit_names
from kaogong.plan.views.pages import allowed, asker, page_of


@require_http_methods(["GET", "HEAD", "POST"])
def promises(request: HttpRequest) -> HttpResponse:
    """Promises with who watches over each and its number; published and ended here."""
    account = asker(request)
    allowed(may_see_list(account))
    if request.method == "POST":
        _moved(request, account)
        return redirect("listen:promises")
    found = ServicePromise.objects.select_related("unit").prefetch_related("complaints")
    if state := request.GET.get("state", ""):
        found = found.filter(state=state)
    if words := request.GET.get("q", "").strip():
        found = found.filter(title__icontains=words)
    if request.GET.get("sort") == "code":
        found = found.order_by("code")
    if request.GET.get("export") in ("xlsx", "csv"):
        return _exported(request, found)
    page = page_of(request, found)
    names = unit_names(one.unit_id for one in page)
    context = {
        "page": page, "lines": [(one, names.get(one.unit_id, ""), apart(ReasonForm, one.pk)(auto_id=f"end{one.pk}_%s")) for one in page], "may": not may_keep(account),
        "sought": request.GET, "states": labels(PROMISE_NAMES), "may_enter": not may_enter(account), "whole": of_centre(account),
    }  # fmt: skip
    return render(request, "listen/complaints/promises.html", context)


def _exported(request: HttpRequest, found: Any) -> HttpResponse:
    names = unit_names(found.values_list("unit", flat=True))
    heads = [_("承诺编号"), _("单位"), _("承诺事项"), _("监督机构"), _("举报电话"), _("状态"), _("投诉")]
    rows = (
        (one.code, names.get(one.unit_id, ""), one.title, one.watcher, one.hotline, one.get_state_display(), one.complaints.count())
        for one in found
    )  # fmt: skip
    return sent("promises", heads, rows, request.GET["export"])


def _moved(request: HttpRequest, account: Account) -> None:
    held = get_object_or_404(ServicePromise, pk=request.POST.get("promise") or 0)
    try:
        if request.POST.get("verb") == "end":
            end_promise(by=account, promise=held, reason=request.POST.get("reason", ""))
        else:
            publish_promise(by=account, promise=held)
        messages.success(request, _("已办理，记录留存。"))
    except Refused as refused:
        messages.error(request, str(refused))


@require_http_methods(["GET", "HEAD", "POST"])
def new_promise(request: HttpRequest) -> HttpResponse:
    """A promise is written down, or one that is not published yet written anew."""
    account = asker(request)
    allowed(may_keep(account))
    held = ServicePromise.objects.filter(code=request.GET.get("code", ""), state="draft").select_related("unit").first()
    first = (
        {name: getattr(held, name) for name in ("code", "title", "words", "remedy", "watcher", "hotline")}
        if held
        else {}
    )
    form = PromiseForm(request.POST or None, initial=first | ({"unit": UnitField.typed(held.unit)} if held else {}))
    if form.is_bound and form.is_valid() and form.done(set_promise, by=account, **form.cleaned_data):
        messages.success(request, _("承诺已登记，公布后向社会公开。"))
        return redirect("listen:promises")
    context = {"form": form, "title": _("登记服务承诺"), "do": _("登记"), "here": "promises"}
    return render(request, "listen/complaints/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def contacts(request: HttpRequest) -> HttpResponse:
    """Key enterprises, the first liaison of each, and what was reported for them."""
    account = asker(request)
    allowed(may_see_list(account))
    form = ContactForm(request.POST if request.POST.get("verb") == "set" else None)
    if form.is_bound and form.is_valid() and form.done(set_contact, by=account, **form.cleaned_data):
        return redirect("listen:contacts")
    if request.POST.get("verb") == "end":
        try:
            end_contact(by=account, contact=get_object_or_404(ContactPoint, pk=request.POST.get("contact") or 0))
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("listen:contacts")
    mine = set(ContactPoint.objects.filter(own_contacts(account)).values_list("pk", flat=True))
    found = ContactPoint.objects.filter(at(today())).select_related("supervisor__person").prefetch_related("complaints")
    keeps = not may_keep(account)
    page = page_of(request, found if keeps else found.filter(pk__in=mine))
    context = {
        "page": page,
        "form": form,
        "may": keeps,
        "mine": mine,
        "whole": of_centre(account),
        "days": setting("listen.fast_days"),
    }
    return render(request, "listen/complaints/contacts.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def problem(request: HttpRequest, pk: int) -> HttpResponse:
    """The first liaison of an enterprise reports a problem on the fast lane."""
    account = asker(request)
    contact = get_object_or_404(ContactPoint.objects.select_related("supervisor"), pk=pk)
    allowed(may_report_problem(account, contact))
    form = ProblemForm(request.POST or None)
    if (
        form.is_bound
        and form.is_valid()
        and form.done(report_problem, by=account, contact=contact, **form.cleaned_data)
    ):
        days = setting("listen.fast_days")
        messages.success(request, _("已直接送达承办单位，%(n)s 个工作日内答复。") % {"n": days})
        return redirect("listen:contacts")
    context = {
        "form": form,
        "title": _("%(name)s的问题") % {"name": contact.name},
        "do": _("送达承办单位"),
        "here": "contacts",
    }
    return render(request, "listen/complaints/form.html", context, status=422 if form.errors else 200)
