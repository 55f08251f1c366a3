"""Opinions on their way to units and back; feedback of the level above."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kaogong.audit.actions import Refused
from kaogong.audit.reports.workbook import sent
from kaogong.listen import actions
from kaogong.listen.forms.outcomes import (
    FeedbackForm,
    PartsForm,
    ReasonForm,
    ReplyForm,
    SessionForm,
    UnitForm,
    WordsForm,
)
from kaogong.listen.guards.surveys import arranges, may_answer, may_arrange, may_see, may_see_opinion
from kaogong.listen.models import Feedback, Opinion
from kaogong.listen.queries.desk import opinions_seen
from kaogong.listen.queries.marking import rate
from kaogong.listen.states.surveys import OPINION_NAMES
from kaogong.org.models import Account
from kaogong.org.models.labels import labels
from kaogong.org.queries import today, unit_names
from kaogong.plan.views.pages import allowed, asker, page_of

SORTS = {"due": ("due_on", "id"), "-due": ("-due_on", "id"), "number": ("project", "feedback", "number")}
OFFICE = {
    "route": (UnitForm, actions.route_opinion),
    "split": (PartsForm, actions.split_opinion),
    "aside": (ReasonForm, actions.set_aside),
}
INSIDE: dict[str, tuple[Any, Any]] = {
    "reply": (ReplyForm, actions.answer_opinion),
    "rectify": (WordsForm, actions.rectify_opinion),
}


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Opinions one may see."""
    account = asker(request)
    allowed(may_see(account))
    seen = opinions_seen(account)
    found = _found(request, seen)
    if request.GET.get("export") in ("xlsx", "csv"):
        return _exported(request, found)
    page = page_of(request, found)
    names = unit_names(one.unit_id for one in page)
    counts = {key: seen.filter(state=key).count() for key in OPINION_NAMES}
    replied = counts["answered"] + counts["rectified"]
    context = {
        "page": page, "lines": [(one, names.get(one.unit_id or 0, ""), _late(one)) for one in page], "counts": counts,
        "late": seen.filter(state="routed", due_on__lt=today()).count(), "states": labels(OPINION_NAMES),
        "sought": request.GET, "rate": rate(replied, replied + counts["routed"]),
    }  # fmt: skip
    return render(request, "listen/opinions.html", context)


def _found(request: HttpRequest, found: QuerySet[Opinion]) -> QuerySet[Opinion]:
    """What the address asks for."""
    if words := request.GET.get("q", "").strip():
        found = found.filter(Q(words__icontains=words) | Q(reply__icontains=words))
    if (state := request.GET.get("state", "")) in OPINION_NAMES:
        found = found.filter(state=state)
    for key in ("project", "feedback"):
        if request.GET.get(key, "").isdecimal():
            found = found.filter(**{key: int(request.GET[key])})
    sort = SORTS.get(request.GET.get("sort", ""), SORTS["number"])
    return found.order_by(*sort).select_related("project", "feedback")


def _exported(request: HttpRequest, found: QuerySet[Opinion]) -> HttpResponse:
    heads = [_("编号"), _("来源"), _("意见"), _("责任单位"), _("状态"), _("答复期限"), _("答复"), _("整改结果")]
    names = unit_names(found.values_list("unit_id", flat=True))
    rows = (
        (one.number, one.project or one.feedback, one.words, names.get(one.unit_id or 0, ""), one.get_state_display(),
         one.due_on, one.reply, one.rectification)
        for one in found
    )  # fmt: skip
    return sent("opinions", heads, rows, request.GET["export"])


def _late(one: Opinion) -> int:
    """Days an opinion is late."""
    return (today() - one.due_on).days if one.state == "routed" and one.due_on and one.due_on < today() else 0


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """An opinion with what may be done to it."""
    account = asker(request)
    held = get_object_or_404(Opinion.objects.select_related("project", "feedback", "unit", "about"), pk=pk)
    allowed(may_see_opinion(account, held))
    verb = request.POST.get("verb", "")
    shown: dict[str, Any] = {}
    for key, (form, _act) in {**OFFICE, **INSIDE}.items():
        shown[key] = form(request.POST if verb == key else None, auto_id=f"{key}_%s")
    if verb in shown and shown[verb].is_valid():
        acts = {**OFFICE, **INSIDE}
        if shown[verb].done(acts[verb][1], by=account, opinion=held, **shown[verb].cleaned_data) is not None:
            messages.success(request, _("已办理，记录留存。"))
            return redirect("listen:opinion", pk)
    names = unit_names([held.unit_id, held.about_id])
    wrong = any(form.errors for form in shown.values())
    context = {
        "opinion": held, "unit": names.get(held.unit_id or 0, ""), "about": names.get(held.about_id or 0, ""), "forms": shown,
        "arranges": not may_arrange(account), "answers": not may_answer(account, held), "late": _late(held),
    }  # fmt: skip
    return render(request, "listen/opinion.html", context, status=422 if wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def feedbacks(request: HttpRequest) -> HttpResponse:
    """What the level above sent, year by year."""
    account = asker(request)
    allowed(may_see(account))
    form = FeedbackForm(request.POST or None)
    if form.is_bound and form.is_valid() and (made := form.done(actions.import_feedback, by=account, **form.given())):
        messages.success(request, _("已导入。请先专题研究，再逐条分办。"))
        return redirect("listen:feedback", made.pk)
    context = {"feedbacks": Feedback.objects.all(), "form": form, "may": arranges(account)}
    return render(request, "listen/feedbacks.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest, pk: int) -> HttpResponse:
    """The feedback of a year: scores, the session, opinions left, and its end."""
    account = asker(request)
    allowed(may_see(account))
    held = get_object_or_404(Feedback, pk=pk)
    form = SessionForm(request.POST if request.POST.get("verb") == "session" else None)
    if request.method == "POST" and _acted(request, account, held, form):
        return redirect("listen:feedback", pk)
    counts = {key: held.opinions.filter(state=key).count() for key in OPINION_NAMES}
    context = {
        "feedback": held, "scores": held.scores.all(), "form": form, "may": arranges(account),
        "counts": [(name, counts[key], key) for key, name in labels(OPINION_NAMES)], "left": counts["unassigned"],
    }  # fmt: skip
    return render(request, "listen/feedback.html", context, status=422 if form.errors else 200)


def _acted(request: HttpRequest, account: Account, held: Feedback, form: SessionForm) -> bool:
    if request.POST.get("verb") == "session":
        return (
            form.is_valid()
            and form.done(actions.hold_session, by=account, feedback=held, **form.cleaned_data) is not None
        )
    try:
        actions.close_feedback(by=account, feedback=held)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("这一年的反馈已办结。"))
    return True
