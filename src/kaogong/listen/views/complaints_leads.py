"""Leads of case investigation: the stages with their counts, the teams, one case with the people in it and its papers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kaogong.audit.actions import Refused
from kaogong.audit.reports.workbook import sent
from kaogong.audit.states import after
from kaogong.listen.actions.complaints_leads import (
    assign_leads,
    check_lead,
    close_lead,
    decide_involved,
    drop_lead,
    file_lead,
    form_team,
    name_involved,
    open_lead,
    sanction_lead,
)
from kaogong.listen.forms.complaints import CloseForm, DecideForm, DropForm, InvolvedForm, NewLeadForm, TeamForm, apart
from kaogong.listen.guards.complaints import may_investigate
from kaogong.listen.models import CasePaper, CaseTeam, Involved, Lead
from kaogong.listen.queries.complaints import day_of
from kaogong.listen.queries.complaints_counted import funnel
from kaogong.listen.queries.complaints_roles import avoided
from kaogong.listen.reports import case_paper
from kaogong.listen.states.leads import LEAD, LEAD_NAMES
from kaogong.org.models import Account
from kaogong.org.models.labels import labels
from kaogong.org.queries import today, unit_names
from kaogong.plan.views.pages import allowed, asker, page_of

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SORTS = {"received": ("received_on", "id"), "number": ("number",)}
PLAIN = {"check_lead": check_lead, "file_lead": file_lead, "sanction_lead": sanction_lead}
FORMS: dict[str, tuple[type[Any], Any]] = {
    "drop_lead": (DropForm, drop_lead),
    "close_lead": (CloseForm, close_lead),
    "name_involved": (InvolvedForm, name_involved),
}


@require_http_methods(["GET", "HEAD", "POST"])
def leads(request: HttpRequest) -> HttpResponse:
    """Leads with the funnel of their stages; those without a team are given to one here."""
    account = asker(request)
    allowed(may_investigate(account))
    if request.method == "POST":
        _assigned(request, account)
        return redirect(request.get_full_path())
    found = Lead.objects.exclude(unit__in=avoided(account)).select_related("team")
    asked = {name: request.GET.get(name, "") for name in ("since", "until", "state", "team")}
    if since := day_of(asked["since"]):
        found = found.filter(received_on__gte=since)
    if until := day_of(asked["until"]):
        found = found.filter(received_on__lte=until)
    stages = funnel(found)
    found = found.filter(state=asked["state"]) if asked["state"] else found
    if asked["team"]:
        found = found.filter(team=None) if asked["team"] == "none" else found.filter(team__name=asked["team"])
    found = found.order_by(*SORTS.get(request.GET.get("sort", ""), ("-received_on", "-id")))
    if request.GET.get("export") in ("xlsx", "csv"):
        return _exported(request, found)
    page = page_of(request, found)
    names = unit_names(one.unit_id for one in page)
    context = {
        "page": page, "lines": [(one, names.get(one.unit_id or 0, "")) for one in page], "stages": stages, "sought": request.GET,
        "states": labels(LEAD_NAMES), "teams": CaseTeam.objects.all(), "now": CaseTeam.objects.filter(since__lte=today(), until__gt=today()),
    }  # fmt: skip
    return render(request, "listen/complaints/leads.html", context)


def _exported(request: HttpRequest, found: Any) -> HttpResponse:
    heads = [
        _("线索编号"),
        _("标题"),
        _("来源"),
        _("状态"),
        _("工作组"),
        _("受理"),
        _("初核"),
        _("立案"),
        _("结案"),
        _("处分"),
    ]
    rows = (
        (one.number, one.title, one.source, one.get_state_display(), one.team, one.received_on, one.preliminary_on, one.filed_on,
         one.closed_on, one.sanctioned_on)
        for one in found[:20_000]
    )  # fmt: skip
    return sent("leads", heads, rows, request.GET["export"])


def _assigned(request: HttpRequest, account: Account) -> None:
    """Give what was ticked to a team."""
    team = get_object_or_404(CaseTeam, pk=request.POST.get("team") or 0)
    chosen = [int(one) for one in request.POST.getlist("lead") if one.isdecimal()]
    try:
        number = assign_leads(by=account, leads=list(Lead.objects.filter(pk__in=chosen)), team=team)
        messages.success(request, _("%(n)s 条线索分给%(team)s。") % {"n": number, "team": team.name})
    except Refused as refused:
        messages.error(request, str(refused))


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A lead from elsewhere is entered."""
    account = asker(request)
    allowed(may_investigate(account))
    form = NewLeadForm(request.POST or None)
    if form.is_bound and form.is_valid():
        made = form.done(open_lead, by=account, **form.cleaned_data)
        if made is not None:
            return redirect("listen:lead", made.pk)
    context = {"form": form, "title": _("登记案件线索"), "do": _("登记"), "here": "leads"}
    return render(request, "listen/complaints/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def teams(request: HttpRequest) -> HttpResponse:
    """Teams that sort leads in a concentrated period."""
    account = asker(request)
    allowed(may_investigate(account))
    form = TeamForm(request.POST or None)
    if form.is_bound and form.is_valid() and form.done(form_team, by=account, **form.cleaned_data):
        return redirect("listen:teams")
    lines = CaseTeam.objects.prefetch_related("members", "leads")
    context = {"lines": lines, "form": form, "day": today()}
    return render(request, "listen/complaints/teams.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """A lead: its stages, the people it is about, what is decided of each, its papers."""
    account = asker(request)
    lead = get_object_or_404(Lead.objects.select_related("unit", "team", "complaint"), pk=pk)
    allowed(may_investigate(account, lead))
    verb = request.POST.get("verb", "")
    forms = {
        name: form(request.POST if name == verb else None, auto_id=f"{name}_%s") for name, (form, _do) in FORMS.items()
    }
    decide = {one.pk: apart(DecideForm, one.pk)(auto_id=f"decide{one.pk}_%s") for one in lead.involved.all()}
    if verb and _acted(request, account, lead, verb, forms, decide):
        return redirect("listen:lead", pk)
    people = [(one, decide[one.pk]) for one in lead.involved.select_related("unit")]
    names = unit_names([lead.unit_id])
    wrong = any(form.errors for form in (*forms.values(), *decide.values()))
    context = {
        "lead": lead, "people": people, "papers": lead.papers.select_related("involved"), "unit": names.get(lead.unit_id or 0, ""),
        "forms": forms, "may": {name: after(LEAD, lead.state, name) is not None for _state, name in LEAD},
    }  # fmt: skip
    return render(request, "listen/complaints/lead.html", context, status=422 if wrong else 200)


def _acted(request: HttpRequest, account: Account, lead: Lead, verb: str, forms: Any, decide: Any) -> bool:
    """Do what the button says; False where something is to be put right first."""
    try:
        if verb in PLAIN:
            PLAIN[verb](by=account, lead=lead)
        elif verb in FORMS:
            form = forms[verb]
            return form.is_valid() and form.done(FORMS[verb][1], by=account, lead=lead, **form.cleaned_data) is not None
        elif verb == "decide_involved":
            held = get_object_or_404(Involved, pk=request.POST.get("involved") or 0, lead=lead)
            form = decide[held.pk] = apart(DecideForm, held.pk)(request.POST, auto_id=f"decide{held.pk}_%s")
            return (
                form.is_valid()
                and form.done(decide_involved, by=account, involved=held, **form.cleaned_data) is not None
            )
    except Refused as refused:
        messages.error(request, str(refused))
    return True


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """A paper as an editable document."""
    held = get_object_or_404(CasePaper.objects.select_related("lead", "involved"), pk=pk)
    allowed(may_investigate(asker(request), held.lead))
    found = HttpResponse(case_paper.write(held), content_type=DOCX)
    found["Content-Disposition"] = f'attachment; filename="paper-{held.pk}.docx"'
    return found
