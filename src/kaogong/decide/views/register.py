"""The register of consequences, feedback sheets, deliveries, honours."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaogong.audit.actions import seal
from kaogong.audit.reports.workbook import sent
from kaogong.decide import actions
from kaogong.decide.forms import ExecuteForm, ItemForm, NominateForm, SetForm, UseForm
from kaogong.decide.guards import (
    may_answer_sheet,
    may_execute,
    may_prepare,
    may_record_use,
    may_see_all,
    may_waive,
    next_step,
)
from kaogong.decide.models import Consequence, Proposal, Settlement
from kaogong.decide.models.register import kind_said
from kaogong.decide.queries.carried import feedback_due, feedback_late
from kaogong.decide.queries.settlements import seen_settlements
from kaogong.decide.queries.uses import (
    by_mechanism,
    carried,
    overdue,
    percent,
    rewards_total,
    seen_consequences,
    seen_deliveries,
    seen_sheets,
)
from kaogong.decide.states import CONSEQUENCE_NAMES, DELIVERY_NAMES, FINAL
from kaogong.decide.views.deeds import DEEDS
from kaogong.decide.views.deeds.followed import FROM_DEEDS, HELP_DEEDS
from kaogong.decide.views.tabs import use_tabs
from kaogong.org.models import Account
from kaogong.org.models.labels import labels
from kaogong.org.queries import today
from kaogong.org.views.deeds import offers
from kaogong.plan.forms import ReasonForm
from kaogong.plan.queries.figures import said
from kaogong.plan.views.pages import allowed, asker, kept, page_of
from kaogong.plan.views.period import about, cycle_asked

SENT = 3
"""Settlements the page of sheets offers to send for: the newest."""
SORTS = {"due": "due", "state": "state", "name": "proposal__name", "what": "what", "money": "money"}


def _chosen(request: HttpRequest, account: Account) -> tuple[Settlement | None, QuerySet[Settlement]]:
    """The settlement asked for, and those of the year shown from which something follows that the asker sees."""
    followed = seen_consequences(account).order_by().values("settlement")
    several = seen_settlements(account).filter(state__in=FINAL, pk__in=followed)
    asked = request.GET.get("settlement", "")
    chosen = several.filter(pk=int(asked)).first() if asked.isdecimal() else None
    cycle = chosen.run.cycle if chosen else cycle_asked(request)
    return chosen, several if cycle is None else several.filter(run__cycle=cycle)


def _wanted(request: HttpRequest, found: QuerySet[Consequence]) -> QuerySet[Consequence]:
    words, state, kind = (request.GET.get(one, "").strip() for one in ("q", "state", "kind"))
    if words:
        found = found.filter(
            Q(proposal__name__icontains=words) | Q(what__icontains=words) | Q(executor__icontains=words)
        )
    if state == "late":
        found = found.filter(state="due", due__lt=today())
    elif state in CONSEQUENCE_NAMES:
        found = found.filter(state=state)
    if kind:
        found = found.filter(kind=kind)
    sort = request.GET.get("sort", "")
    column = SORTS.get(sort.removeprefix("-"))
    return found.order_by(("-" if sort.startswith("-") else "") + column, "pk") if column else found


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The register, with how far it is carried out."""
    account = asker(request)
    chosen, several = _chosen(request, account)
    whole = seen_consequences(account, chosen)
    if chosen is None and (cycle := cycle_asked(request)) is not None:
        whole = whole.filter(settlement__run__cycle=cycle)
    found = _wanted(request, whole)
    if request.GET.get("export") in ("xlsx", "csv"):
        return _exported(request, found)
    page = page_of(request, found)
    context = {
        "page": page,
        "lines": [(one, next_step(account, one)) for one in page],
        "chosen": chosen,
        "settlements": several,
        "carried": carried(whole.select_related(None).only("state")),
        "late": whole.filter(state="due", due__lt=today()).count(),
        "mechanisms": [(kind_said(one), *more) for one, *more in by_mechanism(chosen)] if chosen else (),
        "money": rewards_total(chosen) if chosen else None,
        "kinds": [(one, kind_said(one)) for one in sorted(set(whole.values_list("kind", flat=True))) if one],
        "states": dict(labels(CONSEQUENCE_NAMES)),
        "today": today(),
        "unset": whole.filter(state="unset").count(),
        "may_prepare": not may_prepare(account),
        "sought": request.GET,
        "kept": kept(request),
        "tabs": use_tabs(request),
    }
    return render(request, "decide/register.html", context)


def _exported(request: HttpRequest, found: QuerySet[Consequence]) -> HttpResponse:
    heads = [_("对象"), _("事项"), _("依据"), _("条件"), _("执行"), _("期限"), _("文书"), _("编号")]
    heads += [_("金额"), _("状态"), _("执行日期")]
    rows = []
    for one in found:
        row = [one.proposal.name, one.what, one.clause, one.trigger, one.executor, one.due, one.document, one.number]
        rows.append([*row, said(one.money), one.get_state_display(), one.done_on])
    return sent("register", heads, rows, request.GET["export"])


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One consequence: why, who, until when, and what was done."""
    account = asker(request)
    found = get_object_or_404(seen_consequences(account), pk=pk)
    about(request, found.settlement.run.cycle)
    form: Any = None
    if found.state == "due" and not may_execute(account, found):
        form = ExecuteForm(request.POST or None, request.FILES or None, initial={"day": today()})
    elif found.state == "unset" and not may_prepare(account):
        form = SetForm(request.POST or None, initial={"what": "", "executor": found.executor})
    if request.method == "POST" and form is not None and form.is_valid() and _done(account, found, form):
        messages.success(request, _("已登记。"))
        return redirect("decide:consequence", pk)
    context = {
        "one": found,
        "form": form,
        "people": found.people.all(),
        "paper": getattr(found, "paper", None),
        "reports": found.reports.select_related("person"),
        "talks": found.talks.select_related("person", "talker"),
        "advices": found.advices.select_related("person"),
        "offers": offers((*DEEDS, *FROM_DEEDS), account, found),
        "late": found.state == "due" and found.due is not None and found.due < today(),
        "may_waive": found.state in ("due", "unset") and not may_waive(account),
        "reason": ReasonForm(),
    }
    return render(request, "decide/consequence.html", context, status=422 if form is not None and form.errors else 200)


def _done(account: Account, found: Consequence, form: Any) -> bool:
    given = dict(form.cleaned_data)
    if found.state == "unset":
        return form.done(actions.set_consequence, by=account, consequence=found, **given) is not None
    file = given.pop("proof")
    proof = form.done(seal, by=account, file=file) if file else None
    if file and proof is None:
        return False
    return form.done(actions.execute, by=account, consequence=found, proof=proof, **given) is not None


@require_POST
def waive(request: HttpRequest, pk: int) -> HttpResponse:
    """The deciding body says that something is not carried out."""
    account = asker(request)
    found = get_object_or_404(seen_consequences(account), pk=pk)
    actions.waive(by=account, consequence=found, reason=request.POST.get("reason", ""))
    messages.success(request, _("已登记不再执行，理由留存。"))
    return redirect("decide:consequence", pk)


@require_POST
def feed_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Sheets go out to the units with lagging indicators."""
    account = asker(request)
    settlement = get_object_or_404(seen_settlements(account), pk=pk)
    made = actions.send_feedback(by=account, settlement=settlement)
    messages.success(request, _("已发出 %(n)s 份反馈单。") % {"n": len(made)})
    return redirect("decide:sheets")


@require_safe
def sheets(request: HttpRequest) -> HttpResponse:
    """Feedback sheets and how far they are answered."""
    account = asker(request)
    found = seen_sheets(account)
    if (cycle := cycle_asked(request)) is not None:
        found = found.filter(settlement__run__cycle=cycle)
    page, day = page_of(request, found), today()
    sendable = list(seen_settlements(account).filter(state="published")[:SENT]) if not may_prepare(account) else []
    context = {
        "page": page,
        "lines": [(one, one.state == "sent" and not may_answer_sheet(account, one)) for one in page],
        "open": found.filter(state="sent").count(),
        "today": day,
        "sendable": sendable,
        "late": [(one, feedback_due(one)) for one in sendable if feedback_late(one, day)],
        "kept": kept(request),
        "tabs": use_tabs(request),
    }
    return render(request, "decide/sheets.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """One feedback sheet, answered item by item, handed in whole."""
    account = asker(request)
    found = get_object_or_404(seen_sheets(account), pk=pk)
    able = found.state == "sent" and not may_answer_sheet(account, found)
    forms = [ItemForm(request.POST or None, item=one) for one in found.items.all()]
    if request.method == "POST":
        allowed(may_answer_sheet(account, found))
        if all(form.is_valid() for form in forms):
            for form in forms:
                if form.has_changed():
                    actions.answer_item(by=account, item=form.item, answers=form.cleaned_data)
            if "submit" in request.POST:
                actions.submit_feedback(by=account, sheet=found)
            messages.success(request, _("已提交。") if "submit" in request.POST else _("已保存，还没有提交。"))
            return redirect("decide:sheet", pk)
    items = list(found.items.prefetch_related("helps"))
    done = sum(1 for one in items if one.whole)
    helps = {one.pk: offers(HELP_DEEDS, account, one) for one in items}
    pairs = [(form, helps[form.item.pk]) for form in forms]
    context = {"sheet": found, "pairs": pairs, "forms": forms, "able": able, "done": done, "all": len(items)}
    return render(request, "decide/sheet.html", context)


@require_safe
def deliveries(request: HttpRequest) -> HttpResponse:
    """Where results went, and how they were used."""
    account = asker(request)
    whole = seen_deliveries(account)
    if (cycle := cycle_asked(request)) is not None:
        whole = whole.filter(publication__settlement__run__cycle=cycle)
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip()
    found = whole.filter(state=state) if state in DELIVERY_NAMES else whole
    if words:
        found = found.filter(Q(receiver__icontains=words) | Q(purpose__icontains=words))
    done, several = whole.filter(state="used").count(), whole.count()
    page = page_of(request, found.order_by("state", "due", "id"))
    context = {
        "page": page,
        "own": {one.pk for one in page if not may_record_use(account, one)},
        "done": done,
        "all": several,
        "rate": percent(done, several),
        "late": len([one for one in overdue(today()) if not may_see_all(account)]),
        "today": today(),
        "states": dict(labels(DELIVERY_NAMES)),
        "may_prepare": not may_prepare(account),
        "sought": request.GET,
        "kept": kept(request),
        "tabs": use_tabs(request),
    }
    return render(request, "decide/deliveries.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def use(request: HttpRequest, pk: int) -> HttpResponse:
    """A receiving department records a use."""
    account = asker(request)
    found = get_object_or_404(seen_deliveries(account), pk=pk)
    allowed(may_record_use(account, found))
    form = UseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = form.done(actions.record_use, by=account, delivery=found, **form.cleaned_data)
        if made is not None:
            messages.success(request, _("已登记使用情况。"))
            return redirect("decide:deliveries")
    lead = _("%(who)s，%(what)s，%(day)s前登记。") % {
        "who": found.receiver,
        "what": found.publication.title,
        "day": found.due,
    }
    context = {"form": form, "title": _("登记使用情况"), "lead": lead, "button": _("登记")}
    context |= {"subject": "decide.delivery", "key": pk}
    return render(request, "decide/form.html", context, status=422 if form.errors else 200)


@require_POST
def remind(request: HttpRequest) -> HttpResponse:
    """Departments that are late are reminded."""
    late = actions.remind_receivers(by=asker(request))
    messages.success(request, _("已催办 %(n)s 个部门。") % {"n": len(late)})
    return redirect("decide:deliveries")


@require_http_methods(["GET", "HEAD", "POST"])
def nominate(request: HttpRequest, pk: int) -> HttpResponse:
    """A unit or one of its people is put forward for an honour."""
    account = asker(request)
    allowed(may_prepare(account))
    found = get_object_or_404(Proposal.objects.select_related("settlement", "unit"), pk=pk, settlement__state__in=FINAL)
    form = NominateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = form.done(actions.nominate, by=account, proposal=found, **form.cleaned_data)
        if made is not None:
            messages.success(request, _("已列入“%(honour)s”提名。") % {"honour": made.honour})
            return redirect("decide:line", pk)
    lead = _("%(name)s，评定等次“%(grade)s”，名次 %(rank)s。") % {
        "name": found.name,
        "grade": found.final or _("未定"),
        "rank": found.rank or "—",
    }
    context = {"form": form, "title": _("评优提名"), "lead": lead, "button": _("提名")}
    context |= {"subject": "decide.proposal", "key": pk}
    return render(request, "decide/form.html", context, status=422 if form.errors else 200)
